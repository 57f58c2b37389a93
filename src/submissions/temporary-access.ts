import type { EndOfAccess } from '../operations/rights.ts';
import type { Cause } from './cause.ts';
import type { Submission } from './submission.ts';

/** Who got a role, and until when; for good where it says no end. */
export interface Given {
  role: number;
  users: number[];
  /** Those of them who did not have it before. */
  added: number[];
  /** Who was named and has it for good anyway: no end takes it from them. */
  had: number[];
  until?: number;
}

/** Access to a role that a submission gave, until a moment or for good. */
export interface TemporaryAccess {
  /** Id of the submission that gave it. */
  submissionId: string;
  role: number;
  /** Who was given it: all that did not have it for good. */
  users: number[];
  /** Those of them who did not have it before. */
  added: number[];
  until: number;
  givenAt: number;
  /** Of all that was given of the role: later ones have higher ones. */
  position: number;
  /** `ending`: it is being taken away, however long that takes. `undone`: an undo took it away, and a redo may give it back. */
  status: 'running' | 'for-good' | 'ending' | 'ended' | 'undone';
  /** Id of the submission that takes it away. */
  endedBy?: string;
  /** It has ended, and all who had it still have the role by another submission. */
  goesOn?: true;
}

/** What temporary access needs of the store. */
export interface TemporaryStore {
  /** Users who have this role until a moment. */
  lent(role: number): Promise<number[]>;
  /** Users whose access to this role until a moment is over: what is put back gives it to none of them. */
  lapsed(cause: Cause, role: number): Promise<number[]>;
  /** Which of these users lose the role again once it is put back, and when; undefined where none of them does. */
  endOfPutBack(cause: Cause, role: number, users: readonly number[]): Promise<EndOfAccess | undefined>;
  /** When those of them lose a role who have it until a moment: the latest of several. */
  endsOf(role: number, users: readonly number[]): Promise<number[]>;
  /** What a submission gave until a moment. */
  accessOf(submissionId: string): Promise<TemporaryAccess | undefined>;
  /** What a form gave until a moment, and by which submission: a later one of the form may have come to nothing. */
  accessOfForm(formId: string): Promise<{ access: TemporaryAccess; submission: Submission } | undefined>;
  /** All that has not ended, the next to end first. */
  running(): Promise<{ access: TemporaryAccess; submission: Submission }[]>;
  /** Those of an access that no other one holds for longer. */
  notHeldElsewhere(submissionId: string): Promise<number[]>;
  /**
   * Of those whom an undo would remove from a role: who really loses it, and who keeps it because another submission gives it to
   * them.
   */
  leftToRemove(cause: Cause, role: number, users: readonly number[]): Promise<LeftToRemove>;
  /** Begins the ends and announces the reminders that are due. True where there was something. */
  beginDue(): Promise<boolean>;
  /** Begins one end before its time; undefined where it has begun already. */
  endNow(submissionId: string, by: string): Promise<Submission | undefined>;
}

export interface LeftToRemove {
  remove: number[];
  keep: number[];
}

const HOUR_MS = 60 * 60_000;

/** How long before the end its requester is reminded, where the access lasts longer than that. */
export const REMINDERS = { 'ends-in-a-day': 24 * HOUR_MS, 'ends-in-an-hour': HOUR_MS } as const;
export type EndReminder = keyof typeof REMINDERS;

/** When something is to be done next about an access. */
export function nextMoment({ until, givenAt }: Pick<TemporaryAccess, 'until' | 'givenAt'>, after: number) {
  const reminders = Object.values(REMINDERS)
    .filter((before) => until - givenAt > before)
    .map((before) => until - before);
  return Math.min(until, ...reminders.filter((at) => at > after));
}

/** The reminder that is due: where the bot was away, only the last one. */
export const reminderAt = (until: number, now: number): EndReminder =>
  until - now <= REMINDERS['ends-in-an-hour'] ? 'ends-in-an-hour' : 'ends-in-a-day';
