import { setTimeout as sleep } from 'node:timers/promises';

/** How long an answer may take to still be the answer to an interaction. Slack waits for three seconds. */
export const ACK_BUDGET_MS = 2200;
/** When whatever is still unanswered is answered with what can be said without looking anything up. */
export const LAST_MOMENT_MS = 2500;

/** What the work comes to by then (milliseconds since 1970); undefined when it takes longer. The work goes on. */
export async function byThen<T>(work: Promise<T>, until: number): Promise<T | undefined> {
  const done = new AbortController();
  try {
    return await Promise.race([
      work,
      sleep(Math.max(0, until - Date.now()), undefined, { signal: done.signal }),
    ]);
  } finally {
    done.abort();
  }
}
