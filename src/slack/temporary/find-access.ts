import type { Logger } from 'pino';
import type { Operation } from '../../operations/operation.ts';
import type { Submission } from '../../submissions/submission.ts';
import type { TemporaryAccess, TemporaryStore } from '../../submissions/temporary-access.ts';
import { say } from '../text/say.ts';

export interface FindAccessParts {
  operations: readonly Operation[];
  /** The last submission of a form. */
  latest(formId: string): Promise<Submission | undefined>;
  temporary: Pick<TemporaryStore, 'accessOfForm'>;
  log: Logger;
}

/** Temporary access that still runs, and what gave it. */
export interface FoundAccess {
  submission: Submission;
  operation: Operation;
  /** The operation's field that holds the role. */
  record: string;
  access: TemporaryAccess;
}

/** The access that a button stands for, or a sentence that says why there is none. */
export async function findAccess(
  { operations, latest, temporary, log }: FindAccessParts,
  formId: string,
): Promise<FoundAccess | { problem: string }> {
  try {
    const given = await temporary.accessOfForm(formId);
    const submission = given?.submission ?? (await latest(formId));
    const access = given?.access;
    const operation = operations.find(({ id }) => id === submission?.operation);
    const record = operation?.record;
    if (!submission || !operation || !record) return { problem: say.submissionGone };
    if (access?.status !== 'running') return { problem: say.accessOver };
    return { submission, operation, record, access };
  } catch (err) {
    log.warn({ err }, 'temporary access could not be looked up');
    return { problem: say.buttonUnread };
  }
}
