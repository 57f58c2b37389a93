import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import type { App, ReceiverEvent } from '@slack/bolt';
import { pino } from 'pino';
import { createBackground } from '../../../../src/slack/background.ts';
import { answerInTime } from '../../../../src/slack/http/answer-in-time.ts';

beforeEach(() => {
  jest.useFakeTimers();
});
afterEach(() => {
  jest.useRealTimers();
});

/** A payload on its way through an app with this listener: what Slack was answered, and what was counted. */
function sent(body: object, listener: (ack: (answer?: unknown) => Promise<void>) => Promise<void>) {
  const answers: unknown[] = [];
  const counted: unknown[] = [];
  const app = {
    processEvent: ({ ack }: ReceiverEvent) => listener(ack as (answer?: unknown) => Promise<void>),
  } as App;
  const unanswered = createBackground();
  answerInTime(app, {
    unanswered,
    acked: (kind: string, ms: number) => void counted.push([kind, ms]),
    log: pino({ level: 'silent' }),
  });
  const ack = async (answer?: unknown) => {
    // Like the receiver's own.
    if (answers.length > 0) throw new Error('acked twice');
    answers.push(answer);
  };
  const processed = app.processEvent({ body: body as ReceiverEvent['body'], ack } as ReceiverEvent);
  return { answers, counted, processed, unanswered };
}

const command = { command: '/nexudus', text: '' };
const suggestion = { type: 'block_suggestion', value: 'a' };
const submission = {
  type: 'view_submission',
  view: {
    blocks: [{ type: 'section' }, { type: 'input', block_id: 'name~1' }, { type: 'input', block_id: 'b' }],
  },
};
const hangs = () => new Promise<void>(() => {});

describe('a listener that does not answer', () => {
  test.each([
    ['a command', command, undefined],
    ['a shortcut', { type: 'shortcut' }, undefined],
    ['a click', { type: 'block_actions' }, undefined],
    [
      'a picker',
      suggestion,
      {
        options: [
          expect.objectContaining({
            text: expect.objectContaining({ type: 'plain_text' }),
            value: 'unavailable',
          }),
        ],
      },
    ],
    [
      'a form',
      submission,
      { response_action: 'errors', errors: { 'name~1': expect.stringContaining('in a moment') } },
    ],
    [
      'a question without inputs',
      {
        type: 'view_submission',
        view: {
          callback_id: 'asked',
          private_metadata: 'f1',
          title: { type: 'plain_text', text: 'Update role' },
          blocks: [{ type: 'section' }],
        },
      },
      // Closing it would look as if it were done.
      {
        response_action: 'update',
        view: expect.objectContaining({
          callback_id: 'asked',
          private_metadata: 'f1',
          title: { type: 'plain_text', text: 'Update role', emoji: false },
          blocks: [expect.objectContaining({ type: 'alert' })],
        }),
      },
    ],
  ])('%s is answered for it', async (_what, body, answer) => {
    const { answers } = sent(body, hangs);
    await jest.advanceTimersByTimeAsync(2100);
    expect(answers).toEqual([]);
    await jest.advanceTimersByTimeAsync(500);
    expect(answers).toEqual([answer]);
  });

  test('goes unanswered where it holds no view that could say so, and ends no process', async () => {
    const title = { type: 'plain_text', text: {} };
    const view = { callback_id: 'asked', private_metadata: 'f1', title, blocks: [] };
    const { answers } = sent({ type: 'view_submission', view }, hangs);
    await jest.advanceTimersByTimeAsync(2600);
    expect(answers).toEqual([]);
  });

  test('is no longer waited for when the bot stops', async () => {
    const { unanswered } = sent(command, hangs);
    const stopped = unanswered.finished(60_000).then(() => 'stopped');
    await jest.advanceTimersByTimeAsync(2600);
    expect(await stopped).toBe('stopped');
  });
});

test('an answer that comes too late is dropped, and is no failure', async () => {
  const { answers, processed } = sent(suggestion, async (ack) => {
    await new Promise((resolve) => setTimeout(resolve, 5000));
    await ack({ options: [] });
  });
  await jest.advanceTimersByTimeAsync(6000);
  await processed;
  expect(answers).toEqual([expect.objectContaining({ options: [expect.anything()] })]);
});

test('an answer in time is the only one, and is counted', async () => {
  const { answers, counted, processed } = sent(submission, async (ack) => {
    await new Promise((resolve) => setTimeout(resolve, 100));
    await ack({ response_action: 'clear' });
  });
  await jest.advanceTimersByTimeAsync(6000);
  await processed;
  expect(answers).toEqual([{ response_action: 'clear' }]);
  expect(counted).toEqual([['submission', expect.any(Number)]]);
});

test('a listener that fails before its answer is answered for at once; after it, the failure is told', async () => {
  const early = sent(submission, async () => {
    throw new Error('broken');
  });
  await early.processed;
  expect(early.answers).toEqual([expect.objectContaining({ response_action: 'errors' })]);
  const late = sent(submission, async (ack) => {
    await ack();
    throw new Error('broken');
  });
  await expect(late.processed).rejects.toThrow('broken');
  expect(late.answers).toEqual([undefined]);
});

test('what comes from another workspace is left to the receiver', async () => {
  const { answers, processed } = sent(command, async () => {
    throw Object.assign(new Error('another workspace'), { code: 'slack_bolt_authorization_error' });
  });
  await expect(processed).rejects.toThrow('another workspace');
  await jest.advanceTimersByTimeAsync(6000);
  expect(answers).toEqual([]);
});
