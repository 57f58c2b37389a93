import type { Kysely, Migration } from 'kysely';

/** When the requester last had the approvers reminded; and what changed last is found without reading all there is. */
export const remindersMigration: Migration = {
  async up(db: Kysely<never>) {
    await db.schema.alterTable('approvals').addColumn('reminded_at', 'bigint').execute();
    await db.schema.createIndex('submissions_updated').on('submissions').column('updated_at').execute();
  },
};
