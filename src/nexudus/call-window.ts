/** At most so many calls within any stretch of time of that length. Times are a clock's ticks. */
export interface CallWindow {
  note(at: number): void;
  /** From when so many calls more are within the limit. */
  from(calls?: number): number;
}

export function createCallWindow(most: number, ms: number): CallWindow {
  /** The last calls, as many as count. */
  const times: number[] = [];
  return {
    note(at) {
      times.push(at);
      if (times.length > most) times.shift();
    },
    from(calls = 1) {
      const passes = times[times.length + calls - most - 1];
      return passes === undefined ? Number.NEGATIVE_INFINITY : passes + ms;
    },
  };
}
