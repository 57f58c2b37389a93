import type { RichTextElement } from '@slack/types';
import { shortened } from '../../forms/limits.ts';
import { DAY_AND_TIME, moment, note, person, words } from '../../forms/rich-text.ts';
import type { Operation } from '../../operations/operation.ts';
import { isOver } from '../../submissions/status.ts';
import {
  hasUnknownOutcome,
  recordNameOf,
  type Standing,
  type Submission,
} from '../../submissions/submission.ts';
import { denialSentence, deniedLater } from '../text/denial-sentence.ts';
import {
  failureReason,
  failureSentence,
  unapprovableSentence,
  undoFailure,
  waitingReason,
} from '../text/failure-sentence.ts';
import { rejectionLine } from '../text/rejection-line.ts';
import { LONGEST_NAME, resultTitle } from '../text/result-title.ts';
import { onOneLine } from '../text/rights-text.ts';
import { say } from '../text/say.ts';
import type { Announced, Reader, ResultParts } from './announced.ts';
import { AGAIN, FIX_IT, REMIND_THEM, type ResultButton, resultButtons, STOP_IT } from './result-buttons.ts';
import { successParts } from './success-parts.ts';

type With<S extends Standing['status']> = Submission & Extract<Standing, { status: S }>;

/** The record's name, for those who may read it: a person who was not permitted may not even know the record. */
const nameFor = (submission: Submission, reader: Reader): string | undefined => {
  const isHidden = reader === 'strangers' || (submission.status === 'denied' && 'decision' in submission);
  const name = isHidden ? undefined : recordNameOf(submission);
  return name && onOneLine(name, LONGEST_NAME);
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
  buttons: readonly ResultButton[] = [],
  reason: readonly RichTextElement[] = [note(shortened(why, 1000))],
): ResultParts {
  const after = [...reason];
  const saysSo = submission.status === 'failed' && 'failure' in submission;
  if (submission.unknownOutcomeSince !== undefined && !saysSo && !why.includes(say.earlierAttempt))
    after.push(note(say.earlierAttempt));
  const title = resultTitle(submission, operation, nameFor(submission, reader));
  // A person stopped it on purpose: nothing went wrong, unless an attempt may have gone through.
  const sign = submission.status === 'cancelled' && !hasUnknownOutcome(submission) ? '⚪' : '⛔';
  const actions = resultButtons(submission.formId, buttons);
  return { sign, title, after, summary: shortened(why, 1000), actions };
}

/** What people of other organisations may read of a failure: no record, no property, no permission. */
const OPEN_FAILURES = [
  'throttled',
  'twin',
  'unreachable',
  'chat',
  'store',
  'unsure',
  'switched-off',
  'unexpected',
  'gone',
  'bot-sign-in',
];

function failed(submission: With<'failed'>, operation: Operation, reader: Reader): ResultParts {
  const { unknownOutcomeSince } = submission;
  if ('unapprovable' in submission) {
    const why = unapprovableSentence(submission, unknownOutcomeSince === undefined);
    return trouble(submission, operation, reader, why, [AGAIN]);
  }
  const { failure } = submission;
  if (submission.cause?.kind === 'end-of-access')
    return trouble(submission, operation, reader, reader === 'strangers' ? say.outcomeOnly : say.endGone);
  const shown = reader !== 'strangers' || OPEN_FAILURES.includes(failure.why);
  const sentenceOf = submission.cause ? undoFailure : failureSentence;
  const why = shown ? sentenceOf(failure, operation) : say.outcomeOnly;
  return trouble(submission, operation, reader, why, [AGAIN, FIX_IT]);
}

