import type { Shown } from '../shown.ts';

interface TopBarProps {
  shown: Shown;
  become(person: string): void;
  panel: boolean;
  foldPanel(): void;
}

export function TopBar({ shown, become, panel, foldPanel }: TopBarProps) {
  const me = shown.people.find(({ id }) => id === shown.me);
  const [first = ''] = me?.realName.split(' ') ?? [];
  const command = shown.app.commands[0]?.command;
  return (
    <header class="top-bar row">
      <h1 class="greeting">
        You are {first}, {me?.what}. Type <code>{command}</code>
      </h1>
      <label class="who row">
        I am
        <select value={shown.me} onChange={(event) => become(event.currentTarget.value)}>
          {shown.people.map(({ id, realName, what }) => (
            <option key={id} value={id}>
              {realName} – {what}
            </option>
          ))}
        </select>
      </label>
      <button type="button" class="button" aria-expanded={panel} aria-controls="panel" onClick={foldPanel}>
        Behind the scenes
      </button>
    </header>
  );
}
