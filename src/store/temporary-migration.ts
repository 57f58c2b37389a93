import type { Kysely, Migration } from 'kysely';

/** Access to a role that was given until a moment. */
export const temporaryMigration: Migration = {
  async up(db: Kysely<never>) {
    await db.schema
      .createTable('temporary_access')
      .addColumn('submission_id', 'text', (c) => c.primaryKey())
      .addColumn('role', 'bigint', (c) => c.notNull())
      .addColumn('users', 'text', (c) => c.notNull())
      .addColumn('until', 'bigint', (c) => c.notNull())
      .addColumn('given_at', 'bigint', (c) => c.notNull())
      .addColumn('status', 'text', (c) => c.notNull())
      .addColumn('next_at', 'bigint', (c) => c.notNull())
      .addColumn('ended_by', 'text')
      .execute();
    await db.schema
      .createIndex('temporary_access_due')
      .on('temporary_access')
      .columns(['status', 'next_at'])
      .execute();
    await db.schema
      .createIndex('temporary_access_of_role')
      .on('temporary_access')
      .columns(['role', 'status'])
      .execute();
    await db.schema
      .createIndex('temporary_access_ended_by')
      .on('temporary_access')
      .column('ended_by')
      .execute();
  },
};
