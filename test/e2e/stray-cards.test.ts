import { afterEach, expect, test } from '@jest/globals';
import type { SlackMessage } from '../../src/sandbox/slack/start-slack.ts';
import { cards, deny, holders, resultSaying, review } from '../support/approvals.ts';
import { newest } from '../support/channel.ts';
import { isQuestion } from '../support/is-question.ts';
import { approvedBy, CANCELLED } from '../support/outcomes.ts';
import { say } from '../support/sentences.ts';
import { forgetPeople } from '../support/time-passes.ts';
import { useStore } from '../support/use-store.ts';

// A card that Slack shows only once its form was sent again, for something else: it decides nothing.
const stage = useStore({ settings: { APPROVAL_CHANNEL: 'C0APPROVE' } });
const SAM = 1_412_000_003;
const TESS = 1_412_000_008;

// What is remembered of who may do what must not reach into the next test.
afterEach(() => forgetPeople(stage));

const message = () => newest(stage) as SlackMessage;
const naming = (name: string) => cards(stage).find(({ plain }) => plain.includes(name));
const asking = (name: string) =>
  cards(stage).find(({ plain, buttons }) => plain.includes(name) && buttons.includes('Deny'));

/** Leo is asked for; before that card is there, it is cancelled and Tess is asked for. The first card as it came. */
async function askAgainMeanwhile(): Promise<SlackMessage> {
  const { ana, slack } = stage;
  const question = await review(ana);
  slack.faults.slow = { method: 'chat.postMessage', channel: 'C0APPROVE', ms: 6000, times: 1 };
  let stray: SlackMessage | undefined;
  const stop = slack.onChange(() => {
    stray ??= structuredClone(naming('Leo Brandt'));
  });
  await question.submit();
  await stage.until(() => slack.faults.slow?.times === 0, 'the first card on its way');
  await ana.click(message(), 'Cancel');
  await resultSaying(stage, CANCELLED);
  await ana.modal()?.close();
  await ana.click(message(), 'Fix and resubmit');
  const form = await ana.waitForModal((modal) => modal.labels().includes('Users'));
  await form.unpick('Users', 'Leo Brandt');
  await form.pick('Users', 'Tess Oduya');
  await form.submit();
  for (let tries = 1; tries < 5 && Object.keys(form.errors()).length > 0; tries++) await form.submit();
  await (await ana.waitForModal(isQuestion)).submit();
  await stage.until(() => stray !== undefined, 'the first card, late', 15_000);
  stop();
  return stray as SlackMessage;
}

test('it never asks, and says that a newer card does; that one asks, and a yes there counts', async () => {
  const { slack } = stage;
  const stray = await askAgainMeanwhile();
  expect(stray.buttons).toEqual([]);
  const now = () => slack.messages('#approvals').find(({ ts }) => ts === stray.ts);
  await stage.until(() => now()?.plain.includes(say.cardSuperseded) === true, 'the first card', 10_000);
  expect(now()?.buttons).toEqual([]);
  expect(stage.submissions().at(-1)).toMatchObject({ status: 'awaiting-approval', decided_by: null });
  await stage.until(() => asking('Tess Oduya') !== undefined, 'the second card', 15_000);
  const card = structuredClone(asking('Tess Oduya')) as SlackMessage;
  await stage.untilJournal(
    (rows) => rows.at(-1)?.card_ts === card.ts,
    'the second card is the one that counts',
  );
  expect(now()?.plain).not.toContain('Leo Brandt');
  await slack.as('Priya').click(card, 'Approve');
  await resultSaying(stage, approvedBy('Priya Nair'));
  expect(holders(stage)).toEqual([SAM, TESS]);
});

test('a no on the newer card denies that one', async () => {
  await askAgainMeanwhile();
  await stage.until(() => asking('Tess Oduya') !== undefined, 'the second card', 15_000);
  const card = structuredClone(asking('Tess Oduya')) as SlackMessage;
  expect(await deny(stage.slack.as('Priya'), card, 'Not Tess')).toBe('');
  await resultSaying(stage, 'Not Tess');
  expect(holders(stage)).toEqual([SAM]);
  await stage.until(
    () =>
      asking('Tess Oduya') === undefined && !cards(stage).some(({ buttons }) => buttons.includes('Approve')),
    'nothing that asks',
    10_000,
  );
});

test('shown twice because Slack’s answer was lost: only one of the two asks', async () => {
  const { ana, slack } = stage;
  const question = await review(ana);
  slack.faults.loseAnswer = { method: 'chat.postMessage', channel: 'C0APPROVE', times: 1 };
  await question.submit();
  await stage.until(
    () => cards(stage).some(({ buttons }) => buttons.includes('Approve')),
    'a card that asks',
    25_000,
  );
  expect(cards(stage).map(({ buttons }) => buttons)).toEqual([[], ['Approve', 'Deny', 'See permissions']]);
  await slack.as('Priya').click(structuredClone(cards(stage)[1] as SlackMessage), 'Approve');
  await resultSaying(stage, approvedBy('Priya Nair'));
  expect(cards(stage)[0]?.buttons).toEqual([]);
});

test('a card that the database doesn’t know decides nothing, and says so when it is pressed', async () => {
  const { ana, slack } = stage;
  const count = () => cards(stage).filter(({ buttons }) => buttons.includes('Approve')).length;
  await (await review(ana)).submit();
  await stage.until(() => count() === 1, 'a card', 25_000);
  await stage.untilJournal(
    (rows) => rows.at(-1)?.card_shows === 'awaiting-approval',
    'the card written down',
  );
  stage.sql(
    "update outbox set state = 'pending', channel = null, ts = null, shows = null, due_at = 0 where kind = 'card'",
  );
  await stage.until(() => count() === 2, 'another card', 25_000);
  const [stray, card] = cards(stage).map((each) => structuredClone(each)) as [SlackMessage, SlackMessage];
  await stage.untilJournal((rows) => rows.at(-1)?.card_ts === card.ts, 'the second one counts');
  await slack.as('Priya').click(stray, 'Approve');
  await stage.until(() => cards(stage)[0]?.buttons.length === 0, 'no buttons on the first', 10_000);
  expect(holders(stage)).toEqual([SAM]);
  await slack.as('Priya').click(card, 'Approve');
  await resultSaying(stage, approvedBy('Priya Nair'));
});
