import { useEffect, useState } from 'preact/hooks';
import type { ViewShown } from '../shown.ts';
import { Blocks } from './blocks.tsx';
import { ShortcutsMenu, useRead } from './channel.tsx';
import { MessageList } from './message-list.tsx';
import { usePage } from './page-context.ts';
import { Tabs } from './tabs.tsx';
import { useViewFields } from './use-view-fields.ts';
import { ViewSurface } from './view-surface.tsx';

function HomeView({ view }: { view: ViewShown }) {
  const fields = useViewFields(view);
  return (
    <ViewSurface view={view} fields={fields}>
      <Blocks blocks={view.blocks} />
    </ViewSurface>
  );
}

/** The app's own place: its Home tab, and what it wrote to this person alone. */
export function AppHome({ notice }: { notice: string | null }) {
  const { shown, act } = usePage();
  const { app, home, me } = shown;
  const [tab, setTab] = useState('Home');
  const messages = shown.messages.filter(({ channel }) => channel === app.dm);
  const dm = shown.channels.find(({ id }) => id === app.dm);
  useEffect(() => {
    if (tab === 'Home') void act({ do: 'open-home' });
  }, [tab, me]);
  useRead(tab === 'Messages' ? dm : undefined, messages);
  return (
    <main class="channel column">
      <header class="pane-head row">
        <h2>{app.name}</h2>
        <p class="hint fill">App</p>
        <ShortcutsMenu />
      </header>
      <Tabs label={app.name} names={['Home', 'Messages']} chosen={tab} choose={setTab}>
        {tab === 'Home' ? (
          // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
          <div class="app-home scroll" tabIndex={0}>
            {home ? <HomeView key={home.id} view={home} /> : <p class="empty">Nothing here yet.</p>}
          </div>
        ) : (
          <>
            <MessageList
              label={`Messages of ${app.name}`}
              messages={messages.filter(({ thread_ts }) => thread_ts === undefined)}
              all={messages}
              empty={`${app.name} has not written to you.`}
            />
            {app.readOnlyMessages && <p class="empty">Sending messages to this app has been turned off.</p>}
          </>
        )}
      </Tabs>
      {notice && (
        <p class="notice" role="alert">
          {notice}
        </p>
      )}
    </main>
  );
}
