import type { RightsInWords, SeenRole } from '../operations/rights.ts';
import type { Posted } from '../submissions/outbox.ts';
import type { Submission, Unapprovable } from '../submissions/submission.ts';

/** What has to be approved, as its card showed it. */
export interface Approval {
  until: number;
  /** Of what the card shows now; absent while it has to be shown again. */
  digest?: string;
  words?: RightsInWords;
  /** The role as the approver saw it. */
  approvedRole?: SeenRole;
  /** When the requester last had the approvers reminded. */
  remindedAt?: number;
}

/** What approvals need of the store. */
export interface ApprovalStore {
  of(submissionId: string): Promise<Approval | undefined>;
  /** What waits for an approval, the most urgent first, at most so many. */
  waiting(most: number): Promise<{ submission: Submission; approval: Approval }[]>;
  /** Where its card stands. */
  cardOf(submissionId: string): Promise<Posted | undefined>;
  /** The card shows this now. */
  shown(submissionId: string, digest: string, words: RightsInWords): Promise<void>;
  /** The card has to be shown again, and nothing is decided by what it showed. */
  outdated(submissionId: string): Promise<void>;
  /** True for exactly one of those who approve what the card showed, with the role as it was then. */
  approve(submissionId: string, approver: string, digest: string, role: SeenRole): Promise<boolean>;
  /** The denied submission; undefined where it was decided before, or its card shows something else by now. */
  deny(
    submissionId: string,
    approver: string,
    digest: string,
    reason: string | undefined,
  ): Promise<Submission | undefined>;
  /** No approver can be asked; undefined where it was decided before. */
  giveUp(submissionId: string, unapprovable: Unapprovable['unapprovable']): Promise<Submission | undefined>;
  /** Cards that stand in another channel than this one are shown again here. */
  moveCards(channel: string): Promise<void>;
  /**
   * Announces a nudge of everything that has waited for half of its time, and was not nudged before.
   * @returns whether there is something new to announce
   */
  nudge(): Promise<boolean>;
  /** Announces a reminder, unless it was decided, or there was one since that moment: then when that was. */
  remind(submissionId: string, notSince: number): Promise<'reminded' | 'over' | { last: number }>;
  /**
   * Has the message of what was last reminded before that moment say that it can be done again.
   * @returns whether there is something new to announce
   */
  offerReminders(notSince: number): Promise<boolean>;
  /** Ends what awaits approval for other operations than these. */
  endOthers(operations: readonly string[]): Promise<Submission[]>;
}
