import type { AckShown, PanelShown } from '../shown.ts';

const barMs = 3000;

function outcome({ ms, waiting }: AckShown): string {
  if (ms !== undefined) return `${ms} ms`;
  return waiting ? 'waiting…' : 'no ack';
}

/** How long the bot took to acknowledge, against the three seconds that Slack waits. */
export function Acks({ panel }: { panel: PanelShown }) {
  return (
    <>
      <p class="hint">
        Slack waits 3 s for the ack of each command, click, picker and form. A full bar is 3 s.
      </p>
      {panel.acks.length === 0 && <p class="empty">Nothing was sent to the bot yet.</p>}
      <ul class="acks">
        {panel.acks.map((ack) => (
          <li key={ack.id}>
            <p class="row">
              <span class="fill">
                <strong>{ack.kind}</strong> {ack.name}
                {ack.duplicate && ' (again)'}
              </span>
              <span>{outcome(ack)}</span>
            </p>
            <progress
              class={(ack.ms ?? barMs) > 2200 ? 'late' : ''}
              max={barMs}
              value={ack.ms ?? (ack.waiting ? undefined : barMs)}
              aria-label={`Ack of ${ack.kind} ${ack.name}`}
            />
          </li>
        ))}
      </ul>
    </>
  );
}
