/** Where a request stands. */
export type State =
  /** Taken on by a process that holds its lease. */
  | 'running'
  /** Waits for its turn on its record. */
  | 'queued'
  /** Waits for Nexudus to be reachable again. */
  | 'waiting'
  /** Waits for a second person's yes. */
  | 'awaiting'
  | 'succeeded'
  /** Nexudus said no, or it could not be what was meant. */
  | 'refused'
  | 'denied'
  | 'failed'
  | 'cancelled'
  /** Nobody said yes in time. */
  | 'expired';

export type Event =
  /** Its form was sent again after it ended without success. A new one starts in the state that this leads to. */
  | 'submit'
  /** Its form was sent again while another request on the same record is running. */
  | 'line-up'
  /** Its form was sent again, and a second person has to say yes. */
  | 'ask'
  | 'approve'
  | 'turn-down'
  | 'expire'
  /** Nobody can be asked. */
  | 'give-up'
  /** A process takes it on. */
  | 'claim'
  | 'succeed'
  | 'refuse'
  | 'deny'
  /** No usable answer; it will be tried again. */
  | 'wait'
  /** No usable answer, and no more tries. */
  | 'fail'
  | 'cancel';

const running: Partial<Record<Event, State>> = {
  // The process that had it died: another one takes it on.
  claim: 'running',
  succeed: 'succeeded',
  refuse: 'refused',
  deny: 'denied',
  wait: 'waiting',
  fail: 'failed',
};
const ahead: Partial<Record<Event, State>> = { claim: 'running', cancel: 'cancelled' };
const over: Partial<Record<Event, State>> = { submit: 'running', 'line-up': 'queued', ask: 'awaiting' };

/** The whole life of a request. What is not in the table does not happen. */
export const transitions: Readonly<Record<State, Partial<Record<Event, State>>>> = {
  running,
  queued: ahead,
  waiting: ahead,
  // An approved request gets in line; it fails when the approval channel can't be reached.
  awaiting: {
    approve: 'queued',
    'turn-down': 'denied',
    expire: 'expired',
    cancel: 'cancelled',
    'give-up': 'failed',
  },
  // A form succeeds at most once.
  succeeded: {},
  refused: over,
  denied: over,
  failed: over,
  cancelled: over,
  expired: over,
};

export const STATES = Object.keys(transitions) as State[];

/** The state that follows, or undefined where the event can't happen. */
export const next = (state: State, event: Event): State | undefined => transitions[state][event];

/** The state that follows where the event is known to happen. */
export function after(state: State, event: Event): State {
  const following = next(state, event);
  if (!following) throw new Error(`${event} does not happen to what is ${state}`);
  return following;
}

/** The states from which an event leads on. */
export const statesBefore = (event: Event): State[] =>
  STATES.filter((state) => next(state, event) !== undefined);

/** Nothing more happens by itself. */
export const isOver = (state: State): boolean =>
  !['running', 'queued', 'waiting', 'awaiting'].includes(state);
