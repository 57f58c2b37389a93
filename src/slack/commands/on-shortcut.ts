import type { KnownBlock } from '@slack/types';
import type { WebClient } from '@slack/web-api';
import type { Logger } from 'pino';
import { plain } from '../../forms/blocks.ts';
import { limits } from '../../forms/limits.ts';
import type { Operation } from '../../operations/operation.ts';
import { type FormOpener, openedElsewhere } from '../modal/open-form.ts';
import { say } from '../text/say.ts';
import { entries } from './open-buttons.ts';

/** Callback ids of the shortcuts, as manifest.yml names them, and the operation that each opens. */
export const SHORTCUTS: Readonly<Record<string, string>> = {
  'create-video-room': 'video-room.create',
  'rename-team': 'team.rename',
  'add-users-to-role': 'role.add-users',
};
export const MORE_ACTIONS = 'more-actions';
export const ROOM_FROM_MESSAGE = 'video-room-from-message';

export interface ShortcutPayload {
  callback_id: string;
  trigger_id: string;
  user: { id: string };
  channel?: { id: string };
  message?: { ts?: string; thread_ts?: string; text?: string };
  response_url?: string;
}

export interface OnShortcutParts {
  operations: readonly Operation[];
  openForm: FormOpener;
  client: WebClient;
  log: Logger;
}

/** A shortcut was chosen. Global ones know no channel, so their forms ask where to post and answers are direct messages. */
export async function onShortcut(parts: OnShortcutParts, body: ShortcutPayload): Promise<void> {
  const { callback_id, trigger_id, user, channel, message, response_url } = body;
  const post = (text: string, more: KnownBlock[] = []) =>
    parts.client.chat.postMessage({
      channel: user.id,
      text,
      blocks: [{ type: 'section', text: plain(text) }, ...more],
    });
  if (callback_id === MORE_ACTIONS) {
    if (!(await openChooser(parts, trigger_id))) await post(say.chooserTooSlow, entries(parts.operations));
    return;
  }
  const fromMessage = callback_id === ROOM_FROM_MESSAGE;
  const id = fromMessage ? 'video-room.create' : SHORTCUTS[callback_id];
  const operation = parts.operations.find((o) => o.id === id);
  if (!operation) {
    if (id !== undefined) await post(say.operationOff);
    return;
  }
  const place = fromMessage
    ? { channel: channel?.id, thread: message?.thread_ts ?? message?.ts, responseUrl: response_url }
    : {};
  const text = fromMessage ? message?.text || undefined : undefined;
  const field = operation.text?.message;
  const start = text && field ? { message: { field, text } } : {};
  if (await parts.openForm(operation, { id: trigger_id, owner: user.id, place }, start)) return;
  await post(
    say.tooSlow,
    entries([operation], () => ({ message: text })),
  );
}

/** @returns false when Slack would not open it */
async function openChooser(
  { client, operations, log }: OnShortcutParts,
  trigger_id: string,
): Promise<boolean> {
  const title = plain(say.allActions, limits.title);
  const view = {
    type: 'modal' as const,
    title,
    close: plain(say.close, limits.button),
    blocks: entries(operations),
  };
  return client.views.open({ trigger_id, view }).then(
    () => true,
    (error: Error) => {
      log.warn({ error: error.message }, 'views.open was refused');
      return openedElsewhere(error);
    },
  );
}
