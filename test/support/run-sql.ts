import { DatabaseSync } from '@photostructure/sqlite';

/** A row of a table, as the file holds it. */
export type Row = Record<string, unknown>;

/** Runs one statement on a SQLite file through a handle of its own. */
export function runSql(path: string, text: string, ...parameters: (string | number)[]): Row[] {
  const db = new DatabaseSync(path, { timeout: 2000 });
  try {
    return db.prepare(text).all(...parameters);
  } finally {
    db.close();
  }
}
