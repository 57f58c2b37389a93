import type { Operation } from '../../operations/operation.ts';
import type { CauseKind } from '../../submissions/cause.ts';
import type { Submission } from '../../submissions/submission.ts';
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

const NAMES_ITS_ACT: readonly CauseKind[] = ['deactivate', 'reactivate'];

/** The operation in the words of a submission's cause; of one that a form was sent for, in its own. */
export function asCaused({ cause }: Pick<Submission, 'cause'>, operation: Operation): Operation {
  if (!cause || cause.kind === 'end-of-access') return operation;
  const { title, ...words } = CAUSE_WORDS[cause.kind];
  const whole = NAMES_ITS_ACT.includes(cause.kind)
    ? `${title} ${CALLED[operation.resource][0]}`
    : `${title}: ${operation.title}`;
  return { ...operation, ...words, title: whole };
}
