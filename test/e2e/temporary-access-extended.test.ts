import { expect, test } from '@jest/globals';
import { fieldSentences } from '../../src/operations/sentences.ts';
import type { Modal, SlackMessage } from '../../src/sandbox/slack/start-slack.ts';
import { ask, cardSaying, holders, resultSaying } from '../support/approvals.ts';
import { botMessages, newest } from '../support/channel.ts';
import { isQuestion } from '../support/is-question.ts';
import { SUMMARY } from '../support/outcomes.ts';
import { say } from '../support/sentences.ts';
import { accessRows, comesToEnd, LEO_UNTIL, thread } from '../support/temporary.ts';
import { useStore } from '../support/use-store.ts';

// Temporary access is extended where what gives access has to be approved.
const stage = useStore({ settings: { APPROVAL_CHANNEL: 'C0APPROVE' } });
const [SAM, LEO] = [1_412_000_003, 1_412_000_005];
const DAY_MS = 86_400_000;

/** Leo has Reception for three days; what gave it, and the form of *Extend*. */
async function opensExtend(): Promise<{ first: SlackMessage; form: Modal }> {
  const { ana, slack } = stage;
  await slack.as('Priya').click(await ask(stage, ana, `${LEO_UNTIL} in 3 days`), 'Approve');
  await resultSaying(stage, '✅');
  await stage.untilSettled(15_000);
  const first = newest(stage) as SlackMessage;
  await ana.click(first, say.extend);
  const form = await ana.waitForModal((modal) => modal.labels().includes('Until'));
  expect([form.title, form.submitText]).toEqual(['Extend access', 'Extend']);
  return { first, form };
}

/** Ana asked for a day more; what gave the first three. */
async function asksForMore(): Promise<SlackMessage> {
  const { first, form } = await opensExtend();
  await form.type('Until', String(Number(accessRows(stage)[0]?.until) / 1000 + DAY_MS / 1000));
  await form.submit();
  for (let tries = 1; tries < 5 && Object.keys(form.errors()).length > 0; tries++) await form.submit();
  const review = await stage.ana.waitForModal(isQuestion);
  expect(review.text()).toContain(say.needsApproval);
  await review.submit();
  return first;
}

test.each([
  ['the same', 0],
  ['an earlier one', -DAY_MS],
])(
  'an end that is %s is not asked for: the form says so',
  async (_, more) => {
    const { form } = await opensExtend();
    await form.type('Until', String((Number(accessRows(stage)[0]?.until) + more) / 1000));
    await form.submit();
    await stage.ana.waitForModal((modal) => modal.text().includes(fieldSentences.endNotLater), {
      timeoutMs: 15_000,
    });
    expect(accessRows(stage)).toHaveLength(1);
  },
  60_000,
);

test('Extend asks for approval again; until it is given, the old end stands, and then the new one alone', async () => {
  const first = await asksForMore();
  const card = await cardSaying(stage, 'Approval needed', 2);
  expect(card.plain).toContain(SUMMARY.extends('Leo Brandt (leo@harbour.example)', 'Reception'));
  expect(card.plain).toContain('Extend access · requested by');
  expect(accessRows(stage)).toHaveLength(1);
  await stage.slack.as('Priya').click(card, 'Approve');
  await stage.until(() => accessRows(stage).length === 2, 'the second grant', 15_000);
  await stage.untilSettled(15_000);
  const [old, extended] = accessRows(stage);
  expect(Number(extended?.until) - Number(old?.until)).toBe(DAY_MS);
  comesToEnd(stage, 0);
  await stage.until(() => accessRows(stage)[0]?.status === 'ended', 'the old end', 20_000);
  await stage.untilSettled(15_000);
  expect(thread(stage, first).at(-1)).toContain(say.nowEnds.trim());
  expect(holders(stage)).toEqual([SAM, LEO]);
  comesToEnd(stage, 1);
  await stage.until(() => accessRows(stage)[1]?.status === 'ended', 'the new end', 20_000);
  expect(holders(stage)).toEqual([SAM]);
}, 120_000);

test('an extension that is denied leaves the old end', async () => {
  const first = await asksForMore();
  const card = await cardSaying(stage, 'Approval needed', 2);
  const priya = stage.slack.as('Priya');
  await priya.click(card, 'Deny');
  const reason = await priya.waitForModal((modal) => modal.submitText === 'Deny');
  await reason.submit();
  await stage.until(() => botMessages(stage).length > 1, 'the denial', 15_000);
  await stage.untilSettled(15_000);
  comesToEnd(stage, 0);
  await stage.until(() => accessRows(stage)[0]?.status === 'ended', 'the end', 20_000);
  await stage.untilSettled(15_000);
  expect(holders(stage)).toEqual([SAM]);
  expect(thread(stage, first).at(-1)).toContain('Leo Brandt');
  expect(accessRows(stage)).toHaveLength(1);
}, 120_000);
