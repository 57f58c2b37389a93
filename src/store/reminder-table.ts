import { sql } from 'kysely';
import type { ApprovalStore } from '../approvals/approval-store.ts';
import type { Clock } from '../clock.ts';
import { REMINDED } from '../submissions/outbox.ts';
import { announce, announceChange, announceOnce } from './announce.ts';
import { patiently } from './database.ts';
import type { Database } from './schema.ts';

/** Reminders to approvers of what still waits for them. */
export function createReminderTable(
  db: Database,
  clock: Clock,
): Pick<ApprovalStore, 'nudge' | 'remind' | 'offerReminders'> {
  return {
    async nudge() {
      const at = clock.now();
      const late = await patiently(() =>
        db
          .selectFrom('submissions')
          .innerJoin('approvals', 'approvals.submission_id', 'submissions.id')
          .leftJoin('outbox as nudge', (join) =>
            join.onRef('nudge.submission_id', '=', 'submissions.id').on('nudge.kind', '=', 'nudge'),
          )
          .select('submissions.id')
          .where('submissions.status', '=', 'awaiting-approval')
          .where('approvals.until', '>', at)
          // Access that ends soon has less time for its approval than a day.
          .where(sql<boolean>`approvals.until + submissions.submitted_at <= ${2 * at}`)
          .where('nudge.id', 'is', null)
          .execute(),
      );
      for (const { id } of late) await patiently(() => announceOnce(db, id, 'nudge', at));
      return late.length > 0;
    },
    async offerReminders(notSince) {
      const again = await patiently(() =>
        db
          .selectFrom('outbox')
          .innerJoin('approvals', 'approvals.submission_id', 'outbox.submission_id')
          .innerJoin('submissions', 'submissions.id', 'outbox.submission_id')
          .select('submissions.id')
          .where('outbox.shows', '=', REMINDED)
          .where('outbox.kind', '=', 'result')
          .where('outbox.state', '=', 'delivered')
          .where('submissions.status', '=', 'awaiting-approval')
          .where('approvals.reminded_at', '<=', notSince)
          .execute(),
      );
      for (const { id } of again)
        await patiently(() =>
          db.transaction().execute((tx) => announceChange(tx, id, 'result', clock.now())),
        );
      return again.length > 0;
    },
    remind: (id, notSince) =>
      patiently(() =>
        db.transaction().execute(async (tx) => {
          const at = clock.now();
          const { numUpdatedRows } = await tx
            .updateTable('approvals')
            .set({ reminded_at: at })
            .where('submission_id', '=', id)
            .where('until', '>', at)
            .where((where) =>
              where.or([where('reminded_at', 'is', null), where('reminded_at', '<=', notSince)]),
            )
            .where('submission_id', 'in', (waits) =>
              waits.selectFrom('submissions').where('status', '=', 'awaiting-approval').select('id'),
            )
            .executeTakeFirst();
          if (Number(numUpdatedRows) > 0) {
            await announce(tx, id, 'reminder', at);
            // Its button would only answer that they were reminded just now.
            await announceChange(tx, id, 'result', at);
            return 'reminded';
          }
          const waiting = await tx
            .selectFrom('approvals')
            .innerJoin('submissions', 'submissions.id', 'approvals.submission_id')
            .select('reminded_at')
            .where('submission_id', '=', id)
            .where('until', '>', at)
            .where('submissions.status', '=', 'awaiting-approval')
            .executeTakeFirst();
          return waiting?.reminded_at ? { last: waiting.reminded_at } : 'over';
        }),
      ),
  };
}
