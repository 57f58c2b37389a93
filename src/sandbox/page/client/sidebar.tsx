import type { ChannelShown } from '../shown.ts';
import { usePage } from './page-context.ts';

interface SidebarProps {
  /** The id of a channel, or 'app'. */
  place: string;
  go(place: string): void;
}

/** Channels, direct messages, the app. What is unread is bold, with its number. */
export function Sidebar({ place, go }: SidebarProps) {
  const { shown } = usePage();
  const { app, channels, messages, me } = shown;
  const unread = ({ id, readTo }: ChannelShown): number =>
    messages.filter(({ channel, ts, user }) => channel === id && ts > readTo && user !== me).length;
  const entry = (id: string, name: string, kind: string, count: number) => (
    <li key={id}>
      <button
        type="button"
        class={count > 0 ? 'place row unread' : 'place row'}
        aria-current={place === id ? 'page' : undefined}
        onClick={() => go(id)}
      >
        <span class={`place-sign place-${kind}`} aria-hidden="true" />
        <span class="place-name">{name}</span>
        {count > 0 && (
          <span class="count">
            {count}
            <span class="hidden"> unread</span>
          </span>
        )}
      </button>
    </li>
  );
  const dm = channels.find(({ id }) => id === app.dm);
  const listed = (kinds: string[]) =>
    channels
      .filter(({ kind, id }) => kinds.includes(kind) && id !== app.dm)
      .map((channel) => entry(channel.id, channel.name, channel.kind, unread(channel)));
  const people = listed(['im']);
  return (
    <nav class="sidebar column scroll" aria-label="Channels">
      <p class="team">Harbour</p>
      <h2>Channels</h2>
      <ul>{listed(['public', 'private'])}</ul>
      {people.length > 0 && <h2>Direct messages</h2>}
      <ul>{people}</ul>
      <h2>Apps</h2>
      <ul>{entry('app', app.name, 'app', dm ? unread(dm) : 0)}</ul>
      <p class="disclaimer">A sandbox. Not affiliated with Slack or Nexudus.</p>
    </nav>
  );
}
