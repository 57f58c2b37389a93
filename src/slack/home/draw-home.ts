import type { KnownBlock } from '@slack/types';
import { LRUCache } from 'lru-cache';
import type { Person } from '../../access/person.ts';
import type { Approvals } from '../../approvals/approvals.ts';
import { aside, plain } from '../../forms/blocks.ts';
import { limits } from '../../forms/limits.ts';
import { line, moment, words } from '../../forms/rich-text.ts';
import { endAccess } from '../../operations/end-access.ts';
import type { SubmissionStore } from '../../submissions/submission-store.ts';
import type { TemporaryStore } from '../../submissions/temporary-access.ts';
import { drawCard } from '../approval/draw-card.ts';
import { ownAccessBlocks } from '../commands/access-list.ts';
import { allowedTo, type HelpParts, helpBlocks, isOutsider } from '../commands/help.ts';
import { historyEntry, linesOf } from '../commands/history.ts';
import { type StatusAsking, statusForAdmin } from '../commands/status.ts';
import { inItsWords } from '../lookup/in-its-words.ts';
import type { Lookups } from '../lookup/lookups.ts';
import { REMIND } from '../results/result-buttons.ts';
import { denialSentence } from '../text/denial-sentence.ts';
import { say } from '../text/say.ts';
import type { HomeDrawn } from './homes.ts';

export interface DrawHomeParts extends HelpParts, Lookups, StatusAsking {
  store: Pick<SubmissionStore, 'history' | 'byId'>;
  temporary: Pick<TemporaryStore, 'running'>;
  /** Set when changes that grant access have to be approved. */
  approvals?: Approvals & { channel: string };
}

const MOST_CARDS = 4;
/** What every approver may do, wherever else it depends on the role. */
const APPROVING = { permission: 'UserRole-Edit', toShow: true };
const MOST_SUBMISSIONS = 8;
/** Several of them may be one piece of work. */
const LOOKED_THROUGH = 30;
const section = (text: string): KnownBlock => ({ type: 'section', text: plain(text) });
const header = (text: string): KnownBlock => ({
  type: 'rich_text',
  elements: [line(words(text, true))],
});

/** What waits for this person's approval, each as its card shows it, so that a decision counts for just that. */
async function toApprove(
  parts: DrawHomeParts,
  person: Person,
): Promise<{ blocks: KnownBlock[]; isIncomplete: boolean }> {
  const { approvals, operations, access } = parts;
  if (!approvals) return { blocks: [], isIncomplete: false };
  const waiting = await approvals.waitingFor(person.id).catch(() => undefined);
  if (!waiting) return { blocks: [header(say.homeToApprove), section(say.homeUnread)], isIncomplete: false };
  const drawn = waiting.shown.map(async ({ submission, words: shown, digest }) => {
    const operation = operations.find(({ id }) => id === submission.operation);
    if (!operation) return [];
    const named = await inItsWords(parts, submission, operation);
    return [drawCard(submission, named, { words: shown, digest, approvers: [] }).blocks];
  });
  const cards = (await Promise.all(drawn)).flat();
  const more = cards.length - MOST_CARDS;
  const moreLine: KnownBlock = {
    type: 'rich_text',
    elements: [line(words(say.homeMoreIn(more)), { type: 'channel', channel_id: approvals.channel })],
  };
  const blocks: KnownBlock[] = cards.slice(0, MOST_CARDS).flat();
  const isApprover = waiting.isInChannel && (await access.decide(person, APPROVING)).allowed;
  if (!isApprover && cards.length === 0) return { blocks: [], isIncomplete: waiting.isIncomplete };
  return {
    blocks: [
      header(say.homeToApprove),
      ...(blocks.length > 0 ? blocks : [aside(say.homeNothingToApprove)]),
      ...(more > 0 ? [moreLine] : []),
    ],
    isIncomplete: waiting.isIncomplete,
  };
}

