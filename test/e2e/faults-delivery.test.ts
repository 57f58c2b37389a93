import { describe, expect, test } from '@jest/globals';
import { announced, botMessages, expectClosed, linesOf, openForm, receiptOf } from '../support/channel.ts';
import { writes } from '../support/nexudus-calls.ts';
import { ofOneProcess } from '../support/of-one-process.ts';
import { CANCELLED, done, SIGN } from '../support/outcomes.ts';
import { changeFocus, participantsOfFocus, statuses, untilShown } from '../support/room-acts.ts';
import { say } from '../support/sentences.ts';
import { useStore } from '../support/use-store.ts';

const stage = useStore();
const DONE = SIGN.done;
const REPEATED = say.repeated;
const asked = (method: string) => stage.slack.calls.filter((call) => call.method === method);

describe('a result that Slack does not take is announced later, by the next way where there is one', () => {
  test('429: after the time that Slack asks for, once, and not marked as a repeat', async () => {
    const { ana, slack } = stage;
    const form = await changeFocus(ana, 12);
    slack.faults.rateLimit = { method: 'chat.postMessage', times: 1, retryAfterSec: 3 };
    expectClosed(ana, await form.submit());
    await untilShown(stage, DONE, 10_000);
    await stage.untilSettled();
    const [refused, taken, ...more] = asked('chat.postMessage');
    expect([refused?.status, taken?.status, more]).toEqual([429, 200, []]);
    expect(Number(taken?.at) - Number(refused?.at)).toBeGreaterThanOrEqual(2900);
    expect((await announced(stage)).plain).not.toContain(REPEATED);
    expect(statuses(stage)).toEqual([200]);
  });

  test('503: announced again, one message, marked because Slack may have shown the first one', async () => {
    const { ana, slack } = stage;
    const form = await changeFocus(ana, 12);
    slack.faults.fail = { method: 'chat.postMessage', error: 'down', status: 503, times: 1 };
    expectClosed(ana, await form.submit());
    await untilShown(stage, DONE, 10_000);
    await stage.untilSettled();
    const message = await announced(stage);
    expect(linesOf(message).at(-1)).toBe(`NX-… · ${REPEATED}`);
    expect(asked('chat.postMessage').map(({ status }) => status)).toEqual([503, 200]);
    expect(statuses(stage)).toEqual([200]);
  });

  test('an error of Slack’s own: announced again in the channel, not in a direct message', async () => {
    const { ana, slack } = stage;
    const form = await changeFocus(ana, 12);
    slack.faults.fail = { method: 'chat.postMessage', error: 'internal_error', times: 1 };
    expectClosed(ana, await form.submit());
    await untilShown(stage, DONE, 10_000);
    await stage.untilSettled();
    expect(linesOf(await announced(stage)).at(-1)).toBe(`NX-… · ${REPEATED}`);
    expect(slack.messages(slack.dm('Ana').id)).toEqual([]);
  });

  test('a token that Slack refuses: nothing counts as told, until it is mended', async () => {
    const { ana, slack } = stage;
    const form = await changeFocus(ana, 12);
    slack.faults.fail = { method: 'chat.postMessage', error: 'token_revoked', times: 1 };
    expectClosed(ana, await form.submit());
    await stage.untilJournal((rows) => Number(rows[0]?.announce_at) > Date.now() + 30_000, 'announced later');
    expect(stage.submissions()[0]).toMatchObject({
      status: 'succeeded',
      announced: 'pending',
      deliveries: 0,
    });
    stage.sql('update outbox set due_at = 1');
    await untilShown(stage, DONE);
    expect((await announced(stage)).plain).not.toContain(REPEATED);
    await stage.untilSettled();
  });

  test('the answer lost: announced twice, the second time marked, with the same receipt', async () => {
    const { ana, slack } = stage;
    const form = await changeFocus(ana, 12);
    slack.faults.loseAnswer = { method: 'chat.postMessage', times: 1 };
    expectClosed(ana, await form.submit());
    await stage.until(() => botMessages(stage).length === 2, 'the second announcement', 10_000);
    await stage.untilSettled();
    const [first, second] = botMessages(stage);
    expect(linesOf(first as never)[0]).toEqual(done('Focus room', '@Ana Ruiz'));
    expect(linesOf(second as never).at(-1)).toBe(`NX-… · ${REPEATED}`);
    expect(receiptOf(second as never)).toBe(receiptOf(first as never));
    expect(participantsOfFocus(stage)).toBe(12);
    expect(statuses(stage)).toEqual([200]);
  });

  test('the answer lost and then 429: the third announcement is still marked as a repeat', async () => {
    const { ana, slack } = stage;
    const form = await changeFocus(ana, 12);
    slack.faults.loseAnswer = { method: 'chat.postMessage', times: 1 };
    const stop = slack.onChange(() => {
      if (botMessages(stage).length === 0) return;
      stop();
      slack.faults.rateLimit = { method: 'chat.postMessage', times: 1, retryAfterSec: 1 };
    });
    expectClosed(ana, await form.submit());
    await stage.until(() => botMessages(stage).length === 2, 'the third announcement', 15_000);
    await stage.untilSettled();
    expect(asked('chat.postMessage').map(({ status }) => status)).toEqual([0, 429, 200]);
    expect(linesOf(botMessages(stage)[1] as never).at(-1)).toBe(`NX-… · ${REPEATED}`);
  });
});

