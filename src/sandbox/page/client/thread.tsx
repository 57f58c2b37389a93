import { useEffect, useRef } from 'preact/hooks';
import type { SlackMessage } from '../shown.ts';
import { Composer } from './composer.tsx';
import { MessageList } from './message-list.tsx';
import { usePage } from './page-context.ts';

interface ThreadProps {
  root: SlackMessage;
  close(): void;
}

/** A message with its answers, beside the channel. */
export function Thread({ root, close }: ThreadProps) {
  const { shown, act } = usePage();
  const button = useRef<HTMLButtonElement>(null);
  useEffect(() => button.current?.focus(), [root.ts]);
  const { channel, ts } = root;
  const answers = shown.messages.filter((each) => each.channel === channel && each.thread_ts === ts);
  return (
    <aside
      class="thread column"
      aria-label="Thread"
      onKeyDown={({ key, defaultPrevented }) => {
        if (key === 'Escape' && !defaultPrevented) close();
      }}
    >
      <header class="pane-head row">
        <h2 class="fill">Thread</h2>
        <button ref={button} type="button" class="icon-button" aria-label="Close thread" onClick={close}>
          ×
        </button>
      </header>
      <MessageList key={ts} label="Messages of the thread" messages={[root, ...answers]} empty="" />
      <Composer
        label="Reply…"
        send={async (text) => {
          const [command] = /^\/\S+/.exec(text) ?? [];
          if (command) return `${command} is not supported in threads. Sorry!`;
          await act({ do: 'say', channel, text, thread: ts });
          return undefined;
        }}
      />
    </aside>
  );
}
