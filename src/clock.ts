import { setTimeout as sleep } from 'node:timers/promises';

/** Time, as it is handed in: tests and the simulation move it themselves. */
export interface Clock {
  /** Milliseconds since 1970, by the machine's clock: people and daylight saving may move it. */
  now(): number;
  /** Milliseconds that only go forward, and that stop while the whole machine sleeps. */
  ticks(): number;
  /** Doesn't keep the process alive. */
  sleep(ms: number): Promise<void>;
  /** Calls again and again until it is stopped. */
  every(ms: number, act: () => void): { stop(): void };
}

export const systemClock: Clock = {
  now: Date.now,
  ticks: () => performance.now(),
  sleep: (ms) => sleep(ms, undefined, { ref: false }),
  every(ms, act) {
    const timer = setInterval(act, ms);
    return { stop: () => clearInterval(timer) };
  },
};

/**
 * Milliseconds that go forward by whichever of the two clocks went further: ticks stand still while the machine sleeps, and
 * the time may be moved back. What is fresh by this is fresh by both.
 */
export function furthest({ now, ticks }: Pick<Clock, 'now' | 'ticks'>): () => number {
  let [time, tick, sum] = [now(), ticks(), 0];
  return () => {
    const [timeNow, tickNow] = [now(), ticks()];
    sum += Math.max(0, timeNow - time, tickNow - tick);
    [time, tick] = [timeNow, tickNow];
    return sum;
  };
}
