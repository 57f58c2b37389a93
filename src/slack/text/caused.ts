import type { NexudusRecord } from '../../nexudus/resources.ts';
import type { Operation } from '../../operations/operation.ts';
import type { CauseKind } from '../../submissions/cause.ts';
import { endedNothing, type Submission } from '../../submissions/submission.ts';
import { CALLED } from './called.ts';

/** How people read why there is a submission: on a button, before a record's name, and when it is done. */
export const CAUSE_WORDS: Readonly<Record<CauseKind, Pick<Operation, 'title' | 'act' | 'done' | 'did'>>> = {
  undo: { title: 'Undo', act: 'undo the change of', done: 'Undone', did: 'Undid the change of {name}' },
  redo: { title: 'Redo', act: 'redo the change of', done: 'Redone', did: 'Redid the change of {name}' },
  deactivate: { title: 'Deactivate', act: 'deactivate', done: 'Deactivated', did: 'Deactivated {name}' },
  reactivate: { title: 'Reactivate', act: 'reactivate', done: 'Reactivated', did: 'Reactivated {name}' },
  // The operation has these words of its own.
  'end-of-access': {
    title: 'End',
    act: 'end temporary access to',
    done: 'Temporary access ended',
    did: 'Ended temporary access to {name}',
  },
};

/** Of access that is given until a later moment, or for good, to who has it until a moment. */
const EXTENSION: Partial<Operation> = {
  title: 'Extend access',
  act: 'extend access to',
  done: 'Access extended',
  did: 'Extended access of {entries} to {name}',
};

/** Of an end that took nothing away. */
const NOT_ENDED: Partial<Operation> = {
  title: 'End temporary access (nothing to end)',
  done: 'Access continues',
  did: 'Access to {name} continues',
};

/** All whom it names had the role, as far as is known: who has it for good is not given it until a moment. */
export function isExtension(submission: Submission, { endsAt, rights }: Operation): boolean {
  if (submission.cause || !endsAt || !rights) return false;
  const before = submission.status === 'succeeded' ? submission.outcome.before : submission.base;
  const count = (role: NexudusRecord) => rights(submission.input, role).usersAdded.length;
  return before !== undefined && count({ Id: 0 }) > 0 && count(before) === 0;
}

const NAMES_ITS_ACT: readonly CauseKind[] = ['deactivate', 'reactivate'];

/**
 * The operation in the words of what a submission does by it.
 * @param first what is undone or redone, as it was called itself
 */
export function asCaused(submission: Submission, operation: Operation, first = operation.title): Operation {
  const { cause } = submission;
  if (!cause) return isExtension(submission, operation) ? { ...operation, ...EXTENSION } : operation;
  if (cause.kind === 'end-of-access')
    return endedNothing(submission) ? { ...operation, ...NOT_ENDED } : operation;
  const { title, ...words } = CAUSE_WORDS[cause.kind];
  const whole = NAMES_ITS_ACT.includes(cause.kind)
    ? `${title} ${CALLED[operation.resource][0]}`
    : `${title}: ${first}`;
  return { ...operation, ...words, title: whole };
}
