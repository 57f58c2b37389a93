import { sql } from 'kysely';
import type { Clock } from '../clock.ts';
import { isOver, KEEPS_ITS_FORM, type Status, statusesBefore } from '../submissions/status.ts';
import type { Standing, Submission } from '../submissions/submission.ts';
import { LEASE_MS, type NewSubmission, type SubmissionStore } from '../submissions/submission-store.ts';
import { announce, announceChange, announceOrigins, continueCard, continueResult } from './announce.ts';
import { columnsOf, postedIn, submissionIn } from './codec.ts';
import { asKey, isUnique, patiently } from './database.ts';
import type { LeaseTime } from './lease-time.ts';
import { noteAccess } from './note-access.ts';
import type { Database, SubmissionRow, Tx } from './schema.ts';

/**
 * Ends a submission that is not being worked on, or moves it on, where it stands in one of those statuses; what is to be
 * said of it goes into the outbox.
 */
export async function moveTo(
  tx: Tx,
  which: Pick<SubmissionRow, 'id'> | Pick<SubmissionRow, 'form_id'>,
  from: readonly Status[],
  standing: Standing,
  at: number,
  more: Partial<SubmissionRow> = {},
): Promise<Submission | undefined> {
  const [column, value] = 'id' in which ? (['id', which.id] as const) : (['form_id', which.form_id] as const);
  const row = await tx
    .updateTable('submissions')
    .set({ ...columnsOf(standing), lease_until: 0, updated_at: at, ...more })
    .where(column, '=', value)
    .where('status', 'in', from)
    .returningAll()
    .executeTakeFirst();
  if (!row) return undefined;
  if (isOver(standing.status)) await announce(tx, row.id, 'result', at);
  await announceChange(tx, row.id, 'card', at);
  return submissionIn(row);
}

type Lives = Pick<
  SubmissionStore,
  'accept' | 'latest' | 'byId' | 'messageOf' | 'causedBy' | 'finish' | 'announce' | 'cancel' | 'expire'
>;

