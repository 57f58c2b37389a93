import { setTimeout as sleep } from 'node:timers/promises';
import { mayHaveActed } from '../../requests/outcome-of.ts';
import { isOver, type State } from '../../requests/states.ts';
import type { Parts } from '../context.ts';
import { say } from '../text/say.ts';
import type { OpenForm } from './open-forms.ts';

/** What became of a form's request, as the store knows it: nothing is said to be done that it doesn't know as done. */
export async function standingOf({ journal }: Parts, { form }: OpenForm, withinMs: number): Promise<string> {
  const row = await Promise.race([journal.row(form.id).catch(() => null), sleep(withinMs, null)]);
  if (row === null) return say.standingUnknown;
  if (row === undefined) return say.outdated;
  if (row.state === 'succeeded') return say.alreadyDone(row.receipt);
  if (row.state === 'awaiting') return say.awaiting;
  // A try that got no usable answer may have been done all the same.
  if (isOver(row.state as State) && mayHaveActed(row)) return say.endedUnsure(row.receipt);
  return isOver(row.state as State) ? say.endedBefore(row.receipt) : say.underWay;
}
