import type { Kysely, Migration } from 'kysely';

/** In which order a role was given: clocks may be set back, and differ. */
export const grantOrderMigration: Migration = {
  async up(db: Kysely<never>) {
    await db.schema.alterTable('temporary_access').addColumn('position', 'bigint').execute();
  },
};
