import { sql } from 'kysely';
import { type JournalDatabase, PAST, type PastRequest, patiently, type RequestRow } from './database.ts';
import { isOver, STATES } from './states.ts';

/** What the journal can be asked, and how it forgets. */
export interface JournalReports {
  /** Which of these created records belong to another request. */
  claimedKeys(keys: readonly string[], formId: string): Promise<Set<string>>;
  /** Other requests that are creating just the same right now. */
  twinsRunning(row: RequestRow): Promise<number>;
  /** The newest requests first, with what a form ended in before it was sent again. */
  history(filter: { requester?: string; since?: number; most: number }): Promise<PastRequest[]>;
  depth(): Promise<{ waiting: number; oldestMs: number; toTell: number }>;
  /** Forgets response URLs that are over, and what is older than the retention. */
  cleanUp(retentionMs: number): Promise<void>;
}

export function createJournalReports(db: JournalDatabase, now: () => number): JournalReports {
  return {
    async claimedKeys(keys, formId) {
      if (keys.length === 0) return new Set();
      const rows = await patiently(() =>
        db
          .selectFrom('requests')
          .select('created_key')
          .where('created_key', 'in', [...keys])
          .where('form_id', '<>', formId)
          .execute(),
      );
      return new Set(rows.map((row) => row.created_key ?? ''));
    },
    async twinsRunning(row) {
      const { count } = await patiently(() =>
        db
          .selectFrom('requests')
          .select((e) => e.fn.countAll<number>().as('count'))
          .where('operation', '=', row.operation)
          .where('input', '=', row.input)
          .where('state', '=', 'running')
          .where('lease_until', '>=', now())
          .where('form_id', '<>', row.form_id)
          .executeTakeFirstOrThrow(),
      );
      return Number(count);
    },
    async history({ requester, since = 0, most }) {
      const from = (table: 'requests' | 'earlier_requests') =>
        patiently(() => {
          const all = db.selectFrom(table).select(PAST).where('submitted_at', '>=', since);
          return (requester ? all.where('requester', '=', requester) : all)
            .orderBy('submitted_at', 'desc')
            .limit(most)
            .execute();
        });
      // Earlier ones last: what a process died over while it was kept stands in both.
      const rows = [...(await from('requests')), ...(await from('earlier_requests'))];
      const byKey = new Map<string, PastRequest>();
      for (const row of rows) {
        const key = `${row.form_id} ${row.submitted_at}`;
        if (!byKey.has(key)) byKey.set(key, row);
      }
      return [...byKey.values()].sort((a, b) => b.submitted_at - a.submitted_at).slice(0, most);
    },
    async depth() {
      const at = now();
      const { rows } = await sql<{ waiting: number; oldest: number | null; to_tell: number }>`
        select sum(case when state in ('running', 'queued', 'waiting') then 1 else 0 end) as waiting,
          min(case when state in ('running', 'queued', 'waiting') then submitted_at end) as oldest,
          sum(case when tell = 'pending' then 1 else 0 end) as to_tell
        from requests where state in ('running', 'queued', 'waiting') or tell = 'pending'`.execute(db);
      const [row] = rows;
      return {
        waiting: Number(row?.waiting ?? 0),
        oldestMs: row?.oldest ? at - Number(row.oldest) : 0,
        toTell: Number(row?.to_tell ?? 0),
      };
    },
    async cleanUp(retentionMs) {
      const at = now();
      await patiently(() =>
        db
          .updateTable('requests')
          .set({ response_url: null })
          .where('response_url', 'is not', null)
          .where('response_url_until', '<', at)
          .execute(),
      );
      await patiently(() =>
        db
          .deleteFrom('requests')
          .where('updated_at', '<', at - retentionMs)
          .where('state', 'in', STATES.filter(isOver))
          .execute(),
      );
      await patiently(() =>
        db
          .deleteFrom('earlier_requests')
          .where('updated_at', '<', at - retentionMs)
          .execute(),
      );
    },
  };
}
