import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, expect, test } from '@jest/globals';
import type { Modal } from '../../src/sandbox/slack/start-slack.ts';
import { botMessages, openForm } from '../support/channel.ts';
import { useSandbox } from '../support/use-sandbox.ts';

// What each operation costs a bot that was asked the same just before. The table of docs/performance.md says the same.

const folder = mkdtempSync(join(tmpdir(), 'nexudus-statements-'));
const log = join(folder, 'statements');
afterAll(() => rmSync(folder, { recursive: true, force: true }));
// A bundle with the packages outside: the one that counts statements is the bot's own.
const stage = useSandbox({
  entry: 'bundle',
  settings: {
    NODE_OPTIONS: `--import ${new URL('../support/statement-log.mjs', import.meta.url).href}`,
    STATEMENTS: log,
  },
});

interface Cost {
  nexudus: string[];
  /** Without conversations.info, which is kept for some minutes. */
  slack: string[];
  /** Statements of the store, without those that also run while nothing happens. */
  statements: number;
}

/** Looking for work, and cleaning up. */
const BY_THE_CLOCK = /^ *update submissions set status = 'running'|^delete |"response_url" is not null/;

const lines = () => readFileSync(log, 'utf8').trimEnd().split('\n');

/** What `act` makes the bot do, until it is quiet again. */
async function costOf(act: () => Promise<unknown>): Promise<Cost> {
  const { slack, nexudus } = stage;
  const quiet = async () => {
    for (let before = -1; before !== nexudus.calls.length + slack.calls.length; ) {
      before = nexudus.calls.length + slack.calls.length;
      await sleep(1000);
    }
  };
  await quiet();
  const idleFrom = lines().length;
  await sleep(1500);
  const idle = new Set(lines().slice(idleFrom));
  const [calls, methods, statements] = [nexudus.calls.length, slack.calls.length, lines().length];
  await act();
  await quiet();
  return {
    nexudus: nexudus.calls.slice(calls).map(({ method, path }) => `${method} ${path.replace(/\d{5,}/, '#')}`),
    slack: slack.calls
      .slice(methods)
      .flatMap(({ method }) => (method === 'conversations.info' ? [] : method)),
    statements: lines()
      .slice(statements)
      .filter((line) => !idle.has(line) && !BY_THE_CLOCK.test(line)).length,
  };
}

/** Opening a form, and submitting it, where the same was done just before. */
async function costs(open: (time: number) => Promise<Modal>, confirm = false) {
  const submit = async (form: Modal) => {
    const announced = botMessages(stage).length;
    await form.submit();
    if (confirm) await stage.ana.modal()?.submit();
    await stage.until(() => botMessages(stage).length > announced, 'the result', 20_000);
  };
  await submit(await open(1));
  // What was forgotten with the write is read again.
  let form = await open(2);
  await form.close();
  const opening = await costOf(async () => {
    form = await open(2);
  });
  return { opening, submitting: await costOf(() => submit(form)) };
}

test('creating a video room', async () => {
  const open = (time: number) =>
    openForm(stage.ana, `/nexudus video-room create name="Den ${time}" participants=8 location=Soho`, 'Name');
  expect(await costs(open)).toEqual({
    opening: { nexudus: [], slack: ['views.open', 'views.update'], statements: 1 },
    submitting: {
      nexudus: ['POST /api/community/videorooms', 'GET /api/community/videorooms/#'],
      slack: ['chat.postMessage'],
      statements: 8,
    },
  });
});

test('renaming a team', async () => {
  const open = (time: number) =>
    openForm(stage.ana, `/nexudus team rename ${time === 1 ? 'Acme' : 'Acme1'} to "Acme${time}"`, 'New name');
  expect(await costs(open)).toEqual({
    opening: { nexudus: ['GET /api/spaces/teams/#'], slack: ['views.open', 'views.update'], statements: 1 },
    submitting: {
      nexudus: ['GET /api/spaces/teams/#', 'PUT /api/spaces/teams', 'GET /api/spaces/teams/#'],
      slack: ['chat.postMessage'],
      statements: 9,
    },
  });
});

test('changing a video room', async () => {
  const open = async (time: number) => {
    const form = await openForm(
      stage.ana,
      '/nexudus video-room update "Focus room"',
      'Number of participants',
    );
    await form.type('Number of participants', String(20 + time));
    return form;
  };
  expect(await costs(open)).toEqual({
    opening: {
      nexudus: ['GET /api/community/videorooms/#'],
      slack: ['views.open', 'views.update'],
      statements: 1,
    },
    submitting: {
      nexudus: [
        'GET /api/community/videorooms/#',
        'PUT /api/community/videorooms',
        'GET /api/community/videorooms/#',
      ],
      slack: ['chat.postMessage'],
      statements: 9,
    },
  });
});

test('adding someone to a role', async () => {
  const open = async (time: number) => {
    const form = await openForm(stage.ana, '/nexudus role add-users Reception', 'Users');
    await form.pick('Users', time === 1 ? 'Leo Brandt' : 'Tess Oduya');
    return form;
  };
  expect(await costs(open, true)).toEqual({
    opening: {
      nexudus: ['GET /api/security/userroles/#'],
      slack: ['views.open', 'views.update'],
      statements: 1,
    },
    submitting: {
      nexudus: [
        // The review: the role as it is now, and whether it is the bot's own.
        ...['GET /api/security/userroles/#', 'GET /api/auth/me', 'GET /api/sys/users/#'],
        // The same is asked again right before the write.
        ...['GET /api/auth/me', 'GET /api/sys/users/#'],
        ...['GET /api/security/userroles/#', 'PUT /api/security/userroles', 'GET /api/security/userroles/#'],
      ],
      slack: ['chat.postMessage'],
      statements: 11,
    },
  });
});
