import type { Operation } from '../operations/operation.ts';
import { type Reverse, reverseOf } from '../operations/reverse.ts';
import { type Cause, formIdOf, kindAgainst, REVERSALS } from './cause.ts';
import { isOver } from './status.ts';
import type { Submission } from './submission.ts';
import type { SubmissionStore } from './submission-store.ts';

/** How long a change can be undone. */
export const UNDO_MS = 24 * 60 * 60_000;

/** What puts a submission back. */
export interface Undo extends Reverse {
  cause: Cause;
  /** Until when. */
  until: number;
}

/**
 * What puts a submission back; undefined where that can't be done: only what is known to be done is undone.
 * @param operations those that may be used
 */
export function undoOf(submission: Submission, operations: readonly Operation[]): Undo | undefined {
  if (submission.status !== 'succeeded' || submission.erased) return undefined;
  const operation = operations.find(({ id }) => id === submission.operation);
  const { outcome, verification, twins = [], mayAlsoExist = [], cause, id, updatedAt } = submission;
  const kind = operation && kindAgainst(cause, operation.record === undefined);
  if (!kind || !verification?.held || verification.unverified) return undefined;
  if (verification.differing.length + twins.length + mayAlsoExist.length > 0) return undefined;
  const reverse = reverseOf(operation, outcome, verification.held, operations);
  return reverse && { ...reverse, cause: { kind, of: id }, until: updatedAt + UNDO_MS };
}

const isDone = (one: Submission): boolean => one.status === 'succeeded' && !one.outcome.rehearsed;

/** What became of a submission's undo. */
export interface Undone {
  /** It is done. */
  done?: Submission;
  /** It is under way, or waits for its approval. */
  underWay?: Submission;
  /** The last one, which did not succeed: it may be submitted again. */
  last?: Submission;
  /** The form that an undo has now. */
  formId: string;
}

/** @param cause why the undo would be there */
export async function undoneOf(store: Pick<SubmissionStore, 'causedBy'>, cause: Cause): Promise<Undone> {
  const all = (await store.causedBy(cause.of)).filter((one) => one.cause?.kind === cause.kind);
  const rehearsals = all.filter((one) => one.status === 'succeeded' && one.outcome.rehearsed).length;
  const formId = formIdOf(cause, rehearsals);
  return {
    done: all.find(isDone),
    underWay: all.find(({ status }) => !isOver(status)),
    last: all.findLast((one) => one.formId === formId),
    formId,
  };
}

/** The submission that an undo or a redo goes back to. */
export async function firstOf(
  store: Pick<SubmissionStore, 'byId'>,
  submission: Submission,
): Promise<Submission> {
  let first = submission;
  while (first.cause && REVERSALS.includes(first.cause.kind)) {
    const before = await store.byId(first.cause.of);
    if (!before) return first;
    first = before;
  }
  return first;
}

/** Where a submission stands after all that was undone and redone of it: the last of these. */
export async function lastReversal(
  store: Pick<SubmissionStore, 'causedBy'>,
  submission: Submission,
): Promise<Submission> {
  let last = submission;
  for (;;) {
    const next = (await store.causedBy(last.id)).find(
      (one) => isDone(one) && one.cause && REVERSALS.includes(one.cause.kind),
    );
    if (!next) return last;
    last = next;
  }
}
