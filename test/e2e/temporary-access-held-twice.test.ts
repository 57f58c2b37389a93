import { describe, expect, test } from '@jest/globals';
import type { SlackMessage } from '../../src/sandbox/slack/start-slack.ts';
import { ADD_LEO, holders, RECEPTION } from '../support/approvals.ts';
import { botMessages } from '../support/channel.ts';
import { writes } from '../support/nexudus-calls.ts';
import { say } from '../support/sentences.ts';
import { accessRows, comesToEnd, endNow, give, giveUntil, LEO_UNTIL, thread } from '../support/temporary.ts';
import { useStore } from '../support/use-store.ts';

// Two submissions give one person the same role: what takes one back leaves what the other one gives.
const stage = useStore();
const [SAM, PRIYA, LEO] = [1_412_000_003, 1_412_000_004, 1_412_000_005];
const ADD_BOTH = `${ADD_LEO} priya@harbour.example`;

const now = ({ ts }: SlackMessage) => botMessages(stage).find((one) => one.ts === ts) as SlackMessage;

/** Presses Undo, or Redo, on a message; the view that says what it does. */
async function asks(message: SlackMessage, button = 'Undo') {
  for (const modal of stage.ana.modals()) await modal.close();
  await stage.ana.click(now(message), button);
  return stage.ana.waitForModal((modal) => !modal.text().includes(say.undoChecking), {
    what: `what ${button} says`,
    timeoutMs: 15_000,
  });
}

/** The same, confirmed and done; what it asked. */
async function back(message: SlackMessage, button = 'Undo'): Promise<string> {
  const question = await asks(message, button);
  const asked = question.text();
  expect(question.submitText).toBe(button);
  await question.submit();
  const said = button === 'Undo' ? '↩️ Undone by @' : '↩️ Redone by @';
  await stage.until(() => now(message).plain.includes(said), said, 20_000);
  await stage.untilSettled(15_000);
  return asked;
}

/** The grant at `index` comes to its end, which is waited for. */
async function end(index: number): Promise<void> {
  comesToEnd(stage, index);
  await stage.until(() => accessRows(stage)[index]?.status === 'ended', 'the end', 20_000);
  await stage.untilSettled(15_000);
}

describe('an undo', () => {
  test('of what ends leaves who has the role for good since, and says so', async () => {
    const first = await giveUntil(stage);
    await give(stage, ADD_LEO);
    const before = writes(stage).length;
    const said = await asks(first);
    expect(said.submitText).toBeUndefined();
    expect(said.text()).toContain(say.keepRole('Leo Brandt', 1));
    expect(writes(stage)).toHaveLength(before);
    expect(holders(stage)).toEqual([SAM, LEO]);
    await end(0);
    expect(holders(stage)).toEqual([SAM, LEO]);
  }, 60_000);

  test('removes the others, names in its question who stays, and the result says it too', async () => {
    const first = await give(stage, `${ADD_BOTH} until in 3 days`);
    await giveUntil(stage, 'in 5 days');
    const asked = await back(first);
    expect(asked).toContain(say.keepRole('Leo Brandt', 1));
    expect(asked).toContain('Priya Nair');
    expect(holders(stage)).toEqual([SAM, LEO]);
    expect(thread(stage, first).at(-1)).toContain(say.keptByOther(1));
    expect(thread(stage, first).at(-1)).toContain('Priya Nair');
    await end(1);
    expect(holders(stage)).toEqual([SAM]);
  }, 90_000);

  test('of what was given for good leaves who had it until a moment, who then loses it', async () => {
    await giveUntil(stage);
    const second = await give(stage, ADD_BOTH);
    const asked = await back(second);
    expect(asked).toContain(say.keepRole('Leo Brandt', 1));
    expect(holders(stage)).toEqual([SAM, LEO]);
    await end(0);
    expect(holders(stage)).toEqual([SAM]);
  }, 90_000);

  test('of what was given for good takes away whose other access has ended meanwhile', async () => {
    await giveUntil(stage);
    const second = await give(stage, ADD_BOTH);
    await end(0);
    expect(holders(stage)).toEqual([SAM, LEO, PRIYA]);
    await back(second);
    expect(holders(stage)).toEqual([SAM]);
  }, 90_000);

  test('that was redone holds again what it gave', async () => {
    const first = await giveUntil(stage, 'in 5 days');
    await back(first);
    await giveUntil(stage, 'in 3 days');
    // Leo has the role; given back, it is his until the later end.
    await back(first, 'Redo');
    expect(accessRows(stage).map(({ status }) => status)).toEqual(['running', 'running']);
    // Given again, it is the second one now.
    await end(0);
    expect(holders(stage)).toEqual([SAM, LEO]);
    await end(1);
    expect(holders(stage)).toEqual([SAM]);
  }, 120_000);
});

describe('who was removed by hand', () => {
  test('and given the role anew for less long loses it then: the earlier grant holds it no more', async () => {
    await giveUntil(stage, 'in 5 days');
    stage.nexudus.put('userroles', { Id: RECEPTION, Users: [SAM] });
    await giveUntil(stage, 'in 3 days');
    expect(holders(stage)).toEqual([SAM, LEO]);
    await end(1);
    expect(holders(stage)).toEqual([SAM]);
  }, 60_000);

  test('and added by hand again loses it at the end, unless the bot was asked to give it for good', async () => {
    await giveUntil(stage);
    stage.nexudus.put('userroles', { Id: RECEPTION, Users: [SAM] });
    stage.nexudus.put('userroles', { Id: RECEPTION, Users: [SAM, LEO] });
    await give(stage, ADD_LEO);
    await end(0);
    expect(holders(stage)).toEqual([SAM, LEO]);
  }, 60_000);
});

test('End now names whom it removes and who stays', async () => {
  const first = await give(stage, `${LEO_UNTIL.replace(' until', '')} priya@harbour.example until in 3 days`);
  await giveUntil(stage, 'in 5 days');
  const asked = await endNow(stage.ana, now(first));
  expect(asked).toContain(say.endRemoves('Priya Nair'));
  expect(asked).toContain(say.keepRole('Leo Brandt', 1));
  await stage.until(() => accessRows(stage)[0]?.status === 'ended', 'the end', 20_000);
  expect(holders(stage)).toEqual([SAM, LEO]);
}, 60_000);
