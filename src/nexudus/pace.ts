import { setTimeout as sleep } from 'node:timers/promises';
import { type Clock, systemClock } from '../clock.ts';

/** Runs a call when the pace allows it. */
export type Turn = <T>(call: () => Promise<T>) => Promise<T>;

export interface Pace extends Turn {
  /**
   * Several calls as one turn: from the first to the end of `work` no other call is made, unless that takes longer than a
   * second. Its calls keep the gap, and go before all that waits.
   */
  together<T>(work: (turn: Turn) => Promise<T>): Promise<T>;
  /** Nexudus asked for a break: no call is made before it is over. */
  pause(ms: number): void;
}

// Documented: one request per 100 ms. At 100 ms a third of the gaps measured here came out short; at 110 ms none.
const GAP_MS = 110;
/** So long a turn keeps the others back: a call that Nexudus doesn't answer must not keep them for half a minute. */
const LONGEST_HOLD_MS = 1000;

/** The process stays alive until its calls were made. */
const awake: Clock = { ...systemClock, sleep: (ms) => sleep(ms) };

/** The place where later the limits per minute and the order of waiting calls belong. */
export function createPace(clock: Pick<Clock, 'now' | 'ticks' | 'sleep'> = awake): Pace {
  /** The next calls of turns that have begun. */
  const begun: (() => void)[] = [];
  const line: (() => void)[] = [];
  /** The turn that keeps the others back. */
  let held: object | undefined;
  let pausedUntil = 0;
  let lastAt = Number.NEGATIVE_INFINITY;
  let serving = false;

  const oneMayGo = () => begun.length > 0 || (line.length > 0 && !held);

  const untilNext = () => Math.max(lastAt + GAP_MS - clock.ticks(), pausedUntil - clock.now());

  const serve = async (): Promise<void> => {
    if (serving) return;
    serving = true;
    while (oneMayGo()) {
      // Counted from the call before, so that all that waited for the end of a break doesn't go at once.
      for (let waitMs = untilNext(); waitMs > 0; waitMs = untilNext()) await clock.sleep(Math.ceil(waitMs));
      lastAt = clock.ticks();
      (begun.shift() ?? line.shift())?.();
    }
    serving = false;
  };

  const turnIn =
    (queue: (() => void)[]): Turn =>
    (call) =>
      new Promise((resolve) => {
        queue.push(() => resolve(call()));
        void serve();
      });

  const together: Pace['together'] = (work) =>
    turnIn(line)(async () => {
      const mine = {};
      held = mine;
      const release = () => {
        if (held === mine) held = undefined;
        void serve();
      };
      void clock.sleep(LONGEST_HOLD_MS).then(release);
      // Its first call is what the turn came for.
      let first = true;
      const turn: Turn = (call) => {
        if (!first) return turnIn(begun)(call);
        first = false;
        return call();
      };
      try {
        return await work(turn);
      } finally {
        release();
      }
    });

  return Object.assign(turnIn(line), {
    together,
    pause(ms: number) {
      pausedUntil = Math.max(pausedUntil, clock.now() + ms);
    },
  });
}