describe('channel_not_found', () => {
  test('in a private channel without the bot: through the response_url, once', async () => {
    const { ana, slack } = stage;
    await ana.command('/nexudus video-room update "Focus room" participants=12', { channel: '#management' });
    const form = await ana.waitForModal((modal) => modal.labels().includes('Number of participants'));
    expectClosed(ana, await form.submit());
    await untilShown(stage, SIGN.done, 5000, '#management');
    await stage.untilSettled();
    expect(botMessages(stage, '#management').map(({ via }) => via)).toEqual(['response_url']);
    // Strangers may read along there, so the details go to whoever asked.
    expect(botMessages(stage, slack.dm('Ana').id)).toHaveLength(1);
    expect(statuses(stage)).toEqual([200]);
  });

  test('when the response_url is over too: a direct message', async () => {
    const { ana, slack } = stage;
    await ana.command('/nexudus video-room update "Focus room" participants=12', { channel: '#management' });
    const form = await ana.waitForModal((modal) => modal.labels().includes('Number of participants'));
    slack.advance(31 * 60_000);
    stage.expectProblems('response_url: expired_url');
    expectClosed(ana, await form.submit());
    const direct = slack.dm('Ana').id;
    await untilShown(stage, SIGN.done, 5000, direct);
    await stage.untilSettled();
    expect(botMessages(stage, '#management')).toEqual([]);
    expect(botMessages(stage, direct)).toHaveLength(1);
  });

  test('Cancel and Fix of a message that came through the response_url are told the same way, unmarked', async () => {
    const { ana, nexudus } = stage;
    await ana.command('/nexudus video-room update "Focus room" participants=12', { channel: '#management' });
    const form = await ana.waitForModal((modal) => modal.labels().includes('Number of participants'));
    Object.assign(nexudus.switches, { down: '500', only: 'writes' });
    await form.submit();
    await untilShown(stage, SIGN.waits, 5000, '#management');
    const queued = botMessages(stage, '#management')[0];
    await ana.click(queued as never, 'Cancel');
    await untilShown(stage, CANCELLED, 5000, '#management');
    const cancelled = botMessages(stage, '#management').at(-1);
    expect(cancelled?.plain).not.toContain(REPEATED);
    nexudus.switches.down = 'no';
    await ana.modal()?.close();
    await ana.click(cancelled as never, 'Fix and resubmit');
    const again = await ana.waitForModal((modal) => modal.labels().includes('Number of participants'));
    expectClosed(ana, await again.submit());
    await untilShown(stage, SIGN.done, 5000, '#management');
    await stage.untilSettled();
    expect(botMessages(stage, '#management').map(({ via }) => via)).toEqual(Array(3).fill('response_url'));
    expect(new Set(botMessages(stage, '#management').map(receiptOf)).size).toBe(1);
  });

  test('edit_window_closed: a new message takes the place of the edit', async () => {
    const { ana, slack, nexudus } = stage;
    const form = await changeFocus(ana, 12);
    nexudus.switches.refuse = [{ property: 'NumberOfParticipants', message: 'must be 10 or less' }];
    await form.submit();
    await announced(stage);
    slack.faults.fail = { method: 'chat.update', error: 'edit_window_closed', times: 1 };
    nexudus.switches.refuse = [];
    expectClosed(ana, await form.submit());
    await untilShown(stage, DONE);
    await stage.untilSettled();
    expect(botMessages(stage)).toHaveLength(2);
    expect(new Set(botMessages(stage).map(receiptOf)).size).toBe(1);
  });
});

