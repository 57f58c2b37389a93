import { expect, jest, test } from '@jest/globals';
import { crashRun } from '../support/crash-run.ts';

// What is random is not tried again: a failure of it is a find.
jest.retryTimes(0);

// The long run is `npm run bench:crash`; both take CRASH_SEED.
test('killed at eight random moments: nothing is lost, done twice, done without approval or said falsely', async () => {
  const seed = Number(process.env.CRASH_SEED ?? Date.now() % 1_000_000);
  console.info(`CRASH_SEED=${seed}`);
  const report = await crashRun({ kills: 8, seed, people: 5, hurry: true });
  expect(report.violations).toEqual([]);
  expect(report.ended.done).toBeGreaterThan(0);
  expect(report.hits).toBeGreaterThan(0);
}, 400_000);
