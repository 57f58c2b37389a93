import Sqlite from 'libsql';

/** A row of the journal, as the file holds it. */
export type Row = Record<string, unknown>;

/** Runs one statement on a SQLite file through a handle of its own. */
export function runSql(path: string, text: string, ...parameters: (string | number)[]): Row[] {
  const db = new Sqlite(path);
  try {
    db.exec('pragma busy_timeout = 2000');
    const statement = db.prepare(text);
    if (statement.reader) return statement.all(parameters) as Row[];
    statement.run(parameters);
    return [];
  } finally {
    db.close();
  }
}
