/**
 * How much longer something is fresh that began to be read at `since`, by a clock's ticks: a cache counts from the end
 * of the reading, and what an answer says is as old as its question.
 */
export const ttlSince = (since: number, freshMs: number, now = performance.now()): number =>
  // A cache keeps what has no time left for ever.
  Math.max(1, freshMs - (now - since));
