import { expect, test } from '@jest/globals';
import { createCallWindow } from '../../../src/nexudus/call-window.ts';
import { createPace, type Pace } from '../../../src/nexudus/pace.ts';
import { type Machine, Timeline } from '../../simulation/timeline.ts';

// In virtual time. What several processes send together keeps what Nexudus documents of an account.

const noLooks = { dueAt: () => Number.POSITIVE_INFINITY, anyRunning: () => false };

function among(count: number) {
  const timeline = new Timeline();
  const calls: { at: number; writes: boolean }[] = [];
  const paces: Pace[] = Array.from({ length: count }, (_, n) => {
    const machine: Machine = { name: `bot ${n}`, dead: false, stalledUntil: 0, skew: 0, slept: 0 };
    return createPace({ clock: timeline.clockOf(machine) });
  });
  const pass = (ms: number) => {
    timeline.after(ms, undefined, () => {});
    return timeline.run(timeline.now + ms, noLooks, () => {});
  };
  const update = (pace: Pace) =>
    pace.queue.together(async (turn) => {
      const call = (writes: boolean) => async () => void calls.push({ at: timeline.now, writes });
      await turn(call(false));
      await turn(call(true), true);
    });
  const mostInAMinute = (of: readonly { at: number }[]) =>
    Math.max(...of.map(({ at }) => of.filter((other) => other.at >= at && other.at < at + 60_000).length));
  return { calls, paces, pass, update, mostInAMinute };
}

test('three that are as busy as they can be keep the limits of one account', async () => {
  const { calls, paces, pass, update, mostInAMinute } = among(3);
  for (const pace of paces) {
    pace.share(3);
    for (let n = 0; n < 60; n++) void update(pace);
  }
  await pass(5 * 60_000);
  expect(calls.length).toBe(360);
  expect(mostInAMinute(calls)).toBeLessThanOrEqual(120);
  expect(mostInAMinute(calls.filter(({ writes }) => writes))).toBeLessThanOrEqual(60);
});

test('however many share it, a write follows its read closely enough to count, and the minute is kept', async () => {
  const { calls, paces, pass, update, mostInAMinute } = among(10);
  for (const pace of paces) {
    pace.share(10);
    for (let n = 0; n < 4; n++) void update(pace);
  }
  await pass(3 * 60_000);
  expect(calls.length).toBe(80);
  expect(mostInAMinute(calls)).toBeLessThanOrEqual(120);
  const [pace] = paces as [Pace];
  calls.length = 0;
  for (let n = 0; n < 2; n++) void update(pace);
  await pass(60_000);
  const at = calls.map((call) => call.at - (calls[0]?.at ?? 0));
  // A read and its write 160 ms apart; the next turn waits for what ten processes left to the others.
  expect(at).toEqual([0, 160, 3200, 3360]);
});

test('one that is alone again has all of it again', async () => {
  const { calls, paces, pass, update, mostInAMinute } = among(1);
  const [pace] = paces as [Pace];
  pace.share(3);
  for (let n = 0; n < 200; n++) void update(pace);
  await pass(2 * 60_000);
  // A third of the 108 calls that queued work takes.
  expect(mostInAMinute(calls)).toBe(36);
  const before = calls.length;
  pace.share(1);
  await pass(60_000);
  expect(calls.length - before).toBeGreaterThan(80);
  expect(mostInAMinute(calls)).toBeLessThanOrEqual(120);
});

test('a limit that is lifted again counts what was sent meanwhile', () => {
  const window = createCallWindow(4, 1000);
  window.limit(2, 1000);
  for (const at of [0, 10]) window.note(at);
  expect(window.from()).toBe(1000);
  window.limit(4, 1000);
  expect(window.from(2)).toBe(Number.NEGATIVE_INFINITY);
  expect(window.from(3)).toBe(1000);
  window.limit(1, 2000);
  expect(window.from()).toBe(2010);
});
