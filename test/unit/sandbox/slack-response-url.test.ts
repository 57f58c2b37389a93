import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { type SlackMessage, type SlackStandIn, startSlack } from '../../../src/sandbox/slack/start-slack.ts';
import { plain, type RunningBolt, startBolt } from './slack-bolt.ts';

let slack: SlackStandIn;
let bolt: RunningBolt;
let respond: (message: object | string) => Promise<unknown>;

const button = { type: 'actions', elements: [{ type: 'button', action_id: 'undo', text: plain('Undo') }] };

beforeEach(async () => {
  slack = await startSlack();
  bolt = await startBolt(slack, 'http', (app) => {
    app.command('/nexudus', async (args) => {
      await args.ack();
      respond = args.respond as never;
    });
    app.action('undo', async (args) => {
      await args.ack();
      respond = args.respond as never;
    });
  });
});

afterEach(async () => {
  await bolt.stop();
  await slack.close();
});

async function clicked(): Promise<SlackMessage> {
  await bolt.app.client.chat.postMessage({ channel: '#ops', text: 'Done', blocks: [button] } as never);
  const message = await slack.waitForMessage('#ops', () => true);
  await slack.as('Ana').click(message, 'Undo');
  return message;
}

test('an answer is for the person alone, unless it is in_channel', async () => {
  await slack.as('Ana').command('/nexudus', { channel: '#management' });
  await respond('only you');
  await respond({ text: 'for all', response_type: 'in_channel' });
  expect(slack.ephemerals('Ana').map((each) => [each.text, each.via])).toEqual([
    ['only you', 'response_url'],
  ]);
  expect(slack.messages('#management').map((each) => each.text)).toEqual(['for all']);
  expect(slack.ephemerals('Priya')).toEqual([]);
});

test('serves five times', async () => {
  await slack.as('Ana').command('/nexudus');
  for (let i = 0; i < 5; i += 1) await respond(`${i}`);
  await expect(respond('too much')).rejects.toMatchObject({ statusCode: 404 });
  expect(slack.ephemerals('Ana').length).toBe(5);
  expect(slack.calls.map((each) => [each.method, each.status])).toEqual([
    ...Array(5).fill(['response_url', 200]),
    ['response_url', 404],
  ]);
  expect(slack.calls.at(-1)?.answer).toEqual({ ok: false, error: 'used_url' });
  expect(slack.problems).toEqual(['response_url: used_url']);
});

test('serves for 30 minutes', async () => {
  await slack.as('Ana').command('/nexudus');
  slack.advance(29 * 60_000);
  await respond('in time');
  slack.advance(60_001);
  await expect(respond('late')).rejects.toMatchObject({ statusCode: 404 });
  expect(slack.calls.at(-1)?.answer).toEqual({ ok: false, error: 'expired_url' });
});

test('replace_original edits the message that was clicked, delete_original removes it', async () => {
  const message = await clicked();
  await respond({ text: 'Undone', replace_original: true });
  expect(slack.messages('#ops')).toEqual([message]);
  expect([message.plain, message.buttons]).toEqual(['Undone', []]);
  await respond({ delete_original: true });
  expect(slack.messages('#ops')).toEqual([]);
});

test('without replace_original a click is answered by a new message', async () => {
  await clicked();
  await respond('Undoing');
  expect(slack.messages('#ops').map((each) => each.plain)).toEqual(['[Undo]']);
  expect(slack.ephemerals('Ana').map((each) => each.plain)).toEqual(['Undoing']);
});

test('an ephemeral message is replaced in place', async () => {
  await slack.as('Ana').command('/nexudus');
  await respond({ text: 'Sure?', blocks: [button] });
  const [message] = slack.ephemerals('Ana');
  if (!message) throw new Error('no message');
  await slack.as('Ana').click(message, 'Undo');
  await respond({ text: 'Undone', replace_original: true });
  expect(slack.ephemerals('Ana').map((each) => each.plain)).toEqual(['Undone']);
});

test('bad blocks are refused', async () => {
  await slack.as('Ana').command('/nexudus');
  const bad = { text: 't', blocks: [{ type: 'section', text: plain('x'.repeat(3001)) }] };
  await expect(respond(bad)).rejects.toMatchObject({ statusCode: 400 });
  expect(slack.problems).toEqual([
    'response_url refused: must be less than 3001 characters [json-pointer:/blocks/0/text/text]',
  ]);
});
