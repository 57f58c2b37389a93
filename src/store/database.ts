import { chmodSync, closeSync, mkdirSync, openSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  Kysely,
  PostgresDialect,
  SqliteAdapter,
  type SqliteDatabase,
  SqliteDialect,
  type SqliteStatement,
  sql,
} from 'kysely';
import { LRUCache } from 'lru-cache';
import type { Pool } from 'pg';
import type { Database, Tables } from './schema.ts';

// Waiting inside SQLite blocks the whole process, and several statements may wait: it is kept short, and the patience is ours.
const BUSY_TIMEOUT_MS = 5;
const PATIENCE_MS = 2000;
/** Prepared once: the bot has fewer that differ, but for how many forms are saved at once. */
const MOST_STATEMENTS = 100;
/** No person waits for the process while the bot starts, and a killed one may still hold the file for a moment. */
const OPENING_TIMEOUT_MS = 10_000;

const UNFLUSHED_MARK = '/* unflushed */';
/**
 * Ends a statement that only a power cut may undo: SQLite doesn't wait for the disk, so it holds up no one. What a process
 * wrote so is there after it dies.
 */
export const UNFLUSHED = sql.raw(UNFLUSHED_MARK);

/** Customers' and staff's data are private to the bot on this machine. SQLite gives -wal and -shm the mode of the file (documented). */
function keepPrivate(path: string): void {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  closeSync(openSync(path, 'a', 0o600));
  for (const file of [path, `${path}-wal`, `${path}-shm`]) {
    try {
      chmodSync(file, 0o600);
    } catch {
      // Not there, or another user's: npm run doctor reports it.
    }
  }
}

async function openSqlite(
  path: string,
  { readOnly = false, asItIs = false }: DatabaseOptions,
): Promise<SqliteDatabase> {
  // Each driver is loaded where it is used.
  const { DatabaseSync } = await import('@photostructure/sqlite');
  if (path !== ':memory:' && !readOnly && !asItIs) keepPrivate(path);
  const database = new DatabaseSync(path, { timeout: OPENING_TIMEOUT_MS, readOnly });
  if (!readOnly && !asItIs) database.exec('pragma journal_mode = wal; pragma synchronous = full');
  // What was deleted is overwritten with zeros: free pages would keep customers' data past the retention. Each connection says so.
  if (!readOnly) database.exec('pragma secure_delete = on');
  const inode = () => (path === ':memory:' ? undefined : statSync(path, { throwIfNoEntry: false })?.ino);
  const opened = inode();
  const statements = new LRUCache<string, SqliteStatement>({
    max: MOST_STATEMENTS,
    memoMethod(sql) {
      const statement = database.prepare(sql);
      return {
        reader: statement.columns().length > 0,
        all: (parameters) => statement.all(...parameters),
        run: (parameters) => statement.run(...parameters),
        iterate: (parameters) => statement.iterate(...parameters),
      };
    },
  });
  let flushes = true;
  /** Every write reaches the disk before it counts, but for those that say otherwise. Within a transaction nothing changes. */
  const flush = (wanted: boolean) => {
    if (wanted === flushes || database.isTransaction) return;
    database.exec(`pragma synchronous = ${wanted ? 'full' : 'normal'}`);
    flushes = wanted;
  };
  return {
    close: () => database.close(),
    prepare(sql) {
      // SQLite goes on writing into a file that was removed or replaced, which would be lost at a restart.
      if (inode() !== opened)
        throw Object.assign(new Error('the file of the store is gone'), { code: 'SQLITE_GONE' });
      flush(!sql.endsWith(UNFLUSHED_MARK));
      return statements.memo(sql);
    },
  };
}

/** A person is answered within three seconds, and a statement is not the only thing that takes its time then. */
const CONNECT_WITHIN_MS = 1500;
const STATEMENT_WITHIN_MS = 4000;
/** Two cores at the database work on about five statements at once; the rest would only wait there instead of here. */
const CONNECTIONS = 6;

