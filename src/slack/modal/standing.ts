import { setTimeout as sleep } from 'node:timers/promises';
import type { OpenForm } from '../../forms/form-sessions.ts';
import { isOver } from '../../submissions/status.ts';
import { hasUnknownOutcome } from '../../submissions/submission.ts';
import type { Parts } from '../context.ts';
import { say } from '../text/say.ts';

/** What became of a form's submission, as the store knows it: nothing is said to be done that it doesn't know as done. */
export async function standingOf({ history }: Parts, { form }: OpenForm, withinMs: number): Promise<string> {
  const latest = history.latest(form.id).catch(() => null);
  const submission = await Promise.race([latest, sleep(withinMs, null)]);
  if (submission === null) return say.standingUnknown;
  if (submission === undefined) return say.outdated;
  const { status, receipt } = submission;
  if (status === 'succeeded') return say.alreadyDone(receipt);
  if (status === 'awaiting-approval') return say.awaiting;
  if (!isOver(status)) return say.underWay;
  // An attempt that got no usable answer may have been done all the same.
  return hasUnknownOutcome(submission) ? say.endedUnsure(receipt) : say.endedBefore(receipt);
}
