import { useEffect, useState } from 'preact/hooks';
import type { CallBodies, CallShown, PanelShown } from '../shown.ts';
import { getJson } from './connection.ts';

const pretty = (value: unknown): string =>
  value === undefined || value === ''
    ? '(empty)'
    : typeof value === 'string'
      ? value
      : JSON.stringify(value, null, 2);

function Body({ title, body }: { title: string; body: unknown }) {
  return (
    <>
      <h4>{title}</h4>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
      <pre class="body" tabIndex={0}>
        {pretty(body)}
      </pre>
    </>
  );
}

function Bodies({ id }: { id: number }) {
  const [bodies, setBodies] = useState<CallBodies>();
  useEffect(() => {
    void getJson<CallBodies>(`/calls/${id}`).then(setBodies);
  }, [id]);
  if (!bodies) return <p class="hint">Loading…</p>;
  return (
    <>
      <Body title="Request" body={bodies.request} />
      <Body title="Response" body={bodies.response} />
    </>
  );
}

const statusClass = ({ status }: CallShown): string =>
  status === 0 || status >= 400 ? 'status-bad' : 'status-good';

/** The HTTP calls between the bot and both sides, the newest first; bodies when asked for. */
export function Calls({ panel }: { panel: PanelShown }) {
  const [side, setSide] = useState('');
  const [opened, setOpened] = useState<number>();
  const calls = panel.calls.filter((call) => !side || call.side === side);
  return (
    <>
      <div class="panel-tools row">
        <label class="fill">
          Calls
          <select value={side} onChange={(event) => setSide(event.currentTarget.value)}>
            <option value="">of both sides</option>
            <option>Slack → bot</option>
            <option>bot → Slack</option>
            <option>bot → Nexudus</option>
          </select>
        </label>
      </div>
      {calls.length === 0 && <p class="empty">No calls yet.</p>}
      <ul>
        {calls.map((call) => (
          <li key={call.id}>
            <button
              type="button"
              class="call row"
              aria-expanded={opened === call.id}
              onClick={() => setOpened(opened === call.id ? undefined : call.id)}
            >
              <span class="call-side small">{call.side}</span>
              <span class={statusClass(call)}>{call.status || '–'}</span>
              <span class="fill">
                {call.method} {call.path}
              </span>
              <span class="small">{call.ms === undefined ? '…' : `${call.ms} ms`}</span>
            </button>
            {opened === call.id && <Bodies id={call.id} />}
          </li>
        ))}
      </ul>
    </>
  );
}
