import { sql } from 'kysely';
import type { Approval, ApprovalStore } from '../approvals/approval-store.ts';
import type { Clock } from '../clock.ts';
import { switchedOff } from '../nexudus/failure.ts';
import { PATIENCE_MS } from '../submissions/intake.ts';
import type { Submission } from '../submissions/submission.ts';
import { announceChange } from './announce.ts';
import { announcementIn, submissionIn } from './codec.ts';
import { patiently } from './database.ts';
import { createReminderTable } from './reminder-table.ts';
import type { ApprovalRow, Database, Tx } from './schema.ts';
import { moveTo } from './submission-table.ts';

const approvalIn = ({ until, digest, words, approved_role, reminded_at }: ApprovalRow): Approval => ({
  until,
  digest: digest ?? undefined,
  words: words === null ? undefined : JSON.parse(words),
  approvedRole: approved_role === null ? undefined : JSON.parse(approved_role),
  remindedAt: reminded_at ?? undefined,
});

const AWAITING = ['awaiting-approval'] as const;

/** Takes back all of a transaction. */
class NotSo extends Error {}

export function createApprovalTable(db: Database, clock: Clock): ApprovalStore {
  const inOne = <T>(act: (tx: Tx) => Promise<T>): Promise<T> =>
    patiently(() => db.transaction().execute(act));
  const unlessNotSo = async <T>(act: () => Promise<T>): Promise<T | undefined> => {
    try {
      return await act();
    } catch (error) {
      if (error instanceof NotSo) return undefined;
      throw error;
    }
  };

  /** The approval of a card that shows this, kept for this transaction alone. */
  const withDigest = async (
    tx: Tx,
    id: string,
    digest: string,
    more: Partial<ApprovalRow>,
  ): Promise<void> => {
    const { numUpdatedRows } = await tx
      .updateTable('approvals')
      .set({ digest, ...more })
      .where('submission_id', '=', id)
      .where('digest', '=', digest)
      .where('until', '>', clock.now())
      .executeTakeFirst();
    if (Number(numUpdatedRows) === 0) throw new NotSo();
  };

  return {
    async of(id) {
      const row = await patiently(() =>
        db.selectFrom('approvals').selectAll().where('submission_id', '=', id).executeTakeFirst(),
      );
      return row && approvalIn(row);
    },
    async waiting(most) {
      const approvals = await patiently(() =>
        db
          .selectFrom('approvals')
          .selectAll()
          .where('until', '>', clock.now())
          .where('submission_id', 'in', (waits) =>
            waits.selectFrom('submissions').where('status', '=', 'awaiting-approval').select('id'),
          )
          .orderBy('until')
          .limit(most)
          .execute(),
      );
      if (approvals.length === 0) return [];
      const ids = approvals.map(({ submission_id }) => submission_id);
      const rows = await patiently(() =>
        db.selectFrom('submissions').selectAll().where('id', 'in', ids).execute(),
      );
      return approvals.flatMap((approval) => {
        const row = rows.find(({ id }) => id === approval.submission_id);
        return row ? [{ submission: submissionIn(row), approval: approvalIn(approval) }] : [];
      });
    },
    async cardOf(id) {
      const row = await patiently(() =>
        db
          .selectFrom('outbox')
          .selectAll()
          .where('submission_id', '=', id)
          .where('kind', '=', 'card')
          .executeTakeFirst(),
      );
      return row && announcementIn(row).posted;
    },
    async shown(id, digest, words) {
      await patiently(() =>
        db
          .updateTable('approvals')
          .set({ digest, words: JSON.stringify(words) })
          .where('submission_id', '=', id)
          .execute(),
      );
    },
    outdated: (id) =>
      inOne(async (tx) => {
        await tx.updateTable('approvals').set({ digest: null }).where('submission_id', '=', id).execute();
        await announceChange(tx, id, 'card', clock.now());
      }),
    async approve(id, approver, digest, role) {
      const approved = await unlessNotSo(() =>
        inOne(async (tx) => {
          const at = clock.now();
          await withDigest(tx, id, digest, { approved_role: JSON.stringify(role) });
          const more = { decided_by: approver, next_at: at, give_up_at: at + PATIENCE_MS };
          const submission = await moveTo(tx, { id }, AWAITING, { status: 'queued' }, at, more);
          if (!submission) throw new NotSo();
          return submission;
        }),
      );
      return approved !== undefined;
    },
    deny: (id, approver, digest, reason) =>
      unlessNotSo(() =>
        inOne(async (tx) => {
          await withDigest(tx, id, digest, {});
          const more = { decided_by: approver };
          return moveTo(tx, { id }, AWAITING, { status: 'denied', approver, reason }, clock.now(), more);
        }),
      ),
    giveUp: (id, unapprovable) =>
      inOne((tx) => moveTo(tx, { id }, AWAITING, { status: 'failed', unapprovable }, clock.now())),
    async moveCards(channel) {
      await inOne(async (tx) => {
        const elsewhere = await tx
          .selectFrom('outbox')
          .innerJoin('submissions', 'submissions.id', 'outbox.submission_id')
          .select('outbox.submission_id')
          .where('outbox.kind', '=', 'card')
          .where('submissions.status', '=', 'awaiting-approval')
          // Dropped: there was no approval channel for a while.
          .where((where) =>
            where.or([where('outbox.channel', '<>', channel), where('outbox.state', '=', 'dropped')]),
          )
          .execute();
        const ids = elsewhere.map(({ submission_id }) => submission_id);
        if (ids.length === 0) return;
        // In the order in which everything else takes hold of rows.
        await tx.updateTable('approvals').set({ digest: null }).where('submission_id', 'in', ids).execute();
        await tx
          .updateTable('outbox')
          .set({
            state: 'pending',
            revision: sql<number>`revision + 1`,
            channel: null,
            ts: null,
            shows: null,
            lease_until: 0,
            due_at: clock.now(),
          })
          .where('kind', '=', 'card')
          .where('submission_id', 'in', ids)
          .execute();
      });
    },
    ...createReminderTable(db, clock),
    async endOthers(operations) {
      const gone = await patiently(() =>
        db
          .selectFrom('submissions')
          .select(['id', 'unknown_outcome_since'])
          .where('status', '=', 'awaiting-approval')
          .where('operation', 'not in', [...operations, ''])
          .execute(),
      );
      const ended: Submission[] = [];
      for (const { id, unknown_outcome_since } of gone) {
        const failure = switchedOff(unknown_outcome_since !== null);
        const one = await inOne((tx) =>
          moveTo(tx, { id }, AWAITING, { status: 'failed', failure }, clock.now()),
        );
        if (one) ended.push(one);
      }
      return ended;
    },
  };
}
