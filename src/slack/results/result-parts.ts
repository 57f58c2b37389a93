import type { KnownBlock, RichTextBlock, RichTextElement } from '@slack/types';
import { plain } from '../../forms/blocks.ts';
import { charactersIn, limits, shortened } from '../../forms/limits.ts';
import { moment, person, words } from '../../forms/rich-text.ts';
import { toldApart } from '../../nexudus/directory.ts';
import { setsPrivate } from '../../operations/map-errors-to-fields.ts';
import type { Operation } from '../../operations/operation.ts';
import { hasUnknownOutcome, type Standing, type Submission } from '../../submissions/submission.ts';
import { refusalLine } from '../text/refusal-line.ts';
import { failureSentence, refusalSentence, say, waitingReason } from '../text/say.ts';
import { changesInShort, LONGEST_VALUE } from './change-lists.ts';
import { PAGE_MOST } from './pages.ts';

/** Who reads a message: a channel, one where people of other organisations do, or only the requester. */
export type Reader = 'channel' | 'strangers' | 'requester';

/** Action ids of the buttons under a result; their value is the form's id, a key into the store. */
export const FIX = 'fix';
export const TRY_AGAIN = 'try-again';
export const CANCEL = 'cancel';
export const SHOW_CHANGES = 'show-changes';

const buttons = (formId: string, labels: readonly (readonly [string, string])[]): KnownBlock => ({
  type: 'actions',
  elements: labels.map(([id, label]) => ({
    type: 'button',
    action_id: id,
    text: plain(label, limits.button),
    value: formId,
  })),
});

/** What is announced of a submission, and to whom. */
export interface Announced {
  submission: Submission;
  operation: Operation;
  /** It may have been delivered before, without an answer. */
  repeated: boolean;
}

/** Sign, title and what comes after it; then the reason; then buttons. */
export interface ResultParts {
  sign: string;
  title: string;
  after: RichTextElement[];
  /** For the notification. */
  summary: string;
  lists?: RichTextBlock[];
  actions?: KnownBlock;
}

export const byWhom = ({ requester, decidedBy, status }: Submission, lead: string): RichTextElement[] => [
  words(lead),
  person(requester),
  ...(decidedBy && status === 'succeeded' ? [words(', approved by '), person(decidedBy)] : []),
];

export const note = (text: string): RichTextElement => words(`\n${text}`);

type With<S extends Standing['status']> = Submission & Extract<Standing, { status: S }>;

function success(submission: With<'succeeded'>, operation: Operation, reader: Reader): ResultParts {
  const outcomeOnly = reader === 'strangers';
  const { outcome, verification, found, twins = [], input, formId } = submission;
  const changes = verification?.changes ?? [];
  const hidden = changes.some((change) => change.private);
  const name = outcomeOnly
    ? ''
    : toldApart(shortened(String(outcome.sent.Name ?? ''), LONGEST_VALUE), verification?.apart);
  const after = byWhom(submission, name ? `: ${name} — by ` : ' by ');
  if (outcome.rehearsed) after.push(note(say.rehearsal));
  else if (
    outcome.message &&
    (reader === 'requester' || (!outcomeOnly && !hidden && !setsPrivate(operation.fields, input)))
  )
    after.push(note(`Nexudus: ${shortened(outcome.message, LONGEST_VALUE)}`));
  if (found) after.push(note(say.found));
  if (outcomeOnly) {
    // Which records and properties it is about is not for people of other organisations.
    if (twins.length > 0 || verification?.differing.length || verification?.unverified)
      after.push(note(`⚠️ ${say.unverified}`));
    after.push(note(say.outcomeOnly));
  } else {
    if (twins.length > 0) after.push(note(`⚠️ ${say.twins(twins)}`));
    if (verification?.differing.length) after.push(note(`⚠️ ${say.differing(verification.differing)}`));
    if (verification?.unverified) after.push(note(`⚠️ ${say.unverified}`));
  }
  const title = outcome.rehearsed ? operation.title : operation.done;
  const head = { sign: outcome.rehearsed ? '📝' : '✅', title, after, summary: name };
  if (outcomeOnly) return head;
  const { lists, complete } = changesInShort(changes, PAGE_MOST - charactersIn(after));
  const show = hidden ? 'Show changes' : complete ? undefined : 'Show all';
  return { ...head, lists, actions: show ? buttons(formId, [[SHOW_CHANGES, show]]) : undefined };
}

/** Where the outcome of an attempt is unknown, it may not be said that nothing was done. */
const notDone = (submission: Submission): string =>
  hasUnknownOutcome(submission) ? 'may not have been done' : 'was not done';

