import { expect, test } from '@jest/globals';
import {
  NexudusDenied,
  NexudusNotFound,
  NexudusRejection,
  NexudusSignInFailed,
  NexudusThrottled,
  NexudusUnavailable,
} from '../../../src/nexudus/errors.ts';
import { failureOf } from '../../../src/nexudus/failure.ts';

const certain = { mayHaveActed: false, answered: true };

test.each([
  [
    'a throttle passes',
    new NexudusThrottled(3000),
    { ...certain, why: 'throttled', passing: true, retryAfterMs: 3000 },
  ],
  [
    'a missing permission stays',
    new NexudusDenied('HTTP 403'),
    { ...certain, why: 'bot-denied', passing: false },
  ],
  [
    'a wrong password stays',
    new NexudusSignInFailed('no'),
    { ...certain, why: 'bot-sign-in', passing: false },
  ],
  [
    'a record that is gone stays so',
    new NexudusNotFound('HTTP 404'),
    { ...certain, why: 'gone', passing: false },
  ],
  [
    'what never left changed nothing',
    new NexudusUnavailable('No answer', 'no', { answered: false }),
    { why: 'unreachable', passing: true, mayHaveActed: false, answered: false },
  ],
  [
    'what got no answer may have acted, and may be at it still',
    new NexudusUnavailable('No answer', 'unknown', { answered: false }),
    { why: 'unsure', passing: true, mayHaveActed: true, answered: false },
  ],
  [
    'a 500 may have acted',
    new NexudusUnavailable('HTTP 500', 'unknown'),
    { why: 'unsure', passing: true, mayHaveActed: true, answered: true },
  ],
  [
    'what no one thought of may have acted',
    new TypeError('x is not a function'),
    { why: 'unexpected', passing: false, mayHaveActed: true, answered: true },
  ],
  [
    'nor is anything else believed',
    undefined,
    { why: 'unexpected', passing: false, mayHaveActed: true, answered: true },
  ],
])('%s', (_what, error, failure) => {
  expect(failureOf(error)).toEqual(failure);
});

test('an error’s words name the property and the reason', () => {
  const reasons = [{ property: 'Name', message: 'is taken' }, { message: 'Access Denied' }];
  expect(new NexudusRejection(reasons).message).toBe('Name: is taken; Access Denied');
  expect(new NexudusThrottled(1500).message).toBe('throttled, retry after 1500 ms');
});
