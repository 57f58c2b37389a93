import { idList } from '../nexudus/ids.ts';
import type { NexudusRecord } from '../nexudus/resources.ts';
import { type Guard, ValidationError } from './operation.ts';
import { fieldSentences } from './sentences.ts';

const DAY_MS = 24 * 60 * 60_000;

/** How long the bot gives a role for at most, in days (`ROLE_MAX_DAYS`); undefined: for good, too. */
export type MaxDays = number | undefined;

/** Throws ValidationError where access can't last until then. */
export function checkEnd(
  until: number | null | undefined,
  now: number,
  maxDays: MaxDays,
  passed: string = fieldSentences.endPassed,
): void {
  const wrong = (sentence: string) => new ValidationError({ until: sentence });
  if (until === undefined || until === null) {
    if (maxDays !== undefined) throw wrong(fieldSentences.endRequired(maxDays));
    return;
  }
  if (until <= now) throw wrong(passed);
  if (maxDays !== undefined && until > now + maxDays * DAY_MS)
    throw wrong(fieldSentences.endTooLate(maxDays));
}

/** The same in the moment of the write: an approval may have come after the end. */
export const endsInTime =
  (until: number | null | undefined, now: () => number, maxDays: MaxDays): Guard =>
  () =>
    checkEnd(until, now(), maxDays, fieldSentences.endPassedMeanwhile);

/**
 * The role as if those who have it only until a moment didn't: to give it to them for longer, or for good, is a change that gives,
 * and is reviewed and approved as one.
 */
export function withoutLent(role: NexudusRecord, lent: readonly number[]): NexudusRecord {
  const users = idList(role.Users);
  return users && lent.length > 0 ? { ...role, Users: users.filter((id) => !lent.includes(id)) } : role;
}
