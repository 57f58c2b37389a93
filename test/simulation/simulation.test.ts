import { beforeAll, describe, expect, test } from '@jest/globals';
import { runSeed } from './run-seed.ts';
import { SharedStore } from './shared-store.ts';

// docs/simulation.md says what is simulated. More seeds: npm run simulate -- --seed 1 --runs 10000.

let store: SharedStore;
beforeAll(async () => {
  store = await SharedStore.open();
});

describe('in virtual time', () => {
  test.each([0, 50, 100, 150])(
    'all invariants hold in the fifty seeds after %i',
    async (before) => {
      const found: string[] = [];
      for (let seed = before + 1; seed <= before + 50; seed++) {
        const { violation } = await runSeed(seed, store);
        if (violation) found.push(`seed ${seed}: ${violation}`);
      }
      expect(found).toEqual([]);
    },
    120_000,
  );

  test('the same seed is the same story, line by line, and another seed another one', async () => {
    const one = await runSeed(11, store, true);
    await runSeed(12, store, true);
    const again = await runSeed(11, store, true);
    const other = await runSeed(12, await SharedStore.open(), true);
    expect(again.transcript).toEqual(one.transcript);
    expect(again.steps).toBe(one.steps);
    expect(one.transcript.length).toBeGreaterThan(20);
    expect(other.transcript).not.toEqual(one.transcript);
  }, 120_000);
});
