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

/** What an attempt gave or took away. */
export async function noteAccess(
  tx: Tx,
  submission: Pick<Submission, 'id' | 'formId' | 'cause'>,
  { given, alarm }: Pick<AttemptResult, 'given' | 'alarm'>,
  standing: Standing,
  at: number,
): Promise<void> {
  if (given) await noteGiven(tx, submission, given, at);
  if (isOver(standing.status)) await noteEnded(tx, submission, at);
  if (alarm) await announce(tx, submission.id, 'not-ended', at);
}
