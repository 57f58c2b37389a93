import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { NO_POSTGRES, newPostgresDatabase } from './postgres-database.ts';
import { openPostgresNow } from './postgres-now.ts';
import { type Row, runSql, watchSql } from './run-sql.ts';

/** A database that a test looks into, and changes behind the bot's back. */
export interface StoreOfTest {
  /** What the bot is given. */
  url: string;
  run(text: string, ...parameters: (string | number)[]): Row[];
  watch(text: string): { rows(): Row[]; close(): void };
  remove(): Promise<void>;
}

export const newFolder = (): string => mkdtempSync(join(tmpdir(), 'nexudus-store-'));

export function storeOnFile(path: string, folder: string): StoreOfTest {
  return {
    url: `file:${path}`,
    run: (text, ...parameters) => runSql(path, text, ...parameters),
    watch: (text) => watchSql(path, text),
    remove: async () => rmSync(folder, { recursive: true, force: true }),
  };
}

export async function storeOnPostgres(): Promise<StoreOfTest> {
  const database = await newPostgresDatabase();
  if (!database) throw new Error(NO_POSTGRES);
  const now = openPostgresNow(database.url);
  return {
    url: database.url,
    run: now.run,
    watch: (text) => ({ rows: () => now.run(text), close: () => {} }),
    async remove() {
      await now.close();
      await database.drop();
    },
  };
}
