import { isOver } from '../submissions/status.ts';
import type { Standing, Submission } from '../submissions/submission.ts';
import type { AttemptResult } from '../submissions/submission-store.ts';
import { type Given, nextMoment } from '../submissions/temporary-access.ts';
import { announce, announceChange } from './announce.ts';
import type { TemporaryRow, Tx } from './schema.ts';

// What becomes of temporary access when a submission ends, in the same transaction.

export const usersIn = ({ users }: Pick<TemporaryRow, 'users'>): number[] => JSON.parse(users) as number[];

/** Takes users out of what other submissions gave: they no longer hold them. */
async function release(tx: Tx, rows: readonly TemporaryRow[], users: readonly number[]): Promise<void> {
  for (const row of rows) {
    const held = usersIn(row);
    const left = held.filter((id) => !users.includes(id));
    if (left.length === held.length) continue;
    await tx
      .updateTable('temporary_access')
      .set({ users: JSON.stringify(left) })
      .where('submission_id', '=', row.submission_id)
      .execute();
  }
}

async function noteGiven(
  tx: Tx,
  { id, formId }: Pick<Submission, 'id' | 'formId'>,
  { role, users, until }: Given,
  at: number,
): Promise<void> {
  const others = tx
    .selectFrom('temporary_access')
    .selectAll()
    .where('role', '=', role)
    .where('submission_id', '<>', id);
  // Given for good, no end takes it away any more.
  if (until === undefined) return release(tx, await others.execute(), users);
  // What an earlier press of the form may have given is this one's.
  const earlier = others.where('submission_id', 'in', (presses) =>
    presses.selectFrom('submissions').select('id').where('form_id', '=', formId),
  );
  await release(tx, await earlier.execute(), users);
  const known = { users: JSON.stringify(users), until, next_at: nextMoment({ until, givenAt: at }, at) };
  await tx
    .insertInto('temporary_access')
    .values({ submission_id: id, role, given_at: at, status: 'running', ended_by: null, ...known })
    .onConflict((conflict) =>
      conflict.column('submission_id').doUpdateSet(known).where('temporary_access.status', '=', 'running'),
    )
    .execute();
}

async function noteEnded(tx: Tx, { id, cause }: Pick<Submission, 'id' | 'cause'>, at: number): Promise<void> {
  if (cause?.kind !== 'end-of-access') return;
  await tx.updateTable('temporary_access').set({ status: 'ended' }).where('ended_by', '=', id).execute();
  await announceChange(tx, cause.of, 'result', at);
  await announceChange(tx, id, 'not-ended', at);
}

/** What an undo took away has no end any more, until a redo gives it back. */
async function noteReversal(
  tx: Tx,
  { cause }: Pick<Submission, 'cause'>,
  isUndone: boolean,
  at: number,
): Promise<void> {
  let gave = cause?.of;
  for (let of = gave; of; ) {
    gave = of;
    const row = await tx
      .selectFrom('submissions')
      .select(['cause', 'cause_of'])
      .where('id', '=', of)
      .executeTakeFirst();
    of = row?.cause_of ?? undefined;
  }
  const of = await tx
    .selectFrom('temporary_access')
    .selectAll()
    .where('submission_id', '=', gave ?? '')
    .where('status', '=', isUndone ? 'running' : 'undone')
    .executeTakeFirst();
  if (!of) return;
  const moment = { until: Number(of.until), givenAt: Number(of.given_at) };
  await tx
    .updateTable('temporary_access')
    .set(isUndone ? { status: 'undone' } : { status: 'running', next_at: nextMoment(moment, at) })
    .where('submission_id', '=', of.submission_id)
    .execute();
}

/** What an attempt gave or took away. */
export async function noteAccess(
  tx: Tx,
  submission: Pick<Submission, 'id' | 'formId' | 'cause'>,
  { given, alarm, unknownOutcomeSince }: Pick<AttemptResult, 'given' | 'alarm' | 'unknownOutcomeSince'>,
  standing: Standing,
  at: number,
): Promise<void> {
  if (given) await noteGiven(tx, submission, given, at);
  const isDone = standing.status === 'succeeded' && !standing.outcome.rehearsed;
  if (isDone && submission.cause?.kind === 'undo') await noteReversal(tx, submission, true, at);
  // It may have given it back.
  if ((isDone || unknownOutcomeSince) && submission.cause?.kind === 'redo')
    await noteReversal(tx, submission, false, at);
  if (isOver(standing.status)) await noteEnded(tx, submission, at);
  if (alarm) await announce(tx, submission.id, 'not-ended', at);
}