function denied(submission: With<'denied'>, operation: Operation, reader: Reader): ResultParts {
  const shown = (text: string) => (reader === 'strangers' ? say.outcomeOnly : text);
  if ('approver' in submission) {
    const { approver, reason } = submission;
    // The title says that it was denied.
    const by = [hasUnknownOutcome(submission) ? note(say.deniedBy) : words(say.byHere), person(approver)];
    const given =
      reader === 'strangers' ? `.\n${say.outcomeOnly}` : reason ? `: ${shortened(reason, 1000)}` : '.';
    const why = reader === 'strangers' ? '' : (reason ?? '');
    return trouble(submission, operation, reader, why, [FIX_IT], [...by, words(given)]);
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
  more: { notes: readonly RichTextElement[]; buttons: readonly ResultButton[] } = { notes: [], buttons: [] },
): ResultParts {
  const title = resultTitle(submission, operation, nameFor(submission, reader));
  return {
    sign,
    title,
    after: [note(lead), moment(until, at), words('.'), ...more.notes],
    summary: '',
    actions: resultButtons(submission.formId, [...more.buttons, STOP_IT]),
  };
}

/** The way to remind the approvers, or from when on there is one again. */
const reminding = ({ remindableAt }: Announced) =>
  remindableAt === undefined
    ? { notes: [], buttons: [REMIND_THEM] }
    : { notes: [note(say.remindableFrom), moment(remindableAt, '{time}'), words('.')], buttons: [] };

/** Access that should have ended. It can't be cancelled: it was promised to end. */
function stillHeld(submission: With<'waiting'>, operation: Operation, reader: Reader): ResultParts {
  const reason = reader === 'strangers' ? '' : failureReason(submission.failure, operation);
  const why = [say.notEndedYet, reason, say.keepsTrying].filter(Boolean).join(' ');
  return { ...trouble(submission, operation, reader, why), sign: '⚠️' };
}

/** That an earlier attempt may have gone through is said once: with the names of what it may have created. */
function lessVague(element: RichTextElement): RichTextElement[] {
  if (element.type !== 'text') return [element];
  const text = element.text.replace(` ${say.earlierAttempt}`, '').replace(`\n${say.earlierAttempt}`, '');
  return text === '' ? [] : [{ ...element, text }];
}

export function resultParts(announced: Announced, reader: Reader): ResultParts {
  const { submission } = announced;
  const parts = partsOf(announced, reader);
  // What no form was sent for is asked for again where it was asked for first, which looks at the record again.
  const isAskedAgain = submission.cause && isOver(submission.status) && submission.status !== 'succeeded';
  const actions = isAskedAgain ? undefined : parts.actions;
  const { mayExist = [] } = announced;
  if (mayExist.length === 0 || reader === 'strangers') return { ...parts, actions };
  return {
    ...parts,
    actions,
    after: [...parts.after.flatMap(lessVague), note(`⚠️ ${say.mayExist(mayExist)}`)],
  };
}

function partsOf(announced: Announced, reader: Reader): ResultParts {
  const { submission, operation } = announced;
  const shown = (text: string) => (reader === 'strangers' ? say.outcomeOnly : text);
  switch (submission.status) {
    case 'succeeded':
      return successParts(submission, announced, reader);
    case 'rejected': {
      const line = rejectionLine(submission, operation, reader === 'requester' ? 'requester' : 'channel');
      return trouble(submission, operation, reader, shown(line), [FIX_IT]);
    }
    case 'invalid': {
      const sentences = Object.values(submission.problems).join(' ');
      return trouble(submission, operation, reader, shown(sentences), [FIX_IT]);
    }
    case 'failed':
      return failed(submission, operation, reader);
    case 'denied':
      return denied(submission, operation, reader);
    case 'cancelled': {
      const { by } = submission;
      // Otherwise the title says that it was cancelled.
      const isUnknown = hasUnknownOutcome(submission);
      const lead = isUnknown ? note(say.cancelledBy) : words(say.byHere);
      const reason = by ? [lead, person(by), words('.')] : isUnknown ? [note(say.cancelled)] : [];
      const again = [AGAIN, FIX_IT];
      return trouble(submission, operation, reader, '', again, reason);
    }
    case 'expired':
      // Sent once more as it is, it would only expire again.
      if ((operation.endsAt?.(submission.input) ?? Number.POSITIVE_INFINITY) <= submission.updatedAt)
        return trouble(submission, operation, reader, say.endPassed, [FIX_IT]);
      return trouble(submission, operation, reader, say.expired, [AGAIN, FIX_IT]);
    case 'awaiting-approval':
      return waits(
        submission,
        operation,
        reader,
        { sign: '🔐', lead: say.expires, until: submission.until, at: DAY_AND_TIME },
        reminding(announced),
      );
    case 'waiting':
      if (submission.cause?.kind === 'end-of-access') return stillHeld(submission, operation, reader);
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
