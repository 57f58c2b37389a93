import type { Operation } from '../../operations/operation.ts';
import type { Submission } from '../../submissions/submission.ts';
import type { SubmissionStore } from '../../submissions/submission-store.ts';
import { firstOf } from '../../submissions/undo.ts';
import { asCaused } from '../text/caused.ts';

export interface WordsParts {
  operations: readonly Operation[];
  store: Pick<SubmissionStore, 'byId'>;
}

/** The operation in the words of what a submission does by it: an undo or a redo names what it goes back to as that was called. */
export async function inItsWords(
  { operations, store }: WordsParts,
  submission: Submission,
  operation: Operation,
): Promise<Operation> {
  const first = await firstOf(store, submission).catch(() => submission);
  const known = operations.find(({ id }) => id === first.operation);
  return asCaused(
    submission,
    operation,
    known && first !== submission ? asCaused(first, known).title : undefined,
  );
}
