import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'kysely';
import { patiently } from './database.ts';
import type { Database } from './schema.ts';

/** How long an answer counts: frequent health checks must not keep the disk busy. */
const COUNTS_MS = 1000;
/** The caller gives up after a second (Kubernetes's default). */
const ANSWER_WITHIN_MS = 900;

/** Asks whether submissions can be written down. The row that is written, as it is, is the one that migrations lock. */
export function createCanWrite(db: Database): () => Promise<boolean> {
  let last: { at: number; answer: Promise<boolean>; over: boolean } | undefined;
  const ask = () => {
    const write = sql`update kysely_migration_lock set is_locked = is_locked`;
    const written = patiently(() => write.execute(db)).then(
      () => true,
      () => false,
    );
    const late = sleep(ANSWER_WITHIN_MS, false, { ref: false });
    const asked = { at: Date.now(), answer: Promise.race([written, late]), over: false };
    void written.then(() => {
      asked.over = true;
    });
    return asked;
  };
  return () => {
    // One at a time: a database that doesn't answer is not asked ever more.
    if (!last || (last.over && Date.now() - last.at > COUNTS_MS)) last = ask();
    return last.answer;
  };
}
