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

/** Holds a SQLite file's write lock, as a back-up or another process might. */
export function lockSql(path: string): { release(): void } {
  const db = new DatabaseSync(path, { timeout: 2000 });
  db.exec('begin immediate');
  let isHeld = true;
  return {
    release() {
      if (!isHeld) return;
      isHeld = false;
      db.exec('rollback');
      db.close();
    },
  };
}

/** Asks a SQLite file the same again and again, and reads the rows only when another handle has changed something. */
export function watchSql(path: string, text: string): { rows(): Row[]; close(): void } {
  const db = new DatabaseSync(path, { timeout: 2000 });
  const version = db.prepare('pragma data_version');
  const statement = db.prepare(text);
  let seen: unknown;
  let rows: Row[] = [];
  return {
    rows() {
      const now = version.get()?.data_version;
      if (now !== seen) rows = statement.all();
      seen = now;
      return rows;
    },
    close: () => db.close(),
  };
}
