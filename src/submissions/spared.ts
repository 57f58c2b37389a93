import type { Operation, Values } from '../operations/operation.ts';
import { fieldSentences } from '../operations/sentences.ts';
import type { Submission } from './submission.ts';
import type { AttemptResult } from './submission-store.ts';
import type { TemporaryStore } from './temporary-access.ts';

/** What an undo asks for where another submission still gives the role to some of those that it would remove. */
export interface Spared {
  input: Values;
  /** Who keeps the role. */
  keep: readonly number[];
  isEmpty: boolean;
}

/** Undefined for what removes no one from a role. */
export async function sparedOf(
  store: Pick<TemporaryStore, 'leftToRemove'>,
  { input, cause }: Pick<Submission, 'input' | 'cause'>,
  { rights, record, fields }: Operation,
): Promise<Spared | undefined> {
  if (!cause || !rights || !record) return undefined;
  const removing = Object.keys(fields).find((name) => {
    const control = fields[name]?.control;
    return control?.kind === 'remove' && control.list === 'Users';
  });
  if (!removing) return undefined;
  const { [removing]: users, ...others } = input;
  if (!Array.isArray(users) || users.length === 0) return undefined;
  const { remove, keep } = await store.leftToRemove(cause, Number(input[record]), users);
  const left = remove.length > 0 ? { ...others, [removing]: remove } : others;
  return { input: left, keep, isEmpty: Object.keys(left).every((name) => name === record) };
}

/** All of it is kept. */
export const nothingToTake = ({ record = '' }: Operation): AttemptResult => ({
  announce: 'if-posted',
  standing: { status: 'invalid', problems: { [record]: fieldSentences.allKept } },
});

/**
 * What was asked in the end, and how many of those who were spared have the role.
 * @param keptUntil when the last of them loses it; undefined where that is not known or never
 */
export function withKept(
  result: AttemptResult,
  { input, keep, keptUntil }: Pick<Spared, 'input' | 'keep'> & { keptUntil?: number },
): AttemptResult {
  const { standing } = result;
  if (standing.status !== 'succeeded') return result;
  const users = standing.outcome.before?.Users;
  const kept = Array.isArray(users) ? keep.filter((id) => users.map(Number).includes(id)).length : 0;
  return { ...result, asked: input, standing: { ...standing, ...(kept > 0 ? { kept, keptUntil } : {}) } };
}
