import type { Kysely, Migration } from 'kysely';

/** What was asked of the admins lately. */
export const wishesMigration: Migration = {
  async up(db: Kysely<never>) {
    await db.schema
      .createTable('wishes')
      .addColumn('id', 'text', (c) => c.primaryKey())
      .addColumn('at', 'bigint', (c) => c.notNull())
      .addColumn('posted', 'integer', (c) => c.notNull())
      .execute();
  },
};
