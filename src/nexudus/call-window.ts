/** At most so many calls within any stretch of time of that length. Times are a clock's ticks. */
export interface CallWindow {
  note(at: number): void;
  /** From when so many calls more are within the limit. */
  from(calls?: number): number;
  /** From now on fewer, or again as many as at first, or a longer stretch of time. */
  limit(most: number, ms: number): void;
}

export function createCallWindow(atMost: number, atLeastMs: number): CallWindow {
  let [most, ms] = [atMost, atLeastMs];
  /** The last calls, as many as count or may count again. */
  const times: number[] = [];
  return {
    note(at) {
      times.push(at);
      if (times.length > atMost) times.shift();
    },
    from(calls = 1) {
      const passes = times[times.length + calls - most - 1];
      return passes === undefined ? Number.NEGATIVE_INFINITY : passes + ms;
    },
    limit(fewer, longerMs) {
      [most, ms] = [fewer, longerMs];
    },
  };
}
