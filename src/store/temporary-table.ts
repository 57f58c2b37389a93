import type { Clock } from '../clock.ts';
import { endAccess } from '../operations/end-access.ts';
import { formIdOf } from '../submissions/cause.ts';
import { NEVER } from '../submissions/end-of-access.ts';
import { newReceipt } from '../submissions/receipt.ts';
import type { Submission } from '../submissions/submission.ts';
import {
  nextMoment,
  reminderAt,
  type TemporaryAccess,
  type TemporaryStore,
} from '../submissions/temporary-access.ts';
import { announce, announceChange } from './announce.ts';
import { submissionIn } from './codec.ts';
import { patiently } from './database.ts';
import { usersIn } from './note-access.ts';
import type { Database, SubmissionRow, TemporaryRow, Tx } from './schema.ts';

const accessIn = (row: TemporaryRow): TemporaryAccess => ({
  submissionId: row.submission_id,
  role: Number(row.role),
  users: usersIn(row),
  until: Number(row.until),
  givenAt: Number(row.given_at),
  status: row.status as TemporaryAccess['status'],
  endedBy: row.ended_by ?? undefined,
});

const NOT_ENDED = ['running', 'ending'] as const;

/** Those of an access that no other one holds for longer. */
async function notHeld(on: Database | Tx, row: TemporaryRow, at: number): Promise<number[]> {
  const others = await on
    .selectFrom('temporary_access')
    .selectAll()
    .where('role', '=', row.role)
    .where('status', '=', 'running')
    .where('submission_id', '<>', row.submission_id)
    .where('until', '>', at)
    .execute();
  const held = new Set(others.flatMap(usersIn));
  return usersIn(row).filter((id) => !held.has(id));
}

/** Makes the submission that takes an access away. It lines up with the others on its role. */
async function beginEnd(
  tx: Tx,
  row: TemporaryRow,
  at: number,
  by: string | undefined,
): Promise<Submission | undefined> {
  const cause = { kind: 'end-of-access', of: row.submission_id } as const;
  const formId = formIdOf(cause);
  const id = `${formId}:1`;
  const begun = await tx
    .updateTable('temporary_access')
    .set({ status: 'ending', ended_by: id })
    .where('submission_id', '=', row.submission_id)
    .where('status', '=', 'running')
    .returning('submission_id')
    .executeTakeFirst();
  if (!begun) return undefined;
  const given = await tx
    .selectFrom('submissions')
    .selectAll()
    .where('id', '=', row.submission_id)
    .executeTakeFirstOrThrow();
  const message = await tx
    .selectFrom('outbox')
    .select(['channel', 'ts'])
    .where('submission_id', '=', row.submission_id)
    .where('kind', '=', 'result')
    .executeTakeFirst();
  // In the thread of what gave it; where that stands in a direct message, in a direct message.
  const channel = message?.ts ? message.channel : null;
  const thread = (channel === given.channel && given.thread) || message?.ts || null;
  const ending: SubmissionRow = {
    id,
    form_id: formId,
    press: 1,
    receipt: newReceipt(),
    operation: endAccess.id,
    record_key: `${endAccess.resource}:${row.role}`,
    created_key: null,
    requester: by ?? given.requester,
    channel,
    thread: channel ? thread : null,
    response_url: null,
    response_url_until: 0,
    input: JSON.stringify({ role: Number(row.role), users: usersIn(row), ...(by ? { early: true } : {}) }),
    locations: given.locations,
    base: given.base,
    status: 'queued',
    standing: null,
    decided_by: null,
    attempts: 0,
    submitted_at: at,
    updated_at: at,
    next_at: at,
    give_up_at: NEVER,
    unknown_outcome_since: null,
    unknown_outcome_until: 0,
    not_ours: '[]',
    cause: cause.kind,
    delivery: null,
    cause_of: cause.of,
    lease_owner: null,
    lease_until: 0,
  };
  await tx.insertInto('submissions').values(ending).execute();
  await announceChange(tx, row.submission_id, 'result', at);
  return submissionIn(ending);
}

/** Reminds of an end that comes near, unless everyone keeps the role for longer. */
async function remind(tx: Tx, row: TemporaryRow, at: number): Promise<void> {
  const access = accessIn(row);
  const { numUpdatedRows } = await tx
    .updateTable('temporary_access')
    .set({ next_at: nextMoment(access, at) })
    .where('submission_id', '=', row.submission_id)
    .where('status', '=', 'running')
    .where('next_at', '=', row.next_at)
    .executeTakeFirst();
  if (Number(numUpdatedRows) === 0 || (await notHeld(tx, row, access.until)).length === 0) return;
  await announce(tx, row.submission_id, reminderAt(access.until, at), at);
}

/** The table of what was given until a moment. */
export function createTemporaryTable(db: Database, clock: Clock): TemporaryStore {
  const inOne = <T>(act: (tx: Tx) => Promise<T>): Promise<T> =>
    patiently(() => db.transaction().execute(act));
  const rowOf = (submissionId: string): Promise<TemporaryRow | undefined> =>
    patiently(() =>
      db
        .selectFrom('temporary_access')
        .selectAll()
        .where('submission_id', '=', submissionId)
        .executeTakeFirst(),
    );
  const notEnded = () => db.selectFrom('temporary_access').selectAll().where('status', 'in', NOT_ENDED);

  return {
    async lent(role) {
      const rows = await patiently(() => notEnded().where('role', '=', role).execute());
      return [...new Set(rows.flatMap(usersIn))];
    },
    async lapsed(role) {
      const rows = await patiently(() =>
        db.selectFrom('temporary_access').selectAll().where('role', '=', role).execute(),
      );
      const at = clock.now();
      const isOver = (row: TemporaryRow) =>
        !['running', 'undone'].includes(row.status) || Number(row.until) <= at;
      const held = new Set(rows.filter((row) => !isOver(row)).flatMap(usersIn));
      return rows
        .filter(isOver)
        .flatMap(usersIn)
        .filter((id) => !held.has(id));
    },
    async accessOf(submissionId) {
      const row = await rowOf(submissionId);
      return row && accessIn(row);
    },
    async running() {
      const rows = await patiently(() => notEnded().orderBy('until').orderBy('submission_id').execute());
      const ids = rows.map(({ submission_id }) => submission_id);
      if (ids.length === 0) return [];
      const given = await patiently(() =>
        db.selectFrom('submissions').selectAll().where('id', 'in', ids).execute(),
      );
      return rows.flatMap((row) => {
        const submission = given.find(({ id }) => id === row.submission_id);
        return submission && usersIn(row).length > 0
          ? [{ access: accessIn(row), submission: submissionIn(submission) }]
          : [];
      });
    },
    async notHeldElsewhere(submissionId) {
      const row = await rowOf(submissionId);
      return row ? patiently(() => notHeld(db, row, clock.now())) : [];
    },
    async beginDue() {
      const at = clock.now();
      const due = await patiently(() =>
        db
          .selectFrom('temporary_access')
          .selectAll()
          .where('status', '=', 'running')
          .where('next_at', '<=', at)
          .orderBy('next_at')
          .limit(100)
          .execute(),
      );
      for (const row of due) {
        if (Number(row.until) <= at) await inOne((tx) => beginEnd(tx, row, at, undefined));
        else await inOne((tx) => remind(tx, row, at));
      }
      return due.length > 0;
    },
    async endNow(submissionId, by) {
      const row = await rowOf(submissionId);
      return row && inOne((tx) => beginEnd(tx, row, clock.now(), by));
    },
  };
}
