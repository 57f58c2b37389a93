import { expect, test } from '@jest/globals';
import { afterAWord, announced, botMessages, expectClosed, newest, openForm } from '../support/channel.ts';
import { expectOnlyChanged, found, writes } from '../support/nexudus-calls.ts';
import { SIGN } from '../support/outcomes.ts';
import { statuses, untilShown } from '../support/room-acts.ts';
import { say } from '../support/sentences.ts';
import { press, putBack, untilSays } from '../support/undo.ts';
import { useStore } from '../support/use-store.ts';

// An undo over restarts, outages and a day.
const stage = useStore();
const ACME = 1_414_300_001;
const DAY_MS = 86_400_000;
const name = () => stage.nexudus.record('teams', ACME)?.Name;
const restart = async (settings?: Record<string, string>) => {
  await stage.bot.kill();
  await stage.startAgain(settings);
  await afterAWord(stage, stage.ana);
};

async function rename(): Promise<void> {
  const form = await openForm(stage.ana, '/nexudus team rename Acme to "Acme Ltd"', 'New name');
  expectClosed(stage.ana, await form.submit());
  await announced(stage);
  await stage.untilSettled();
}

test('its question goes on after a restart, and so does what is on the channel', async () => {
  const { ana } = stage;
  await rename();
  const question = await press(stage, ana);
  await restart();
  expectClosed(ana, await question.submit());
  await untilSays(stage, '↩️ Undone by @Ana Ruiz');
  expect(name()).toBe('Acme');
  await restart();
  await putBack(stage, ana, 'Redo');
  expect(name()).toBe('Acme Ltd');
  await stage.untilSettled();
  expect(stage.submissions().map(({ status, cause }) => [status, cause])).toEqual([
    ['succeeded', null],
    ['succeeded', 'undo'],
    ['succeeded', 'redo'],
  ]);
}, 60_000);

test('killed while Nexudus writes: put back once, and announced', async () => {
  const { ana, nexudus } = stage;
  const before = found(stage, 'teams', ACME);
  await rename();
  const question = await press(stage, ana);
  Object.assign(nexudus.switches, { slowMs: 1500, only: 'writes', times: 1 });
  const sent = question.submit();
  await stage.until(() => writes(stage).length === 2, 'the write', 10_000);
  await stage.bot.kill();
  await sent;
  stage.expectProblems(/the bot cannot be reached/);
  await stage.startAgain();
  await untilSays(stage, '↩️ Undone by @Ana Ruiz');
  await stage.untilSettled();
  expectOnlyChanged(before, nexudus.record('teams', ACME), {});
  expect(stage.submissions().map(({ status }) => status)).toEqual(['succeeded', 'succeeded']);
}, 60_000);

test('while Nexudus is down it waits, which its message in the thread says', async () => {
  const { ana, nexudus } = stage;
  await rename();
  const question = await press(stage, ana);
  Object.assign(nexudus.switches, { down: '503', only: 'writes' });
  await question.submit();
  await untilShown(stage, SIGN.waits, 20_000);
  const waiting = botMessages(stage).at(-1);
  expect([waiting?.thread_ts, waiting?.buttons]).toEqual([newest(stage)?.ts, ['Cancel']]);
  nexudus.switches.down = 'no';
  await untilSays(stage, '↩️ Undone by @Ana Ruiz');
  expect(name()).toBe('Acme');
  expect(statuses(stage).filter((status) => status === 200)).toHaveLength(2);
}, 60_000);

test('after 24 hours it answers that it is over, and a change of the message takes the button away', async () => {
  const { ana } = stage;
  await rename();
  stage.sql('update submissions set updated_at = updated_at - ?', DAY_MS);
  const said = await press(stage, ana);
  expect(said.text()).toContain(say.undoOver);
  expect([said.submitText, name(), writes(stage).length]).toEqual([undefined, 'Acme Ltd', 1]);
});

test('what is not known for certain is not undone', async () => {
  await rename();
  expect(newest(stage)?.buttons).toEqual(['Undo']);
  const [row] = stage.submissions();
  const standing = JSON.parse(String(row?.standing)) as { verification: Record<string, unknown> };
  const { ana } = stage;
  for (const doubt of [{ unverified: true }, { differing: ['Name'] }, { held: undefined }]) {
    const verification = { ...standing.verification, ...doubt };
    stage.sql('update submissions set standing = ?', JSON.stringify({ ...standing, verification }));
    const said = await press(stage, ana);
    expect(said.text()).toContain(say.notUndoable);
    await said.close();
  }
  expect(writes(stage)).toHaveLength(1);
});

test('with writes switched off it is rehearsed, and can be done once they are on again', async () => {
  const { ana } = stage;
  await rename();
  await restart({ WRITES: 'off' });
  const question = await press(stage, ana);
  await question.submit();
  await untilShown(stage, SIGN.rehearsed, 15_000);
  expect([name(), newest(stage)?.buttons]).toEqual(['Acme Ltd', ['Undo']]);
  await restart();
  for (const modal of ana.modals()) await modal.close();
  await putBack(stage, ana);
  expect(name()).toBe('Acme');
}, 60_000);

test('rehearsed late, it is not said to be done', async () => {
  const { ana, nexudus } = stage;
  await rename();
  await restart({ WRITES: 'off' });
  const question = await press(stage, ana);
  Object.assign(nexudus.switches, { slowMs: 3500 });
  await question.submit();
  const said = await ana.waitForModal((modal) => modal.text().includes('NX-'), { timeoutMs: 20_000 });
  nexudus.switches.slowMs = 0;
  expect(said.text()).toContain(say.rehearsal);
  expect(said.text()).not.toContain('Undone');
  expect(name()).toBe('Acme Ltd');
  await stage.untilSettled();
}, 60_000);
