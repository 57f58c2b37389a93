import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from '@jest/globals';
import { announced, linesOf, receiptOf } from '../support/channel.ts';
import { done, SIGN } from '../support/outcomes.ts';
import { changeFocus, newDen, participantsOfFocus, statuses, untilShown } from '../support/room-acts.ts';
import { say } from '../support/sentences.ts';
import { useStore } from '../support/use-store.ts';

const stage = useStore({ ofOneProcess: 'sends signals to one process' });
const DONE = SIGN.done;

const ready = (): Promise<number | 'closed'> =>
  fetch(`${stage.bot.url}/readyz`).then(
    ({ status }) => status,
    () => 'closed',
  );

test('SIGTERM lets what runs be finished and announced, and a second one does not cut it short', async () => {
  const { ana, nexudus, bot } = stage;
  expect(await ready()).toBe(200);
  const form = await changeFocus(ana, 12);
  Object.assign(nexudus.switches, { slowMs: 3000, only: 'writes', times: 1 });
  const sent = form.submit();
  await stage.untilJournal((rows) => rows.length === 1, 'taken on');
  const stoppedAt = Date.now();
  process.kill(bot.pid, 'SIGTERM');
  await sleep(200);
  expect(await ready()).not.toBe(200);
  process.kill(bot.pid, 'SIGTERM');
  process.kill(bot.pid, 'SIGINT');
  const ack = await sent;
  expect(ack.status).toBe(200);
  expect(await bot.exited).toEqual({ code: 0, signal: null });
  expect(Date.now() - stoppedAt).toBeLessThan(25_000);
  expect(statuses(stage)).toEqual([200]);
  expect(participantsOfFocus(stage)).toBe(12);
  expect(linesOf(await announced(stage))[0]).toEqual(done('Focus room', '@Ana Ruiz'));
  expect(stage.submissions()[0]).toMatchObject({
    status: 'succeeded',
    announced: 'delivered',
    lease_until: 0,
  });
  // The form, too, says how it ended: not “Working…” for ever.
  expect(ana.modal()?.text()).toContain(receiptOf(await announced(stage)));
  await stage.startAgain();
});

test('what waits is left in the database, and the next process goes on with it', async () => {
  const { ana, nexudus, bot } = stage;
  const form = await changeFocus(ana, 12);
  Object.assign(nexudus.switches, { down: '503', only: 'writes' });
  await form.submit();
  await untilShown(stage, SIGN.waits);
  await stage.untilJournal(
    (rows) => rows[0]?.announced === 'delivered' && rows[0]?.status === 'waiting',
    'it waits',
  );
  const stoppedAt = Date.now();
  expect(await bot.stop()).toBe(0);
  expect(Date.now() - stoppedAt).toBeLessThan(5000);
  expect(stage.submissions()[0]).toMatchObject({ status: 'waiting', lease_until: 0 });
  nexudus.switches.down = 'no';
  await stage.startAgain();
  await untilShown(stage, DONE, 10_000);
  await stage.untilSettled();
  expect(await announced(stage)).toBeDefined();
  expect(participantsOfFocus(stage)).toBe(12);
});

test('what does not end within 25 seconds is given back, and the next process takes it on at once', async () => {
  const { ana, nexudus, bot } = stage;
  const form = await newDen(ana);
  Object.assign(nexudus.switches, { slowAfterMs: 29_000, only: 'writes', times: 1 });
  await form.submit();
  const stoppedAt = Date.now();
  expect(await bot.stop()).toBe(0);
  expect(Date.now() - stoppedAt).toBeLessThan(25_000);
  expect(stage.submissions()[0]).toMatchObject({ status: 'running', lease_until: 0 });
  await stage.startAgain();
  await untilShown(stage, '✅', 5000);
  await stage.untilSettled();
  expect(linesOf(await announced(stage))[1]).toBe(say.found);
}, 60_000);
