// How the crash runs read what the bot says. What is not in here is taken for neither “done” nor “not done”.

const DONE = /✅|submitted and done/;
const NOT_DONE =
  /was not done|nothing was (changed|sent)|⛔ Couldn’t|⛔ .*: (denied|expired)|[⛔⚪] .*: cancelled|but not applied|⛔ (Denied|Not approved)|⚪ (Cancelled|Not approved)/i;
const UNSURE = /outcome unknown|may not have been saved|didn’t confirm|may have (gone through|been)/i;

export type Claim = 'done' | 'not done' | undefined;

/** What a text says of the change that it is about. */
export function claimOf(text: string): Claim {
  if (DONE.test(text)) return 'done';
  if (UNSURE.test(text)) return undefined;
  return NOT_DONE.test(text) ? 'not done' : undefined;
}

export type Standing = 'done' | 'queued' | 'awaiting' | 'denied' | 'cancelled' | 'failed' | 'unknown';

/** Where a result message says that a submission stands. */
export function standingOf(plain: string): Standing {
  if (plain.startsWith('✅')) return 'done';
  if (plain.startsWith('⏳')) return 'queued';
  if (plain.startsWith('🔐')) return 'awaiting';
  if (!/^[⛔⚪]/u.test(plain)) return 'unknown';
  if (/denied/i.test(plain)) return 'denied';
  return /cancelled/i.test(plain) ? 'cancelled' : 'failed';
}

/** Views that are still being prepared: they end by themselves, or the process that prepared them is gone. */
export const isPreparing = (text: string): boolean =>
  /Opening…|Checking|Loading|Still looking|Looking up/.test(text);

/** A submission was taken on. */
export const isTaken = (text: string): boolean =>
  /waiting for|Sent for approval|keeps trying|Working…|under way|The details are in|submitted and done/i.test(
    text,
  );

/** The form is no longer known to the bot. */
export const isForgotten = (text: string): boolean => /no longer knows/.test(text);

/** Something could not be looked up in time or at all, so nothing was taken on: a press later is the way on. */
export const isRefusedLookUp = (text: string): boolean =>
  /can’t (save|look|check)|couldn’t say|can’t be (loaded|reached|used)|isn’t responding|slow down|Try again in a|Type again|may not have been saved|still loading|didn’t confirm/i.test(
    text,
  );

export const isMarkedRepeat = (plain: string): boolean => plain.includes('Posted again after a restart');

export const receiptIn = (plain: string): string | undefined => /NX-[2-9A-Z]{7}/.exec(plain)?.[0];
