import type { Kysely, Migration } from 'kysely';

/** Of who was given a role: who didn't have it before. */
export const grantsMigration: Migration = {
  async up(db: Kysely<never>) {
    await db.schema.alterTable('temporary_access').addColumn('added', 'text').execute();
  },
};
