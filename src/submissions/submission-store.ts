import type { Values } from '../operations/operation.ts';
import type { Posted } from './outbox.ts';
import type { Standing, Submission, SubmissionBase } from './submission.ts';
import type { Given, TemporaryStore } from './temporary-access.ts';

/** What is written down of a press before anything else is done. */
export interface NewSubmission
  extends Pick<
    SubmissionBase,
    | 'formId'
    | 'receipt'
    | 'operation'
    | 'recordKey'
    | 'requester'
    | 'channel'
    | 'thread'
    | 'responseUrl'
    | 'responseUrlUntil'
    | 'input'
    | 'locations'
    | 'base'
    | 'giveUpAt'
    | 'cause'
  > {
  /** Of the press: the same delivered again has the same, and is not taken on again. */
  delivery?: string;
  /** Set when it has to be approved first: until when that can be done. */
  approvalUntil?: number;
}

/** How an attempt left a submission. */
export interface AttemptResult {
  standing: Exclude<
    Standing,
    { status: 'queued' | 'running' | 'awaiting-approval' | 'cancelled' | 'expired' }
  >;
  /** False when the person at the form reads it; 'if-posted' changes a message that there is, and posts none. */
  announce: boolean | 'if-posted';
  /** The approval channel gets the card, too. */
  alarm?: boolean;
  /** What was asked in the end, where that is not its input. */
  asked?: Values;
  given?: Given;
  /** When a waiting one is tried again. */
  nextAt?: number;
  /** Null: its outcome is known; undefined: as it was. */
  unknownOutcomeSince?: number | null;
  unknownOutcomeUntil?: number;
  createdKey?: string;
  /** Ids of records that a person is shown before they decide: from then on they are known not to be its own. */
  notOurs?: readonly number[];
}

export interface Depth {
  /** Submissions that are not over and don't wait for an approval. */
  waiting: number;
  oldestMs: number;
  /** Announcements that are still to be delivered. */
  undelivered: number;
}

/** What submissions need of the store. A process takes work by a lease that it renews; see LEASE_MS. */
export interface SubmissionStore extends TemporaryStore {
  /**
   * Takes a press on, unless it was delivered before, or its form has a submission that is under way or has succeeded; answers
   * that one then.
   */
  accept(submission: NewSubmission): Promise<{ submission: Submission; taken: boolean }>;
  /** The last submission of a form. */
  latest(formId: string): Promise<Submission | undefined>;
  byId(id: string): Promise<Submission | undefined>;
  /** Where its result stands in Slack. */
  messageOf(id: string): Promise<Posted | undefined>;
  /** Those that belong to a submission, the oldest first. */
  causedBy(id: string): Promise<Submission[]>;
  /** False when the submission was no longer this process's. */
  finish(submission: Submission, result: AttemptResult): Promise<boolean>;
  /** Its result is to be announced after all. */
  announce(id: string): Promise<void>;
  /** The cancelled submission; undefined where it is too late. */
  cancel(formId: string, by: string): Promise<Submission | undefined>;
  /** Ends what is awaiting approval and was not approved in time. */
  expire(): Promise<Submission[]>;
  /**
   * Takes one submission on that is due, or whose process died.
   * @param busy ids of what this process is at: after a long pause of the process its own leases may have run out
   * @param operations ids of those that this version knows: a newer one beside it takes on the others
   */
  claimDue(busy: readonly string[], operations?: readonly string[]): Promise<Submission | undefined>;
  renewLeases(ids: readonly string[]): Promise<void>;
  /** How long the lease of one attempt lasts, renewed when that is not long; 0 when it is not this process's any more. */
  leaseLeft(submission: Pick<Submission, 'id' | 'attempts'>): Promise<number>;
  release(ids: readonly string[]): Promise<void>;
  /** Which of these created records belong to another form's submission. */
  claimedKeys(keys: readonly string[], formId: string): Promise<ReadonlySet<string>>;
  /** Inputs of earlier submissions of its form that may have been done. */
  earlierInputs(submission: Submission): Promise<Values[]>;
  /** Submissions of other forms that are creating just the same right now. */
  twinsRunning(submission: Submission): Promise<number>;
  /** The newest first. */
  history(filter: { requester?: string; since?: number; most: number }): Promise<Submission[]>;
}

/**
 * A submission is taken on for this long; its process renews the lease while it lives. Another one takes it over within twenty
 * seconds.
 */
export const LEASE_MS = 18_000;
/** How long a create without an answer may still be under way at Nexudus; longer calls than 28 s were not seen. */
export const MAY_STILL_ACT_MS = 60_000;
