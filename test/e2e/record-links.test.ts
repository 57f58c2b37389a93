import { expect, test } from '@jest/globals';
import type { SlackMessage } from '../../src/sandbox/slack/start-slack.ts';
import { announced, expectClosed, openForm } from '../support/channel.ts';
import { useSandbox } from '../support/use-sandbox.ts';

// With NEXUDUS_RECORD_URL the record's name in a result leads to it in Nexudus's dashboard.
const stage = useSandbox({
  settings: {
    NEXUDUS_RECORD_URL:
      'https://dashboard.example/{resource}/{id},teams=https://dashboard.example/groups/{id}?tab=1',
  },
});

const linksIn = ({ blocks }: SlackMessage) =>
  [...JSON.stringify(blocks).matchAll(/"type":"link","url":"([^"]*)","text":"([^"]*)"/g)].map(
    ([, url, text]) => [url, text],
  );

test('of a change, by the address of its kind; a name is text and nothing else', async () => {
  const { ana } = stage;
  const form = await openForm(ana, '/nexudus team rename Acme', 'New name');
  await form.type('New name', 'Acme|<https://evil.example|x>');
  expectClosed(ana, await form.submit());
  const message = await announced(stage);
  expect(message.plain.split('\n')[0]).toBe('✅ Renamed Acme to Acme|<https://evil.example|x>');
  expect(linksIn(message)).toEqual([
    ['https://dashboard.example/groups/1414300001?tab=1', 'Acme|<https://evil.example|x>'],
  ]);
});

test('of a new record, by its id', async () => {
  const { ana, nexudus } = stage;
  const form = await openForm(
    ana,
    '/nexudus video-room create name=Den participants=8 location=Soho',
    'Name',
  );
  expectClosed(ana, await form.submit());
  const { Id } = nexudus.named('videorooms', 'Den');
  expect(linksIn(await announced(stage))).toEqual([[`https://dashboard.example/videorooms/${Id}`, 'Den']]);
});

test('of a refusal, where the record is there; and of a room that was not made there is none', async () => {
  const { ana, nexudus } = stage;
  nexudus.switches.refuse = [{ property: 'Name', message: 'is taken' }];
  const form = await openForm(ana, '/nexudus team rename Acme to "Acme Ltd"', 'New name');
  await form.submit();
  expect(linksIn(await announced(stage))).toEqual([
    ['https://dashboard.example/groups/1414300001?tab=1', 'Acme'],
  ]);
  await form.close();
  const room = await openForm(
    ana,
    '/nexudus video-room create name=Den participants=8 location=Soho',
    'Name',
  );
  await room.submit();
  expect(linksIn(await announced(stage, '#ops', 2))).toEqual([]);
});
