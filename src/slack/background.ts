import { setTimeout } from 'node:timers/promises';

/** Work that goes on after its ack, so that a stop can wait for it. */
export interface Background {
  add(work: Promise<unknown>): void;
  /** Resolves when nothing is left, or after `ms`. */
  finished(ms: number): Promise<void>;
}

export function createBackground(): Background {
  const going = new Set<Promise<unknown>>();
  return {
    add(work) {
      const mine: Promise<unknown> = work.catch(() => {}).finally(() => going.delete(mine));
      going.add(mine);
    },
    async finished(ms) {
      const late = setTimeout(ms, undefined, { ref: false });
      const done = (async () => {
        while (going.size > 0) await Promise.all(going);
      })();
      await Promise.race([done, late]);
    },
  };
}
