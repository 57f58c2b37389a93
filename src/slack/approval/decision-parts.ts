import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from 'pino';
import type { Approvals, NotDecided } from '../../approvals/approvals.ts';
import type { Submission } from '../../submissions/submission.ts';
import { say } from '../text/say.ts';

/** What it takes to decide on a submission. */
export interface DecisionParts {
  /** Set when changes that grant access have to be approved. */
  approvals?: Approvals & { channel: string };
  /** The last submission of a form. */
  latest(formId: string): Promise<Submission | undefined>;
  log: Logger;
}

export const sentenceOf = (reason: NotDecided): string =>
  reason === 'gone'
    ? say.cardGone
    : reason === 'decided-before'
      ? say.alreadyDecided
      : reason === 'changed'
        ? say.changedMeanwhile
        : say.mayNotDecide[reason];

/** The submission, once it is written down what its card shows: Slack shows a card a moment before that. */
export async function withCard(
  { latest, approvals }: DecisionParts,
  formId: string,
  withinMs: number,
): Promise<Submission | undefined> {
  const until = Date.now() + withinMs;
  for (;;) {
    const submission = await latest(formId);
    if (submission?.status !== 'awaiting-approval' || Date.now() > until) return submission;
    if ((await approvals?.approvalOf(submission))?.digest !== undefined) return submission;
    await sleep(50);
  }
}

/**
 * Whether a press may come from where it came from: from a card in the approval channel, or from the Home of one of its
 * members.
 */
export async function isPlaceToDecide(
  approvals: Approvals & { channel: string },
  { channel, user }: { channel?: string; user: string },
  atHome: boolean,
): Promise<boolean> {
  return atHome ? approvals.isInChannel(user) : channel === approvals.channel;
}
