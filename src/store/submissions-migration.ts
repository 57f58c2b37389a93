import type { Kysely, Migration } from 'kysely';
import { KEEPS_ITS_FORM } from '../submissions/status.ts';
import { type OldEarlier, type OldRequest, oldStanding, oldStatus, outboxOf } from './old-requests.ts';
import type { Tables } from './schema.ts';

interface OldAndNew extends Tables {
  requests: OldRequest;
  earlier_requests: OldEarlier;
}

const BATCH = 500;

async function createTables(db: Kysely<OldAndNew>): Promise<void> {
  await db.schema
    .createTable('submissions')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('form_id', 'text', (c) => c.notNull())
    .addColumn('press', 'integer', (c) => c.notNull())
    .addColumn('receipt', 'text', (c) => c.notNull())
    .addColumn('operation', 'text', (c) => c.notNull())
    .addColumn('record_key', 'text')
    .addColumn('created_key', 'text')
    .addColumn('requester', 'text', (c) => c.notNull())
    .addColumn('channel', 'text')
    .addColumn('thread', 'text')
    .addColumn('response_url', 'text')
    .addColumn('response_url_until', 'bigint', (c) => c.notNull())
    .addColumn('input', 'text', (c) => c.notNull())
    .addColumn('locations', 'text', (c) => c.notNull())
    .addColumn('base', 'text')
    .addColumn('status', 'text', (c) => c.notNull())
    .addColumn('standing', 'text')
    .addColumn('decided_by', 'text')
    .addColumn('attempts', 'integer', (c) => c.notNull())
    .addColumn('submitted_at', 'bigint', (c) => c.notNull())
    .addColumn('updated_at', 'bigint', (c) => c.notNull())
    .addColumn('next_at', 'bigint', (c) => c.notNull())
    .addColumn('give_up_at', 'bigint', (c) => c.notNull())
    .addColumn('unknown_outcome_since', 'bigint')
    .addColumn('unknown_outcome_until', 'bigint', (c) => c.notNull())
    .addColumn('not_ours', 'text', (c) => c.notNull())
    .addColumn('lease_owner', 'text')
    .addColumn('lease_until', 'bigint', (c) => c.notNull())
    .execute();
  await db.schema
    .createTable('approvals')
    .addColumn('submission_id', 'text', (c) => c.primaryKey())
    .addColumn('until', 'bigint', (c) => c.notNull())
    .addColumn('digest', 'text')
    .addColumn('words', 'text')
    .addColumn('approved_role', 'text')
    .execute();
  await db.schema
    .createTable('outbox')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('submission_id', 'text', (c) => c.notNull())
    .addColumn('kind', 'text', (c) => c.notNull())
    .addColumn('state', 'text', (c) => c.notNull())
    .addColumn('revision', 'integer', (c) => c.notNull())
    .addColumn('deliveries', 'integer', (c) => c.notNull())
    .addColumn('due_at', 'bigint', (c) => c.notNull())
    .addColumn('channel', 'text')
    .addColumn('ts', 'text')
    .addColumn('shows', 'text')
    .addColumn('lease_owner', 'text')
    .addColumn('lease_until', 'bigint', (c) => c.notNull())
    .execute();
}

async function createIndexes(db: Kysely<OldAndNew>): Promise<void> {
  const unique = (name: string, column: string, statuses: readonly string[]) =>
    db.schema
      .createIndex(name)
      .unique()
      .on('submissions')
      .column(column)
      .where('status', 'in', [...statuses])
      .execute();
  // A form succeeds at most once, and one submission at a time runs on a record, whichever process runs it.
  await unique('submissions_one_per_form', 'form_id', KEEPS_ITS_FORM);
  await unique('submissions_one_running', 'record_key', ['running']);
  await db.schema
    .createIndex('submissions_created_key')
    .unique()
    .on('submissions')
    .column('created_key')
    .execute();
  const index = (name: string, on: string, columns: string[]) =>
    db.schema.createIndex(name).on(on).columns(columns).execute();
  await index('submissions_due', 'submissions', ['status', 'next_at']);
  await index('submissions_by_requester', 'submissions', ['requester', 'submitted_at']);
  await index('submissions_of_form', 'submissions', ['form_id', 'press']);
  await index('outbox_due', 'outbox', ['state', 'due_at']);
  await index('outbox_of_submission', 'outbox', ['submission_id']);
}

