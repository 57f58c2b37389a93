import type { Kysely, Migration } from 'kysely';

/** A submission may have a cause in place of a form: what kind, and which submission it belongs to. */
export const causeMigration: Migration = {
  async up(db: Kysely<never>) {
    for (const name of ['cause', 'cause_of'])
      await db.schema.alterTable('submissions').addColumn(name, 'text').execute();
    await db.schema.createIndex('submissions_caused').on('submissions').column('cause_of').execute();
  },
};