ofOneProcess('its refusal has to come within three seconds, beside a slow Slack')(
  'a form that is sent again while its refusal is still being told runs once and makes one message',
  async () => {
    const { ana, slack, nexudus } = stage;
    const form = await openForm(ana, '/nexudus team rename Acme to "Acme Ltd"', 'New name');
    nexudus.switches.refuse = [{ property: 'Name', message: 'is already in use' }];
    slack.faults.slowApiMs = 1200;
    await form.submit();
    expect(form.errors()).toEqual({ 'New name': 'New name is already in use.' });
    nexudus.switches.refuse = [];
    // Longer than the announcement, so that it ends in the midst of the second run.
    Object.assign(nexudus.switches, { slowMs: 5000, only: 'writes', times: 1 });
    await form.type('New name', 'Acme Group');
    await form.submit();
    await untilShown(stage, SIGN.done, 15_000);
    await stage.untilSettled(10_000);
    expect(writes(stage).map(({ requestBody }) => (requestBody as { Name: string }).Name)).toEqual([
      'Acme Ltd',
      'Acme Group',
    ]);
    // A second run would not have ended yet: it is counted when it begins.
    expect(stage.submissions()[0]?.attempts).toBe(1);
    expect(botMessages(stage)).toHaveLength(1);
  },
);

describe('a result that is more than two minutes late', () => {
  const late = async (): Promise<void> => {
    const form = await changeFocus(stage.ana, 12);
    Object.assign(stage.nexudus.switches, { down: '500', only: 'writes' });
    await form.submit();
    await untilShown(stage, SIGN.waits);
    await stage.untilJournal(
      (rows) => rows[0]?.status === 'waiting' && rows[0]?.announced === 'delivered',
      'it waits',
    );
    // The bot's clock can't be moved, so the submission is.
    stage.sql('update submissions set submitted_at = submitted_at - 121000, next_at = 1');
    stage.nexudus.switches.down = 'no';
  };

  test('is also said in the thread, to the requester; edits notify no one', async () => {
    await late();
    await stage.until(() => botMessages(stage).length === 2, 'the reply', 10_000);
    await stage.untilSettled();
    const [message, reply] = botMessages(stage);
    expect(linesOf(message as never)[0]).toEqual(done('Focus room', '@Ana Ruiz'));
    expect(reply).toMatchObject({ thread_ts: message?.ts, mentions: ['U0ANA0000'] });
    expect(reply?.plain).toContain(receiptOf(message as never));
  });

  test('the reply is not lost when Slack limits the rate', async () => {
    await late();
    stage.slack.faults.rateLimit = { method: 'chat.postMessage', times: 1, retryAfterSec: 1 };
    await stage.until(() => botMessages(stage).length === 2, 'the reply', 10_000);
    await stage.untilSettled();
    expect(asked('chat.postMessage').map(({ status }) => status)).toEqual([200, 429, 200]);
  });
});
