import type { ResourceName } from '../../nexudus/resources.ts';
import type { Operation, Outcome } from '../../operations/operation.ts';
import { isOver } from '../../submissions/status.ts';
import { hasUnknownOutcome, type Outline, outlineOf, type Submission } from '../../submissions/submission.ts';
import { CALLED } from './called.ts';
import { say } from './say.ts';

/** What was done, without the record's name: `Team renamed`. */
export const doneOf = ({ title, done }: Operation, { rehearsed }: Outcome): string =>
  rehearsed ? `${title}: rehearsed, nothing was changed` : done;

/** Of a record's name, in a title. */
export const LONGEST_NAME = 150;

/** A part of a title: words, or the record's name. */
export type TitlePart = string | { name: string };

/** `Renamed Acme to Acme Ltd`, as far as the names in it are known. */
export function doneTitle(
  { done, did }: Operation,
  { name, ...others }: { name?: string; was?: string; entries?: string },
): TitlePart[] {
  if (!name) return [done];
  const parts = did.split(/\{(\w+)\}/).map((part, index): TitlePart | undefined => {
    if (index % 2 === 0) return part;
    return part === 'name' ? { name } : others[part as keyof typeof others];
  });
  const known = parts.flatMap((part) => (part === undefined ? [] : [part]));
  return known.length < parts.length ? [`${done}: `, { name }] : known.filter((part) => part !== '');
}

export const plainTitle = (parts: readonly TitlePart[]): string =>
  parts.map((part) => (typeof part === 'string' ? part : part.name)).join('');

const object = (resource: ResourceName, name: string | undefined): TitlePart =>
  name === undefined ? `the ${CALLED[resource][0]}` : { name };

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** `Rename Acme` */
export const actOn = ({ act }: Operation, name: string): TitlePart[] => [`${capital(act)} `, { name }];

/** Where a word that follows the record's name says it better than “Couldn’t”. */
const ENDINGS: Partial<Record<Outline, string>> = {
  'unknown-outcome': 'outcome unknown',
  'denied-by-approver': 'denied',
  cancelled: 'cancelled',
  expired: 'expired',
};

/**
 * How a submission that did not succeed stands, with the record where its name is known: `Couldn’t rename Acme`. Where
 * Nexudus may have been changed it never says that this was not done.
 */
export function resultTitle(submission: Submission, operation: Operation, name?: string): TitlePart[] {
  const { act, resource, title } = operation;
  const head: TitlePart[] = name ? actOn(operation, name) : [title];
  if (submission.status === 'awaiting-approval') return [...head, ` ${say.isAwaiting}`];
  if (submission.status === 'waiting')
    return [...head, ` ${waitsForNexudus(submission) ? say.isWaiting : say.isWaitingHere}`];
  const outline = hasUnknownOutcome(submission) ? 'unknown-outcome' : outlineOf(submission);
  const ending = ENDINGS[outline];
  return ending ? [...head, `: ${ending}`] : [`Couldn’t ${act} `, object(resource, name)];
}

/** Otherwise it waits for Slack, for the bot's own store or for another submission. */
const waitsForNexudus = ({ failure }: Extract<Submission, { status: 'waiting' }>): boolean =>
  !['chat', 'store', 'twin'].includes(failure.why);

/** The message of Nexudus only repeats the title: that it was created or updated. */
export const repeatsTitle = (message: string): boolean =>
  /^\S+( \S+)? (was|has been) successfully (created|updated)\.?$/i.test(message.trim());

/** Where the word of a status is not what people read. */
const IN_HISTORY: Partial<Record<Outline, string>> = {
  succeeded: 'done',
  'awaiting-approval': 'waiting for approval',
  'denied-by-approver': 'denied',
  'unknown-outcome': 'outcome unknown',
  invalid: 'not done',
};

/** The status of a submission, as a line of the history begins with it. */
export function historyWord(submission: Submission): string {
  const outline = outlineOf(submission);
  return capital(IN_HISTORY[outline] ?? outline);
}

/** What an approval card says first. */
export function cardTitle(submission: Submission): string {
  const { status, unknownOutcomeSince, decidedBy } = submission;
  if (isOver(status) && status !== 'succeeded' && unknownOutcomeSince !== undefined)
    return '⚠️ Outcome unknown';
  switch (status) {
    case 'awaiting-approval':
      return '🔐 Approval needed';
    case 'queued':
    case 'running':
    case 'waiting':
      return '🟢 Approved, under way';
    case 'succeeded':
      return submission.outcome.rehearsed
        ? '📝 Approved and rehearsed, nothing was changed'
        : '✅ Approved and done';
    case 'invalid':
    case 'rejected':
    case 'failed':
      return decidedBy === undefined ? '⛔ Not approved' : '⛔ Approved, but not applied';
    case 'denied':
      return 'approver' in submission ? '⛔ Denied' : '⛔ Approved, but not applied';
    case 'cancelled':
      return '⚪ Cancelled';
    case 'expired':
      return '⚪ Not approved in time';
  }
}
