import {
  createNexudus,
  type MayWrite,
  type Nexudus,
  type NexudusOptions,
} from '../../../src/nexudus/client.ts';
import type { Pace, Turn } from '../../../src/nexudus/pace.ts';

/** Lets every call go at once and remembers what breaks were asked for. */
export function noWaiting(): Pace & { pauses: number[] } {
  const pauses: number[] = [];
  const turn: Turn = (call) => call();
  return Object.assign(turn, {
    pauses,
    together: <T>(work: (turn: Turn) => Promise<T>) => work(turn),
    pause: (ms: number) => void pauses.push(ms),
  });
}

/** The bot's account in the stand-in Nexudus, or in a server made by a test. */
export const asBot = (url: string, more: Partial<NexudusOptions> = {}): Nexudus =>
  createNexudus({
    url,
    username: 'nexudus-bot@harbour.example',
    password: 'sandbox',
    pace: noWaiting(),
    writes: true,
    ...more,
  });

/** For calls that no request stands behind. */
export const always: MayWrite = async () => () => true;
