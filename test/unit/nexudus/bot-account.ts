import {
  createNexudus,
  type MayWrite,
  type NexudusAccount,
  type NexudusOptions,
} from '../../../src/nexudus/client.ts';
import type { Lane, Pace, Turn } from '../../../src/nexudus/pace.ts';

/** Lets every call go at once and remembers what breaks were asked for. */
export function noWaiting(turn: Turn = (call) => call()): Pace & { pauses: number[] } {
  const pauses: number[] = [];
  const lane: Lane = Object.assign<Turn, Pick<Lane, 'together' | 'later'>>(
    (call, writes) => turn(call, writes),
    {
      later: (call) => turn(call),
      together: (work) => work(turn),
    },
  );
  return { pauses, person: lane, queue: lane, pause: (ms) => void pauses.push(ms), share() {} };
}

/** The bot's account in the stand-in Nexudus, or in a server made by a test. */
export const asBot = (url: string, more: Partial<NexudusOptions> = {}): NexudusAccount =>
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
