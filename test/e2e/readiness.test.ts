import { renameSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from '@jest/globals';
import { lockSql } from '../support/run-sql.ts';
import { useStore } from '../support/use-store.ts';

const stage = useStore({ ofOneProcess: 'takes SQLite’s file away' });

/** Waits until /readyz answers so, while the process is alive all the time. */
async function untilReadyIs(status: number, url = stage.bot.url, timeoutMs = 10_000): Promise<void> {
  for (const until = Date.now() + timeoutMs; ; await sleep(100)) {
    expect((await fetch(`${url}/healthz`)).status).toBe(200);
    const answer = await fetch(`${url}/readyz`);
    expect(await answer.text()).toBe(answer.status === 200 ? 'ok' : 'not ready');
    if (answer.status === status) return;
    if (Date.now() > until) expect(answer.status).toBe(status);
  }
}

test('not ready while the file of the database is gone', async () => {
  await untilReadyIs(200);
  renameSync(stage.path, `${stage.path}-away`);
  try {
    await untilReadyIs(503);
  } finally {
    renameSync(`${stage.path}-away`, stage.path);
  }
  await untilReadyIs(200);
});

test('not ready while the database can’t be written, and it answers within a second', async () => {
  const held = lockSql(stage.path);
  await sleep(1100);
  const answer = await fetch(`${stage.bot.url}/readyz`, { signal: AbortSignal.timeout(3000) });
  expect(answer.status).toBe(503);
  held.release();
  await untilReadyIs(200);
});

test('Socket Mode: not ready while there is no connection to Slack', async () => {
  const { slack } = stage;
  await stage.withBot({ SLACK_APP_TOKEN: slack.appToken }, async ({ url }) => {
    await untilReadyIs(200, url);
    slack.faults.fail = { method: 'apps.connections.open', error: 'internal_error', times: 1 };
    slack.cutConnections();
    await untilReadyIs(503, url);
    // It connects again by itself.
    await untilReadyIs(200, url, 60_000);
  });
}, 120_000);
