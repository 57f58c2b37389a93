import { afterEach, describe, expect, test } from '@jest/globals';
import type { SlackMessage } from '../../src/sandbox/slack/start-slack.ts';
import { APPROVALS, ask, cards, pressed, resultSaying } from '../support/approvals.ts';
import { newest } from '../support/channel.ts';
import { say } from '../support/sentences.ts';
import { forgetPeople } from '../support/time-passes.ts';
import { useStore } from '../support/use-store.ts';

// What waits for an approval is not forgotten: one nudge half way, and reminders when the requester wants them.
const stage = useStore({ settings: { APPROVAL_CHANNEL: 'C0APPROVE' } });
const HOUR_MS = 60 * 60_000;

afterEach(() => forgetPeople(stage));

/** What stands in the thread of the card. */
const inThread = (card: SlackMessage): SlackMessage[] =>
  stage.slack.messages(APPROVALS).filter(({ thread_ts, ts }) => thread_ts === card.ts && ts !== card.ts);

const untilTold = (card: SlackMessage, count: number) =>
  stage.until(() => inThread(card).length === count, `${count} in the card's thread`, 15_000);

/** So much of the 24 hours is left. */
function leave(hours: number): void {
  const until = Math.round(Date.now() + hours * HOUR_MS);
  stage.sql('update submissions set submitted_at = ?', until - 24 * HOUR_MS);
  stage.sql('update approvals set until = ?', until);
}

/** What the person is answered to a press of Remind approvers. */
async function remind(name = 'Ana'): Promise<string> {
  const { slack } = stage;
  const person = slack.as(name);
  const before = slack.ephemerals(person.person.id).length;
  await person.click(newest(stage) as SlackMessage, 'Remind approvers');
  await stage.until(() => slack.ephemerals(person.person.id).length > before, 'an answer', 15_000);
  return slack.ephemerals(person.person.id).at(-1)?.plain ?? '';
}

/** What a process writes comes a moment after its answer. */
const untilLogged = (what: string) => stage.until(() => stage.bot.output().includes(what), what);

/** The message has, or no longer has, the button. */
const untilOffered = (offered: boolean) =>
  stage.until(
    () => newest(stage)?.buttons.includes('Remind approvers') === offered,
    `the button ${offered ? 'there' : 'gone'}`,
    15_000,
  );

describe('half way', () => {
  test('the approvers are nudged once, in the thread of the card, also over restarts', async () => {
    const card = await ask(stage, stage.ana);
    leave(12.01);
    await new Promise((resolve) => setTimeout(resolve, 2500));
    expect(inThread(card)).toEqual([]);
    leave(11.99);
    await untilTold(card, 1);
    const [nudge] = inThread(card);
    expect(nudge?.plain).toContain(say.nudge);
    expect(nudge?.text).toContain('Add users to Reception, requested by Ana Ruiz.');
    // Ana asked for it, Leo gets the role, and the rest can't change roles.
    expect([...(nudge?.mentions ?? [])].sort()).toEqual(
      ['Priya', 'Uma'].map((name) => stage.slack.as(name).person.id).sort(),
    );
    await stage.bot.stop();
    await stage.startAgain();
    leave(1);
    await new Promise((resolve) => setTimeout(resolve, 2500));
    expect(inThread(card)).toHaveLength(1);
  });

  test('a nudge that may have been seen says so when it is repeated', async () => {
    const card = await ask(stage, stage.ana);
    stage.slack.faults.loseAnswer = { method: 'chat.postMessage', times: 1 };
    leave(11);
    await untilTold(card, 2);
    expect(inThread(card).map(({ plain }) => plain.includes(say.repeated))).toEqual([false, true]);
  });

  test('what was decided before is not nudged', async () => {
    const card = await ask(stage, stage.ana);
    await stage.slack.as('Priya').click(card, 'Approve');
    await resultSaying(stage, '✅');
    leave(11);
    await new Promise((resolve) => setTimeout(resolve, 2500));
    expect(inThread(card)).toEqual([]);
    expect(stage.sql("select id from outbox where kind = 'nudge'")).toEqual([]);
  });
});

