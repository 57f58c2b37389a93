import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import fc from 'fast-check';
import { type Sandbox, startSandbox } from '../../src/sandbox/start-sandbox.ts';
import { cards } from '../support/approvals.ts';
import { anyBody, malformed } from '../support/malformed.ts';
import { asSent, recordPayloads, type Sent } from '../support/recorded-payloads.ts';
import { expectStillWell } from '../support/still-well.ts';
import type { Stage } from '../support/use-sandbox.ts';

// What is random is not tried again: a failure of it is a find.
jest.retryTimes(0);

const HOW_MANY = 10_000;
const AT_ONCE = 24;
const SEED = Number(process.env.FUZZ_SEED ?? Math.floor(Math.random() * 2 ** 31));

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox({ settings: { LOG_LEVEL: 'error', APPROVAL_CHANNEL: 'C0APPROVE' } });
});
afterAll(() => sandbox?.close());

const records = () =>
  JSON.stringify(
    (['videorooms', 'workspaces', 'teams', 'userroles', 'users'] as const).map((r) =>
      sandbox.nexudus.records(r),
    ),
  );

test(`${HOW_MANY} malformed payloads, properly signed: each is answered in time, and nothing is done`, async () => {
  const { slack, nexudus, bot } = sandbox;
  const good = await recordPayloads(sandbox);
  const kinds = [...new Set(good.map(({ what }) => what))].sort();
  expect(kinds).toEqual([
    'app_home_opened',
    'block_actions',
    'block_suggestion',
    'command',
    'message_action',
    'shortcut',
    'view_submission',
  ]);
  // Each kind as often as the others, however many of it were recorded.
  const arbitraries = kinds.map((kind) =>
    fc.oneof(
      ...good
        .filter(({ what }) => what === kind)
        .map((sent) =>
          malformed(sent.payload).map((payload): Sent => ({ ...sent, payload: asSent(sent, payload) })),
        ),
    ),
  );
  const bodies = anyBody.map(
    (body): Sent => ({ kind: 'interactive', what: 'body', payload: {}, tamper: { body } }),
  );
  const all = fc.sample(fc.oneof(...arbitraries, bodies), { numRuns: HOW_MANY, seed: SEED });
  process.stdout.write(`fuzz: ${all.length} payloads, FUZZ_SEED=${SEED}\n`);
  const before = records();

  const answered = new Map<number, number>();
  const wrong: string[] = [];
  let slowest = 0;
  let next = 0;
  const sender = async (): Promise<void> => {
    for (let index = next++; index < all.length && wrong.length < 5; index = next++) {
      const { kind, what, payload, tamper } = all[index] as Sent;
      const { status, ms } = await slack.send(kind, payload, { tamper });
      answered.set(status, (answered.get(status) ?? 0) + 1);
      slowest = Math.max(slowest, ms);
      if (![200, 400, 401, 413].includes(status) || ms >= 3000)
        wrong.push(
          `#${index} ${what}: ${status} after ${ms} ms: ${JSON.stringify(tamper ?? payload).slice(0, 3000)}`,
        );
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, sender));
  process.stdout.write(`fuzz: ${JSON.stringify(Object.fromEntries(answered))}, slowest ${slowest} ms\n`);

  expect(wrong).toEqual([]);
  await expectStillWell(bot);
  const written = nexudus.calls.filter(({ method, path }) => method !== 'GET' && path !== '/api/token');
  expect(written).toEqual([]);
  expect(records()).toBe(before);
  // No one who may decided on it.
  expect(cards({ slack } as Stage).map(({ buttons }) => buttons)).toEqual([
    ['Approve', 'Deny', 'See permissions'],
  ]);
  // Who works with it goes on as before, once the records are read that were picked last, one in 110 ms.
  slack.reset();
  const priya = slack.as('Priya');
  await priya.command('/nexudus team rename Acme to "Acme Ltd"');
  await priya.waitForModal((modal) => modal.labels().includes('New name'), { timeoutMs: 20_000 });
}, 600_000);
