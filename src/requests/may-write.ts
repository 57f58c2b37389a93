import { NexudusHeldBack } from '../nexudus/errors.ts';
import type { RequestRow } from './database.ts';
import type { Journal } from './journal.ts';

/** So long before its lease ends a process sends nothing more. */
const MARGIN_MS = 5_000;
/** A write is sent only so long after both people's rights were checked. */
const RIGHTS_HOLD_MS = 10_000;

/** People's rights were checked too long ago: the write waited for its turn, or Nexudus asked for a break. */
export class RightsTooOld extends NexudusHeldBack {
  override name = 'RightsTooOld';
}

/**
 * Looks at the lease right before a write: a process that stalled may have lost the request to another one. Rejects when
 * that is so; what it gives tells whether the lease still holds, by both clocks: the one that no setting of the time
 * moves, and the one that goes on while the whole machine sleeps.
 * @param checkedAt when the rights of the people behind it were checked, by `performance.now()`
 */
export async function mayWrite(journal: Journal, row: RequestRow, checkedAt: number): Promise<() => boolean> {
  const refuseTooOld = () => {
    if (performance.now() - checkedAt > RIGHTS_HOLD_MS)
      throw new RightsTooOld('Rights were checked long ago');
  };
  refuseTooOld();
  const [ticks, time] = [performance.now(), Date.now()];
  const left = await journal.leaseLeft(row).catch((cause: unknown) => {
    throw new NexudusHeldBack('The journal can not tell whose the request is', { cause });
  });
  if (left <= MARGIN_MS) throw new NexudusHeldBack('Another process has the request');
  const lasts = left - MARGIN_MS;
  return () => {
    refuseTooOld();
    return performance.now() - ticks < lasts && Date.now() - time < lasts;
  };
}
