import type { Denial } from '../access/access.ts';
import type { Failure } from '../nexudus/failure.ts';
import { idList } from '../nexudus/ids.ts';
import type { NexudusRecord } from '../nexudus/resources.ts';
import type { Change } from '../operations/describe-changes.ts';
import type { Outcome, Problems, Values } from '../operations/operation.ts';
import type { Cause } from './cause.ts';
import { isOver, type Status } from './status.ts';

/** One press of a form's submit button. Times are milliseconds since 1970. */
export type Submission = SubmissionBase & Standing;

export interface SubmissionBase {
  /** Of this press; the form keeps its own id over all of them. */
  id: string;
  formId: string;
  /** 1 for the first press of the form's submit button. */
  press: number;
  /** Of the form, as people read it. */
  receipt: string;
  /** Id of the operation. */
  operation: string;
  /** `resource:id` of the record to change; absent for a new one. */
  recordKey?: string;
  /** `resource:id` of the record that it created: no other submission takes it for its own. */
  createdKey?: string;
  /** Slack ids. */
  requester: string;
  channel?: string;
  thread?: string;
  /** Encrypted, and deleted when Slack no longer takes it. */
  responseUrl?: string;
  responseUrlUntil: number;
  input: Values;
  /** Locations of the record, before and after; null where it belongs to none. */
  locations: (number | null)[];
  /** The record as the form showed it. */
  base?: NexudusRecord;
  attempts: number;
  submittedAt: number;
  updatedAt: number;
  giveUpAt: number;
  /**
   * When the first submission of its form was made whose attempt came to an unknown outcome: records created since may be its own.
   * Of an update the last one, so that it says whether that was this one.
   */
  unknownOutcomeSince?: number;
  /** Until then a create without an answer may still be under way at Nexudus; 0 when none is. */
  unknownOutcomeUntil: number;
  /** Ids of look-alikes that a person was shown, so that they are known not to be its own. */
  notOurs: readonly number[];
  /** Slack id of the approver who approved or denied it. */
  decidedBy?: string;
  /** Why there is one, where no form was sent. */
  cause?: Cause;
  /** A person was taken out of it, so what it set is no longer known: it is neither submitted again nor put back. */
  erased?: boolean;
  /** What it waited for before it ran again. */
  waitedFor?: Failure;
}

/** Where it stands, with what there is to say about it. */
export type Standing =
  | { status: 'queued' | 'running' | 'expired' }
  | { status: 'awaiting-approval'; until: number }
  /** No usable answer yet: it is tried again until then. */
  | { status: 'waiting'; failure: Failure; until: number }
  | Succeeded
  /** Sentences that every reader of the channel may see, and what its requester is shown where two changed the same. */
  | { status: 'invalid'; problems: Problems; clash?: ClashSeen }
  /** Sentences per field, and those that fit none; whether all readers of a channel may read them. */
  | { status: 'rejected'; problems: Problems; others: string[]; forAll?: boolean }
  | { status: 'denied'; decision: Denial }
  | DeniedByApprover
  /** No usable answer, and no more tries. */
  | { status: 'failed'; failure: Failure }
  | Unapprovable
  /** Slack id of the person who pressed Cancel. */
  | { status: 'cancelled'; by?: string };

/** Someone else changed the same fields. */
export interface ClashSeen {
  /** The record with their values. */
  record: NexudusRecord;
  /** By field, with their values. */
  sentences: Problems;
}

export interface DeniedByApprover {
  status: 'denied';
  approver: string;
  reason?: string;
}

/** It can't be approved: the approval channel can't be reached, or Slack refuses the card's content. */
export interface Unapprovable {
  status: 'failed';
  unapprovable: 'channel' | 'content';
}

export interface Succeeded {
  status: 'succeeded';
  outcome: Outcome;
  /** An earlier attempt got no answer, but its record was there when it was looked for. */
  found?: boolean;
  /** Added once the record was read again, before the store keeps it. */
  verification?: Verification;
  /** Of temporary access that ended: so many keep the role, because another one holds it for longer. */
  kept?: number;
  /** When the last of these loses it, where all of them do. */
  keptUntil?: number;
  /** Ids of records that look the same: an earlier attempt seems to have been done late. */
  twins?: number[];
  /** Names that were sent by earlier submissions of the form with other values, whose outcome is unknown. */
  mayAlsoExist?: string[];
}

/** What is known some time after the answer: the changes in words, and whether Nexudus holds what was sent. */
export interface Verification {
  changes: Change[];
  /** Labels of properties that Nexudus holds with another value than was sent. */
  differing: string[];
  /** What was to be removed from a list is on it all the same. */
  stillThere?: true;
  /** True when the record could not be read again. */
  unverified: boolean;
  /** The properties that were changed, as Nexudus held them afterwards; absent where it could not be read again. */
  held?: Record<string, unknown>;
  /** What distinguishes the record from others of its name, where there are some. */
  apart?: string;
}

/** What the person at the form is answered: how the submission ended or why it waits, or why there is none. */
export type Answer =
  | Exclude<Standing, { status: 'queued' | 'running' | 'expired' }>
  | { status: 'expired' }
  /** Its form was submitted before with other values, and that is under way or done. */
  | { status: 'conflicting-resubmission' }
  /** The store could not be written, so nothing was sent; `sure` is false when the write timed out. */
  | { status: 'unrecorded'; sure: boolean }
  /** The store has lost it, so its outcome is not known. */
  | { status: 'lost' };

/** How a submission stands in a history: its status, refined where people see a difference. */
export type Outline = Status | 'rehearsed' | 'denied-by-approver' | 'unknown-outcome';

/** True where Nexudus may have been changed although it did not succeed, by this attempt or an earlier one. */
export const hasUnknownOutcome = (submission: Submission): boolean =>
  submission.status !== 'succeeded' &&
  (submission.unknownOutcomeSince !== undefined ||
    (submission.status === 'failed' && 'failure' in submission && submission.failure.mayHaveActed));

export function outlineOf(submission: Submission): Outline {
  if (submission.status === 'succeeded' && submission.outcome.rehearsed) return 'rehearsed';
  if (isOver(submission.status) && hasUnknownOutcome(submission)) return 'unknown-outcome';
  if (submission.status === 'denied' && 'approver' in submission) return 'denied-by-approver';
  return submission.status;
}

/** An end that took nothing away: all who had the role still have it by another submission. */
export const endedNothing = (submission: Submission): boolean =>
  submission.cause?.kind === 'end-of-access' &&
  submission.status === 'succeeded' &&
  (submission.kept ?? 0) > 0 &&
  (idList(submission.outcome.sent.RemovedUsers) ?? []).length === 0;

/** What its record is called: afterwards, or else as it was. */
export function recordNameOf(submission: Submission): string | undefined {
  const sent = submission.status === 'succeeded' ? submission.outcome.sent.Name : undefined;
  const name = sent ?? submission.base?.Name ?? submission.input.name;
  return typeof name === 'string' ? name : undefined;
}
