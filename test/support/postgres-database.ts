import { randomUUID } from 'node:crypto';
import pg from 'pg';

/** An empty database of its own on the PostgreSQL that start-postgres.mjs started, or that TEST_POSTGRES_URL names. */
export async function newPostgresDatabase(
  server = process.env.TEST_POSTGRES_URL,
): Promise<{ url: string; drop(): Promise<void> } | undefined> {
  if (!server) return undefined;
  const run = async (sql: string): Promise<void> => {
    const client = new pg.Client({ connectionString: server });
    await client.connect();
    await client.query(sql);
    await client.end();
  };
  const name = `bot_${randomUUID().replaceAll('-', '')}`;
  await run(`create database ${name}`);
  const url = new URL(server);
  url.pathname = name;
  return { url: url.href, drop: () => run(`drop database ${name} with (force)`) };
}

export const NO_POSTGRES = 'Not tested: several bots at once. They take an installed PostgreSQL server.';
