import type { Clock } from '../clock.ts';
import type { Cause } from '../submissions/cause.ts';
import { NEVER } from '../submissions/end-of-access.ts';
import { heldByOthers, lentBy } from '../submissions/held-by-others.ts';
import { endedNothing } from '../submissions/submission.ts';
import {
  nextMoment,
  reminderAt,
  type TemporaryAccess,
  type TemporaryStore,
} from '../submissions/temporary-access.ts';
import { announce } from './announce.ts';
import { beginEnd } from './begin-end.ts';
import { submissionIn } from './codec.ts';
import { asKey, patiently } from './database.ts';
import type { LeaseTime } from './lease-time.ts';
import { givenFirst, usersIn } from './note-access.ts';
import type { Database, TemporaryRow, Tx } from './schema.ts';

const accessIn = (row: TemporaryRow): TemporaryAccess => ({
  submissionId: row.submission_id,
  role: Number(row.role),
  users: usersIn(row),
  added: row.added === null ? [] : (JSON.parse(row.added) as number[]),
  until: Number(row.until),
  givenAt: Number(row.given_at),
  position: Number(row.position ?? 0),
  status: row.status as TemporaryAccess['status'],
  endedBy: row.ended_by ?? undefined,
});

const NOT_ENDED = ['running', 'ending'] as const;

/** All that was given of a role. */
const grantsOf = async (on: Database | Tx, role: number): Promise<TemporaryAccess[]> =>
  (await on.selectFrom('temporary_access').selectAll().where('role', '=', role).execute()).map(accessIn);

