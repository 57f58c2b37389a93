import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from '@jest/globals';
import { openForm } from '../support/channel.ts';
import { useSandbox } from '../support/use-sandbox.ts';

const stage = useSandbox({ ofOneProcess: 'counts the connections of one process' });

/** Longer than fetch, and many servers, keep an idle connection by themselves. */
const PAUSE_MS = 5500;
const TIMES = 4;

test('who opens a form now and then waits for no new connection, to Slack nor to Nexudus', async () => {
  const open = async () => {
    const form = await openForm(stage.ana, '/nexudus team rename Acme', 'New name');
    await form.close();
  };
  const opened = () => [stage.nexudus.connections, stage.slack.connectionsOpened] as const;
  // Names and permissions are read side by side at first, over more connections than one.
  await open();
  await sleep(1000);
  const [toNexudus, toSlack] = opened();
  const calls = stage.nexudus.calls.length;
  for (let times = 0; times < TIMES; times++) {
    await sleep(PAUSE_MS);
    await open();
  }
  expect(stage.nexudus.calls.length - calls).toBeGreaterThanOrEqual(TIMES);
  const [nowToNexudus, nowToSlack] = opened();
  expect({ nexudus: nowToNexudus - toNexudus, slack: nowToSlack - toSlack }).toEqual({
    nexudus: 0,
    slack: 0,
  });
}, 120_000);
