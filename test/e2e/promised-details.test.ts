import { describe, expect, test } from '@jest/globals';
import { announced, botMessages, expectClosed, openForm, receiptOf } from '../support/channel.ts';
import { SIGN } from '../support/outcomes.ts';
import { statuses, untilShown } from '../support/room-acts.ts';
import { say } from '../support/sentences.ts';
import { useStore } from '../support/use-store.ts';

// What a message promises comes, whatever Slack answers in between and whenever the bot ends: once, or marked.
const stage = useStore();
const ANA = 'U0ANA0000';
const REPEATED = say.repeated;
const direct = () => botMessages(stage, stage.slack.dm('Ana').id);
const posts = (channel: string) =>
  stage.slack.calls.filter(({ method, body }) => method === 'chat.postMessage' && body.channel === channel);

/** Renames Acme in a channel that others read along: the channel hears the outcome, Ana the details. */
async function renameAmongStrangers(): Promise<void> {
  const { ana } = stage;
  await ana.command('/nexudus team rename Acme to "Acme Ltd"', { channel: '#partners' });
  const form = await ana.waitForModal((modal) => modal.labels().includes('New name'));
  expectClosed(ana, await form.submit());
}

describe('the details by direct message', () => {
  test('come after a 429, when Slack said; the channel is not told a second time', async () => {
    stage.slack.faults.rateLimit = { method: 'chat.postMessage', channel: ANA, times: 1, retryAfterSec: 2 };
    await renameAmongStrangers();
    await stage.until(() => direct().length === 1, 'the details', 15_000);
    await stage.untilSettled();
    const [refused, taken] = posts(ANA);
    expect([refused?.status, taken?.status]).toEqual([429, 200]);
    expect(Number(taken?.at) - Number(refused?.at)).toBeGreaterThanOrEqual(1900);
    const [inChannel, ...more] = botMessages(stage, '#partners');
    expect(more).toEqual([]);
    expect(inChannel?.edited).toBeUndefined();
    expect(inChannel?.plain).not.toContain('Acme');
    expect(direct()[0]?.plain).toContain('Acme Ltd');
    expect(direct()[0]?.plain).not.toContain(REPEATED);
    expect(receiptOf(direct()[0] as never)).toBe(receiptOf(inChannel as never));
  });

  test('come after a restart, and the channel is not told a second time', async () => {
    stage.slack.faults.rateLimit = { method: 'chat.postMessage', channel: ANA, times: 1, retryAfterSec: 60 };
    await renameAmongStrangers();
    await stage.untilJournal(([row]) => Number(row?.announce_at) > Date.now() + 30_000, 'announced later');
    await stage.bot.kill();
    stage.sql('update outbox set due_at = 1');
    await stage.startAgain();
    await stage.until(() => direct().length === 1, 'the details', 15_000);
    await stage.untilSettled();
    expect(botMessages(stage, '#partners')).toHaveLength(1);
    expect(direct()[0]?.plain).not.toContain(REPEATED);
  });

  test('come marked after the bot was killed while they were on their way', async () => {
    stage.slack.faults.slow = { method: 'chat.postMessage', channel: ANA, ms: 3000, times: 1 };
    await renameAmongStrangers();
    await stage.until(() => stage.slack.faults.slow?.times === 0, 'the details on their way');
    await stage.bot.kill();
    await stage.startAgain();
    await stage.until(() => direct().some(({ plain }) => plain.includes(REPEATED)), 'them again', 40_000);
    // The first ones come in the end: Slack was only slow.
    await stage.until(() => direct().length === 2, 'both', 15_000);
    await stage.untilSettled();
    expect(botMessages(stage, '#partners')).toHaveLength(1);
    expect(statuses(stage)).toEqual([200]);
  }, 60_000);

  test('come again, marked, when Slack’s answer was lost', async () => {
    stage.slack.faults.loseAnswer = { method: 'chat.postMessage', channel: ANA, times: 1 };
    await renameAmongStrangers();
    await stage.until(() => direct().length === 2, 'them again', 15_000);
    await stage.untilSettled();
    expect(direct().map(({ plain }) => plain.includes(REPEATED))).toEqual([false, true]);
    expect(botMessages(stage, '#partners')).toHaveLength(1);
  });
});

test.each(['msg_blocks_too_long', 'invalid_blocks'])(
  'a result that Slack refuses for what it says (%s) is told in short, with its receipt, in the same place',
  async (error) => {
    const { ana, slack } = stage;
    const form = await openForm(ana, '/nexudus team rename Acme to "Acme Ltd"', 'New name');
    slack.faults.fail = { method: 'chat.postMessage', error, times: 1 };
    expectClosed(ana, await form.submit());
    const message = await announced(stage);
    await stage.untilSettled();
    expect(message.via).toBe('chat.postMessage');
    expect(message.plain).toContain('Team renamed');
    expect(receiptOf(message)).toBe(stage.submissions()[0]?.receipt);
    expect(message.plain).not.toContain(REPEATED);
    expect(direct()).toEqual([]);
  },
);

test('an edit that Slack refuses for what it says edits the message in short', async () => {
  const { ana, slack, nexudus } = stage;
  const form = await openForm(ana, '/nexudus team rename Acme to "Acme Ltd"', 'New name');
  nexudus.switches.refuse = [{ property: 'Name', message: 'is already in use' }];
  await form.submit();
  const refused = await announced(stage);
  nexudus.switches.refuse = [];
  slack.faults.fail = { method: 'chat.update', error: 'msg_blocks_too_long', times: 1 };
  expectClosed(ana, await form.submit());
  await untilShown(stage, 'Team renamed', 10_000);
  await stage.untilSettled();
  const message = await announced(stage);
  expect(message.ts).toBe(refused.ts);
  expect(message.plain).not.toContain('refused');
  expect(message.buttons).toEqual([]);
});

test('the late reply that may not have been shown is sent again, marked', async () => {
  const { ana, slack, nexudus } = stage;
  const form = await openForm(ana, '/nexudus team rename Acme to "Acme Ltd"', 'New name');
  Object.assign(nexudus.switches, { down: '500', only: 'writes' });
  await form.submit();
  await untilShown(stage, SIGN.waits);
  await stage.untilJournal(
    (rows) => rows[0]?.status === 'waiting' && rows[0]?.announced === 'delivered',
    'it waits',
  );
  slack.faults.fail = { method: 'chat.postMessage', error: 'down', status: 503, times: 1 };
  // The bot's clock can't be moved, so the submission is.
  stage.sql('update submissions set submitted_at = submitted_at - 121000, next_at = 1');
  nexudus.switches.down = 'no';
  await stage.until(() => botMessages(stage).length === 2, 'the reply', 15_000);
  await stage.untilSettled();
  const [message, reply] = botMessages(stage);
  expect(reply).toMatchObject({ thread_ts: message?.ts, mentions: [ANA] });
  expect(reply?.plain).toContain(REPEATED);
});

test('App Home comes after a 429, when Slack said', async () => {
  const { ana, slack } = stage;
  slack.faults.rateLimit = { method: 'views.publish', times: 1, retryAfterSec: 1 };
  await ana.openHome();
  const home = await ana.waitForHome((shown) => shown.buttons().includes('Rename team'), {
    timeoutMs: 10_000,
  });
  expect(home.text()).toContain('team rename');
});
