import { sql } from 'kysely';
import type { Clock } from '../clock.ts';
import { statusesBefore } from '../submissions/status.ts';
import { LEASE_MS, MAY_STILL_ACT_MS, type SubmissionStore } from '../submissions/submission-store.ts';
import { submissionIn } from './codec.ts';
import { isUnique, patiently } from './database.ts';
import type { LeaseTime } from './lease-time.ts';
import type { Database, SubmissionRow } from './schema.ts';

/** The submissions as a queue of work: which process has taken on what, and for how long. */
type WorkQueue = Pick<SubmissionStore, 'claimDue' | 'renewLeases' | 'leaseLeft' | 'release'>;

export function createWorkQueue(db: Database, owner: string, clock: Clock, leaseTime: LeaseTime): WorkQueue {
  const leaseEnd = () => sql<number>`${leaseTime()} + ${LEASE_MS}`;
  const claim = async (
    busy: readonly string[],
    operations?: readonly string[],
  ): Promise<SubmissionRow | undefined> => {
    const at = clock.now();
    const known = operations ? sql`operation in (${sql.join(operations)}) and` : sql``;
    const free = busy.length > 0 ? sql`${known} id not in (${sql.join(busy)}) and` : known;
    // PostgreSQL looks only at the outer condition again when another process changed the row meanwhile.
    const due = sql`lease_until < ${leaseTime()} and status in (${sql.join(statusesBefore('running'))})
      and (status = 'running' or next_at <= ${at})
      and not exists (select 1 from submissions other where other.record_key = submissions.record_key
        and other.status = 'running' and other.id <> submissions.id)`;
    try {
      // What a dead process ran may have been sent just before: a create is then looked for before it is sent again.
      const { rows } = await sql<SubmissionRow>`
        update submissions set status = 'running', attempts = attempts + 1,
          unknown_outcome_since = case when status <> 'running' then unknown_outcome_since
            when record_key is null then coalesce(unknown_outcome_since, submitted_at) else submitted_at end,
          unknown_outcome_until = case when status = 'running' and record_key is null
            then ${at + MAY_STILL_ACT_MS} else unknown_outcome_until end,
          lease_owner = ${owner}, lease_until = ${leaseEnd()}
        where id = (select id from submissions where ${free} ${due} order by next_at limit 1) and ${due}
        returning *`.execute(db);
      return rows[0];
    } catch (error) {
      // Another process took on a submission of the same record in the same moment.
      if (isUnique(error)) return undefined;
      throw error;
    }
  };

  return {
    async claimDue(busy, operations) {
      const row = await patiently(() => claim(busy, operations));
      return row && submissionIn(row);
    },
    async renewLeases(ids) {
      if (ids.length === 0) return;
      await patiently(() =>
        db
          .updateTable('submissions')
          .set({ lease_until: leaseEnd() })
          .where('id', 'in', [...ids])
          .where('lease_owner', '=', owner)
          .where('status', '=', 'running')
          .execute(),
      );
    },
    async leaseLeft({ id, attempts }) {
      const held = await patiently(() =>
        db
          .selectFrom('submissions')
          .select(sql<number>`lease_until - ${leaseTime()}`.as('left'))
          .where('id', '=', id)
          .where('attempts', '=', attempts)
          .where('status', '=', 'running')
          .where('lease_owner', '=', owner)
          .executeTakeFirst(),
      );
      if (!held) return 0;
      if (held.left > LEASE_MS / 2) return held.left;
      const { numUpdatedRows } = await patiently(() =>
        db
          .updateTable('submissions')
          .set({ lease_until: leaseEnd() })
          .where('id', '=', id)
          .where('attempts', '=', attempts)
          .where('status', '=', 'running')
          .where('lease_owner', '=', owner)
          .executeTakeFirst(),
      );
      return Number(numUpdatedRows) > 0 ? LEASE_MS : 0;
    },
    async release(ids) {
      if (ids.length === 0) return;
      await patiently(() =>
        db
          .updateTable('submissions')
          .set({ lease_until: 0 })
          .where('id', 'in', [...ids])
          .where('lease_owner', '=', owner)
          .execute(),
      );
    },
  };
}

/** Frees at once what processes held that are known to be dead. */
export async function releaseDead(
  db: Database,
  owner: string,
  leaseTime: LeaseTime,
  isDead: (owner: string) => boolean,
): Promise<void> {
  for (const table of ['submissions', 'outbox'] as const) {
    const held = await patiently(() =>
      db.selectFrom(table).select('lease_owner').distinct().where('lease_until', '>', leaseTime()).execute(),
    );
    for (const { lease_owner: other } of held) {
      if (!other || other === owner || !isDead(other)) continue;
      await patiently(() =>
        db.updateTable(table).set({ lease_until: 0 }).where('lease_owner', '=', other).execute(),
      );
    }
  }
}
