import type { Clock } from '../clock.ts';

/** Of so many looks one remains. A submission whose process died is taken over within 20 s: its lease of 18 s, and one such look. */
const ONE_OF = 4;

/**
 * Looks again and again for what there is to do. While what other processes write is heard of anyway, it only finds what becomes
 * due by itself, so it looks less often.
 */
export function lookOften(
  { clock, hears }: { clock: Pick<Clock, 'every'>; hears(): boolean },
  everyMs: number,
  look: () => void,
): { stop(): void } {
  let turn = 0;
  return clock.every(everyMs, () => {
    turn = hears() ? (turn + 1) % ONE_OF : 0;
    if (turn === 0) look();
  });
}
