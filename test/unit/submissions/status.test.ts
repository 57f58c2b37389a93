import { describe, expect, test } from '@jest/globals';
import {
  isOver,
  KEEPS_ITS_FORM,
  STATUSES,
  type Status,
  statusesBefore,
  transitions,
} from '../../../src/submissions/status.ts';

describe('the life of a submission', () => {
  test.each<[Status, Status, boolean]>([
    ['running', 'succeeded', true],
    ['running', 'invalid', true],
    ['running', 'rejected', true],
    ['running', 'denied', true],
    ['running', 'waiting', true],
    ['running', 'failed', true],
    // Its process died.
    ['running', 'running', true],
    ['running', 'cancelled', false],
    ['running', 'queued', false],
    ['queued', 'running', true],
    ['queued', 'cancelled', true],
    ['queued', 'succeeded', false],
    ['waiting', 'running', true],
    ['waiting', 'cancelled', true],
    ['waiting', 'succeeded', false],
    ['awaiting-approval', 'queued', true],
    ['awaiting-approval', 'denied', true],
    ['awaiting-approval', 'expired', true],
    ['awaiting-approval', 'cancelled', true],
    ['awaiting-approval', 'failed', true],
    ['awaiting-approval', 'running', false],
    ['rejected', 'running', false],
    ['failed', 'queued', false],
    ['expired', 'running', false],
  ])('%s → %s: %s', (from, to, possible) => {
    expect(transitions[from].includes(to)).toBe(possible);
  });

  test('succeeds at most once: nothing happens after a success', () => {
    expect(transitions.succeeded).toEqual([]);
  });

  test('is over in these statuses and no others', () => {
    expect(STATUSES.filter(isOver).sort()).toEqual([
      'cancelled',
      'denied',
      'expired',
      'failed',
      'invalid',
      'rejected',
      'succeeded',
    ]);
  });

  test('lets its form be sent again after these, and never after a success', () => {
    expect(STATUSES.filter((status) => !KEEPS_ITS_FORM.includes(status)).sort()).toEqual([
      'cancelled',
      'denied',
      'expired',
      'failed',
      'invalid',
      'rejected',
    ]);
  });

  test('never runs what was not approved', () => {
    expect(statusesBefore('queued')).toEqual(['awaiting-approval']);
    expect(statusesBefore('running').sort()).toEqual(['queued', 'running', 'waiting']);
  });

  test('can be cancelled while it has not begun', () => {
    expect(statusesBefore('cancelled').sort()).toEqual(['awaiting-approval', 'queued', 'waiting']);
  });
});
