import { useState } from 'preact/hooks';
import { usePage } from './page-context.ts';
import { Acks } from './panel-acks.tsx';
import { Calls } from './panel-calls.tsx';
import { Records } from './panel-records.tsx';
import { Switches } from './panel-switches.tsx';
import { Tabs } from './tabs.tsx';

const views = { Records, Calls, Acks, Switches };
type Name = keyof typeof views;

/** What happens behind the scenes: records, HTTP calls, ack times, and what can be made to go wrong. */
export function Panel() {
  const { panel } = usePage().shown;
  const [tab, setTab] = useState<Name>('Records');
  const View = views[tab];
  return (
    <aside class="panel column" id="panel" aria-label="Behind the scenes">
      <Tabs
        label="Behind the scenes"
        names={Object.keys(views)}
        chosen={tab}
        choose={(name) => setTab(name as Name)}
      >
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
        <div class="panel-view scroll" tabIndex={0}>
          {panel && panel.problems.length > 0 && (
            <div class="notice" role="alert">
              <ul>
                <strong>Slack complains:</strong>
                {panel.problems.map((problem, n) => (
                  <li key={`${n}${problem}`}>{problem}</li>
                ))}
              </ul>
            </div>
          )}
          {panel ? <View panel={panel} /> : <p class="empty">Loading…</p>}
        </div>
      </Tabs>
    </aside>
  );
}
