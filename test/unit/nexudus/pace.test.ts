import { describe, expect, test } from '@jest/globals';
import { createPace } from '../../../src/nexudus/pace.ts';

const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** Every gap is at least 100 ms. One may look shorter, where the machine was late for the call before it. */
function expectPaced(times: readonly number[]): void {
  const gaps = times.slice(1).map((at, n) => at - (times[n] ?? 0));
  expect(gaps.filter((gap) => gap < 100).length).toBeLessThanOrEqual(1);
  expect((times.at(-1) ?? 0) - (times[0] ?? 0)).toBeGreaterThanOrEqual(gaps.length * 102);
}

describe('the pace', () => {
  test('keeps at least 100 ms between calls, however many want to go at once', async () => {
    const { person: turn } = createPace();
    const times: number[] = [];
    await Promise.all(Array.from({ length: 12 }, () => turn(async () => times.push(performance.now()))));
    expect(times).toHaveLength(12);
    expectPaced(times);
  });

  test('lets calls go in the order in which they came', async () => {
    const { person: turn } = createPace();
    const order: number[] = [];
    await Promise.all([1, 2, 3, 4].map((n) => turn(async () => order.push(n))));
    expect(order).toEqual([1, 2, 3, 4]);
  });

  test('does not wait for a slow call before the next one goes', async () => {
    const { person: turn } = createPace();
    const startedAt = performance.now();
    const slow = turn(() => sleep(1000));
    await turn(async () => {});
    expect(performance.now() - startedAt).toBeLessThan(800);
    await slow;
  });

  test('gives what the call gives, and its error', async () => {
    const { person: turn } = createPace();
    expect(await turn(async () => 7)).toBe(7);
    const failed = turn(async () => {
      throw new Error('no');
    });
    await expect(failed).rejects.toThrow('no');
    expect(await turn(async () => 8)).toBe(8);
  });

  test('lets no one call before the break is over', async () => {
    const { person: turn, pause } = createPace();
    await turn(async () => {});
    const startedAt = Date.now();
    pause(500);
    // A shorter break doesn't end a longer one.
    pause(50);
    const times: number[] = [];
    await Promise.all([1, 2, 3].map(() => turn(async () => times.push(Date.now() - startedAt))));
    expect(Math.min(...times)).toBeGreaterThanOrEqual(500);
  });

  test('after a break the calls that waited don’t all go at once', async () => {
    const { person: turn, pause } = createPace();
    pause(600);
    const times: number[] = [];
    await Promise.all(Array.from({ length: 4 }, () => turn(async () => times.push(performance.now()))));
    expectPaced(times);
  });

  test('lets no one between the calls of one turn', async () => {
    const { person: turn } = createPace();
    const order: string[] = [];
    const times: number[] = [];
    const call =
      (name: string, ms = 0) =>
      async () => {
        times.push(performance.now());
        order.push(name);
        await sleep(ms);
      };
    const together = (name: string) =>
      turn.together(async (mine) => {
        await mine(call(`${name} looks`, 50));
        await mine(call(`${name} writes`), true);
      });
    await Promise.all([together('one'), turn(call('other')), together('two')]);
    expect(order).toEqual(['one looks', 'one writes', 'other', 'two looks', 'two writes']);
    expectPaced(times);
  });

  test('doesn’t keep the others back for more than a second, and goes before them afterwards', async () => {
    const { person: turn } = createPace();
    const order: string[] = [];
    const call =
      (name: string, ms = 0) =>
      async () => {
        order.push(name);
        await sleep(ms);
      };
    const slow = turn.together(async (mine) => {
      await mine(call('looks', 1300));
      await mine(call('writes'), true);
    });
    const others = Array.from({ length: 8 }, () => turn(call('other')));
    await Promise.all([slow, ...others]);
    expect(order.indexOf('other')).toBe(1);
    expect(order.indexOf('writes')).toBeLessThan(order.length - 1);
  });

  test('a turn that fails lets the others go', async () => {
    const { person: turn } = createPace();
    const failed = turn.together(async (mine) => {
      await mine(async () => {});
      throw new Error('no');
    });
    await expect(failed).rejects.toThrow('no');
    expect(await turn(async () => 7)).toBe(7);
  });
});