/** How it stands, in few words. */
export const inFewWords = (submission: Submission): string =>
  submission.status === 'awaiting-approval'
    ? say.isAwaiting
    : submission.status === 'waiting'
      ? `is ${say.isQueued}`
      : notDone(submission);

/** What did not work, in one compact line. */
function trouble(
  submission: Submission,
  { title }: Operation,
  why: string,
  actions?: KnownBlock,
  decided: readonly RichTextElement[] = [],
): ResultParts {
  const text = shortened(why, 1000);
  const after = [...byWhom(submission, ` ${notDone(submission)} — by `), ...decided, note(text)];
  const saysSo = submission.status === 'failed' && 'failure' in submission;
  if (submission.unknownOutcomeSince !== undefined && !saysSo && !why.includes(say.earlierTry))
    after.push(note(say.earlierTry));
  return { sign: '⛔', title, after, summary: text, actions };
}

const AGAIN = [TRY_AGAIN, 'Try again'] as const;
const FIX_IT = [FIX, 'Fix and resubmit'] as const;

/** What people of other organisations may read of a failure: no record, no property, no permission. */
const OPEN_FAILURES = [
  'throttled',
  'unreachable',
  'chat',
  'unsure',
  'switched-off',
  'unexpected',
  'gone',
  'bot-sign-in',
];

function failed(submission: With<'failed'>, operation: Operation, reader: Reader): ResultParts {
  const { formId, unknownOutcomeSince } = submission;
  if ('unapprovable' in submission) {
    const isContent = submission.unapprovable === 'content';
    const why = isContent ? say.cardRefused : say.unapprovable(unknownOutcomeSince === undefined);
    return trouble(submission, operation, why, buttons(formId, [AGAIN]));
  }
  const { failure } = submission;
  const shown = reader !== 'strangers' || OPEN_FAILURES.includes(failure.why);
  const why = shown ? failureSentence(failure, operation) : say.outcomeOnly;
  return trouble(submission, operation, why, buttons(formId, [AGAIN, FIX_IT]));
}

function denied(submission: With<'denied'>, operation: Operation, reader: Reader): ResultParts {
  const shown = (text: string) => (reader === 'strangers' ? say.outcomeOnly : text);
  if ('approver' in submission) {
    const { approver, reason, formId } = submission;
    const by = [words(', denied by '), person(approver)];
    return trouble(submission, operation, shown(say.turnedDown(reason)), buttons(formId, [FIX_IT]), by);
  }
  const why =
    reader === 'requester' ? refusalSentence(submission.decision, operation) : shown(say.deniedLater);
  return trouble(submission, operation, why);
}

/** What is waited for, with a way to stop it. */
function waits(
  { requester, formId }: Submission,
  { title }: Operation,
  {
    sign,
    stands,
    lead,
    until,
    at,
  }: { sign: string; stands: string; lead: string; until: number; at: string },
): ResultParts {
  return {
    sign,
    title,
    after: [words(` ${stands} — by `), person(requester), note(lead), moment(until, at), words('.')],
    summary: stands.replace(/^is /, ''),
    actions: buttons(formId, [[CANCEL, 'Cancel']]),
  };
}

export function resultParts({ submission, operation }: Announced, reader: Reader): ResultParts {
  const { formId } = submission;
  const shown = (text: string) => (reader === 'strangers' ? say.outcomeOnly : text);
  switch (submission.status) {
    case 'succeeded':
      return success(submission, operation, reader);
    case 'rejected': {
      const line = refusalLine(submission, operation, reader === 'requester' ? 'requester' : 'channel');
      return trouble(submission, operation, shown(line), buttons(formId, [FIX_IT]));
    }
    case 'invalid': {
      const sentences = Object.values(submission.problems).join(' ');
      return trouble(submission, operation, shown(sentences), buttons(formId, [FIX_IT]));
    }
    case 'failed':
      return failed(submission, operation, reader);
    case 'denied':
      return denied(submission, operation, reader);
    case 'cancelled':
      return trouble(submission, operation, say.cancelled, buttons(formId, [AGAIN, FIX_IT]));
    case 'expired':
      return trouble(submission, operation, say.expired, buttons(formId, [AGAIN, FIX_IT]));
    case 'awaiting-approval':
      return waits(submission, operation, {
        sign: '🔐',
        stands: say.isAwaiting,
        lead: 'Until ',
        until: submission.until,
        at: '{date_short_pretty}, {time}',
      });
    case 'waiting':
      return waits(submission, operation, {
        sign: '⏳',
        stands: `is ${say.isQueued}`,
        lead: `${waitingReason(submission.failure, operation)} Trying until `,
        until: submission.until,
        at: '{time}',
      });
    case 'queued':
    case 'running':
      // The outbox announces it when that is over.
      throw new Error(`nothing is announced of what is ${submission.status}`);
  }
}
