const LONGEST_MS = 60_000;

/**
 * How long a submission waits before its next attempt: longer after each one, with jitter, so that many don't come back in the
 * same moment.
 * @param chance between 0 and 1
 */
export const backOffMs = (attempts: number, chance: number): number =>
  Math.ceil(Math.min(LONGEST_MS, 1000 * 2 ** Math.min(attempts - 1, 6)) * (0.5 + chance / 2));
