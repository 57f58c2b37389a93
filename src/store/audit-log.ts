import { sql } from 'kysely';
import type { Clock } from '../clock.ts';
import { isOver, STATUSES, type Status } from '../submissions/status.ts';
import type { Depth, SubmissionStore } from '../submissions/submission-store.ts';
import { submissionIn } from './codec.ts';
import { patiently } from './database.ts';
import type { LeaseTime } from './lease-time.ts';
import type { Database } from './schema.ts';

/** What is asked of all submissions: the table of them is the audit log. */
export interface AuditLog
  extends Pick<SubmissionStore, 'claimedKeys' | 'earlierInputs' | 'twinsRunning' | 'history'> {
  depth(): Promise<Depth>;
  /** What was submitted, decided or ended since. */
  changedSince(at: number): Promise<{ id: string; at: number; requester: string; isForOthers: boolean }[]>;
  /** Forgets response URLs that are over, and what is older than the retention. */
  cleanUp(retentionMs: number): Promise<void>;
}

/** With one attempt, nothing was done for certain. */
const CERTAIN_ENDS: readonly Status[] = ['invalid', 'rejected', 'denied'];

export function createAuditLog(db: Database, clock: Clock, leaseTime: LeaseTime): AuditLog {
  return {
    async claimedKeys(keys, formId) {
      if (keys.length === 0) return new Set();
      const rows = await patiently(() =>
        db
          .selectFrom('submissions')
          .select('created_key')
          .where('created_key', 'in', [...keys])
          .where('form_id', '<>', formId)
          .execute(),
      );
      return new Set(rows.map((row) => row.created_key ?? ''));
    },
    async earlierInputs({ formId, press }) {
      const rows = await patiently(() =>
        db
          .selectFrom('submissions')
          .selectAll()
          .where('form_id', '=', formId)
          .where('press', '<', press)
          .where('unknown_outcome_since', 'is not', null)
          .orderBy('press')
          .execute(),
      );
      return rows
        .map(submissionIn)
        .filter(({ attempts, status }) => attempts > 1 || (attempts === 1 && !CERTAIN_ENDS.includes(status)))
        .map(({ input }) => input);
    },
    async twinsRunning({ operation, input, formId }) {
      const { count } = await patiently(() =>
        db
          .selectFrom('submissions')
          .select((e) => e.fn.countAll<number>().as('count'))
          .where('operation', '=', operation)
          .where('input', '=', JSON.stringify(input))
          .where('status', '=', 'running')
          .where('lease_until', '>=', leaseTime())
          .where('form_id', '<>', formId)
          .executeTakeFirstOrThrow(),
      );
      return Number(count);
    },
    async history({ requester, since = 0, most }) {
      const rows = await patiently(() => {
        const all = db.selectFrom('submissions').selectAll().where('submitted_at', '>=', since);
        return (requester ? all.where('requester', '=', requester) : all)
          .orderBy('submitted_at', 'desc')
          .orderBy('press', 'desc')
          .limit(most)
          .execute();
      });
      return rows.map(submissionIn);
    },
    async changedSince(at) {
      const rows = await patiently(() =>
        db
          .selectFrom('submissions')
          .leftJoin('approvals', 'approvals.submission_id', 'submissions.id')
          .select(['id', 'updated_at', 'requester', 'record_key', 'approvals.submission_id as approval'])
          .where('updated_at', '>', at)
          .execute(),
      );
      return rows.map(({ id, updated_at, requester, record_key: record, approval }) => ({
        id,
        at: updated_at,
        requester,
        isForOthers: approval !== null || record?.startsWith('userroles:') === true,
      }));
    },
    async depth() {
      const { rows } = await sql<{ waiting: number; oldest: number | null; undelivered: number }>`
        select (select count(*) from submissions where status in ('running', 'queued', 'waiting')) as waiting,
          (select min(submitted_at) from submissions where status in ('running', 'queued', 'waiting')) as oldest,
          (select count(*) from outbox where state = 'pending') as undelivered`.execute(db);
      const [row] = rows;
      return {
        waiting: Number(row?.waiting ?? 0),
        oldestMs: row?.oldest ? clock.now() - Number(row.oldest) : 0,
        undelivered: Number(row?.undelivered ?? 0),
      };
    },
    async cleanUp(retentionMs) {
      const at = clock.now();
      await patiently(() =>
        db
          .updateTable('submissions')
          .set({ response_url: null })
          .where('response_url', 'is not', null)
          .where('response_url_until', '<', at)
          .execute(),
      );
      await patiently(() =>
        db
          .deleteFrom('submissions')
          .where('updated_at', '<', at - retentionMs)
          .where('status', 'in', STATUSES.filter(isOver))
          // Its end is still to come.
          .where('id', 'not in', (running) =>
            running
              .selectFrom('temporary_access')
              .select('submission_id')
              .where('status', 'in', ['running', 'ending']),
          )
          .execute(),
      );
      for (const table of ['outbox', 'approvals'] as const)
        await patiently(() =>
          db
            .deleteFrom(table)
            .where('submission_id', 'not in', (left) => left.selectFrom('submissions').select('id'))
            .execute(),
        );
      await patiently(() =>
        db
          .deleteFrom('temporary_access')
          .where('submission_id', 'not in', (left) => left.selectFrom('submissions').select('id'))
          // Who has a role for good keeps it when temporary access to it ends.
          .where('role', 'not in', (running) =>
            running
              .selectFrom('temporary_access as other')
              .select('other.role')
              .where('other.status', 'in', ['running', 'ending']),
          )
          .execute(),
      );
    },
  };
}