/** Those of an access that no other one holds for longer. */
async function notHeld(on: Database | Tx, row: TemporaryRow, at: number): Promise<number[]> {
  const held = heldByOthers(await grantsOf(on, row.role), accessIn(row), at);
  return usersIn(row).filter((id) => !held.has(id));
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

/**
 * The table of what was given of roles.
 * @param leaseTime ends come by the same clock as leases
 */
export function createTemporaryTable(db: Database, clock: Clock, leaseTime: LeaseTime): TemporaryStore {
  const inOne = <T>(act: (tx: Tx) => Promise<T>): Promise<T> =>
    patiently(() => db.transaction().execute(act));
  const timeNow = async (): Promise<number> => {
    const { at } = await patiently(() => db.selectNoFrom(leaseTime().as('at')).executeTakeFirstOrThrow());
    return Number(at);
  };
  const rowOf = (submissionId: string): Promise<TemporaryRow | undefined> =>
    patiently(() =>
      db
        .selectFrom('temporary_access')
        .selectAll()
        .where('submission_id', '=', asKey(submissionId))
        .executeTakeFirst(),
    );
  const goesOn = async ({ status, ended_by: id }: TemporaryRow): Promise<boolean> => {
    if (status !== 'ended' || id === null) return false;
    const end = await patiently(() =>
      db.selectFrom('submissions').selectAll().where('id', '=', id).executeTakeFirst(),
    );
    return end !== undefined && endedNothing(submissionIn(end));
  };
  const all = (role: number) => patiently(() => grantsOf(db, role));
  /** Grants that ended before what is undone was asked for: whom it then found in the role had it from elsewhere. */
  const endedBefore = async ({ kind, of }: Cause, grants: readonly TemporaryAccess[]) => {
    const ends = grants.flatMap(({ status, endedBy }) => (status === 'ended' && endedBy ? [endedBy] : []));
    if (kind !== 'undo' || ends.length === 0) return [];
    const rows = await patiently(() =>
      db
        .selectFrom('submissions')
        .select(['id', 'status', 'submitted_at', 'updated_at'])
        .where('id', 'in', [of, ...ends])
        .execute(),
    );
    const asked = Number(rows.find(({ id }) => id === of)?.submitted_at ?? 0);
    const before = rows.filter((row) => row.status === 'succeeded' && Number(row.updated_at) < asked);
    return before.map(({ id }) => id);
  };

  return {
    lent: async (role) => lentBy(await all(role)),
    async lapsed(cause, role) {
      const grants = await all(role);
      const own = (await patiently(() => givenFirst(db, cause)))?.submission_id;
      const at = await timeNow();
      const isOver = ({ status, until }: TemporaryAccess) =>
        status === 'ended' || status === 'ending' || until <= at;
      // What was undone holds no one, unless it is what is put back.
      const holds = (one: TemporaryAccess) =>
        !isOver(one) && (one.status !== 'undone' || one.submissionId === own);
      const held = new Set(grants.filter(holds).flatMap(({ users }) => users));
      const before = await endedBefore(cause, grants);
      return grants
        .filter((one) => isOver(one) && !before.includes(one.endedBy ?? ''))
        .flatMap(({ users }) => users)
        .filter((id) => !held.has(id));
    },
    async endOfPutBack(cause, role, users) {
      const first = cause.kind === 'redo' ? await patiently(() => givenFirst(db, cause)) : undefined;
      if (first?.status === 'undone')
        return Number(first.until) < NEVER ? { until: Number(first.until), users } : undefined;
      const grants = await all(role);
      const lent = lentBy(grants).filter((id) => users.includes(id));
      const theirs = grants.filter(
        (one) => one.status === 'running' && one.users.some((id) => lent.includes(id)),
      );
      return theirs.length > 0
        ? { until: Math.max(...theirs.map(({ until }) => until)), users: lent }
        : undefined;
    },
    async endsOf(role, users) {
      const grants = await all(role);
      const theirs = lentBy(grants).filter((id) => users.includes(id));
      return theirs.map((id) =>
        Math.max(
          ...grants
            .filter((one) => one.users.includes(id))
            .map(({ status, until }) => (status === 'running' ? until : 0)),
        ),
      );
    },
    async accessOf(submissionId) {
      const row = await rowOf(submissionId);
      if (!row || Number(row.until) >= NEVER) return undefined;
      return (await goesOn(row)) ? { ...accessIn(row), goesOn: true } : accessIn(row);
    },
    async accessOfForm(formId) {
      const presses = await patiently(() =>
        db
          .selectFrom('submissions')
          .selectAll()
          .where('form_id', '=', asKey(formId))
          .orderBy('press', 'desc')
          .execute(),
      );
      const given = [];
      for (const press of presses) {
        const row = await rowOf(press.id);
        if (row && Number(row.until) < NEVER)
          given.push({ access: accessIn(row), submission: submissionIn(press) });
      }
      return given.find(({ access }) => access.status === 'running') ?? given[0];
    },
    async running() {
      const rows = await patiently(() =>
        db
          .selectFrom('temporary_access')
          .selectAll()
          .where('status', 'in', NOT_ENDED)
          .orderBy('until')
          .orderBy('submission_id')
          .execute(),
      );
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
      const at = await timeNow();
      return row ? patiently(() => notHeld(db, row, at)) : [];
    },
    async leftToRemove(cause, role, users) {
      // A redo removes whom the change removed, not whom it gave the role to.
      const row = cause.kind === 'redo' ? undefined : await patiently(() => givenFirst(db, cause));
      if (!row || Number(row.role) !== role) return { remove: [...users], keep: [] };
      const own = accessIn(row);
      const held = heldByOthers(await all(role), own, await timeNow());
      return {
        remove: own.users.filter((id) => !held.has(id)),
        keep: own.users.filter((id) => held.has(id)),
      };
    },
    async beginDue() {
      const due = await patiently(() =>
        db
          .selectFrom('temporary_access')
          .selectAll()
          .select(leaseTime().as('at'))
          .where('status', '=', 'running')
          .where('next_at', '<=', leaseTime())
          .orderBy('next_at')
          .limit(100)
          .execute(),
      );
      for (const { at: now, ...row } of due) {
        const at = Number(now);
        if (Number(row.until) <= at) await inOne((tx) => beginEnd(tx, row, { at, clock }));
        else await inOne((tx) => remind(tx, row, at));
      }
      return due.length > 0;
    },
    async endNow(submissionId, by) {
      const row = await rowOf(submissionId);
      const at = await timeNow();
      return row && inOne((tx) => beginEnd(tx, row, { at, clock, by }));
    },
  };
}
