import type { Completion } from './completions.ts';

interface CommandListProps {
  id: string;
  list: Completion[];
  active?: number;
  choose(text: string): void;
}

/** What may be typed, above the composer. */
export function CommandList({ id, list, active, choose }: CommandListProps) {
  return (
    <div class="command-list raised">
      <p class="command-list-head row hint" aria-live="polite">
        <span>{list.length === 1 ? '1 command' : `${list.length} commands`}</span>
        <span class="small">↑↓ to choose, Tab to take, Enter to send</span>
      </p>
      <div id={id} role="listbox" aria-label="Commands" tabIndex={-1}>
        {list.map(({ text, shown, hint, description, by }, n) => (
          <div
            key={text}
            id={`${id}-${n}`}
            role="option"
            tabIndex={-1}
            class="entry command"
            data-active={n === active}
            aria-selected={n === active}
            onMouseDown={(event) => {
              event.preventDefault();
              choose(text);
            }}
          >
            <span>
              <strong>{shown}</strong> {hint && <span class="hint">{hint}</span>}
            </span>
            {description && (
              <span class="hint">
                {description} · {by}
              </span>
            )}
          </div>
        ))}
      </div>
    </div>
  );
}
