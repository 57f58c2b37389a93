import type { KnownBlock, RichTextBlock, RichTextElement } from '@slack/types';
import { plain } from '../../forms/blocks.ts';
import { charactersIn, limits, shortened } from '../../forms/limits.ts';
import { DAY_AND_TIME, moment, person, words } from '../../forms/rich-text.ts';
import { distinctName } from '../../nexudus/row.ts';
import { setsPrivate } from '../../operations/map-errors-to-fields.ts';
import type { Operation } from '../../operations/operation.ts';
import {
  hasUnknownOutcome,
  recordNameOf,
  type Standing,
  type Submission,
} from '../../submissions/submission.ts';
import { denialSentence, deniedLater } from '../text/denial-sentence.ts';
import { failureSentence, waitingReason } from '../text/failure-sentence.ts';
import { rejectionLine } from '../text/rejection-line.ts';
import { repeatsTitle, resultTitle } from '../text/result-title.ts';
import { say } from '../text/say.ts';
import { changesInShort, LONGEST_VALUE } from './change-lists.ts';
import { PAGE_MOST } from './pages.ts';

/** Who reads a message: a channel, one where people of other organisations do, or only the requester. */
export type Reader = 'channel' | 'strangers' | 'requester';

/** Action ids of the buttons under a result; their value is the form's id, a key into the store. */
export const FIX = 'fix';
export const TRY_AGAIN = 'try-again';
export const CANCEL = 'cancel';
export const SHOW_CHANGES = 'show-changes';
export const REMIND = 'remind';

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

/** Who requested it, and who approved it. */
export const byWhom = ({ requester, decidedBy, status }: Submission): RichTextElement[] => {
  const approved = decidedBy !== undefined && status === 'succeeded';
  return [
    words(status === 'succeeded' && !approved ? say.by : say.requestedBy),
    person(requester),
    ...(approved ? [words(say.approvedBy), person(decidedBy)] : []),
  ];
};

export const note = (text: string): RichTextElement => words(`\n${text}`);

type With<S extends Standing['status']> = Submission & Extract<Standing, { status: S }>;

/** What a rehearsal says before the changes, if any are shown. */
const rehearsalLine = ({ record }: Operation, shows: boolean): string =>
  shows ? `${say.rehearsal} ${record ? say.wouldChange : say.wouldCreate}` : say.rehearsal;

function success(submission: With<'succeeded'>, operation: Operation, reader: Reader): ResultParts {
  const outcomeOnly = reader === 'strangers';
  const { outcome, verification, found, twins = [], mayAlsoExist = [], input, formId } = submission;
  const changes = verification?.changes ?? [];
  const hidden = changes.some((change) => change.private);
  const name = outcomeOnly
    ? ''
    : distinctName(shortened(String(outcome.sent.Name ?? ''), LONGEST_VALUE), verification?.apart);
  const after = [...(name ? [words(`: ${name}`)] : []), ...byWhom(submission)];
  if (outcome.rehearsed) after.push(note(rehearsalLine(operation, !outcomeOnly && changes.length > 0)));
  else if (
    outcome.message &&
    !repeatsTitle(outcome.message) &&
    (reader === 'requester' || (!outcomeOnly && !hidden && !setsPrivate(operation.fields, input)))
  )
    after.push(note(say.fromNexudus(shortened(outcome.message, LONGEST_VALUE))));
  if (found) after.push(note(say.found));
  if (outcomeOnly) {
    // Which records and properties it is about is not for people of other organisations.
    const doubts = [twins, mayAlsoExist, verification?.differing ?? []].some(({ length }) => length > 0);
    if (doubts || verification?.unverified) after.push(note(`⚠️ ${say.checkInNexudus}`));
    after.push(note(say.outcomeOnly));
  } else {
    if (twins.length > 0) after.push(note(`⚠️ ${say.twins(twins)}`));
    if (mayAlsoExist.length > 0) after.push(note(`⚠️ ${say.mayAlsoExist(mayAlsoExist)}`));
    if (verification?.differing.length) after.push(note(`⚠️ ${say.differing(verification.differing)}`));
    if (verification?.unverified) after.push(note(`⚠️ ${say.unverified}`));
  }
  const title = outcome.rehearsed ? operation.title : operation.done;
  const head = {
    sign: outcome.rehearsed ? '📝' : '✅',
    title,
    after,
    summary: outcome.rehearsed ? [name, say.rehearsal].filter(Boolean).join('. ') : name,
  };
  if (outcomeOnly) return head;
  const { lists, complete } = changesInShort(changes, PAGE_MOST - charactersIn(after));
  const show = hidden ? say.showChanges : complete ? undefined : say.showAll;
  return { ...head, lists, actions: show ? buttons(formId, [[SHOW_CHANGES, show]]) : undefined };
}

/** Of a record, in a title. */
const LONGEST_NAME = 150;

/** The record's name, for those who may read it: a person who was not permitted may not even know the record. */
const nameFor = (submission: Submission, reader: Reader): string | undefined => {
  const isHidden = reader === 'strangers' || (submission.status === 'denied' && 'decision' in submission);
  const name = isHidden ? undefined : recordNameOf(submission);
  return name && shortened(name.replace(/\s+/g, ' '), LONGEST_NAME);
};