/** A form that was submitted several times had one row, and what it was before in another table; now each has its own. */
async function carryOver(db: Kysely<OldAndNew>): Promise<void> {
  const presses = new Map<string, number>();
  const nextPress = (form: string): number => {
    const press = (presses.get(form) ?? 0) + 1;
    presses.set(form, press);
    return press;
  };
  const latest = new Set<string>();
  const rows = await db.selectFrom('requests').select(['form_id', 'submitted_at']).execute();
  for (const { form_id, submitted_at } of rows) latest.add(`${form_id} ${submitted_at}`);

  for (let offset = 0; ; offset += BATCH) {
    const some = await db
      .selectFrom('earlier_requests')
      .selectAll()
      .orderBy('form_id')
      .orderBy('submitted_at')
      .limit(BATCH)
      .offset(offset)
      .execute();
    for (const old of some) {
      // What a process died over while it was kept stood in both tables.
      if (latest.has(`${old.form_id} ${old.submitted_at}`)) continue;
      const press = nextPress(old.form_id);
      const { state: _, ending: _e, approver, approver_note: _n, ...same } = old;
      await db
        .insertInto('submissions')
        .values({
          ...same,
          id: `${old.form_id}:${press}`,
          press,
          thread: null,
          response_url: null,
          response_url_until: 0,
          status: oldStatus(old),
          standing: oldStanding(old),
          decided_by: approver,
          attempts: 1,
          next_at: old.updated_at,
          give_up_at: old.updated_at,
          unknown_outcome_since: null,
          unknown_outcome_until: 0,
          not_ours: '[]',
          lease_owner: null,
          lease_until: 0,
        })
        .execute();
    }
    if (some.length < BATCH) break;
  }

  for (let offset = 0; ; offset += BATCH) {
    const some = await db
      .selectFrom('requests')
      .selectAll()
      .orderBy('form_id')
      .limit(BATCH)
      .offset(offset)
      .execute();
    for (const old of some) {
      const press = nextPress(old.form_id);
      const id = `${old.form_id}:${press}`;
      await db
        .insertInto('submissions')
        .values({
          id,
          press,
          form_id: old.form_id,
          receipt: old.receipt,
          operation: old.operation,
          record_key: old.record_key,
          created_key: old.created_key,
          requester: old.requester,
          channel: old.channel,
          thread: old.thread,
          response_url: old.response_url,
          response_url_until: old.response_url_until,
          input: old.input,
          locations: old.locations,
          base: old.base,
          status: oldStatus(old),
          standing: oldStanding(old),
          decided_by: old.approver,
          attempts: old.attempts,
          submitted_at: old.submitted_at,
          updated_at: old.updated_at,
          next_at: old.next_at,
          give_up_at: old.give_up_at,
          unknown_outcome_since: old.silent_since,
          unknown_outcome_until: old.silent_until,
          not_ours: old.not_ours ?? '[]',
          lease_owner: old.lease_owner,
          lease_until: old.state === 'running' ? old.lease_until : 0,
        })
        .execute();
      const announcements = outboxOf(old, id);
      if (announcements.length > 0) await db.insertInto('outbox').values(announcements).execute();
      if (old.approval_until > 0)
        await db
          .insertInto('approvals')
          .values({
            submission_id: id,
            until: old.approval_until,
            // Cards are shown again, with digests that this version makes.
            digest: null,
            words: old.card_words,
            approved_role: old.approved_role,
          })
          .execute();
    }
    if (some.length < BATCH) break;
  }
}

export const submissionsMigration: Migration = {
  async up(db: Kysely<OldAndNew>) {
    await createTables(db);
    await carryOver(db);
    await createIndexes(db);
    await db.schema.dropTable('requests').execute();
    await db.schema.dropTable('earlier_requests').execute();
  },
};
