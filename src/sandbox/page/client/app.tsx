import { useEffect, useState } from 'preact/hooks';
import { AppHome } from './app-home.tsx';
import { Channel } from './channel.tsx';
import { type Act, perform, useConnection } from './connection.ts';
import { Modals } from './modals.tsx';
import { Page, type PageContext } from './page-context.ts';
import { Panel } from './panel.tsx';
import { Sidebar } from './sidebar.tsx';
import { Thread } from './thread.tsx';
import { TopBar } from './top-bar.tsx';

const listFailed = 'The list could not be loaded.';
const remembered = 'sandbox-as';
// These neither answer nor repeat what a notice is about.
const quiet = new Set<Act['do']>(['read', 'type', 'close', 'close-all']);

export function App() {
  const [as, setAs] = useState(sessionStorage.getItem(remembered) ?? 'ana');
  const [panel, setPanel] = useState(false);
  const { shown, connected } = useConnection(as, panel);
  const [place, setPlace] = useState<string>();
  const [thread, setThread] = useState<{ channel: string; ts: string }>();
  const [problem, setProblem] = useState<string>();
  const [noticeSeen, setNoticeSeen] = useState(false);
  useEffect(() => {
    if (!problem) return;
    const timer = setTimeout(() => setProblem(undefined), 8000);
    return () => clearTimeout(timer);
  }, [problem]);

  if (!shown) return <p class="empty">{connected ? 'Opening…' : 'The sandbox does not answer.'}</p>;

  const act = async (given: Act): Promise<unknown> => {
    if (!quiet.has(given.do)) {
      setNoticeSeen(false);
      // What was said of an earlier act is no answer to this one.
      setProblem(undefined);
    }
    if (given.do.startsWith('close')) setNoticeSeen(true);
    try {
      return await perform(as, given);
    } catch (error) {
      const [sentence = ''] = (error as Error).message.split('\n');
      setProblem(sentence);
      return undefined;
    }
  };
  const become = (person: string) => {
    sessionStorage.setItem(remembered, person);
    setThread(undefined);
    setProblem(undefined);
    setAs(person);
  };
  const page: PageContext = {
    shown,
    act,
    openThread: (channel, ts) => setThread({ channel, ts }),
  };
  const channel =
    shown.channels.find(({ id }) => id === place) ??
    shown.channels.find(({ name }) => name === 'ops') ??
    shown.channels[0];
  const here = place === 'app' ? 'app' : (channel?.id ?? 'app');
  const root =
    thread && shown.messages.find((each) => each.channel === thread.channel && each.ts === thread.ts);
  const notice = noticeSeen || shown.notice === listFailed ? null : shown.notice;
  const outside = shown.modals.length === 0 ? notice : null;

  return (
    <Page.Provider value={page}>
      <div class={`page ${root ? 'with-thread' : ''} ${panel ? 'with-panel' : ''}`}>
        <TopBar shown={shown} become={become} panel={panel} foldPanel={() => setPanel(!panel)} />
        {/* A form takes the place of all that belongs to Slack; what can be made to go wrong stays in reach. */}
        <div class="slack" inert={shown.modals.length > 0}>
          <Sidebar
            place={here}
            go={(to) => {
              setPlace(to);
              setThread(undefined);
              setNoticeSeen(true);
              setProblem(undefined);
            }}
          />
          {here === 'app' || !channel ? (
            <AppHome notice={outside} />
          ) : (
            <Channel channel={channel} notice={outside} dismissNotice={() => setNoticeSeen(true)} />
          )}
          {root && <Thread root={root} close={() => setThread(undefined)} />}
        </div>
        <Modals notice={notice} keepsFocus={!panel} />
        {panel && <Panel />}
      </div>
      <div class="toasts" aria-live="assertive">
        {problem && <p class="toast">{problem}</p>}
        {!connected && <p class="toast">The sandbox does not answer. Start it again with npm run sandbox.</p>}
        {shown.app.state === 'starting' && <p class="toast">The bot is starting…</p>}
        {shown.app.state === 'stopped' && (
          <p class="toast">The bot is not running. Restart it under Behind the scenes, Switches.</p>
        )}
      </div>
    </Page.Provider>
  );
}
