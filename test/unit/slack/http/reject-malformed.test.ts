import { expect, test } from '@jest/globals';
import type { App, ReceiverEvent } from '@slack/bolt';
import { pino } from 'pino';
import { rejectMalformed } from '../../../../src/slack/http/reject-malformed.ts';

/** What becomes of a payload: handed on, or answered with nothing. */
async function becomes(body: object): Promise<string[]> {
  const fates: string[] = [];
  const app = {
    processEvent: async (_received: ReceiverEvent) => {
      fates.push('handed on');
    },
  };
  rejectMalformed(app as App, pino({ level: 'silent' }));
  const ack = async () => {
    fates.push('answered');
  };
  await app.processEvent({ body, ack } as ReceiverEvent);
  return fates;
}

const submission = (title: unknown) => ({
  type: 'view_submission',
  user: { id: 'U1' },
  view: {
    id: 'V1',
    callback_id: 'confirm',
    private_metadata: 'f1',
    title,
    state: { values: {} },
    blocks: [],
  },
});

test.each([
  ['a title as Slack sends it', { type: 'plain_text', text: 'Add users to role', emoji: false }, 'handed on'],
  ['none', undefined, 'handed on'],
  ['one whose text is an object', { type: 'plain_text', text: {} }, 'answered'],
  ['one that is a text', 'Add users to role', 'answered'],
])('a submitted view with %s', async (_what, title, fate) => {
  expect(await becomes(submission(title))).toEqual([fate]);
});
