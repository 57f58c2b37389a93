import { Migrator, sql } from 'kysely';
import { causeMigration } from './cause-migration.ts';
import { type DatabaseOptions, endOpening, fileOf, openDatabase } from './database.ts';
import { firstMigrations } from './first-migrations.ts';
import { grantOrderMigration } from './grant-order-migration.ts';
import { grantsMigration } from './grants-migration.ts';
import { remindersMigration } from './reminders-migration.ts';
import { replicasMigration } from './replicas-migration.ts';
import type { Database } from './schema.ts';
import { submissionsMigration } from './submissions-migration.ts';
import { temporaryMigration } from './temporary-migration.ts';
import { wakesMigration } from './wakes-migration.ts';
import { wishesMigration } from './wishes-migration.ts';

const migrations = {
  ...firstMigrations,
  '008-submissions': submissionsMigration,
  '009-cause': causeMigration,
  '010-reminders': remindersMigration,
  '011-replicas': replicasMigration,
  '012-temporary-access': temporaryMigration,
  '013-grants': grantsMigration,
  '014-wakes': wakesMigration,
  '015-wishes': wishesMigration,
  '016-grant-order': grantOrderMigration,
};

const migratorOf = (db: Database) =>
  new Migrator({ db, provider: { getMigrations: async () => migrations } });

/**
 * Brings the database up to date; of several processes that start at once, one does (Kysely takes an advisory lock). Where a newer
 * version of the bot did that already, this one works with what is there, as docs/replicas.md asks of every migration. Throws
 * when it can't be done: the bot must not start without its store.
 */
export async function migrate(db: Database): Promise<void> {
  if ((await versionOf(db)) !== 'newer') {
    const { error } = await migratorOf(db).migrateToLatest();
    // A newer version may have done it just now.
    if (error && (await versionOf(db).catch(() => 'older')) !== 'newer') throw error;
  }
  await endOpening(db);
}

/** Opens a database that is up to date. To PostgreSQL, migrations have connections of their own, on which they may take long. */
export async function openMigrated(url: string, options: DatabaseOptions = {}): Promise<Database> {
  if (fileOf(url) === undefined) {
    const unhurried = openDatabase(url, { unhurried: true });
    await migrate(unhurried).finally(() => unhurried.destroy());
  }
  const db = openDatabase(url, options);
  await migrate(db);
  return db;
}

/** Whether the database was brought up to date by this version of the bot, an older or a newer one. Changes nothing. */
export async function versionOf(db: Database): Promise<'this' | 'older' | 'newer'> {
  const known = await migratorOf(db).getMigrations();
  if (known.some(({ executedAt }) => !executedAt)) return 'older';
  const { rows } = await sql<{ name: string }>`select name from kysely_migration`.execute(db);
  return rows.every(({ name }) => name in migrations) ? 'this' : 'newer';
}
