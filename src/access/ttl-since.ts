/**
 * How much longer something is fresh that began to be read at `since`, by `performance.now()`: a cache counts from the end
 * of the reading, and what an answer says is as old as its question.
 */
export const ttlSince = (since: number, freshMs: number): number =>
  // A cache keeps what has no time left for ever.
  Math.max(1, freshMs - (performance.now() - since));