async function openPostgres(url: string, { lost = () => {}, unhurried }: DatabaseOptions): Promise<Pool> {
  const { default: pg } = await import('pg');
  // int8 comes as text by default; times fit a number.
  pg.types.setTypeParser(pg.types.builtins.INT8, Number);
  const pool = new pg.Pool({
    connectionString: url,
    application_name: 'nexudus-for-slack',
    max: CONNECTIONS,
    connectionTimeoutMillis: unhurried ? 10_000 : CONNECT_WITHIN_MS,
    ...(unhurried
      ? {}
      : {
          statement_timeout: STATEMENT_WITHIN_MS,
          // A connection that died without a word answers nothing, not even this.
          query_timeout: STATEMENT_WITHIN_MS + 2000,
          // What a process that died in the middle of a transaction holds is free again.
          idle_in_transaction_session_timeout: 10_000,
        }),
    // After a failover, a connection to what is only a copy by now is not kept for long.
    maxLifetimeSeconds: 60,
    keepAlive: true,
  });
  // Unheard, a connection that breaks ends the process. The pool reports idle ones a second time.
  pool.on('error', () => {});
  pool.on('connect', (connection) => connection.on('error', lost));
  return pool;
}

export interface DatabaseOptions {
  /** Hears of every connection to PostgreSQL that breaks. */
  lost?: (error: Error) => void;
  /** SQLite: the file is neither made nor changed. */
  readOnly?: boolean;
  /** PostgreSQL: statements may take as long as they take, as migrations do. */
  unhurried?: boolean;
  /** SQLite: the file is neither made private nor set up, only used. */
  asItIs?: boolean;
}

/** The path in `file:path`; undefined for PostgreSQL. */
export const fileOf = (url: string): string | undefined =>
  url.startsWith('file:') ? url.slice('file:'.length) : undefined;

/** @param url `file:path` or `postgres://…` */
export function openDatabase(url: string, options: DatabaseOptions = {}): Database {
  const path = fileOf(url);
  if (path !== undefined) {
    return new Kysely<Tables>({
      dialect: new SqliteDialect({ database: () => openSqlite(path, options) }),
    });
  }
  return new Kysely<Tables>({ dialect: new PostgresDialect({ pool: () => openPostgres(url, options) }) });
}

/** From here on SQLite waits for a busy file only so long that no person notices. */
export async function endOpening(db: Database): Promise<void> {
  if (db.getExecutor().adapter instanceof SqliteAdapter) {
    await sql`pragma busy_timeout = ${sql.raw(String(BUSY_TIMEOUT_MS))}`.execute(db);
  }
}

// Errors of the driver's all() carry no result code (seen in 1.2), so SQLite's own words distinguish them.
const isBusy = (error: unknown): boolean => (error as Error).message === 'database is locked';

// Of PostgreSQL: a deadlock that was ended, a failover (only reading, starting up), all connections taken, no one there. Nothing
// of the statement or transaction was done.
const PASSING = new Set(['40P01', '40001', '25006', '57P03', '53300', 'ECONNREFUSED']);
const isPassing = (error: unknown): boolean => PASSING.has(String((error as { code?: string }).code));

/** Repeats a statement while another process holds the file, or the database is about to be there again. */
export async function patiently<T>(statement: () => Promise<T>): Promise<T> {
  const until = Date.now() + PATIENCE_MS;
  for (;;) {
    try {
      return await statement();
    } catch (error) {
      if (!(isBusy(error) || isPassing(error)) || Date.now() > until) throw error;
      await sleep((isBusy(error) ? 20 : 100) + Math.random() * 30);
    }
  }
}

/** An id as Slack sent it: PostgreSQL's text holds no zero byte, so one with it would be an error rather than no one's. */
export const asKey = (id: string): string => id.replaceAll('\0', '\uFFFD');

/** True when a row would break a rule of uniqueness: two of a form, two that run on a record, or a record created twice. */
export const isUnique = (error: unknown): boolean =>
  (error as Error).message.startsWith('UNIQUE constraint failed') ||
  (error as { code?: string }).code === '23505';

/**
 * True when a statement was certainly not carried out: the database said so, or could not be connected to. Where the
 * connection broke in the middle of it, that isn't known.
 */
export const surelyNotDone = (error: unknown): boolean =>
  /^(SQLITE_GONE$|ERR_SQLITE_|ECONNREFUSED$|ENOTFOUND$|(?!08|57P|EPIPE)[0-9A-Z]{5}$)/.test(
    String((error as { code?: string }).code ?? ''),
  );
