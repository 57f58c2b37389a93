import { afterEach, beforeEach, expect, test } from '@jest/globals';
import type { ModalView } from '@slack/types';
import { WebClient } from '@slack/web-api';
import pino from 'pino';
import { createScreens, type Showing } from '../../../../src/slack/modal/screens.ts';
import { type ScriptedServer, startScripted } from '../../nexudus/scripted-server.ts';

let server: ScriptedServer;
beforeEach(async () => {
  server = await startScripted(() => ({ body: { ok: true } }));
});
afterEach(() => server.close());

const showing = (text: string): Showing => {
  const view = { type: 'modal', title: { type: 'plain_text', text }, blocks: [] } as ModalView;
  return { ready: async () => view, instead: () => view };
};
const shown = () =>
  server.received.map(({ body }) => JSON.parse(new URLSearchParams(body).get('view') ?? '').title.text);

test('a view that is asked for in the moment in which the one before ends is shown', async () => {
  const client = new WebClient('xoxb-1', { slackApiUrl: `${server.url}/`, retryConfig: { retries: 0 } });
  const { update } = client.views;
  const expected: string[] = [];
  // One turn of the promises after the other: in one of them the first view has ended.
  for (let turns = 0; turns < 12; turns++) {
    const spot = { view_id: `V${turns}` };
    let second: Promise<boolean> | undefined;
    client.views.update = (given) => {
      const updating = update(given);
      void updating.then(async () => {
        for (let turn = 0; turn < turns; turn++) await undefined;
        second ??= screens.show(spot, showing(`second ${turns}`));
      });
      return updating;
    };
    const screens = createScreens(client, pino({ level: 'silent' }));
    expect(await screens.show(spot, showing(`first ${turns}`))).toBe(true);
    while (!second) await undefined;
    expect(await second).toBe(true);
    expected.push(`first ${turns}`, `second ${turns}`);
  }
  expect(shown()).toEqual(expected);
});

test('what became old while Slack put it off is not shown', async () => {
  await server.close();
  server = await startScripted((_call, earlier) =>
    earlier.length === 0 ? { status: 503 } : { body: { ok: true } },
  );
  const client = new WebClient('xoxb-1', { slackApiUrl: `${server.url}/`, retryConfig: { retries: 0 } });
  const screens = createScreens(client, pino({ level: 'silent' }));
  const views = [await showing('old').ready(), undefined];
  const once: Showing = { ...showing('old'), ready: async () => views.shift() };
  expect(await screens.show({ view_id: 'V1' }, once)).toBe(false);
  expect(shown()).toEqual(['old']);
});
