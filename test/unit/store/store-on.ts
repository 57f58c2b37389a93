import { randomUUID } from 'node:crypto';
import { PGlite } from '@electric-sql/pglite';
import { PGLiteSocketServer } from '@electric-sql/pglite-socket';
import { afterAll, describe } from '@jest/globals';
import { Kysely, PostgresDialect } from 'kysely';
import pg from 'pg';
import type { Clock } from '../../../src/clock.ts';
import { openDatabase } from '../../../src/store/database.ts';
import { leaseTimeBy } from '../../../src/store/lease-time.ts';
import { migrate } from '../../../src/store/migrations.ts';
import type { Database, Tables } from '../../../src/store/schema.ts';
import { createStore, type Store } from '../../../src/store/store.ts';
import type { AttemptResult, NewSubmission } from '../../../src/submissions/submission-store.ts';

/**
 * A server to test on (start-postgres.mjs starts one where it can); without one it is PostgreSQL inside this process, which
 * serves one connection at a time.
 */
export const SERVER = process.env.TEST_POSTGRES_URL;

/** A PostgreSQL inside this process. */
async function startPostgres() {
  const db = await PGlite.create();
  const server = new PGLiteSocketServer({ db, host: '127.0.0.1', port: 0, maxConnections: 50 });
  await server.start();
  return {
    url: `postgres://postgres:postgres@${server.getServerConn()}/postgres`,
    async stop() {
      await server.stop();
      await db.close();
    },
  };
}

export type Kind = 'SQLite' | 'PostgreSQL';

/** The same tests on both databases. */
export function describeOnEach(what: string, body: (kind: Kind) => void): void {
  for (const kind of ['SQLite', 'PostgreSQL'] as const) describe(`${what} on ${kind}`, () => body(kind));
}

// Starting and migrating takes far longer than a test, so a file has one database of each kind at most.
let inProcess: ReturnType<typeof startPostgres> | undefined;
const migrated = new Map<Kind, ReturnType<typeof migratedDatabase>>();
afterAll(async () => {
  for (const { close } of await Promise.all(migrated.values())) await close();
  await (await inProcess)?.stop();
});

/** A clock that only the test moves. */
export interface TestClock extends Clock {
  /** Milliseconds since 1970. */
  time: number;
}

export const FIRST_NOW = 1_800_000_000_000;

const testClock = (): TestClock => {
  const clock: TestClock = {
    time: FIRST_NOW,
    now: () => clock.time,
    ticks: () => clock.time,
    sleep: async () => {},
    every: () => ({ stop: () => {} }),
  };
  return clock;
};

export interface StoreOn {
  db: Database;
  /** Of a process with this name; all share the clock. */
  store(owner: string): Store;
  clock: TestClock;
}

/**
 * The bot's own way to the database; to PostgreSQL inside this process over one connection, because there all connections
 * share one session, and so one transaction.
 */
function open(url: string): Database {
  const db = openDatabase(url);
  if (SERVER || !url.startsWith('postgres:')) return db;
  // As the bot's own has it.
  pg.types.setTypeParser(pg.types.builtins.INT8, Number);
  const pool = new pg.Pool({ connectionString: url, max: 1 });
  return new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) });
}

/** An empty database of its own. */
export async function databaseOn(kind: Kind): Promise<{ db: Database; close(): Promise<void> }> {
  // What is about the file itself is in database.test.ts.
  const [url, remove] = kind === 'SQLite' ? (['file::memory:', async () => {}] as const) : await postgres();
  const db = open(url);
  return {
    db,
    async close() {
      await db.destroy();
      await remove();
    },
  };
}

async function migratedDatabase(kind: Kind) {
  const database = await databaseOn(kind);
  await migrate(database.db);
  return database;
}

const TABLES: Record<keyof Tables, true> = {
  outbox: true,
  approvals: true,
  submissions: true,
  forms: true,
  channel_locations: true,
  replicas: true,
  temporary_access: true,
  wishes: true,
};

/** The store on a migrated database with nothing in it: the file's own, emptied. */
export async function storeOn(kind: Kind): Promise<StoreOn> {
  const clock = testClock();
  const database = migrated.get(kind) ?? migratedDatabase(kind);
  migrated.set(kind, database);
  const { db } = await database;
  for (const table of Object.keys(TABLES) as (keyof Tables)[]) await db.deleteFrom(table).execute();
  return { db, clock, store: (owner) => createStore(db, owner, clock, leaseTimeBy(clock)) };
}

/** An empty database of its own: the address that leads there, and what drops it. */
export async function postgres(): Promise<[string, () => Promise<void>]> {
  if (!SERVER) inProcess ??= startPostgres();
  const server = SERVER ?? (await inProcess)?.url ?? '';
  const run = async (sql: string) => {
    const client = new pg.Client({ connectionString: server });
    await client.connect();
    await client.query(sql);
    await client.end();
  };
  const name = `store_${randomUUID().replaceAll('-', '')}`;
  const url = new URL(server);
  if (SERVER) {
    // Kysely's migrator takes the tables of any schema in a database for its own.
    await run(`create database ${name}`);
    url.pathname = name;
    return [url.href, () => run(`drop database ${name} with (force)`)];
  }
  await run(`create schema ${name}`);
  // All connections to the one in this process are the same session to it.
  await run(`set search_path to ${name}`);
  url.searchParams.set('options', `-c search_path=${name}`);
  return [url.href, () => run(`drop schema ${name} cascade`)];
}

let forms = 0;

/** A press that changes team 7, or what `more` says. */
export const press = (more: Partial<NewSubmission> = {}): NewSubmission => ({
  formId: `form-${++forms}`,
  receipt: `NX-${String(forms).padStart(7, '2')}`,
  operation: 'team.rename',
  recordKey: 'teams:7',
  requester: 'UANA',
  channel: 'C0OPS',
  responseUrlUntil: 0,
  input: { team: 7 },
  locations: [],
  giveUpAt: 1_800_001_800_000,
  ...more,
});

/** A press that creates something. */
export const creation = (more: Partial<NewSubmission> = {}): NewSubmission =>
  press({ operation: 'video-room.create', recordKey: undefined, input: { name: 'Den' }, ...more });

const failure = { why: 'unreachable', passing: true, mayHaveActed: false, answered: true } as const;
const outcome = { id: 8, message: 'ok', sent: {}, rehearsed: false };

/** How attempts leave submissions. */
export const rejected: AttemptResult = {
  announce: true,
  standing: { status: 'rejected', problems: {}, others: ['No'] },
};
export const invalid: AttemptResult = {
  announce: 'if-posted',
  standing: { status: 'invalid', problems: {} },
};
export const denied: AttemptResult = {
  announce: 'if-posted',
  standing: { status: 'denied', decision: { allowed: false, reason: 'guest' } },
};
export const failed: AttemptResult = { announce: true, standing: { status: 'failed', failure } };
export const succeeded: AttemptResult = { announce: true, standing: { status: 'succeeded', outcome } };
export const waiting: AttemptResult = {
  announce: false,
  standing: { status: 'waiting', failure, until: 9 },
};