const remindButton = (formId: string): KnownBlock => ({
  type: 'actions',
  elements: [{ type: 'button', action_id: REMIND, text: plain(say.remind, limits.button), value: formId }],
});

/** What this person submitted, the newest first. */
async function submitted(parts: DrawHomeParts, person: Person): Promise<KnownBlock[]> {
  const { store, operations, access } = parts;
  const head = header(say.homeSubmitted);
  const known = await store.history({ requester: person.id, most: LOOKED_THROUGH }).catch(() => undefined);
  if (!known) return [head, section(say.homeUnread)];
  const all = linesOf(known);
  const blocks: KnownBlock[] = [];
  for (const one of all.slice(0, MOST_SUBMISSIONS)) {
    const { submission } = one;
    const operation = [...operations, endAccess].find(({ id }) => id === submission.operation);
    if (!operation) continue;
    const { locations, status, formId } = submission;
    const wish = { permission: operation.permission, locations, toShow: true };
    if (!(await access.decide(person, wish)).allowed) continue;
    blocks.push(await historyEntry(parts, one, operation));
    if (status !== 'awaiting-approval' || !parts.approvals) continue;
    const remindable = await parts.approvals.remindableAt(submission).catch(() => undefined);
    if (remindable === undefined) blocks.push(remindButton(formId));
    else
      blocks.push({
        type: 'rich_text',
        elements: [line(words(say.remindableFrom), moment(remindable, '{time}'), words('.'))],
      });
  }
  if (blocks.length === 0) return [head, aside(say.homeNothingSubmitted)];
  return [head, ...blocks, ...(all.length > MOST_SUBMISSIONS ? [aside(say.homeOlder)] : [])];
}

/** Temporary access that this person gave or has, the next to end first. */
async function temporaryAccess(parts: DrawHomeParts, person: Person): Promise<KnownBlock[]> {
  const blocks = await ownAccessBlocks(parts, person).catch(() => [section(say.homeUnread)]);
  return blocks.length > 0 ? [header(say.homeAccess), ...blocks] : [];
}

/**
 * Draws a person's Home. How the bot is, is asked when they come: what changes afterwards keeps what was answered then.
 */
export function createDrawHome(parts: DrawHomeParts) {
  const statuses = new LRUCache<string, KnownBlock[]>({ max: 2000 });
  return async (user: string, opened: boolean): Promise<HomeDrawn> => {
    const person = await parts.personOf(user).catch(() => undefined);
    if (!person) return { blocks: [section(say.unknownPerson)] };
    const decision = await parts.access.decide(person, {});
    if (!decision.allowed && isOutsider(decision)) return { blocks: [section(denialSentence(decision))] };
    if (!decision.allowed) return { blocks: [section(say.introNone), ...(await helpBlocks(parts, person))] };
    const [allowed, may, approving, temporary, mine, status] = await Promise.all([
      allowedTo(parts, person),
      helpBlocks(parts, person),
      toApprove(parts, person),
      temporaryAccess(parts, person),
      submitted(parts, person),
      opened ? statusBlocks(parts, person) : (statuses.get(user) ?? []),
    ]);
    statuses.set(user, status);
    const blocks = [
      ...approving.blocks,
      header(say.homeMay),
      section(allowed.length > 0 ? say.introHome : say.introNone),
      ...may,
      ...temporary,
      ...mine,
      ...status,
    ];
    const fitting =
      blocks.length > limits.modalBlocks
        ? [...blocks.slice(0, limits.modalBlocks - 2), aside(say.homeCut)]
        : blocks;
    return { blocks: fitting, isIncomplete: approving.isIncomplete };
  };
}

/** How the bot is, for its admins. */
async function statusBlocks(parts: DrawHomeParts, person: Person): Promise<KnownBlock[]> {
  const text = await statusForAdmin(parts, person);
  return text === undefined ? [] : [header(say.homeStatus), section(text), aside(say.homeStatusAsOf)];
}
