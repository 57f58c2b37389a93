import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe } from '@jest/globals';
import pg from 'pg';
import { type JournalDatabase, openDatabase } from '../../../src/requests/database.ts';
import { createJournal, type Entry, type Journal } from '../../../src/requests/journal.ts';
import { migrate } from '../../../src/requests/migrate.ts';

const POSTGRES = process.env.TEST_POSTGRES_URL;

export type Kind = 'SQLite' | 'PostgreSQL';

/** The same tests on both databases. */
export function describeOnEach(what: string, body: (kind: Kind) => void): void {
  describe(`${what} on SQLite`, () => body('SQLite'));
  if (POSTGRES) describe(`${what} on PostgreSQL`, () => body('PostgreSQL'));
  else describe.skip(`${what} on PostgreSQL (set TEST_POSTGRES_URL to test it)`, () => body('PostgreSQL'));
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
  const run = async (sql: string) => {
    const client = new pg.Client({ connectionString: POSTGRES });
    await client.connect();
    await client.query(sql);
    await client.end();
  };
  await run(`create schema ${schema}`);
  const url = new URL(POSTGRES as string);
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
