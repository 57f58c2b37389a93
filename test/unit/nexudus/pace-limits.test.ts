import { beforeEach, describe, expect, test } from '@jest/globals';
import { createPace, type Lane, type Pace, type Waiting } from '../../../src/nexudus/pace.ts';
import { type Machine, Timeline } from '../../simulation/timeline.ts';

// In virtual time: minutes pass in milliseconds, and every moment is exact.

interface Call {
  name: string;
  at: number;
  /** From wanting it to its turn. */
  waited: number;
  writes: boolean;
}

const LATENCY_MS = 150;
let timeline: Timeline;
let machine: Machine;
let pace: Pace;
let calls: Call[];

beforeEach(() => {
  timeline = new Timeline();
  machine = { name: 'bot', dead: false, stalledUntil: 0, skew: 0, slept: 0 };
  pace = createPace({ clock: timeline.clockOf(machine) });
  calls = [];
});

const later = (ms: number, act: () => void) => timeline.after(ms, undefined, act);
const noLooks = { dueAt: () => Number.POSITIVE_INFINITY, anyRunning: () => false };
const pass = (ms: number) => {
  const end = timeline.now + ms;
  later(ms, () => {});
  return timeline.run(end, noLooks, () => {});
};

/** A call that is answered after a while. */
const sending =
  (name: string, writes = false, since = timeline.now) =>
  async () => {
    calls.push({ name, at: timeline.now, waited: timeline.now - since, writes });
    await timeline.wait(LATENCY_MS, undefined);
  };
const reads = (who: Waiting, name: string) => void pace[who](sending(name));
const writes = (who: Waiting, name: string) => void pace[who](sending(name, true), true);
const updates = (name: string, lane: Lane = pace.queue) => {
  const since = timeline.now;
  void lane.together(async (turn) => {
    await turn(sending(name, false, since));
    await turn(sending(name, true), true);
  });
};
const many = (count: number, act: (n: number) => void) => {
  for (let n = 0; n < count; n++) act(n);
};
const named = (name: string) => calls.filter((call) => call.name === name);
const last = (name: string) => named(name).at(-1)?.at ?? Number.NaN;

/** Holds the calls against what Nexudus documents, whatever stretch of a minute one looks at. */
function expectWithinLimits() {
  const most = (of: readonly Call[]) =>
    Math.max(0, ...of.map(({ at }, n) => of.slice(n).filter((call) => call.at < at + 60_000).length));
  expect(most(calls)).toBeLessThanOrEqual(120);
  expect(most(calls.filter((call) => call.writes))).toBeLessThanOrEqual(60);
  const gaps = calls.slice(1).map(({ at }, n) => at - (calls[n]?.at ?? 0));
  expect(Math.min(...gaps)).toBeGreaterThanOrEqual(110);
}

describe('the limits', () => {
  test('the first call of an idle bot goes at once', async () => {
    reads('person', 'first');
    await pass(0);
    expect(named('first')).toMatchObject([{ at: 0 }]);
    await pass(300_000);
    writes('queue', 'second');
    updates('third');
    await pass(5_000);
    expect(named('second')).toMatchObject([{ at: 300_000 }]);
    expect(named('third')).toMatchObject([{ at: 300_160 }, { at: 300_320 }]);
  });

  test('120 calls a minute hold for any minute, and are used', async () => {
    many(300, () => reads('person', 'read'));
    await pass(200_000);
    expect(calls).toHaveLength(300);
    expectWithinLimits();
    // All but the room that is kept for the write of an update.
    expect(named('read').filter(({ at }) => at < 60_000)).toHaveLength(119);
    expect(last('read')).toBeLessThan(130_000);
  });

  test('a minute is not counted from a fixed moment', async () => {
    many(60, () => reads('person', 'early'));
    later(50_000, () => many(120, () => reads('person', 'late')));
    await pass(200_000);
    expectWithinLimits();
    expect(named('late').filter(({ at }) => at < 60_000)).toHaveLength(59);
  });

  test('60 writes a minute hold, while people still read', async () => {
    many(80, () => writes('queue', 'create'));
    later(20_000, () => reads('person', 'picker'));
    await pass(200_000);
    expectWithinLimits();
    expect(named('create').filter(({ at }) => at < 60_000)).toHaveLength(60);
    expect(named('create')).toHaveLength(80);
    expect(named('picker')).toMatchObject([{ waited: 0 }]);
  });

  test('neither a clock that is moved nor one that is moved back changes a break', async () => {
    reads('person', 'before');
    await pass(1_000);
    pace.pause(5_000);
    machine.skew = 3_600_000;
    many(3, () => reads('person', 'after'));
    await pass(4_000);
    machine.skew = -3_600_000;
    expect(named('after')).toEqual([]);
    await pass(2_000);
    expect(named('after').map(({ at }) => at)).toEqual([6_000, 6_110, 6_220]);
  });

  test('a break is obeyed by all, also in the middle of a turn', async () => {
    updates('update');
    await pass(50);
    pace.pause(3_000);
    // A shorter break doesn't end a longer one.
    pace.pause(10);
    reads('person', 'picker');
    writes('queue', 'create');
    await pass(10_000);
    expect(Object.fromEntries(calls.slice(1).map(({ name, at }) => [name, at]))).toEqual({
      update: 3_050,
      picker: 3_160,
      create: 3_320,
    });
  });
});

