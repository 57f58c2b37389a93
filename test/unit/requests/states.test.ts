import { describe, expect, test } from '@jest/globals';
import {
  type Event,
  isOver,
  next,
  type State,
  statesBefore,
  transitions,
} from '../../../src/requests/states.ts';

describe('the life of a request', () => {
  test.each<[State, Event, State | undefined]>([
    ['running', 'succeed', 'succeeded'],
    ['running', 'refuse', 'refused'],
    ['running', 'deny', 'denied'],
    ['running', 'wait', 'waiting'],
    ['running', 'fail', 'failed'],
    // Its process died.
    ['running', 'claim', 'running'],
    ['running', 'cancel', undefined],
    ['running', 'submit', undefined],
    ['queued', 'claim', 'running'],
    ['queued', 'cancel', 'cancelled'],
    ['waiting', 'claim', 'running'],
    ['waiting', 'cancel', 'cancelled'],
    ['waiting', 'submit', undefined],
    ['awaiting', 'approve', 'queued'],
    ['awaiting', 'turn-down', 'denied'],
    ['awaiting', 'expire', 'expired'],
    ['awaiting', 'cancel', 'cancelled'],
    ['awaiting', 'claim', undefined],
    ['awaiting', 'submit', undefined],
    ['refused', 'submit', 'running'],
    ['denied', 'submit', 'running'],
    ['failed', 'submit', 'running'],
    ['cancelled', 'submit', 'running'],
    ['expired', 'submit', 'running'],
    ['refused', 'ask', 'awaiting'],
    ['refused', 'line-up', 'queued'],
    ['refused', 'claim', undefined],
    ['failed', 'approve', undefined],
  ])('%s, %s: %s', (state, event, expected) => {
    expect(next(state, event)).toBe(expected);
  });

  test('succeeds at most once: nothing happens after a success', () => {
    expect(transitions.succeeded).toEqual({});
  });

  test('is over in these states and no others', () => {
    expect((Object.keys(transitions) as State[]).filter(isOver).sort()).toEqual([
      'cancelled',
      'denied',
      'expired',
      'failed',
      'refused',
      'succeeded',
    ]);
  });

  test('never runs what nobody approved', () => {
    expect(statesBefore('approve')).toEqual(['awaiting']);
    expect(statesBefore('claim').sort()).toEqual(['queued', 'running', 'waiting']);
  });

  test('can be cancelled while it has not begun', () => {
    expect(statesBefore('cancel').sort()).toEqual(['awaiting', 'queued', 'waiting']);
  });
});
