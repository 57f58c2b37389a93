import type { Kysely, Migration } from 'kysely';

// Migrations are written down once and never changed: a later one changes what an earlier one made.
export const firstMigrations: Record<string, Migration> = {
  '001-requests': {
    async up(db: Kysely<never>) {
      await db.schema
        .createTable('requests')
        .addColumn('form_id', 'text', (c) => c.primaryKey())
        .addColumn('receipt', 'text', (c) => c.notNull())
        .addColumn('operation', 'text', (c) => c.notNull())
        .addColumn('record_key', 'text')
        .addColumn('requester', 'text', (c) => c.notNull())
        .addColumn('channel', 'text')
        .addColumn('thread', 'text')
        .addColumn('response_url', 'text')
        .addColumn('response_url_until', 'bigint', (c) => c.notNull())
        .addColumn('input', 'text', (c) => c.notNull())
        .addColumn('locations', 'text', (c) => c.notNull())
        .addColumn('base', 'text')
        .addColumn('state', 'text', (c) => c.notNull())
        .addColumn('ending', 'text')
        .addColumn('created_key', 'text', (c) => c.unique())
        .addColumn('attempts', 'integer', (c) => c.notNull())
        .addColumn('submitted_at', 'bigint', (c) => c.notNull())
        .addColumn('next_at', 'bigint', (c) => c.notNull())
        .addColumn('give_up_at', 'bigint', (c) => c.notNull())
        .addColumn('silent_since', 'bigint')
        .addColumn('tell', 'text', (c) => c.notNull())
        .addColumn('tell_attempts', 'integer', (c) => c.notNull())
        .addColumn('tell_at', 'bigint', (c) => c.notNull())
        .addColumn('message_channel', 'text')
        .addColumn('message_ts', 'text')
        .addColumn('lease_owner', 'text')
        .addColumn('lease_until', 'bigint', (c) => c.notNull())
        .addColumn('updated_at', 'bigint', (c) => c.notNull())
        .execute();
      // One request at a time on a record, whichever process runs it.
      await db.schema
        .createIndex('requests_one_running')
        .unique()
        .on('requests')
        .column('record_key')
        .where('state' as never, '=', 'running' as never)
        .execute();
      await db.schema.createIndex('requests_due').on('requests').columns(['state', 'next_at']).execute();
      await db.schema.createIndex('requests_to_tell').on('requests').columns(['tell', 'tell_at']).execute();
      await db.schema
        .createIndex('requests_by_requester')
        .on('requests')
        .columns(['requester', 'submitted_at'])
        .execute();
      await db.schema
        .createTable('forms')
        .addColumn('id', 'text', (c) => c.primaryKey())
        .addColumn('owner', 'text', (c) => c.notNull())
        .addColumn('content', 'text', (c) => c.notNull())
        .addColumn('updated_at', 'bigint', (c) => c.notNull())
        .execute();
    },
  },
  '002-silent-until': {
    async up(db: Kysely<never>) {
      await db.schema
        .alterTable('requests')
        .addColumn('silent_until', 'bigint', (c) => c.notNull().defaultTo(0))
        .execute();
    },
  },
  '003-approvals': {
    async up(db: Kysely<never>) {
      const add = (name: string, type: 'text' | 'bigint') =>
        db.schema
          .alterTable('requests')
          .addColumn(name, type, (c) => (type === 'bigint' ? c.notNull().defaultTo(0) : c))
          .execute();
      for (const name of [
        'approver',
        'approver_note',
        'card_channel',
        'card_ts',
        'card_shown',
        'card_digest',
      ]) {
        await add(name, 'text');
      }
      for (const name of ['approval_until', 'card_lease']) await add(name, 'bigint');
    },
  },
  '004-earlier-requests': {
    async up(db: Kysely<never>) {
      await db.schema.alterTable('requests').addColumn('approved_role', 'text').execute();
      await db.schema
        .createTable('earlier_requests')
        .addColumn('form_id', 'text', (c) => c.notNull())
        .addColumn('receipt', 'text', (c) => c.notNull())
        .addColumn('operation', 'text', (c) => c.notNull())
        .addColumn('record_key', 'text')
        .addColumn('created_key', 'text')
        .addColumn('requester', 'text', (c) => c.notNull())
        .addColumn('channel', 'text')
        .addColumn('input', 'text', (c) => c.notNull())
        .addColumn('locations', 'text', (c) => c.notNull())
        .addColumn('base', 'text')
        .addColumn('state', 'text', (c) => c.notNull())
        .addColumn('ending', 'text')
        .addColumn('submitted_at', 'bigint', (c) => c.notNull())
        .addColumn('updated_at', 'bigint', (c) => c.notNull())
        .addColumn('approver', 'text')
        .addColumn('approver_note', 'text')
        .addPrimaryKeyConstraint('earlier_requests_key', ['form_id', 'submitted_at'])
        .execute();
    },
  },
  '005-tell-owed': {
    async up(db: Kysely<never>) {
      await db.schema
        .alterTable('requests')
        .addColumn('tell_owed', 'text', (c) => c.notNull().defaultTo(''))
        .execute();
    },
  },
  '006-not-ours': {
    async up(db: Kysely<never>) {
      await db.schema.alterTable('requests').addColumn('not_ours', 'text').execute();
    },
  },
  '007-card-words': {
    async up(db: Kysely<never>) {
      await db.schema.alterTable('requests').addColumn('card_words', 'text').execute();
    },
  },
};
