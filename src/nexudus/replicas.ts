import type { Clock } from '../clock.ts';
import type { Pace } from './pace.ts';

/** What the processes that share a database know of each other. */
export interface ReplicaStore {
  /**
   * Says that this process lives.
   * @param breakMs what is left of a break that Nexudus asked this process for
   * @returns how many live, this one included, and what is left of the longest break that another one was asked for
   */
  beat(breakMs: number): Promise<{ alive: number; breakMs: number }>;
  /** This process is no longer counted. */
  leave(): Promise<void>;
}

export interface Replicas {
  /** Counts this process in, before it calls Nexudus for the first time. */
  start(): Promise<void>;
  /** The same pace; the others keep a break that this process was asked for. */
  pace: Pace;
  /** How many other processes live. */
  others(): number;
  stop(): Promise<void>;
}

export interface ReplicasOptions {
  store: ReplicaStore;
  /** What Nexudus allows the account is divided among those that live. */
  pace: Pace;
  clock: Pick<Clock, 'ticks' | 'every'>;
  problem(error: unknown, what: string): void;
}

/** One that joins or leaves, and a break, is known to all after that time; one that dies after seven seconds more. */
const BEAT_MS = 2000;

export function createReplicas({ store, pace, clock, problem }: ReplicasOptions): Replicas {
  let alive = 1;
  let breakOver = Number.NEGATIVE_INFINITY;
  let timer: { stop(): void } | undefined;

  const beat = async (): Promise<void> => {
    const known = await store.beat(Math.max(0, breakOver - clock.ticks()));
    if (known.alive !== alive) pace.share(known.alive);
    alive = Math.max(1, known.alive);
    if (known.breakMs > 0) pace.pause(known.breakMs);
  };
  const quietly = () =>
    beat().catch((error: unknown) => problem(error, 'the other processes could not be looked for'));

  return {
    async start() {
      await quietly();
      timer = clock.every(BEAT_MS, () => void quietly());
    },
    pace: {
      ...pace,
      pause(ms) {
        pace.pause(ms);
        breakOver = Math.max(breakOver, clock.ticks() + ms);
        void quietly();
      },
    },
    others: () => alive - 1,
    async stop() {
      timer?.stop();
      await store.leave().catch((error: unknown) => problem(error, 'this process could not be counted out'));
    },
  };
}
