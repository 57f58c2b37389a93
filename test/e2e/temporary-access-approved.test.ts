import { expect, test } from '@jest/globals';
import type { SlackMessage } from '../../src/sandbox/slack/start-slack.ts';
import { ask, cardSaying, holders, resultSaying } from '../support/approvals.ts';
import { newest } from '../support/channel.ts';
import { say } from '../support/sentences.ts';
import { accessRows, LEO_UNTIL, leave, thread } from '../support/temporary.ts';
import { useStore } from '../support/use-store.ts';

// Temporary access where what gives access has to be approved.
const stage = useStore({ settings: { APPROVAL_CHANNEL: 'C0APPROVE' } });
const [SAM, LEO] = [1_412_000_003, 1_412_000_005];

test('the card says until when; the clock starts with the approval, and the end needs none', async () => {
  const card = await ask(stage, stage.ana, `${LEO_UNTIL} in 3 days`);
  expect(card.plain).toContain(say.temporaryUntil.trim());
  expect(accessRows(stage)).toEqual([]);
  await stage.slack.as('Priya').click(card, 'Approve');
  await resultSaying(stage, '✅');
  await stage.untilSettled(15_000);
  expect(holders(stage)).toEqual([SAM, LEO]);
  const message = newest(stage) as SlackMessage;
  leave(stage, -1);
  await stage.until(() => accessRows(stage)[0]?.status === 'ended', 'the end', 20_000);
  expect(holders(stage)).toEqual([SAM]);
  await stage.untilSettled(15_000);
  expect(thread(stage, message).at(-1)).toContain('Ended temporary access');
}, 60_000);

test('an end that comes before the approval ends what was asked, and grants nothing', async () => {
  await ask(stage, stage.ana, `${LEO_UNTIL} in 3 hours`);
  const [waiting] = stage.submissions();
  const until = (JSON.parse(String(waiting?.input)) as { until: number }).until;
  expect(stage.sql('select until from approvals').map((row) => Number(row.until))).toEqual([until]);
  // Three hours pass.
  const past = until - 4 * 60 * 60_000;
  stage.sql('update submissions set input = replace(input, ?, ?)', String(until), String(past));
  stage.sql('update approvals set until = ?', past);
  await resultSaying(stage, say.endPassed);
  expect(newest(stage)?.buttons).toEqual([say.fix]);
  await cardSaying(stage, 'Not approved in time');
  expect(holders(stage)).toEqual([SAM]);
  expect(accessRows(stage)).toEqual([]);
}, 60_000);

test('the approval channel is told once that an end is late, and there that it has come', async () => {
  const card = await ask(stage, stage.ana, `${LEO_UNTIL} in 3 days`);
  await stage.slack.as('Priya').click(card, 'Approve');
  await resultSaying(stage, '✅');
  await stage.untilSettled(15_000);
  stage.nexudus.switches.down = '503';
  leave(stage, -1);
  const ends = () => stage.submissions().filter(({ operation }) => operation === 'role.end-access');
  await stage.untilJournal(() => ends()[0]?.status === 'waiting', 'the end that waits', 15_000);
  stage.sql(
    "update submissions set submitted_at = submitted_at - 120000, next_at = 0 where operation = 'role.end-access'",
  );
  const alarms = (text: string) =>
    stage.slack.messages('#approvals').filter(({ plain }) => plain.includes(text));
  await stage.until(() => alarms(say.notEndedYet).length === 1, 'the alarm', 30_000);
  stage.nexudus.switches.down = 'no';
  stage.sql("update submissions set next_at = 0 where operation = 'role.end-access' and status = 'waiting'");
  await stage.until(() => alarms('Ended temporary access').length === 1, 'the end in the alarm', 20_000);
  expect(alarms(say.notEndedYet)).toEqual([]);
  expect(holders(stage)).toEqual([SAM]);
}, 90_000);
