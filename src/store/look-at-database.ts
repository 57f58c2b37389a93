import { sql } from 'kysely';
import { patiently } from './database.ts';
import type { Database } from './schema.ts';

/** How many bytes PostgreSQL keeps for this database. */
export async function sizeOf(db: Database): Promise<number> {
  const { rows } = await sql<{ size: number }>`select pg_database_size(current_database()) as size`.execute(
    db,
  );
  return Number(rows[0]?.size ?? 0);
}

class Undone extends Error {}

/** Writes a row as it is and undoes even that. Says why it could not. */
export async function tryWrite(db: Database): Promise<string | undefined> {
  const write = () =>
    db.transaction().execute(async (tx) => {
      await sql`update kysely_migration_lock set is_locked = is_locked`.execute(tx);
      throw new Undone();
    });
  return patiently(write).then(
    () => undefined,
    (error: Error) => (error instanceof Undone ? undefined : error.message),
  );
}
