import type { Clock } from '../clock.ts';
import { NexudusHeldBack } from '../nexudus/errors.ts';
import type { Submission } from './submission.ts';
import type { SubmissionStore } from './submission-store.ts';

/** So long before its lease ends a process sends nothing more. */
const MARGIN_MS = 5_000;
/** A write is sent only so long after the rights of requester and approver were checked. */
const RIGHTS_HOLD_MS = 10_000;

/** Where the rights were still too old at the write after so many checks, it is left to a later attempt. */
export const MOST_CHECKS = 3;

/** The rights were checked too long ago: the write waited for its turn, or Nexudus asked for a break. */
export class RightsTooOld extends NexudusHeldBack {
  override name = 'RightsTooOld';
}

/**
 * Looks at the lease right before a write: a process that stalled may have lost the submission to another one. Rejects
 * when that is so; its result says whether the lease still holds, by both clocks: the one that no setting of the
 * time moves, and the one that goes on while the whole machine sleeps.
 * @param checkedAt when the rights were checked, by the same two clocks
 */
export async function mayWrite(
  store: Pick<SubmissionStore, 'leaseLeft'>,
  submission: Submission,
  checkedAt: { ticks: number; time: number },
  clock: Clock,
): Promise<() => boolean> {
  const refuseTooOld = () => {
    const passed = Math.max(clock.ticks() - checkedAt.ticks, clock.now() - checkedAt.time);
    if (passed > RIGHTS_HOLD_MS) throw new RightsTooOld('Rights were checked long ago');
  };
  refuseTooOld();
  const [ticks, time] = [clock.ticks(), clock.now()];
  const left = await store.leaseLeft(submission).catch((cause: unknown) => {
    throw new NexudusHeldBack('The store can not say whose the submission is', { cause });
  });
  if (left <= MARGIN_MS) throw new NexudusHeldBack('Another process has the submission');
  const lasts = left - MARGIN_MS;
  return () => {
    refuseTooOld();
    return clock.ticks() - ticks < lasts && clock.now() - time < lasts;
  };
}
