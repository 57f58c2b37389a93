import { Migrator, sql } from 'kysely';
import { causeMigration } from './cause-migration.ts';
import { endOpening } from './database.ts';
import { firstMigrations } from './first-migrations.ts';
import { remindersMigration } from './reminders-migration.ts';
import { replicasMigration } from './replicas-migration.ts';
import type { Database } from './schema.ts';
import { submissionsMigration } from './submissions-migration.ts';

const migrations = {
  ...firstMigrations,
  '008-submissions': submissionsMigration,
  '009-cause': causeMigration,
  '010-reminders': remindersMigration,
  '011-replicas': replicasMigration,
};

const migratorOf = (db: Database) =>
  new Migrator({ db, provider: { getMigrations: async () => migrations } });

/** Brings the database up to date. Throws when that can't be done: the bot must not start without its store. */
export async function migrate(db: Database): Promise<void> {
  const { error } = await migratorOf(db).migrateToLatest();
  if (error) throw error;
  await endOpening(db);
}

/** Whether the database was brought up to date by this version of the bot, an older or a newer one. Changes nothing. */
export async function versionOf(db: Database): Promise<'this' | 'older' | 'newer'> {
  const known = await migratorOf(db).getMigrations();
  if (known.some(({ executedAt }) => !executedAt)) return 'older';
  const { rows } = await sql<{ name: string }>`select name from kysely_migration`.execute(db);
  return rows.every(({ name }) => name in migrations) ? 'this' : 'newer';
}
