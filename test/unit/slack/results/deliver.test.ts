import { afterEach, expect, test } from '@jest/globals';
import { WebClient } from '@slack/web-api';
import pino from 'pino';
import { systemClock } from '../../../../src/clock.ts';
import { operations } from '../../../../src/operations/index.ts';
import { createChannels } from '../../../../src/slack/lookup/channels.ts';
import { createDeliver } from '../../../../src/slack/results/deliver.ts';
import { createEncryption } from '../../../../src/store/encryption.ts';
import type { Announcement } from '../../../../src/submissions/outbox.ts';
import { type ScriptedServer, startScripted } from '../../nexudus/scripted-server.ts';
import { submissionRecord } from '../../worst-case.ts';

// What Slack's stand-in never answers.
let server: ScriptedServer;
afterEach(() => server.close());

const announcement: Announcement = {
  id: 'form:1/result',
  submissionId: 'form:1',
  kind: 'result',
  deliveries: 1,
  revision: 1,
  leaseUntil: 1,
};

/** Slack answers every message with this. */
async function started(body: object, channel: object = {}) {
  server = await startScripted(({ path }) => ({
    body: path === '/conversations.info' ? { ok: true, channel: { id: 'C0OPS0000', ...channel } } : body,
  }));
  const client = new WebClient('xoxb-1', { slackApiUrl: `${server.url}/`, retryConfig: { retries: 0 } });
  const encryption = createEncryption('xoxb-1');
  const deliver = createDeliver({
    client,
    channels: createChannels(client),
    encryption,
    operations,
    offered: operations,
    store: {
      byId: async () => undefined,
      causedBy: async () => [],
      messageOf: async () => undefined,
      earlierInputs: async () => [],
    },
    deliverCard: async () => undefined,
    remindableAt: async () => undefined,
    accessOf: async (submissionId) => ({
      ...{ submissionId, role: 7, users: [3], added: [3], position: 1, until: 2_000_000_000_000, givenAt: 1 },
      status: 'running',
    }),
    deliverReminder: async () => undefined,
    clock: systemClock,
    log: pino({ level: 'silent' }),
  });
  return {
    deliver,
    responseUrl: encryption.encrypt(`${server.url}/response`),
    posts: () =>
      server.received
        .filter(({ path }) => path !== '/conversations.info')
        .map(({ path, body: sent }) => [path, Object.fromEntries(new URLSearchParams(sent))] as const),
  };
}

test('a message that Slack took without saying where it stands is announced once', async () => {
  const { deliver, posts, responseUrl } = await started({ ok: true });
  const submission = {
    ...submissionRecord({ status: 'cancelled', by: 'U0ANA0000' }),
    responseUrl,
    responseUrlUntil: Date.now() + 60_000,
  };
  expect(await deliver(announcement, submission)).toEqual({ posted: undefined, shows: '', followUps: [] });
  expect(posts().map(([path, { channel }]) => [path, channel])).toEqual([['/chat.postMessage', 'C0OPS0000']]);
});

test.each([
  ['in the conversation of the message that it was ordered from', 'C0OPS0000', '7.0'],
  ['under the message itself where that went elsewhere', 'D0ANA0000', '9.0'],
])('a late reply stands %s', async (_where, channel, thread) => {
  const { deliver, posts } = await started({ ok: true, channel, ts: '10.0' });
  const submission = { ...submissionRecord({ status: 'cancelled', by: 'U0ANA0000' }), thread: '7.0' };
  await deliver({ ...announcement, kind: 'thread-reply', repliesTo: { channel, ts: '9.0' } }, submission);
  expect(posts().map(([, { channel: where, thread_ts }]) => [where, thread_ts])).toEqual([[channel, thread]]);
});

test.each([
  ['an operation', announcement, 'desk.create'],
  ['a kind of message', { ...announcement, kind: 'of-tomorrow' as never }, 'team.rename'],
])('what a newer version announces of %s is left to it', async (_what, newer, operation) => {
  const { deliver, posts } = await started({ ok: true });
  const submission = { ...submissionRecord({ status: 'cancelled', by: 'U0ANA0000' }), operation };
  await expect(deliver(newer, submission)).rejects.toMatchObject({ name: 'NotDelivered', certain: true });
  expect(posts()).toEqual([]);
});

test.each([
  ['in the thread of its message', {}, 'C0OPS0000', '9.0'],
  ['by direct message where other organisations read along', { is_ext_shared: true }, 'U0ANA0000', undefined],
])('the requester is reminded of an end %s', async (_where, channel, where, thread) => {
  const { deliver, posts } = await started({ ok: true }, channel);
  const input = { role: 7, until: 2_000_000_000_000 };
  const submission = submissionRecord({ operation: 'role.add-users', input, base: { Id: 7, Name: 'Night' } });
  const repliesTo = { channel: 'C0OPS0000', ts: '9.0' };
  await deliver({ ...announcement, kind: 'ends-in-an-hour', repliesTo }, submission);
  expect(posts().map(([, body]) => [body.channel, body.thread_ts])).toEqual([[where, thread]]);
  expect(posts()[0]?.[1].blocks).toContain('Night');
});
