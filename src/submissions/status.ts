/** Where a submission stands. */
export type Status =
  /** Waits for an approver's decision. */
  | 'awaiting-approval'
  /** Waits for its turn on its record. */
  | 'queued'
  /** A process holds its lease and works on it. */
  | 'running'
  /** Waits to be tried again: Nexudus or Slack can't be asked, or asks for a break. */
  | 'waiting'
  | 'succeeded'
  /** Our own check found, when it ran, that it can't be what was meant. */
  | 'invalid'
  /** Nexudus said no. */
  | 'rejected'
  /** Its requester is not permitted to do it, or an approver said no. */
  | 'denied'
  /** It could not be done. */
  | 'failed'
  | 'cancelled'
  /** Not approved in time. */
  | 'expired';

/** The whole life of a submission: where each status may lead. What is not in the table does not happen. */
export const transitions: Readonly<Record<Status, readonly Status[]>> = {
  'awaiting-approval': ['queued', 'denied', 'expired', 'cancelled', 'failed'],
  queued: ['running', 'cancelled'],
  // To running: its process died, and another one takes it on.
  running: ['running', 'waiting', 'succeeded', 'invalid', 'rejected', 'denied', 'failed'],
  waiting: ['running', 'cancelled'],
  succeeded: [],
  invalid: [],
  rejected: [],
  denied: [],
  failed: [],
  cancelled: [],
  expired: [],
};

export const STATUSES = Object.keys(transitions) as Status[];

/** The statuses that lead to this one. */
export const statusesBefore = (status: Status): Status[] =>
  STATUSES.filter((from) => transitions[from].includes(status));

/** Nothing more happens by itself. */
export const isOver = (status: Status): boolean => transitions[status].length === 0;

/** Another submission of the same form is only taken while there is none of these: a form succeeds at most once. */
export const KEEPS_ITS_FORM: readonly Status[] = STATUSES.filter(
  (status) => !isOver(status) || status === 'succeeded',
);
