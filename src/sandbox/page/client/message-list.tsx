import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { SlackMessage } from '../shown.ts';
import { Message } from './message.tsx';

interface MessageListProps {
  label: string;
  messages: SlackMessage[];
  /** All messages of the channel, to count answers; not given inside of a thread. */
  all?: SlackMessage[];
  empty: string;
}

const near = 80;

/** Messages, the newest at the bottom; stays there while someone looks at the newest. */
export function MessageList({ label, messages, all, empty }: MessageListProps) {
  const list = useRef<HTMLDivElement>(null);
  const atEnd = useRef(true);
  const [dismissed, setDismissed] = useState<ReadonlySet<string>>(new Set());
  const shown = messages.filter(({ ts }) => !dismissed.has(ts));
  useLayoutEffect(() => {
    if (atEnd.current && list.current) list.current.scrollTop = list.current.scrollHeight;
  });
  return (
    <div
      ref={list}
      class="messages fill scroll"
      role="log"
      aria-label={label}
      // A list that scrolls must be reachable by keyboard.
      // biome-ignore lint/a11y/noNoninteractiveTabindex: see above
      tabIndex={0}
      onScroll={({ currentTarget }) => {
        const { scrollTop, scrollHeight, clientHeight } = currentTarget;
        atEnd.current = scrollHeight - scrollTop - clientHeight < near;
      }}
    >
      <ol>
        {shown.length === 0 && <li class="empty">{empty}</li>}
        {shown.map((message) => (
          <Message
            key={message.ts}
            message={message}
            replies={
              all && !message.ephemeralTo
                ? all.filter(({ thread_ts }) => thread_ts === message.ts).length
                : undefined
            }
            dismiss={() => setDismissed(new Set([...dismissed, message.ts]))}
          />
        ))}
      </ol>
    </div>
  );
}
