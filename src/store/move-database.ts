import { fileOf, openDatabase } from './database.ts';
import { openMigrated, versionOf } from './migrations.ts';
import type { Database, Tables } from './schema.ts';

/** What is moved. Who uses the database is not: that is another one afterwards. */
const MOVED = {
  submissions: true,
  approvals: true,
  outbox: true,
  forms: true,
  channel_locations: true,
  temporary_access: true,
  wishes: true,
  replicas: false,
} satisfies Record<keyof Tables, boolean>;

const AT_ONCE = 500;

/** SQLite took fractions of a millisecond from earlier versions; PostgreSQL's whole numbers take none. */
const inWholes = (row: object): object =>
  Object.fromEntries(
    Object.entries(row).map(([name, value]) => [name, typeof value === 'number' ? Math.ceil(value) : value]),
  );

/** It is not moved, for a reason that its administrator can do something about. */
export class NotMoved extends Error {
  override name = 'NotMoved';
}

async function refuseInUse(from: Database): Promise<void> {
  for (const table of ['submissions', 'outbox'] as const) {
    const held = await from
      .selectFrom(table)
      .select('id')
      .where('lease_until', '>', Date.now())
      .executeTakeFirst();
    if (held)
      throw new NotMoved(
        'A bot works on this database, or did a minute ago. Stop it, and run this again in a minute.',
      );
  }
}

/**
 * Copies all that a SQLite file holds into an empty PostgreSQL, in one transaction; the file stays as it is.
 * @returns how many rows, by table
 */
export async function moveDatabase(fromUrl: string, toUrl: string): Promise<Record<string, number>> {
  if (fileOf(fromUrl) === undefined || fileOf(toUrl) !== undefined)
    throw new NotMoved('It is moved from a file: to a postgres:// database.');
  const from = openDatabase(fromUrl, { readOnly: true });
  try {
    if ((await versionOf(from)) !== 'this')
      throw new NotMoved('The file was written by another version of the bot. Start this one on it once.');
    await refuseInUse(from);
    const to = await openMigrated(toUrl, { unhurried: true });
    try {
      return await to.transaction().execute(async (tx) => {
        const counts: Record<string, number> = {};
        for (const [name, isMoved] of Object.entries(MOVED)) {
          const table = name as keyof Tables;
          if (!isMoved) continue;
          if (await tx.selectFrom(table).selectAll().limit(1).executeTakeFirst())
            throw new NotMoved('The PostgreSQL database is not empty. Nothing was moved.');
          const rows = await from.selectFrom(table).selectAll().execute();
          for (let first = 0; first < rows.length; first += AT_ONCE)
            await tx
              .insertInto(table)
              .values(rows.slice(first, first + AT_ONCE).map(inWholes) as never)
              .execute();
          counts[table] = rows.length;
        }
        return counts;
      });
    } finally {
      await to.destroy();
    }
  } finally {
    await from.destroy();
  }
}
