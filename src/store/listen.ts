import { setTimeout as sleep } from 'node:timers/promises';
import type { Client } from 'pg';
import { fileOf } from './database.ts';
import { WAKES } from './wakes-migration.ts';

/** Hears when other processes on the same database write something that there is to do. */
export interface Listening {
  /** False while it would not be heard: then it has to be looked for often. */
  hears(): boolean;
  start(): void;
  stop(): void;
}

/** Who is woken by what is said, and where something may have been said that was not heard. */
export interface Woken {
  work: { wake(): void };
  announcement: { wake(): void };
  /** Roles were changed. */
  permissions: { wake(): void };
}

/** Who wrote it looks at once: the others look a moment later, so that they need not all ask for the same. */
const OTHERS_AFTER_MS = 100;
const AGAIN_AFTER_MS = 1000;
const ANSWERS_WITHIN_MS = 2000;
/** A connection that died without a word is found by that. */
const ASK_EVERY_MS = 30_000;

/** PostgreSQL only; a connection of its own, for what is said comes over the one that asked for it. */
export function listen(
  url: string,
  woken: Woken,
  problem: (error: unknown, what: string) => void,
): Listening {
  let hears = false;
  let stopped = false;
  let client: Client | undefined;
  const soon = new Set<string>();

  const heard = (what = ''): void => {
    // What only a newer version says is not for this one.
    if (!(what in woken) || soon.has(what)) return;
    // Only forgets: a right that was taken away may not count for that moment.
    if (what === 'permissions') {
      woken.permissions.wake();
      return;
    }
    soon.add(what);
    void sleep(OTHERS_AFTER_MS * (1 + Math.random()), undefined, { ref: false }).then(() => {
      soon.delete(what);
      woken[what as keyof Woken].wake();
    });
  };

  /** Resolves once nothing is heard over this connection any more. */
  const hear = async (): Promise<void> => {
    const { default: pg } = await import('pg');
    const mine = new pg.Client({
      connectionString: url,
      application_name: 'nexudus-for-slack listening',
      connectionTimeoutMillis: ANSWERS_WITHIN_MS,
      query_timeout: ANSWERS_WITHIN_MS,
      keepAlive: true,
    });
    client = mine;
    const over = new Promise<void>((resolve) => mine.once('end', resolve));
    // One that is cut says so twice, and unheard that would end the process.
    mine.on('error', () => {});
    mine.once('error', (error) => problem(error, 'the connection that listens to the database broke'));
    mine.on('notification', ({ payload }) => heard(payload));
    let asking: NodeJS.Timeout | undefined;
    try {
      await mine.connect();
      await mine.query(`listen ${WAKES}`);
      hears = !stopped;
      for (const { wake } of Object.values(woken)) wake();
      asking = setInterval(() => void mine.query('select 1').catch(() => mine.end()), ASK_EVERY_MS);
      await over;
    } finally {
      hears = false;
      clearInterval(asking);
      mine.end().catch(() => {});
    }
  };

  const goOn = async (): Promise<void> => {
    while (!stopped) {
      await hear().catch((error: unknown) => problem(error, 'the database could not be listened to'));
      if (!stopped) await sleep(AGAIN_AFTER_MS, undefined, { ref: false });
    }
  };
  return {
    hears: () => hears,
    start() {
      if (fileOf(url) === undefined) void goOn();
    },
    stop() {
      stopped = true;
      client?.end().catch(() => {});
    },
  };
}
