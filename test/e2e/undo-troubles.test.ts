import { describe, expect, test } from '@jest/globals';
import { afterAWord, announced, expectClosed, openForm } from '../support/channel.ts';
import { found, writes } from '../support/nexudus-calls.ts';
import { statuses } from '../support/room-acts.ts';
import { say, waitingFor } from '../support/sentences.ts';
import { press, putBack, untilSays } from '../support/undo.ts';
import { useStore } from '../support/use-store.ts';

// An undo while Nexudus is throttled, slow or silent, and while the bot is killed: what the person sees, and one write.
const stage = useStore();
const ACME = 1_414_300_001;
const CHECK = 'Check again';
const acme = () => stage.nexudus.record('teams', ACME);
const restart = async () => {
  await stage.bot.kill();
  await stage.startAgain();
};
const saying = (text: string) =>
  stage.ana.waitForModal((modal) => modal.text().includes(text), { what: text, timeoutMs: 20_000 });

async function rename(): Promise<void> {
  const form = await openForm(stage.ana, '/nexudus team rename Acme to "Acme Ltd"', 'New name');
  expectClosed(stage.ana, await form.submit());
  await announced(stage);
  await stage.untilSettled();
}

test('throttled: the person reads that it waits, it is written once, and Redo works after a restart', async () => {
  const { ana, nexudus } = stage;
  await rename();
  const question = await press(stage, ana);
  Object.assign(nexudus.switches, { throttle: '409', retryAfter: 3, only: 'writes', times: 1 });
  await question.submit();
  const waiting = await saying(waitingFor('throttled', 'team.rename'));
  expect(waiting.text()).toContain(say.queued);
  expect(waiting.buttons()).toEqual([CHECK]);
  await untilSays(stage, '↩️ Undone by @Ana Ruiz');
  await waiting.press(CHECK);
  await saying(say.undoneAlready('NX-').slice(0, 12));
  expect([acme()?.Name, statuses(stage)]).toEqual(['Acme', [200, 409, 200]]);
  await restart();
  await afterAWord(stage, ana);
  await putBack(stage, ana, 'Redo');
  expect(acme()?.Name).toBe('Acme Ltd');
}, 60_000);

test('slow: it says that it works, and then that it is done', async () => {
  const { ana, nexudus } = stage;
  await rename();
  const question = await press(stage, ana);
  Object.assign(nexudus.switches, { slowMs: 4000, only: 'writes', times: 1 });
  await question.submit();
  expect(ana.modal()?.text()).toContain(say.working);
  const done = await saying('Undone. ');
  expect(done.buttons()).toEqual([]);
  await untilSays(stage, '↩️ Undone by @Ana Ruiz');
  expect([acme()?.Name, statuses(stage)]).toEqual(['Acme', [200, 200]]);
}, 60_000);

test('silent after it had acted: what was put back is not written over', async () => {
  const { ana, nexudus } = stage;
  const before = found(stage, 'teams', ACME);
  await rename();
  const question = await press(stage, ana);
  Object.assign(nexudus.switches, { cutAfterActing: true, only: 'writes', times: 1 });
  await question.submit();
  await untilSays(stage, '↩️ Undone by @Ana Ruiz');
  await stage.untilSettled(20_000);
  expect(acme()?.Name).toBe('Acme');
  expect({ ...acme(), UpdatedOn: 0, UpdatedBy: 0 }).toEqual({ ...before, UpdatedOn: 0, UpdatedBy: 0 });
}, 60_000);

describe('killed while its view says that it goes on', () => {
  test('after it was taken on: Check again says where it stands', async () => {
    const { ana, nexudus } = stage;
    await rename();
    const question = await press(stage, ana);
    Object.assign(nexudus.switches, { slowMs: 5000, only: 'writes', times: 1 });
    await question.submit();
    const working = await saying(say.working);
    await restart();
    await untilSays(stage, '↩️ Undone by @Ana Ruiz');
    expect(ana.modal()?.text()).toContain(say.working);
    await working.press(CHECK);
    await saying(say.undoneAlready('NX-').slice(0, 12));
    await stage.untilSettled();
    expect(acme()?.Name).toBe('Acme');
    expect(statuses(stage).filter((status) => status === 200).length).toBeLessThanOrEqual(3);
  }, 60_000);

  test('before it was taken on: nothing is promised, and Check again asks anew', async () => {
    const { ana, nexudus } = stage;
    await rename();
    const question = await press(stage, ana);
    // Who Ana is has to be asked again.
    await restart();
    Object.assign(nexudus.switches, { slowMs: 6000, only: 'reads' });
    await question.submit();
    const slow = await saying(say.undoSlow);
    expect(slow.text()).not.toContain(say.working);
    await stage.bot.kill();
    nexudus.switches.slowMs = 0;
    await stage.startAgain();
    await slow.press(CHECK);
    const again = await saying('New name: Acme Ltd → Acme');
    expect(acme()?.Name).toBe('Acme Ltd');
    expectClosed(ana, await again.submit());
    await untilSays(stage, '↩️ Undone by @Ana Ruiz');
    expect([acme()?.Name, writes(stage).length]).toEqual(['Acme', 2]);
  }, 60_000);
});

test('undone and redone by someone else meanwhile: an older question says so, and writes nothing', async () => {
  const { ana, slack } = stage;
  await rename();
  const question = await press(stage, ana);
  const uma = slack.as('Uma');
  await putBack(stage, uma);
  await putBack(stage, uma, 'Redo');
  await stage.untilSettled(15_000);
  const [, undo, redo] = stage.submissions().map(({ receipt }) => String(receipt));
  await question.submit();
  await saying(say.undoneAndBack(`undone (${undo})`, `redone (${redo})`, 'Undo'));
  expect([acme()?.Name, writes(stage).length]).toEqual(['Acme Ltd', 3]);
}, 60_000);

test('of a record that was deleted since: it says so, and offers nothing that is not there', async () => {
  const { ana, nexudus } = stage;
  await rename();
  nexudus.remove('teams', ACME);
  const said = await press(stage, ana);
  expect(said.text()).toContain(say.undoGone('Nothing was changed.'));
  expect(said.submitText).toBeUndefined();
});

test('a number that was cleared and reads as 0 by now is no clash', async () => {
  const { ana, nexudus } = stage;
  nexudus.put('teams', { Id: ACME, DiscountTariffs: 5 });
  const form = await openForm(ana, '/nexudus team prices Acme', 'Discount on plans');
  await form.clear('Discount on plans');
  await form.submit();
  await ana.modal()?.submit();
  await announced(stage);
  await stage.untilSettled();
  expect(acme()?.DiscountTariffs).toBeNull();
  nexudus.put('teams', { Id: ACME, DiscountTariffs: 0 });
  const question = await press(stage, ana);
  expect(question.submitText).toBe('Undo');
  expectClosed(ana, await question.submit());
  await stage.until(() => acme()?.DiscountTariffs === 5, 'the number', 15_000);
  // A value of someone else is still a clash.
  await untilSays(stage, '↩️ Undone by @Ana Ruiz');
  nexudus.put('teams', { Id: ACME, DiscountTariffs: 7 });
  const redo = await press(stage, ana, 'Redo');
  expect(redo.submitText).toBeUndefined();
  expect(redo.text()).toContain('“7”');
}, 60_000);
