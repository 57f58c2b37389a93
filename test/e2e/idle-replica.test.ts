import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, describe, expect, test } from '@jest/globals';
import pg from 'pg';
import { type Sandbox, startSandbox } from '../../src/sandbox/start-sandbox.ts';
import { NO_POSTGRES, newPostgresDatabase } from '../support/postgres-database.ts';

if (!process.env.TEST_POSTGRES_URL) console.warn(NO_POSTGRES);
const SECONDS = 24;

(process.env.TEST_POSTGRES_URL ? describe : describe.skip)('a replica that no one uses', () => {
  let sandbox: Sandbox | undefined;
  let database: { url: string; drop(): Promise<void> } | undefined;
  afterAll(async () => {
    await sandbox?.close();
    await database?.drop();
  });

  test('asks PostgreSQL at most three times a second', async () => {
    database = (await newPostgresDatabase()) as typeof database & object;
    const settings = { DATABASE_URL: database.url, APPROVAL_CHANNEL: 'C0APPROVE' };
    sandbox = await startSandbox({ settings });
    const server = new pg.Client({ connectionString: process.env.TEST_POSTGRES_URL });
    await server.connect();
    const name = new URL(database.url).pathname.slice(1);
    const count = async () => {
      const { rows } = await server.query(
        'select xact_commit + xact_rollback as n from pg_stat_database where datname = $1',
        [name],
      );
      return Number(rows[0].n);
    };
    // PostgreSQL counts a second late; what a start asks for is over.
    await sleep(5000);
    const before = await count();
    await sleep(SECONDS * 1000);
    const asked = (await count()) - before;
    await server.end();
    console.info(`${Math.round((asked * 60) / SECONDS)} statements a minute`);
    expect(asked).toBeGreaterThan(SECONDS / 2);
    expect(asked).toBeLessThanOrEqual(SECONDS * 3);
  }, 120_000);
});
