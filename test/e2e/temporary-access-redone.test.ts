import { afterEach, describe, expect, test } from '@jest/globals';
import { listed } from '../../src/operations/listed.ts';
import type { Modal, SlackMessage } from '../../src/sandbox/slack/start-slack.ts';
import { ADD_LEO, holders, RECEPTION } from '../support/approvals.ts';
import { botMessages, newest, openForm } from '../support/channel.ts';
import { isQuestion } from '../support/is-question.ts';
import { SUMMARY } from '../support/outcomes.ts';
import { say } from '../support/sentences.ts';
import { accessRows, comesToEnd, give, giveUntil } from '../support/temporary.ts';
import { forgetPeople } from '../support/time-passes.ts';
import { useStore } from '../support/use-store.ts';

// What is put back gives access for as long as it was given, and takes from no one what they got elsewhere.
const stage = useStore();
const [SAM, PRIYA, LEO] = [1_412_000_003, 1_412_000_004, 1_412_000_005];

const now = ({ ts }: SlackMessage) => botMessages(stage).find((one) => one.ts === ts) as SlackMessage;

/** Presses Undo, or Redo, on a message; the view that says what it does. */
async function asks(message: SlackMessage, button = 'Undo'): Promise<Modal> {
  for (const modal of stage.ana.modals()) await modal.close();
  await stage.ana.click(now(message), button);
  return stage.ana.waitForModal((modal) => !modal.text().includes(say.undoChecking), {
    what: `what ${button} says`,
    timeoutMs: 15_000,
  });
}

async function back(message: SlackMessage, button = 'Undo'): Promise<void> {
  await (await asks(message, button)).submit();
  const said = button === 'Undo' ? '↩️ Undone by @' : '↩️ Redone by @';
  await stage.until(() => now(message).plain.includes(said), said, 20_000);
  await stage.untilSettled(15_000);
}

async function end(index: number): Promise<void> {
  comesToEnd(stage, index);
  await stage.until(() => accessRows(stage)[index]?.status === 'ended', 'the end', 20_000);
  await stage.untilSettled(15_000);
}

async function remove(...names: string[]): Promise<SlackMessage> {
  const { ana } = stage;
  const before = botMessages(stage).length;
  for (const modal of ana.modals()) await modal.close();
  const form = await openForm(ana, '/nexudus role update Reception', 'Remove users');
  await form.pick('Remove users', ...names);
  await form.submit();
  const review = await ana.waitForModal(isQuestion);
  expect(review.text()).toContain(SUMMARY.removes(listed(names), 'Reception'));
  await review.submit();
  await stage.until(() => botMessages(stage).length > before, 'the message of the removal', 15_000);
  await stage.untilSettled(15_000);
  return newest(stage) as SlackMessage;
}

test('the question of a redo, and of an undo that gives back, says until when', async () => {
  const first = await giveUntil(stage);
  await back(first);
  const redo = (await asks(first, 'Redo')).text();
  expect(redo).toContain(say.temporaryUntil.trim());
  expect(redo).not.toContain(say.permanent);
  await back(first, 'Redo');
  const undo = (await asks(await remove('Leo Brandt'))).text();
  expect(undo).toContain(say.temporaryUntil.trim());
  expect(undo).not.toContain(say.permanent);
}, 90_000);

test('the question of an undo that gives back to several names whose access ends', async () => {
  await give(stage, '/nexudus role add-users Reception priya@harbour.example');
  await giveUntil(stage);
  const undo = (await asks(await remove('Leo Brandt', 'Priya Nair'))).text();
  expect(undo).toContain(say.permanentExcept('Leo Brandt').trim());
}, 90_000);

test('who was added by hand between an undo and its redo stays at the end', async () => {
  const first = await give(stage, `${ADD_LEO} priya@harbour.example until in 3 days`);
  await back(first);
  stage.nexudus.put('userroles', { Id: RECEPTION, Users: [SAM, PRIYA] });
  await back(first, 'Redo');
  expect(holders(stage)).toEqual([SAM, PRIYA, LEO]);
  await end(0);
  expect(holders(stage)).toEqual([SAM, PRIYA]);
}, 90_000);

test('an undo gives no one for good what is over, though another grant of it was undone', async () => {
  await giveUntil(stage);
  const removal = await remove('Leo Brandt');
  await end(0);
  await back(await giveUntil(stage, 'in 5 days'));
  const question = await asks(removal);
  await question.submit();
  await stage.untilJournal((rows) => rows.at(-1)?.status === 'invalid', 'the undo refused', 15_000);
  expect(holders(stage)).toEqual([SAM]);
}, 120_000);

test('a redo of what added one and removed another does both again', async () => {
  const { ana } = stage;
  const form = await openForm(ana, '/nexudus role update Reception', 'Remove users');
  await form.pick('Add users', 'Leo Brandt');
  await form.pick('Remove users', 'Sam Field');
  await form.submit();
  await (await ana.waitForModal(isQuestion)).submit();
  await stage.until(() => String(holders(stage)) === String(LEO), 'Leo alone', 15_000);
  await stage.untilSettled(15_000);
  const message = newest(stage) as SlackMessage;
  await back(message);
  expect(holders(stage)).toEqual([SAM]);
  const redo = (await asks(message, 'Redo')).text();
  expect(redo).toContain(SUMMARY.removes('Sam Field', 'Reception'));
  await back(message, 'Redo');
  expect(holders(stage)).toEqual([LEO]);
}, 90_000);

describe('a redo that was killed after Nexudus took it', () => {
  async function killed(): Promise<void> {
    const first = await giveUntil(stage);
    await back(first);
    const question = await asks(first, 'Redo');
    Object.assign(stage.nexudus.switches, { slowAfterMs: 3000, only: 'writes', times: 1 });
    const sent = question.submit();
    await stage.until(() => (holders(stage) as number[]).length === 2, 'the write', 20_000);
    await stage.bot.kill();
    await sent;
  }
  afterEach(() => stage.expectProblems(...stage.slack.problems));

  test('and whose end came before the restart, is ended', async () => {
    await killed();
    stage.sql('update temporary_access set until = ?', Date.now() - 1000);
    await stage.startAgain();
    await stage.until(() => (holders(stage) as number[]).length === 1, 'the end', 40_000);
    await stage.untilSettled(20_000);
    expect(accessRows(stage)[0]?.status).toBe('ended');
    expect(holders(stage)).toEqual([SAM]);
  }, 120_000);

  test('and whose requester left meanwhile, ends when it was to end', async () => {
    await killed();
    stage.slack.person('Ana').deleted = true;
    await stage.startAgain();
    await stage.untilJournal((rows) => rows.at(-1)?.status === 'denied', 'the denial', 40_000);
    await stage.untilSettled(20_000);
    expect(holders(stage)).toEqual([SAM, LEO]);
    await end(0);
    expect(holders(stage)).toEqual([SAM]);
    stage.slack.person('Ana').deleted = false;
    await forgetPeople(stage);
  }, 120_000);
});
