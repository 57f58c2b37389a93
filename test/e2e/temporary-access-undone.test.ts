import { expect, test } from '@jest/globals';
import { holders, RECEPTION } from '../support/approvals.ts';
import { newest, openForm } from '../support/channel.ts';
import { isQuestion } from '../support/is-question.ts';
import { say } from '../support/sentences.ts';
import { accessRows, giveUntil, leave, thread } from '../support/temporary.ts';
import { press, putBack, untilSays } from '../support/undo.ts';
import { useStore } from '../support/use-store.ts';

// Temporary access that is undone, and given back.
const stage = useStore();
const [SAM, LEO] = [1_412_000_003, 1_412_000_005];
const MINUTE_MS = 60_000;

test('what is undone has no end any more; given back, it ends when it would have', async () => {
  const { ana } = stage;
  const message = await giveUntil(stage);
  await putBack(stage, ana);
  expect(holders(stage)).toEqual([SAM]);
  expect(accessRows(stage).map(({ status }) => status)).toEqual(['undone']);
  await stage.untilSettled(15_000);
  expect(newest(stage)?.buttons).toEqual(['Redo']);
  expect(newest(stage)?.plain).not.toContain(say.temporaryUntil);
  // A reminder would be due.
  stage.sql("update temporary_access set next_at = 0 where status = 'undone'");

  await putBack(stage, ana, 'Redo');
  expect(holders(stage)).toEqual([SAM, LEO]);
  await stage.untilSettled(15_000);
  expect(accessRows(stage).map(({ status }) => status)).toEqual(['running']);
  expect(newest(stage)?.buttons).toEqual(['Extend', 'End now', 'Undo']);
  expect(thread(stage, message).filter((text) => text.includes(say.endsSoon('Reception').trim()))).toEqual(
    [],
  );
  leave(stage, -1);
  await stage.until(() => accessRows(stage)[0]?.status === 'ended', 'the end', 20_000);
  expect(holders(stage)).toEqual([SAM]);
}, 90_000);

test('after its end, nothing gives it back', async () => {
  const { ana } = stage;
  const message = await giveUntil(stage);
  await putBack(stage, ana);
  stage.sql('update temporary_access set until = ?', Date.now() - MINUTE_MS);
  const asked = await putBack(stage, ana, 'Redo').catch((error: Error) => error.message);
  expect(asked).toContain('that has ended');
  expect(holders(stage)).toEqual([SAM]);
  expect(thread(stage, message).filter((text) => text.includes('Ended temporary access'))).toEqual([]);
}, 90_000);

test('who was removed while it lasted is not given it back after its end; who was given it by hand after that end is', async () => {
  const { ana, nexudus } = stage;
  const removeLeo = async () => {
    const form = await openForm(ana, '/nexudus role update Reception', 'Remove users');
    await form.pick('Remove users', 'Leo Brandt');
    await form.submit();
    await (await ana.waitForModal(isQuestion)).submit();
    await untilSays(stage, 'Leo Brandt');
    await stage.until(() => newest(stage)?.buttons.includes('Undo') ?? false, 'the removal', 20_000);
    expect(holders(stage)).toEqual([SAM]);
    await stage.untilSettled(15_000);
  };
  await giveUntil(stage);
  await removeLeo();
  leave(stage, -1);
  await stage.until(() => accessRows(stage)[0]?.status === 'ended', 'the end', 20_000);
  await stage.untilSettled(15_000);
  const early = await putBack(stage, ana).catch((error: Error) => error.message);
  expect(early).toContain('that has ended');
  expect(holders(stage)).toEqual([SAM]);

  nexudus.put('userroles', { Id: RECEPTION, Users: [SAM, LEO] });
  await removeLeo();
  const question = await press(stage, ana);
  expect(question.text()).toContain('Leo Brandt');
  await question.submit();
  await untilSays(stage, '↩️ Undone by @Ana Ruiz');
  expect(holders(stage)).toEqual([SAM, LEO]);
}, 120_000);