/**
 * What did not work, in one compact line.
 * @param why for the notification, and on the message unless `reason` says it there
 */
function trouble(
  submission: Submission,
  operation: Operation,
  reader: Reader,
  why: string,
  actions?: KnownBlock,
  reason: readonly RichTextElement[] = [note(shortened(why, 1000))],
): ResultParts {
  const after = [...byWhom(submission), ...reason];
  const saysSo = submission.status === 'failed' && 'failure' in submission;
  if (submission.unknownOutcomeSince !== undefined && !saysSo && !why.includes(say.earlierAttempt))
    after.push(note(say.earlierAttempt));
  const title = resultTitle(submission, operation, nameFor(submission, reader));
  // A person stopped it on purpose: nothing went wrong, unless an attempt may have gone through.
  const sign = submission.status === 'cancelled' && !hasUnknownOutcome(submission) ? '⚪' : '⛔';
  return { sign, title, after, summary: shortened(why, 1000), actions };
}

const AGAIN = [TRY_AGAIN, say.tryAgain] as const;
const FIX_IT = [FIX, say.fix] as const;

/** What people of other organisations may read of a failure: no record, no property, no permission. */
const OPEN_FAILURES = [
  'throttled',
  'twin',
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
    return trouble(submission, operation, reader, why, buttons(formId, [AGAIN]));
  }
  const { failure } = submission;
  const shown = reader !== 'strangers' || OPEN_FAILURES.includes(failure.why);
  const why = shown ? failureSentence(failure, operation) : say.outcomeOnly;
  return trouble(submission, operation, reader, why, buttons(formId, [AGAIN, FIX_IT]));
}

function denied(submission: With<'denied'>, operation: Operation, reader: Reader): ResultParts {
  const shown = (text: string) => (reader === 'strangers' ? say.outcomeOnly : text);
  if ('approver' in submission) {
    const { approver, reason, formId } = submission;
    const by = [note(say.deniedBy), person(approver)];
    const given =
      reader === 'strangers' ? `.\n${say.outcomeOnly}` : reason ? `: ${shortened(reason, 1000)}` : '.';
    const why = reader === 'strangers' ? '' : (reason ?? '');
    return trouble(submission, operation, reader, why, buttons(formId, [FIX_IT]), [...by, words(given)]);
  }
  const why =
    reader === 'requester'
      ? denialSentence(submission.decision, operation)
      : shown(deniedLater(submission.decision));
  return trouble(submission, operation, reader, why);
}

/** What waits, why and until when, with a way to stop it. */
function waits(
  submission: Submission,
  operation: Operation,
  reader: Reader,
  { sign, lead, until, at }: { sign: string; lead: string; until: number; at: string },
  more: readonly (readonly [string, string])[] = [],
): ResultParts {
  const title = resultTitle(submission, operation, nameFor(submission, reader));
  return {
    sign,
    title,
    after: [...byWhom(submission), note(lead), moment(until, at), words('.')],
    summary: '',
    actions: buttons(submission.formId, [...more, [CANCEL, say.cancel]]),
  };
}

export function resultParts({ submission, operation }: Announced, reader: Reader): ResultParts {
  const { formId } = submission;
  const shown = (text: string) => (reader === 'strangers' ? say.outcomeOnly : text);
  switch (submission.status) {
    case 'succeeded':
      return success(submission, operation, reader);
    case 'rejected': {
      const line = rejectionLine(submission, operation, reader === 'requester' ? 'requester' : 'channel');
      return trouble(submission, operation, reader, shown(line), buttons(formId, [FIX_IT]));
    }
    case 'invalid': {
      const sentences = Object.values(submission.problems).join(' ');
      return trouble(submission, operation, reader, shown(sentences), buttons(formId, [FIX_IT]));
    }
    case 'failed':
      return failed(submission, operation, reader);
    case 'denied':
      return denied(submission, operation, reader);
    case 'cancelled': {
      const { by } = submission;
      const reason = by ? [note(say.cancelledBy), person(by), words('.')] : [note(say.cancelled)];
      const again = buttons(formId, [AGAIN, FIX_IT]);
      return trouble(submission, operation, reader, '', again, reason);
    }
    case 'expired':
      return trouble(submission, operation, reader, say.expired, buttons(formId, [AGAIN, FIX_IT]));
    case 'awaiting-approval':
      return waits(
        submission,
        operation,
        reader,
        { sign: '🔐', lead: say.expires, until: submission.until, at: DAY_AND_TIME },
        [[REMIND, say.remind]],
      );
    case 'waiting':
      return waits(submission, operation, reader, {
        sign: '⏳',
        lead: `${waitingReason(submission.failure, operation)} ${say.tryingUntil}`,
        until: submission.until,
        at: '{time}',
      });
    case 'queued':
    case 'running':
      // The outbox announces it when that is over.
      throw new Error(`nothing is announced of what is ${submission.status}`);
  }
}
