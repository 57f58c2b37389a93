import { createHash } from 'node:crypto';
import type { RespondFn } from '@slack/bolt';
import type { ModalView } from '@slack/types';
import type { WebClient } from '@slack/web-api';
import { denialByKind } from '../../access/access.ts';
import { ACTION_ID } from '../../forms/controls.ts';
import { line, person as mention, words } from '../../forms/rich-text.ts';
import type { Operation } from '../../operations/operation.ts';
import type { WishStore } from '../../submissions/wishes.ts';
import type { Click } from '../http/click.ts';
import { ephemeral } from '../http/ephemeral.ts';
import { sentenceIn } from '../http/sentence-in.ts';
import type { Channels } from '../lookup/channels.ts';
import type { Lookups } from '../lookup/lookups.ts';
import { refusedForGood } from '../lookup/slack-trouble.ts';
import type { Answering } from '../modal/answering.ts';
import type { Screens } from '../modal/screens.ts';
import { unformatted } from '../results/message.ts';
import { denialSentence } from '../text/denial-sentence.ts';
import { say } from '../text/say.ts';
import { askOpening, askSentence, askView, LONGEST_NOTE, NOTE, WHAT } from './ask-view.ts';
import { commandWanted, type FindWantedParts, pressWanted, type Wanted } from './wanted.ts';

export interface AskAdminParts extends Pick<Lookups, 'personOf' | 'access'>, FindWantedParts {
  channels: Channels;
  client: WebClient;
  screens: Screens;
  wishes: WishStore;
  /** Where requests are posted; absent when people can't ask. */
  requestsChannel?: string;
}

/** Names what a person wants, without saying it. */
const wishOf = (user: string, { id }: Operation, key: string): string =>
  createHash('sha256')
    .update(JSON.stringify([user, id, key.trim().toLowerCase()]))
    .digest('base64url');

const commandOf = ({ id }: Operation): string => id.replace('.', ' ');

export function createAskAdmin(parts: AskAdminParts) {
  const { operations, personOf, access, channels, client, screens, requestsChannel, wishes, log } = parts;

  const notAllowed = async (user: string): Promise<Operation[]> => {
    const person = await personOf(user);
    const all = operations.map(async (operation) => {
      const wish = { permission: operation.permission, toShow: true };
      return (await access.decide(person, wish)).allowed ? [] : [operation];
    });
    return (await Promise.all(all)).flat();
  };

  /** What the store doesn't take in only lets the same be posted again. */
  const keep = (kept: Promise<void>): Promise<void> =>
    kept.catch((err: unknown) => log.warn({ err }, 'a request to the admins could not be kept'));

  /** Posts what is wanted; the sentence that says why not, or nothing. */
  const post = async (user: string, wanted: Wanted, note: string): Promise<string | undefined> => {
    const person = await personOf(user).catch(() => undefined);
    if (!person) return say.unknownPerson;
    const outsider = denialByKind(person);
    if (outsider) return denialSentence(outsider);
    // The words are not for people of other organisations.
    if (!requestsChannel || (await channels.about(requestsChannel))?.external !== false)
      return say.askUnusable;
    const { operation, key, what, command } = wanted;
    const wish = wishOf(user, operation, key);
    const isFirst = await wishes.begin(wish).catch(() => undefined);
    if (isFirst === undefined) return say.askUnread;
    if (!isFirst) return say.askedBefore;
    const lines = [
      mention(user),
      words(say.asksFor),
      words(what, true),
      ...(command ? [words(`\n/nexudus ${command}`)] : []),
      ...(note ? [words(`\n${say.askNote}: ${note}`)] : []),
    ];
    try {
      await client.chat.postMessage({
        channel: requestsChannel,
        text: unformatted(`${say.askAdmin}: ${what}`),
        blocks: [{ type: 'rich_text', elements: [line(...lines)] }, wanted.button],
        unfurl_links: false,
      });
    } catch (error) {
      log.warn({ err: error }, 'a request to the admins could not be posted');
      // It may have been posted all the same, where Slack gave no answer.
      if (!refusedForGood(error)) return say.askUnsure;
      await keep(wishes.notPosted(wish));
      return say.askUnusable;
    }
    await keep(wishes.posted(wish));
    return undefined;
  };

  /** What is wanted had to be looked up, or is still to be chosen. */
  const afterOpening = async (value: string, user: string): Promise<ModalView> => {
    const press = await pressWanted(parts, value);
    if (press) return 'problem' in press ? askSentence('error', press.problem) : askView(press, []);
    const others = await notAllowed(user).catch(() => operations);
    return others.length > 0 ? askView(undefined, others) : askSentence('success', say.askNothing);
  };

  return {
    /** The button was pressed. A trigger lives for three seconds, so the view opens at once. */
    async onPress({ value, trigger, user, view }: Click, respond: RespondFn): Promise<void> {
      const wanted = commandWanted(value, operations);
      const first = wanted ? askView(wanted, []) : askOpening();
      const shown = { trigger_id: trigger, view: first };
      const opening = view?.isModal ? client.views.push(shown) : client.views.open(shown);
      const viewId = (await opening.catch(() => undefined))?.view?.id;
      // In a modal there is nowhere else to say it.
      if (!viewId && !view?.isModal) await ephemeral(respond)(say.tooSlowAgain);
      if (!viewId || wanted) return;
      const next = await afterOpening(value, user);
      await screens.show(
        { view_id: viewId },
        {
          ready: async () => next,
          instead: (reference) => askSentence('error', say.unexpected(reference)),
        },
      );
    },
    /** What is wanted was sent. */
    async onSent({ ack, view }: Answering, user: string): Promise<void> {
      const { values } = view.state;
      const chosen = values[WHAT]?.[ACTION_ID]?.selected_option?.value;
      const picked = operations.find(({ id }) => id === chosen);
      const key = picked ? commandOf(picked) : view.private_metadata;
      const wanted = commandWanted(key, operations) ?? (await pressWanted(parts, key));
      if (!wanted || 'problem' in wanted) {
        const why = wanted?.problem ?? say.operationOff;
        return ack({ response_action: 'update', view: askSentence('error', why) });
      }
      const note = String(values[NOTE]?.[ACTION_ID]?.value ?? '')
        .trim()
        .slice(0, LONGEST_NOTE);
      const refused = await post(user, wanted, note);
      if (refused) return ack(sentenceIn(view, refused));
      return ack({ response_action: 'update', view: askSentence('success', say.askSent) });
    },
  };
}
