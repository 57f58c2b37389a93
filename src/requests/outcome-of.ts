import type { PastRequest } from './database.ts';
import type { Ending } from './ending.ts';
import type { State } from './states.ts';

/**
 * How a request ended, as histories tell it: a rehearsal changed nothing, and a second person's no is not a permission
 * that was missing.
 */
export function outcomeOf({
  state,
  ending,
}: Pick<PastRequest, 'state' | 'ending'>): State | 'rehearsed' | 'turned-down' {
  const ended = ending ? (JSON.parse(ending) as Ending) : undefined;
  if (ended?.kind === 'succeeded' && ended.outcome.rehearsed) return 'rehearsed';
  return ended?.kind === 'turned-down' ? 'turned-down' : (state as State);
}
