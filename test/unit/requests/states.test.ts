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
    ['running', 'yield', 'queued'],
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
    ['refused', 'claim', undefined],
    ['failed', 'approve', undefined],
  ])('%s, %s: %s', (state, event, expected) => {
    expect(next(state, event)).toBe(expected);
  });

  test('is this table and nothing else', () => {
    const rows = (Object.keys(transitions) as State[]).flatMap((state) =>
      Object.entries(transitions[state]).map(([event, after]) => `${state} ${event} ${after}`),
    );
    expect(rows.sort()).toEqual(
      [
        'awaiting approve queued',
        'awaiting cancel cancelled',
        'awaiting expire expired',
        'awaiting fail failed',
        'awaiting turn-down denied',
        'queued cancel cancelled',
        'queued claim running',
        'running claim running',
        'running deny denied',
        'running fail failed',
        'running refuse refused',
        'running succeed succeeded',
        'running wait waiting',
        'running yield queued',
        'waiting cancel cancelled',
        'waiting claim running',
        ...['cancelled', 'denied', 'expired', 'failed', 'refused'].flatMap((state) => [
          `${state} ask awaiting`,
          `${state} submit running`,
        ]),
      ].sort(),
    );
  });

  test('can come to every state', () => {
    const reached = new Set<State>(['running', 'awaiting']);
    for (const state of reached) for (const after of Object.values(transitions[state])) reached.add(after);
    expect([...reached].sort()).toEqual((Object.keys(transitions) as State[]).sort());
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
