import { beforeEach, describe, expect, test } from '@jest/globals';
import type { Clock } from '../../../src/clock.ts';
import {
  type Announcement,
  createOutbox,
  type Deliver,
  NotDelivered,
  type OutboxStore,
} from '../../../src/submissions/outbox.ts';
import { submissionRecord } from '../worst-case.ts';

const NOW = 1_800_000_000_000;
const clock = {
  now: () => NOW,
  ticks: () => NOW,
  sleep: async () => {},
  every: () => ({ stop() {} }),
} as Clock;
const submission = submissionRecord();
const announcement = (id: string, deliveries = 1): Announcement => ({
  id,
  submissionId: submission.id,
  kind: 'result',
  deliveries,
  revision: 1,
  leaseUntil: NOW + 40_000,
});

let due: Announcement[];
let noted: unknown[];
let problems: string[];
beforeEach(() => {
  [due, noted, problems] = [[], [], []];
});
const store: OutboxStore = {
  claim: async () => {
    const one = due.shift();
    return one && { announcement: one, submission };
  },
  delivered: async ({ id }, delivered) => void noted.push(['delivered', id, delivered]),
  later: async ({ id }, at, certain) => void noted.push(['later', id, at - NOW, certain]),
  drop: async ({ id }) => void noted.push(['drop', id]),
  placed: async () => true,
};
const outboxOf = (deliver: Deliver, more: Partial<OutboxStore> = {}) =>
  createOutbox({
    hears: () => false,
    store: { ...store, ...more },
    deliver,
    clock,
    problem: (error, what) => problems.push(`${what}: ${(error as Error).message}`),
  });
const all = async (deliver: Deliver, more?: Partial<OutboxStore>) => {
  const outbox = outboxOf(deliver, more);
  outbox.wake();
  await outbox.idle();
};

describe('the outbox', () => {
  test('delivers all that is due, and writes down what each came to', async () => {
    due = [announcement('a'), announcement('b')];
    await all(async ({ id }) => (id === 'a' ? { shows: 'x' } : undefined));
    expect(noted.sort()).toEqual([
      ['delivered', 'a', { shows: 'x' }],
      ['drop', 'b'],
    ]);
    expect(problems).toEqual([]);
  });

  test.each([
    ['may have been shown', new NotDelivered('no answer', false), 1, 2000, false],
    ['was not shown for certain', new NotDelivered('limited', true), 1, 2000, true],
    ['has to wait for Slack', new NotDelivered('limited', true, 30_000), 1, 30_000, true],
    ['broke in a way that tells nothing', new Error('broken'), 1, 2000, false],
    ['was tried often', new NotDelivered('no answer', false), 4, 16_000, false],
    ['was tried for long', new NotDelivered('no answer', false), 99, 60_000, false],
  ])('what %s comes later', async (_what, error, deliveries, wait, certain) => {
    due = [announcement('a', deliveries)];
    await all(async () => {
      throw error;
    });
    expect(noted).toEqual([['later', 'a', wait, certain]]);
    expect(problems).toHaveLength(1);
  });

  test('one that can’t be delivered does not keep others', async () => {
    due = [announcement('a'), announcement('b')];
    let end = () => {};
    const outbox = outboxOf(async ({ id }) => {
      if (id === 'a')
        await new Promise<void>((resolve) => {
          end = resolve;
        });
      return {};
    });
    outbox.wake();
    while (noted.length === 0) await new Promise((resolve) => setTimeout(resolve, 1));
    expect(noted).toEqual([['delivered', 'b', {}]]);
    end();
    await outbox.idle();
    expect(noted).toHaveLength(2);
  });

  test('what follows is delivered right after', async () => {
    due = [announcement('a')];
    await all(async ({ id }) => {
      if (id === 'a') due.push(announcement('follows'));
      return id === 'a' ? { followUps: ['thread-reply'] } : {};
    });
    expect(noted.map((each) => (each as string[])[1])).toEqual(['a', 'follows']);
  });

  test('goes on where the store can’t be read or written', async () => {
    due = [announcement('a')];
    await all(async () => ({}), {
      delivered: async () => {
        throw new Error('disk');
      },
      later: async () => {
        throw new Error('disk');
      },
    });
    await all(async () => ({}), {
      claim: async () => {
        throw new Error('disk');
      },
    });
    expect(problems).toEqual([
      'an announcement could not be delivered yet: disk',
      'the outbox could not be written: disk',
      'the outbox could not be read: disk',
    ]);
  });

  test('delivers what is due when it stops, and nothing after that', async () => {
    due = [announcement('a')];
    const outbox = outboxOf(async () => ({}));
    await outbox.stop();
    expect(noted).toEqual([['delivered', 'a', {}]]);
    due = [announcement('b')];
    outbox.wake();
    await outbox.idle();
    expect(noted).toHaveLength(1);
  });
});
