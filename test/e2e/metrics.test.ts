import { networkInterfaces } from 'node:os';
import { beforeAll, expect, test } from '@jest/globals';
import { freePort } from '../../src/sandbox/start-bot.ts';
import { announced, expectClosed } from '../support/channel.ts';
import { CANCELLED } from '../support/outcomes.ts';
import { changeFocus, newDen, untilShown } from '../support/room-acts.ts';
import { useStore } from '../support/use-store.ts';

const settings: Record<string, string> = {};
beforeAll(async () => {
  settings.METRICS_PORT = String(await freePort());
});
const stage = useStore({ settings, ofOneProcess: 'the port of its metrics is one' });

const get = (port: number | string, path: string) => fetch(`http://127.0.0.1:${port}${path}`);

/** The numbers by name and labels, as Prometheus reads them. */
async function numbers(): Promise<Map<string, number>> {
  const answer = await get(settings.METRICS_PORT ?? '', '/metrics');
  expect(answer.status).toBe(200);
  expect(answer.headers.get('content-type')).toBe('text/plain; version=0.0.4; charset=utf-8');
  const lines = (await answer.text()).split('\n').filter((line) => line && !line.startsWith('#'));
  return new Map(
    lines.map((line) => [line.slice(0, line.lastIndexOf(' ')), Number(line.slice(line.lastIndexOf(' ')))]),
  );
}
const ended = (operation: string, outcome: string) =>
  `nexudus_slack_requests_total{operation="${operation}",outcome="${outcome}"}`;

test('metrics are served on their own port only, and nothing else is served there', async () => {
  expect((await get(stage.bot.port, '/metrics')).status).toBe(404);
  expect((await get(settings.METRICS_PORT ?? '', '/')).status).toBe(404);
  expect((await get(settings.METRICS_PORT ?? '', '/slack/events')).status).toBe(404);
  expect((await numbers()).get('process_cpu_seconds_total')).toBeGreaterThan(0);
});

test('are for this machine alone, unless an address is given', async () => {
  const outside = Object.values(networkInterfaces())
    .flat()
    .find((each) => each && !each.internal && each.family === 'IPv4')?.address;
  if (!outside) return console.warn('Not tested: metrics for other machines. There is no network here.');
  const status = (port: number | string) =>
    fetch(`http://${outside}:${port}/metrics`).then(
      (answer) => answer.status,
      (error: Error) => (error.cause as { code?: string }).code,
    );
  expect(await status(settings.METRICS_PORT ?? '')).toBe('ECONNREFUSED');
  const port = await freePort();
  await stage.withBot({ METRICS_PORT: `0.0.0.0:${port}` }, async () => {
    expect(await status(port)).toBe(200);
  });
});

test('count requests by operation and outcome once each, and time acks, requests and calls to Nexudus', async () => {
  const { ana, nexudus } = stage;
  const first = await numbers();
  const more = async (name: string) => ((await numbers()).get(name) ?? 0) - (first.get(name) ?? 0);
  const form = await newDen(ana);
  nexudus.switches.refuse = [{ property: 'Name', message: 'is already in use' }];
  await form.submit();
  nexudus.switches.refuse = [];
  // Tried three times, and still one request.
  Object.assign(nexudus.switches, { down: '503', only: 'writes', times: 2 });
  await form.submit();
  await untilShown(stage, '✅', 10_000);
  await stage.untilSettled();
  expect(await more(ended('video-room.create', 'rejected'))).toBe(1);
  expect(await more(ended('video-room.create', 'succeeded'))).toBe(1);
  expect((await numbers()).has(ended('video-room.create', 'waiting'))).toBe(false);
  expect(await more('nexudus_slack_request_seconds_count{operation="video-room.create"}')).toBe(2);
  expect(await more('nexudus_slack_ack_seconds_count{kind="submission"}')).toBe(2);
  expect(await more('nexudus_slack_ack_seconds_bucket{le="3",kind="submission"}')).toBe(2);
  expect(await more('nexudus_slack_nexudus_call_seconds_count{method="post",outcome="400"}')).toBe(1);
  expect(await more('nexudus_slack_nexudus_call_seconds_count{method="post",outcome="503"}')).toBe(2);
  expect(await more('nexudus_slack_nexudus_call_seconds_count{method="post",outcome="200"}')).toBe(1);
  expect(await more('nexudus_slack_nexudus_turn_seconds_count{who="queue"}')).toBeGreaterThanOrEqual(4);
  expect((await numbers()).get('nexudus_slack_nexudus_turn_seconds_count{who="person"}')).toBeGreaterThan(0);
  expect((await numbers()).get('nexudus_slack_nexudus_calls_waiting{who="queue"}')).toBe(0);
});

test('tell how many wait, how old the oldest is and how many results are untold', async () => {
  const { ana, slack, nexudus } = stage;
  const names = [
    'nexudus_slack_queue_depth',
    'nexudus_slack_queue_oldest_seconds',
    'nexudus_slack_announcements_pending',
  ];
  const now = async () => {
    const all = await numbers();
    return names.map((name) => all.get(name));
  };
  expect(await now()).toEqual([0, 0, 0]);
  const form = await changeFocus(ana, 12);
  Object.assign(nexudus.switches, { down: '503', only: 'writes' });
  await form.submit();
  await announced(stage);
  await stage.untilJournal(
    (rows) => rows[0]?.status === 'waiting' && rows[0]?.announced === 'delivered',
    'it waits',
  );
  stage.sql('update submissions set submitted_at = submitted_at - 60000, next_at = next_at + 600000');
  const [depth, oldest, untold] = await now();
  expect([depth, untold]).toEqual([1, 0]);
  expect(oldest).toBeGreaterThan(60);
  expect(oldest).toBeLessThan(90);
  slack.faults.fail = { method: 'chat.update', error: 'internal_error', times: 100 };
  await ana.click(await announced(stage), 'Cancel');
  await stage.untilJournal((rows) => Number(rows[0]?.announce_at) > Date.now(), 'announced later');
  expect(await now()).toEqual([0, 0, 1]);
  expect((await numbers()).get(ended('video-room.update', 'cancelled'))).toBe(1);
  slack.faults.fail = undefined;
  stage.sql('update outbox set due_at = 1');
  await untilShown(stage, CANCELLED);
  await stage.untilSettled();
  expect(await now()).toEqual([0, 0, 0]);
});

test('and say nothing that is secret or about a person', async () => {
  const form = await changeFocus(stage.ana, 12);
  expectClosed(stage.ana, await form.submit());
  await stage.untilSettled();
  const text = await (await get(settings.METRICS_PORT ?? '', '/metrics')).text();
  expect(text).not.toMatch(/xox|Ana|U0ANA|Focus|NX-|sandbox|@/);
});
