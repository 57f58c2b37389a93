import type { KnownBlock, ModalView } from '@slack/types';
import type { WebClient } from '@slack/web-api';
import type { Logger } from 'pino';
import type { Person } from '../../access/person.ts';
import { banner, plain } from '../../forms/blocks.ts';
import { limits } from '../../forms/limits.ts';
import { type FormOpener, openedElsewhere } from '../modal/open-form.ts';
import type { Screens } from '../modal/screens.ts';
import { say } from '../text/say.ts';
import { type HelpParts, helpBlocks } from './help.ts';
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

export interface OnShortcutParts extends HelpParts {
  personOf(id: string): Promise<Person>;
  screens: Screens;
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
    if (await openChooser(parts, user.id, trigger_id)) return;
    const person = await parts.personOf(user.id).catch(() => undefined);
    await post(
      person ? say.chooserTooSlow : say.unknownPerson,
      person ? await helpBlocks(parts, person) : [],
    );
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

/**
 * A trigger lives for three seconds, so the view opens at once; what this person may do follows.
 * @returns false when Slack would not open it
 */
async function openChooser(parts: OnShortcutParts, user: string, trigger_id: string): Promise<boolean> {
  const { client, screens, personOf, log } = parts;
  const view = (blocks: KnownBlock[]): ModalView => ({
    type: 'modal',
    title: plain(say.allActions, limits.title),
    close: plain(say.close, limits.button),
    blocks,
  });
  let viewId: string | undefined;
  try {
    const opened = await client.views.open({ trigger_id, view: view([banner('info', say.opening)]) });
    viewId = opened.view?.id;
  } catch (error) {
    log.warn({ error: (error as Error).message }, 'views.open was refused');
    return openedElsewhere(error);
  }
  if (!viewId) return true;
  const blocks = await personOf(user).then(
    (person) => helpBlocks(parts, person),
    () => [banner('error', say.unknownPerson)],
  );
  await screens.show(
    { view_id: viewId },
    {
      ready: async () => view(blocks),
      instead: (reference) => view([banner('error', say.unexpected(reference))]),
    },
  );
  return true;
}
