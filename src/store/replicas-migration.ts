import type { Kysely, Migration } from 'kysely';

/** What several processes that answer the same people have to know of each other's work. */
export const replicasMigration: Migration = {
  async up(db: Kysely<never>) {
    await db.schema
      .alterTable('forms')
      .addColumn('version', 'bigint', (c) => c.notNull().defaultTo(0))
      .execute();
    await db.schema
      .alterTable('forms')
      .addColumn('kept_by', 'text', (c) => c.notNull().defaultTo(''))
      .execute();
    await db.schema.alterTable('submissions').addColumn('delivery', 'text').execute();
    await db.schema
      .createTable('channel_locations')
      .addColumn('channel', 'text', (c) => c.primaryKey())
      .addColumn('location', 'bigint', (c) => c.notNull())
      .execute();
    await db.schema
      .createTable('replicas')
      .addColumn('id', 'text', (c) => c.primaryKey())
      .addColumn('seen_at', 'bigint', (c) => c.notNull())
      .addColumn('break_until', 'bigint', (c) => c.notNull())
      .execute();
  },
};
