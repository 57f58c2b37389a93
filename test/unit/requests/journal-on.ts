import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { PGLiteSocketServer } from '@electric-sql/pglite-socket';
import { afterAll, beforeAll, describe } from '@jest/globals';
import pg from 'pg';
import { type JournalDatabase, openDatabase } from '../../../src/requests/database.ts';
import { createJournal, type Entry, type Journal } from '../../../src/requests/journal.ts';
import { migrate } from '../../../src/requests/migrate.ts';

/** A server to test on; without one it is PostgreSQL inside this process, which serves one connection at a time. */
const SERVER = process.env.TEST_POSTGRES_URL;

let inProcess: Awaited<ReturnType<typeof startPostgres>> | undefined;

/** A PostgreSQL inside this process. */
export async function startPostgres() {
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
  describe(`${what} on SQLite`, () => body('SQLite'));
  describe(`${what} on PostgreSQL`, () => {
    if (!SERVER) {
      beforeAll(async () => {
        inProcess = await startPostgres();
      }, 60_000);
      afterAll(() => inProcess?.stop());
    }
    body('PostgreSQL');
  });
}

export interface JournalOn {
  db: JournalDatabase;
  /** Of a process with this name; all share the clock. */
  journal(owner: string): Journal;
  /** Milliseconds since 1970, moved by the test. */
  clock: { now: number };
  close(): Promise<void>;
}

/** An empty, migrated database of its own. */
export async function journalOn(kind: Kind): Promise<JournalOn> {
  const clock = { now: 1_800_000_000_000 };
  const [url, remove] = kind === 'SQLite' ? sqlite() : await postgres();
  const db = openDatabase(url);
  await migrate(db);
  return {
    db,
    clock,
    journal: (owner) => createJournal(db, owner, () => clock.now),
    async close() {
      await db.destroy();
      await remove();
    },
  };
}

function sqlite(): [string, () => Promise<void>] {
  const folder = mkdtempSync(join(tmpdir(), 'nexudus-journal-'));
  return [`file:${join(folder, 'journal.sqlite')}`, async () => rmSync(folder, { recursive: true })];
}

async function postgres(): Promise<[string, () => Promise<void>]> {
  const schema = `journal_${randomUUID().replaceAll('-', '')}`;
  const server = SERVER ?? inProcess?.url ?? '';
  const run = async (sql: string) => {
    const client = new pg.Client({ connectionString: server });
    await client.connect();
    await client.query(sql);
    await client.end();
  };
  await run(`create schema ${schema}`);
  // All connections to the one in this process are the same session to it.
  if (!SERVER) await run(`set search_path to ${schema}`);
  const url = new URL(server);
  url.searchParams.set('options', `-c search_path=${schema}`);
  return [url.href, () => run(`drop schema ${schema} cascade`)];
}

let forms = 0;

/** A submission that changes team 7, or what `more` says. */
export const entry = (more: Partial<Entry> = {}): Entry => ({
  formId: `form-${++forms}`,
  receipt: `NX-${String(forms).padStart(7, '2')}`,
  operation: 'team.rename',
  recordKey: 'teams:7',
  requester: 'UANA',
  channel: 'C0OPS',
  responseUrlUntil: 0,
  input: '{"team":7}',
  locations: '[]',
  giveUpAt: 1_800_001_800_000,
  ...more,
});

/** A submission that makes something new. */
export const creation = (more: Partial<Entry> = {}): Entry =>
  entry({ operation: 'video-room.create', recordKey: undefined, input: '{"name":"Den"}', ...more });
