import type { Operation } from '../operations/operation.ts';
import { fieldSentences } from '../operations/sentences.ts';
import { withoutLent } from '../operations/temporary.ts';
import type { Submission } from './submission.ts';
import type { AttemptResult, SubmissionStore } from './submission-store.ts';
import type { Given } from './temporary-access.ts';

/**
 * Who got a role by this attempt, as far as the end of their access depends on it. What an attempt of unknown outcome may have given
 * counts as given until its end: to take away once too often is the safe side. What only an earlier submission of the form may have
 * given keeps the end that it had there.
 * @param lent who had the role only until a moment, before it
 */
export function givenBy(
  operation: Operation,
  submission: Submission,
  { standing, unknownOutcomeSince }: AttemptResult,
  lent: readonly number[],
): Given | undefined {
  const { input, base, cause } = submission;
  if (!operation.rights || !operation.record) return undefined;
  const until = operation.endsAt?.(input);
  const role = Number(input[operation.record]);
  const named = operation.rights(input, { Id: role }).usersAdded;
  const given = (before: NonNullable<Submission['base']>): Given | undefined => {
    const added = operation.rights?.(input, before).usersAdded ?? [];
    const users = operation.rights?.(input, withoutLent(before, lent)).usersAdded ?? [];
    const had = named.filter((id) => !users.includes(id));
    return named.length > 0 ? { role, users, added, had, until } : undefined;
  };
  const since = unknownOutcomeSince ?? submission.unknownOutcomeSince;
  const isUnknown = since !== undefined;
  // Those who had the role when it was submitted are not named. The form may be older than that.
  const asSubmitted = isUnknown && !cause ? { Id: role, Users: [...lent] } : undefined;
  if (standing.status === 'succeeded') {
    const { rehearsed, before } = standing.outcome;
    return rehearsed || !before ? undefined : given(asSubmitted ?? before);
  }
  const before = asSubmitted ?? base;
  const isOwn = cause !== undefined || (since !== undefined && since >= submission.submittedAt);
  return isUnknown && isOwn && (until !== undefined || cause) && before ? given(before) : undefined;
}

/** What is put back gives a role to no one whose access to it was to end, and is over: that would be for good. */
export async function lapsedOf(
  store: Pick<SubmissionStore, 'lapsed'>,
  { input, cause }: Submission,
  operation: Operation,
): Promise<AttemptResult | undefined> {
  if (!cause || !operation.rights || !operation.record) return undefined;
  const given = operation.rights(input, { Id: 0 }).usersAdded;
  if (given.length === 0) return undefined;
  const over = await store.lapsed(cause, Number(input[operation.record]));
  if (!given.some((id) => over.includes(id))) return undefined;
  const problems = { [operation.record]: fieldSentences.accessOver };
  return { announce: true, standing: { status: 'invalid', problems } };
}

/**
 * What may have been given already and was ended meanwhile is not given again: it has no other end. The same where a person ended what
 * an earlier submission of its form may have given.
 */
export async function endedOf(
  store: Pick<SubmissionStore, 'accessOf' | 'accessOfForm' | 'byId'>,
  { id, formId, submittedAt, unknownOutcomeSince }: Submission,
): Promise<AttemptResult | undefined> {
  if (unknownOutcomeSince === undefined) return undefined;
  const own = await store.accessOf(id);
  const { status, endedBy } = own ?? (await store.accessOfForm(formId))?.access ?? {};
  if (status !== 'ending' && status !== 'ended') return undefined;
  const end = own || endedBy === undefined ? undefined : await store.byId(endedBy);
  if (!own && !(end?.input.early === true && end.submittedAt >= submittedAt)) return undefined;
  const problems = { until: fieldSentences.endedMeanwhile };
  return { announce: true, standing: { status: 'invalid', problems } };
}
