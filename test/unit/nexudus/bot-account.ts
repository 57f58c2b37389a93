import { createNexudus, type Nexudus, type NexudusOptions } from '../../../src/nexudus/client.ts';
import type { Pace } from '../../../src/nexudus/pace.ts';

/** Lets every call go at once and remembers what breaks were asked for. */
export function noWaiting(): Pace & { pauses: number[] } {
  const pauses: number[] = [];
  return Object.assign(<T>(call: () => Promise<T>) => call(), {
    pauses,
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
