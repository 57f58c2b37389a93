import type { SlackMessage } from '../shown.ts';
import { Blocks } from './blocks.tsx';
import { Menu } from './menu.tsx';
import { usePage } from './page-context.ts';
import { type Surface, SurfaceContext } from './surface-context.ts';
import { Mrkdwn } from './text.tsx';

function Avatar({ name, bot }: { name: string; bot: boolean }) {
  const letters = name
    .split(' ')
    .map((word) => word[0])
    .join('')
    .slice(0, 2);
  const hue = [...name].reduce((sum, letter) => (sum * 6 + letter.charCodeAt(0)) % 997, 7) % 360;
  return (
    <span class="avatar" style={{ '--hue': bot ? 240 : hue }} aria-hidden="true">
      {letters}
    </span>
  );
}

interface MessageProps {
  message: SlackMessage;
  /** How many answers it has; undefined where threads are not opened from. */
  replies?: number;
  dismiss?(): void;
}

export function Message({ message, replies, dismiss }: MessageProps) {
  const { act, openThread, shown } = usePage();
  const { channel, ts } = message;
  const surface: Surface = {
    id: `m${ts.replace('.', '-')}`,
    async press({ block_id = '' }, { action_id = '' }) {
      await act({ do: 'click', channel, ts, block: block_id, action: action_id });
    },
  };
  const time = new Date(Number(ts) * 1000);
  const shortcuts = shown.app.shortcuts
    .filter(({ type }) => type === 'message')
    .map(({ id, name }) => ({
      text: name,
      description: shown.app.name,
      choose: () => void act({ do: 'message-shortcut', id, channel, ts }),
    }));
  return (
    <li class={`message ${message.ephemeralTo ? 'message-alone' : ''}`} data-ts={ts}>
      <Avatar name={message.by} bot={message.bot_id !== undefined} />
      <div class="fill">
        {message.ephemeralTo && (
          <p class="small row">
            Only visible to you
            {dismiss && (
              <button type="button" class="link" onClick={dismiss}>
                Dismiss
              </button>
            )}
          </p>
        )}
        <p class="message-head row">
          <strong class="message-by strong">{message.by}</strong>
          {message.bot_id && <span class="badge">APP</span>}
          <time class="small" dateTime={time.toISOString()}>
            {time.toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit' })}
          </time>
        </p>
        <div>
          <SurfaceContext.Provider value={surface}>
            {message.blocks.length > 0 ? (
              <Blocks blocks={message.blocks} />
            ) : (
              <div class="plain-text">
                <Mrkdwn text={message.text} />
              </div>
            )}
          </SurfaceContext.Provider>
          {message.edited && <span class="small">(edited)</span>}
        </div>
        {replies !== undefined && replies > 0 && (
          <button type="button" class="link" onClick={() => openThread(channel, ts)}>
            {replies === 1 ? '1 reply' : `${replies} replies`}
          </button>
        )}
      </div>
      {!message.ephemeralTo && (
        <div class="message-acts raised">
          {replies !== undefined && (
            <button
              type="button"
              class="icon-button"
              aria-label={`Reply in thread to ${message.by}`}
              title="Reply in thread"
              onClick={() => openThread(channel, ts)}
            >
              <span aria-hidden="true">↩</span>
            </button>
          )}
          {shortcuts.length > 0 && <Menu label="More message actions" entries={shortcuts} />}
        </div>
      )}
    </li>
  );
}
