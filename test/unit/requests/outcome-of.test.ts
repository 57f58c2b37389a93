import { expect, test } from '@jest/globals';
import { HIDDEN, UNSURE } from '../../../src/nexudus/failure.ts';
import type { Ending } from '../../../src/requests/ending.ts';
import { outcomeOf } from '../../../src/requests/outcome-of.ts';

const outcome = (rehearsed: boolean) => ({ message: '', sent: {}, rehearsed });

test.each<[string, Ending | undefined, string]>([
  ['running', undefined, 'running'],
  ['succeeded', { kind: 'succeeded', outcome: outcome(false) }, 'succeeded'],
  ['succeeded', { kind: 'succeeded', outcome: outcome(true) }, 'rehearsed'],
  ['denied', { kind: 'turned-down', by: 'U0PRIYA00' }, 'turned-down'],
  ['denied', { kind: 'denied', decision: { allowed: false, reason: 'guest' } }, 'denied'],
  ['cancelled', { kind: 'cancelled' }, 'cancelled'],
  ['failed', { kind: 'failed', failure: UNSURE }, 'unknown-outcome'],
  ['failed', { kind: 'failed', failure: HIDDEN }, 'failed'],
])('a request that is %s with %j is told of as that', (state, ending, told) => {
  expect(outcomeOf({ state, ending: ending ? JSON.stringify(ending) : null })).toBe(told);
});
