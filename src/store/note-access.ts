import { sql } from 'kysely';
import type { Cause } from '../submissions/cause.ts';
import { NEVER } from '../submissions/end-of-access.ts';
import { isOver } from '../submissions/status.ts';
import type { Standing, Submission } from '../submissions/submission.ts';
import type { AttemptResult } from '../submissions/submission-store.ts';
import { type Given, nextMoment } from '../submissions/temporary-access.ts';
import { announce, announceChange } from './announce.ts';
import type { Database, TemporaryRow, Tx } from './schema.ts';

// What becomes of access to roles when a submission ends, in the same transaction.

export const usersIn = ({ users }: Pick<TemporaryRow, 'users'>): number[] => JSON.parse(users) as number[];

/** What an earlier press of the form may have given is this one's. */
async function takeOver(tx: Tx, { id, formId }: Pick<Submission, 'id' | 'formId'>, users: readonly number[]) {
  const earlier = await tx
    .selectFrom('temporary_access')
    .selectAll()
    .where('submission_id', '<>', id)
    .where('submission_id', 'in', (presses) =>
      presses.selectFrom('submissions').select('id').where('form_id', '=', formId),
    )
    .execute();
  for (const row of earlier) {
    const held = usersIn(row);
    const left = held.filter((user) => !users.includes(user));
    if (left.length === held.length) continue;
    await tx
      .updateTable('temporary_access')
      .set({
        users: JSON.stringify(left),
        ...(left.length === 0 && row.status === 'running' ? { status: 'ended' } : {}),
      })
      .where('submission_id', '=', row.submission_id)
      .execute();
  }
}

/** The next one of the role: one submission at a time is at work on it. */
const nextPosition = (role: number) =>
  sql<number>`(select coalesce(max(others.position), 0) + 1 from temporary_access as others where others.role = ${role})`;

async function noteGiven(
  tx: Tx,
  submission: Pick<Submission, 'id' | 'formId'>,
  { role, users, added, until = NEVER }: Given,
  at: number,
): Promise<void> {
  if (users.length === 0) return;
  await takeOver(tx, submission, users);
  const status = until === NEVER ? 'for-good' : 'running';
  const known = {
    users: JSON.stringify(users),
    until,
    next_at: until === NEVER ? NEVER : nextMoment({ until, givenAt: at }, at),
  };
  await tx
    .insertInto('temporary_access')
    .values({
      submission_id: submission.id,
      role,
      position: nextPosition(role),
      given_at: at,
      status,
      ended_by: null,
      added: JSON.stringify(added),
      ...known,
    })
    // Whom the first attempt found without the role, a later one may find there.
    .onConflict((conflict) =>
      conflict.column('submission_id').doUpdateSet(known).where('temporary_access.status', '=', status),
    )
    .execute();
}

async function noteEnded(tx: Tx, { id, cause }: Pick<Submission, 'id' | 'cause'>, at: number): Promise<void> {
  if (cause?.kind !== 'end-of-access') return;
  await tx.updateTable('temporary_access').set({ status: 'ended' }).where('ended_by', '=', id).execute();
  await announceChange(tx, cause.of, 'result', at);
  await announceChange(tx, id, 'not-ended', at);
}

/** What the first submission gave of all that were undone and redone. */
export async function givenFirst(on: Database | Tx, cause: Cause): Promise<TemporaryRow | undefined> {
  let first = cause.of;
  for (let of: string | undefined = first; of; ) {
    first = of;
    const row: { cause_of: string | null } | undefined = await on
      .selectFrom('submissions')
      .select('cause_of')
      .where('id', '=', of)
      .executeTakeFirst();
    of = row?.cause_of ?? undefined;
  }
  return on.selectFrom('temporary_access').selectAll().where('submission_id', '=', first).executeTakeFirst();
}

/** What an undo took away has no end any more, until a redo gives it back. */
async function noteReversal(tx: Tx, cause: Cause, given: Given | undefined, at: number): Promise<void> {
  const first = await givenFirst(tx, cause);
  const from = cause.kind === 'undo' ? ['running', 'for-good'] : ['undone'];
  if (!first || !from.includes(first.status)) return;
  const until = Number(first.until);
  const isForGood = until === NEVER;
  // Who got it from someone else in between keeps it: that is not this grant's to take away.
  const users = usersIn(first).filter((id) => !given?.had.includes(id));
  if (cause.kind === 'redo' && users.length === 0) return;
  // Given again: what was given in between came before it.
  const again = {
    position: nextPosition(first.role),
    given_at: at,
    users: JSON.stringify(users),
    added: JSON.stringify(given?.added ?? []),
    ...(isForGood
      ? { status: 'for-good' }
      : { status: 'running', next_at: nextMoment({ until, givenAt: at }, at) }),
  };
  await tx
    .updateTable('temporary_access')
    .set(cause.kind === 'undo' ? { status: 'undone' } : again)
    .where('submission_id', '=', first.submission_id)
    // Its end may have begun just now: then that has the last word.
    .where('status', '=', first.status)
    .execute();
}

/** What an attempt gave or took away. */
export async function noteAccess(
  tx: Tx,
  submission: Pick<Submission, 'id' | 'formId' | 'cause'>,
  { given, alarm }: Pick<AttemptResult, 'given' | 'alarm'>,
  standing: Standing,
  at: number,
): Promise<void> {
  const { cause } = submission;
  // What is put back ends when it would have ended.
  if (given && !cause) await noteGiven(tx, submission, given, at);
  const isDone = standing.status === 'succeeded' && !standing.outcome.rehearsed;
  // A redo of unknown outcome may have given it back.
  if (cause && ((isDone && cause.kind === 'undo') || ((isDone || given) && cause.kind === 'redo')))
    await noteReversal(tx, cause, given, at);
  if (isOver(standing.status)) await noteEnded(tx, submission, at);
  if (alarm) await announce(tx, submission.id, 'not-ended', at);
}