/** @param owner names this process; see lease-owner.ts */
export function createSubmissionTable(
  db: Database,
  owner: string,
  clock: Clock,
  leaseTime: LeaseTime,
): Lives {
  const inOne = <T>(act: (tx: Tx) => Promise<T>): Promise<T> =>
    patiently(() => db.transaction().execute(act));

  const latestRow = (on: Database | Tx, formId: string): Promise<SubmissionRow | undefined> =>
    on
      .selectFrom('submissions')
      .selectAll()
      .where('form_id', '=', asKey(formId))
      .orderBy('press', 'desc')
      .limit(1)
      .executeTakeFirst();

  const delivered = (on: Database | Tx, { formId, delivery }: NewSubmission) =>
    on
      .selectFrom('submissions')
      .selectAll()
      .where('form_id', '=', formId)
      .where('delivery', '=', delivery ?? '')
      .executeTakeFirst();

  /** Whether it runs at once, or has to wait: for an approval, or for another one on its record. */
  const firstStatus = async (
    tx: Tx,
    { approvalUntil, recordKey }: NewSubmission,
    linesUp: boolean,
  ): Promise<'awaiting-approval' | 'queued' | 'running'> => {
    if (approvalUntil !== undefined) return 'awaiting-approval';
    if (recordKey === undefined) return 'running';
    if (linesUp) return 'queued';
    // What was submitted before it and waits for its turn goes first.
    const before = await tx
      .selectFrom('submissions')
      .select('id')
      .where('record_key', '=', recordKey)
      .where('status', 'in', ['running', 'queued'])
      .executeTakeFirst();
    return before ? 'queued' : 'running';
  };

  const insert = async (tx: Tx, asked: NewSubmission, linesUp: boolean): Promise<Submission | undefined> => {
    const at = clock.now();
    const before = await latestRow(tx, asked.formId);
    if (before && KEEPS_ITS_FORM.includes(before.status as Status)) return undefined;
    if (before && (await delivered(tx, asked))) return undefined;
    const status = await firstStatus(tx, asked, linesUp);
    const { approvalUntil } = asked;
    const press = (before?.press ?? 0) + 1;
    const row: SubmissionRow = {
      id: `${asked.formId}:${press}`,
      form_id: asked.formId,
      press,
      receipt: asked.receipt,
      operation: asked.operation,
      record_key: asked.recordKey ?? null,
      created_key: null,
      requester: asked.requester,
      channel: asked.channel ?? null,
      thread: asked.thread ?? null,
      response_url: asked.responseUrl ?? null,
      response_url_until: asked.responseUrlUntil,
      input: JSON.stringify(asked.input),
      locations: JSON.stringify(asked.locations),
      base: asked.base === undefined ? null : JSON.stringify(asked.base),
      status,
      standing:
        approvalUntil === undefined
          ? null
          : columnsOf({ status: 'awaiting-approval', until: approvalUntil }).standing,
      decided_by: null,
      attempts: status === 'running' ? 1 : 0,
      submitted_at: at,
      updated_at: at,
      next_at: at,
      give_up_at: asked.giveUpAt,
      // Kept of an earlier submission of the form: that it may have made the record, and which ones it can't be.
      unknown_outcome_since: before?.unknown_outcome_since ?? null,
      unknown_outcome_until: before?.unknown_outcome_until ?? 0,
      not_ours: before?.not_ours ?? '[]',
      cause: asked.cause?.kind ?? null,
      cause_of: asked.cause?.of ?? null,
      lease_owner: status === 'running' ? owner : null,
      lease_until: 0,
      delivery: asked.delivery ?? null,
    };
    const taken = await tx
      .insertInto('submissions')
      .values({ ...row, ...(status === 'running' ? { lease_until: sql`${leaseTime()} + ${LEASE_MS}` } : {}) })
      .onConflict((conflict) => conflict.column('id').doNothing())
      .returningAll()
      .executeTakeFirst();
    if (!taken) return undefined;
    if (before) await continueResult(tx, before.id, row.id, at);
    if (approvalUntil !== undefined) {
      await tx
        .insertInto('approvals')
        .values({
          submission_id: row.id,
          until: approvalUntil,
          digest: null,
          words: null,
          approved_role: null,
          reminded_at: null,
        })
        .execute();
      await announce(tx, row.id, 'result', at);
      await continueCard(tx, before?.id ?? '', row.id, at);
    }
    return submissionIn(taken);
  };

  return {
    async latest(formId) {
      const row = await patiently(() => latestRow(db, formId));
      return row && submissionIn(row);
    },
    async byId(id) {
      const row = await patiently(() =>
        db.selectFrom('submissions').selectAll().where('id', '=', asKey(id)).executeTakeFirst(),
      );
      return row && submissionIn(row);
    },
    async messageOf(id) {
      const row = await patiently(() =>
        db
          .selectFrom('outbox')
          .select(['channel', 'ts'])
          .where('submission_id', '=', id)
          .where('kind', '=', 'result')
          .executeTakeFirst(),
      );
      return row && postedIn(row);
    },
    async causedBy(id) {
      const rows = await patiently(() =>
        db.selectFrom('submissions').selectAll().where('cause_of', '=', id).orderBy('submitted_at').execute(),
      );
      return rows.map(submissionIn);
    },
    async accept(asked) {
      const once = (linesUp: boolean) => inOne((tx) => insert(tx, asked, linesUp));
      // In the same moment another submission began on the record. However many do, this one then waits for its turn.
      const taken = await once(false).catch((error: unknown) => {
        if (isUnique(error)) return once(true);
        throw error;
      });
      if (taken) return { submission: taken, taken: true };
      const known = await patiently(
        async () => (await delivered(db, asked)) ?? (await latestRow(db, asked.formId)),
      );
      if (!known) throw new Error('a submission was neither taken on nor known');
      return { submission: submissionIn(known), taken: false };
    },
    async finish({ id, formId, attempts, cause }, result) {
      const { standing, nextAt, unknownOutcomeSince, unknownOutcomeUntil, createdKey, notOurs } = result;
      const write = (key: string | undefined) =>
        inOne(async (tx) => {
          const at = clock.now();
          const { numUpdatedRows } = await tx
            .updateTable('submissions')
            .set({
              ...columnsOf(standing),
              // PostgreSQL takes whole milliseconds and nothing else.
              next_at: Math.ceil(nextAt ?? at),
              updated_at: at,
              ...(unknownOutcomeSince === undefined ? {} : { unknown_outcome_since: unknownOutcomeSince }),
              ...(unknownOutcomeUntil === undefined ? {} : { unknown_outcome_until: unknownOutcomeUntil }),
              ...(key ? { created_key: key } : {}),
              ...(notOurs ? { not_ours: JSON.stringify(notOurs) } : {}),
              lease_until: 0,
            })
            .where('id', '=', id)
            .where('attempts', '=', attempts)
            .where('lease_owner', '=', owner)
            .where('status', '=', 'running')
            .executeTakeFirst();
          if (Number(numUpdatedRows) === 0) return false;
          if (result.announce === true) await announce(tx, id, 'result', at);
          if (result.announce === 'if-posted') await announceChange(tx, id, 'result', at);
          if (isOver(standing.status)) await announceChange(tx, id, 'card', at);
          if (standing.status === 'succeeded') await announceOrigins(tx, cause?.of, at);
          await noteAccess(tx, { id, formId, cause }, result, standing, at);
          return true;
        });
      return write(createdKey).catch((error: unknown) => {
        // Another submission took this record for its own: the ending is kept all the same.
        if (createdKey && isUnique(error)) return write(undefined);
        throw error;
      });
    },
    announce: (id) => inOne((tx) => announce(tx, id, 'result', clock.now())),
    cancel: (formId, by) =>
      inOne((tx) =>
        moveTo(
          tx,
          { form_id: formId },
          statusesBefore('cancelled'),
          { status: 'cancelled', by },
          clock.now(),
        ),
      ),
    async expire() {
      const at = clock.now();
      const late = await patiently(() =>
        db
          .selectFrom('submissions')
          .innerJoin('approvals', 'approvals.submission_id', 'submissions.id')
          .select('submissions.id')
          .where('submissions.status', '=', 'awaiting-approval')
          .where('approvals.until', '<=', at)
          .execute(),
      );
      const expired: Submission[] = [];
      for (const { id } of late) {
        const one = await inOne((tx) =>
          moveTo(tx, { id }, statusesBefore('expired'), { status: 'expired' }, at),
        );
        if (one) expired.push(one);
      }
      return expired;
    },
  };
}