describe('a burst of 200 updates', () => {
  const pairs = () => {
    const names = new Set(calls.map(({ name }) => name).filter((name) => name.startsWith('update')));
    return [...names].map(named);
  };

  test('takes four minutes of Nexudus, and nothing comes between a read and its write', async () => {
    many(200, (n) => updates(`update ${n}`));
    await pass(400_000);
    expectWithinLimits();
    expect(pairs().map((pair) => pair.length)).toEqual(Array(200).fill(2));
    expect(calls.map(({ writes }) => writes)).toEqual(Array(200).fill([false, true]).flat());
    // As soon as the limits allow it.
    expect(new Set(pairs().map(([read, write]) => (write?.at ?? 0) - (read?.at ?? 0)))).toEqual(
      new Set([160]),
    );
    expect(Math.max(...calls.map(({ at }) => at))).toBeLessThan(195_000);
  });

  test('doesn’t starve pickers: a person who asks every six seconds hardly waits', async () => {
    many(200, (n) => updates(`update ${n}`));
    for (let at = 1_000; at < 190_000; at += 6_000) later(at, () => reads('person', 'picker'));
    await pass(400_000);
    expectWithinLimits();
    expect(named('picker')).toHaveLength(32);
    // Two calls of a turn that has begun.
    expect(Math.max(...named('picker').map(({ waited }) => waited))).toBeLessThanOrEqual(330);
    expect(Math.max(...calls.map(({ at }) => at))).toBeLessThan(200_000);
  });

  test('is not starved by pickers that use up the minute, either', async () => {
    for (let at = 0; at < 600_000; at += 300) later(at, () => reads('person', 'picker'));
    later(60_000, () => many(20, (n) => updates(`update ${n}`)));
    await pass(400_000);
    expectWithinLimits();
    expect(pairs()).toHaveLength(20);
  });

  test('is not starved by pickers: of four turns one is its own', async () => {
    many(400, () => reads('person', 'picker'));
    many(100, (n) => updates(`update ${n}`));
    await pass(13_000);
    const turns = calls.filter(({ writes }) => !writes).map(({ name }) => name.startsWith('update'));
    expect(turns.slice(0, 9)).toEqual([
      ...[false, false, false, false, true],
      ...[false, false, false, true],
    ]);
    await pass(600_000);
    expectWithinLimits();
    expect(calls).toHaveLength(600);
  });

  test('ends what it has begun first: reads of queued work go before its next update', async () => {
    many(5, (n) => updates(`update ${n}`));
    later(300, () => reads('queue', 'verification'));
    await pass(10_000);
    expect(calls.map(({ name }) => name).indexOf('verification')).toBe(4);
  });
});

test('what is read ahead goes last, until a person waits for it', async () => {
  const urgent = new AbortController();
  many(3, (n) => void pace.person.later(sending(`ahead ${n}`)));
  void pace.person.later(sending('needed'), urgent.signal);
  reads('person', 'picker');
  reads('queue', 'verification');
  later(50, () => urgent.abort());
  await pass(5_000);
  expect(calls.map(({ name }) => name)).toEqual([
    ...['ahead 0', 'picker', 'needed', 'verification'],
    ...['ahead 1', 'ahead 2'],
  ]);
  expectWithinLimits();
});

describe('what is counted', () => {
  test('how long a call waited and how many wait, by who waits for them', async () => {
    const depths: string[] = [];
    const waits: string[] = [];
    pace = createPace({
      clock: timeline.clockOf(machine),
      depth: (who, waiting) => depths.push(`${who} ${waiting}`),
      waited: (who, ms) => waits.push(`${who} ${ms}`),
    });
    reads('person', 'first');
    updates('update');
    reads('person', 'second');
    await pass(5_000);
    expect(waits).toEqual(['person 0', 'person 110', 'queue 220']);
    expect(depths).toEqual(['person 1', 'person 0', 'queue 1', 'person 1', 'person 0', 'queue 0']);
  });
});
