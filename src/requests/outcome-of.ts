import type { PastRequest, RequestRow } from './database.ts';
import type { Ending } from './ending.ts';
import type { State } from './states.ts';

/**
 * How a request ended, as histories tell it: a rehearsal changed nothing, and a second person's no is not a permission
 * that was missing, and what may have been done did not fail.
 */
export function outcomeOf({
  state,
  ending,
}: Pick<PastRequest, 'state' | 'ending'>): State | 'rehearsed' | 'turned-down' | 'unknown-outcome' {
  const ended = ending ? (JSON.parse(ending) as Ending) : undefined;
  if (ended?.kind === 'succeeded' && ended.outcome.rehearsed) return 'rehearsed';
  if (ended?.kind === 'failed' && ended.failure.mayHaveActed) return 'unknown-outcome';
  return ended?.kind === 'turned-down' ? 'turned-down' : (state as State);
}

/** True where Nexudus may have been changed by a request that did not succeed, in this try or an earlier one. */
export function mayHaveActed({ silent_since, ending }: Pick<RequestRow, 'silent_since' | 'ending'>): boolean {
  const ended = ending ? (JSON.parse(ending) as Ending) : undefined;
  return silent_since !== null || (ended?.kind === 'failed' && ended.failure.mayHaveActed);
}