describe('Remind approvers', () => {
  test('reminds them in the thread, at most once an hour, also over restarts', async () => {
    const card = await ask(stage, stage.ana);
    await resultSaying(stage, say.isAwaiting);
    expect(await remind()).toBe(say.reminded);
    await untilTold(card, 1);
    expect(inThread(card)[0]?.plain).toContain(say.reminder);
    expect(inThread(card)[0]?.mentions).toContain(stage.slack.as('Priya').person.id);
    expect(inThread(card)[0]?.mentions).not.toContain(stage.ana.person.id);
    await untilOffered(false);
    expect(newest(stage)?.plain).toContain(say.remindableFrom.trim());
    await stage.bot.stop();
    await stage.startAgain();
    const [row] = stage.submissions();
    // A message that still has the button, as where the bot is not in the channel.
    const answer = await pressed(stage, 'Ana', 'remind', String(row?.form_id));
    expect(answer).toContain(say.remindedBefore.trim());
    stage.sql('update approvals set reminded_at = reminded_at - ?', HOUR_MS);
    await untilOffered(true);
    expect(newest(stage)?.plain).not.toContain(say.remindableFrom.trim());
    expect(await remind()).toBe(say.reminded);
    await untilTold(card, 2);
    await untilOffered(false);
    await stage.slack.as('Priya').click(card, 'Approve');
    await resultSaying(stage, '✅');
    expect(newest(stage)?.plain).not.toContain(say.remindableFrom.trim());
  });

  test('is for the requester', async () => {
    const card = await ask(stage, stage.ana);
    await resultSaying(stage, say.isAwaiting);
    expect(await remind('Priya')).toBe(say.remindNotYours);
    expect(inThread(card)).toEqual([]);
  });

  test('says so where it can’t be looked up or recorded, and it is logged', async () => {
    await ask(stage, stage.ana);
    await resultSaying(stage, say.isAwaiting);
    const formId = String(stage.submissions()[0]?.form_id);
    for (const [table, logged] of [
      ['submissions', 'what a reminder is about could not be looked up'],
      ['approvals', 'a reminder could not be recorded'],
    ] as const) {
      stage.sql(`alter table ${table} rename to away`);
      try {
        expect(await pressed(stage, 'Ana', 'remind', formId)).toBe(say.buttonUnread);
      } finally {
        stage.sql(`alter table away rename to ${table}`);
      }
      await untilLogged(logged);
    }
  });

  test('See permissions says so where what a card grants can’t be looked up, and it is logged', async () => {
    await ask(stage, stage.ana);
    const { form_id, digest } = stage.submissions()[0] ?? {};
    stage.sql('alter table temporary_access rename to away');
    try {
      const said = await pressed(stage, 'Priya', 'see-all', `${form_id} ${digest}`, APPROVALS);
      expect(said).toBe(say.mayNotDecide.unknown);
    } finally {
      stage.sql('alter table away rename to temporary_access');
    }
    await untilLogged('what a card grants could not be looked up');
  });

  test('is gone once it is decided, and an old one reminds of nothing', async () => {
    const card = await ask(stage, stage.ana);
    await resultSaying(stage, say.isAwaiting);
    await stage.slack.as('Priya').click(card, 'Approve');
    await resultSaying(stage, '✅');
    expect(newest(stage)?.buttons).not.toContain('Remind approvers');
    const [row] = stage.submissions();
    expect(await pressed(stage, 'Ana', 'remind', String(row?.form_id))).toBe(say.notWaitingAnyMore);
    expect(inThread(card)).toEqual([]);
    expect(cards(stage)[0]?.buttons).toEqual(['See permissions']);
  });
});
