import { renameSync, rmSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { announced, botMessages, expectClosed, linesOf, openForm, receiptOf } from '../support/channel.ts';
import { writes } from '../support/nexudus-calls.ts';
import { ofOneProcess } from '../support/of-one-process.ts';
import { done, resultOf, SIGN, unknownOutcome } from '../support/outcomes.ts';
import {
  changeFocus,
  dens,
  newDen,
  participantsOfFocus,
  statuses,
  untilShown,
} from '../support/room-acts.ts';
import { failed, say } from '../support/sentences.ts';
import { useStore } from '../support/use-store.ts';

const stage = useStore();
const REPEATED = say.repeated;
const restart = async () => {
  await stage.bot.kill();
  await stage.startAgain();
};

test('a form that is open over a restart can still be submitted, with what was typed', async () => {
  const { ana } = stage;
  const form = await openForm(ana, '/nexudus team rename Acme to "Acme Ltd"', 'New name');
  await restart();
  expectClosed(ana, await form.submit());
  expect(linesOf(await announced(stage))[0]).toEqual(done('Acme Ltd', '@Ana Ruiz'));
  expect(writes(stage)).toHaveLength(1);
  await stage.untilSettled();
});

test('what was switched off while it waited is ended and announced, and its record is free for others', async () => {
  const { ana, nexudus } = stage;
  Object.assign(nexudus.switches, { only: 'writes', down: '503' });
  const form = await openForm(ana, '/nexudus team rename Acme to "Acme Ltd"', 'New name');
  await form.submit();
  await untilShown(stage, SIGN.waits);
  await stage.bot.stop();
  nexudus.switches.down = 'no';
  await stage.startAgain({ OPERATIONS: 'team.update' });
  await untilShown(stage, SIGN.notDone, 15_000);
  // With a 503 it may have been done.
  expect(linesOf(await announced(stage)).slice(0, 2)).toEqual([
    unknownOutcome('@Ana Ruiz'),
    failed('switched-off', 'team.rename', { mayHaveActed: true }),
  ]);
  const update = await openForm(ana, '/nexudus team update Acme', 'Description');
  await update.type('Description', 'Third floor');
  await update.submit();
  await stage.until(() => botMessages(stage).at(-1)?.plain.includes('✅') === true, 'the update', 10_000);
  await stage.untilSettled();
  await restart();
});

test('killed before the write: done by the next process, and announced once', async () => {
  const { ana, nexudus } = stage;
  const form = await changeFocus(ana, 12);
  Object.assign(nexudus.switches, { slowMs: 1500, only: 'reads', times: 1 });
  const sent = form.submit();
  await stage.untilJournal((rows) => rows.length === 1, 'taken on');
  await stage.bot.kill();
  await sent;
  stage.expectProblems(/the bot cannot be reached/);
  expect(writes(stage)).toEqual([]);
  await stage.startAgain();
  await untilShown(stage, '✅', 10_000);
  await stage.untilSettled();
  expect((await announced(stage)).plain).not.toContain(REPEATED);
  expect(participantsOfFocus(stage)).toBe(12);
  expect(statuses(stage)).toEqual([200]);
  // Slack showed an error over the form; sent again, it only closes.
  expectClosed(ana, await form.submit());
  expect(statuses(stage)).toEqual([200]);
});

test('killed after an update was done: repeated from a fresh look, and told as what it was', async () => {
  const { ana, nexudus } = stage;
  const form = await changeFocus(ana, 12);
  Object.assign(nexudus.switches, { slowAfterMs: 1500, only: 'writes', times: 1 });
  const sent = form.submit();
  await stage.until(() => participantsOfFocus(stage) === 12, 'the write').catch(() => {});
  await stage.bot.kill();
  await sent;
  stage.expectProblems(/the bot cannot be reached/);
  await stage.startAgain();
  await untilShown(stage, '✅', 10_000);
  await stage.untilSettled();
  expect(resultOf(await announced(stage))).toEqual({
    head: done('Focus room', '@Ana Ruiz'),
    changes: ['Number of participants: 4 → 12'],
    buttons: ['Undo'],
  });
  // The call that was cut off is written down when it ends: not in the next test.
  await stage.until(() => writes(stage).length === 2, 'the end of the first write');
  expect(statuses(stage)).toEqual([200, 200]);
});

test('killed after a room was made: found, and not made again', async () => {
  const { ana, nexudus } = stage;
  const form = await newDen(ana);
  const made = stage.until(() => dens(stage).length === 1, 'the room');
  Object.assign(nexudus.switches, { slowAfterMs: 1500, only: 'writes', times: 1 });
  const sent = form.submit();
  await made;
  await stage.bot.kill();
  await sent;
  stage.expectProblems(/the bot cannot be reached/);
  await stage.startAgain();
  await untilShown(stage, '✅', 10_000);
  await stage.untilSettled();
  expect(linesOf(await announced(stage)).slice(0, 2)).toEqual([done('Den', '@Ana Ruiz'), say.found]);
  expect(dens(stage)).toHaveLength(1);
  await stage.until(() => writes(stage).length > 0, 'the end of the write', 15_000);
  expect(statuses(stage)).toEqual([200]);
});

test('killed while a room is sent a second time: the minute of looking begins again, and one room comes of it', async () => {
  const { ana, nexudus } = stage;
  const form = await newDen(ana);
  Object.assign(nexudus.switches, { down: 'cut', only: 'writes', times: 1 });
  await form.submit();
  await untilShown(stage, SIGN.waits);
  await stage.untilJournal(
    (rows) => rows[0]?.status === 'waiting' && rows[0]?.announced === 'delivered',
    'it waits',
  );
  // The minute is over, and the room is sent again; it dies with that under way.
  // Several bots take longer to be there again.
  const slowMs = 8000 * stage.slack.patience;
  Object.assign(nexudus.switches, { slowMs, only: 'writes', times: 1 });
  const calls = nexudus.calls.length;
  const looked = stage.until(
    () => nexudus.calls.slice(calls).some(({ path }) => path === '/api/community/videorooms'),
    'a look',
  );
  stage.sql('update submissions set unknown_outcome_until = 1, next_at = 1');
  await looked;
  await stage.until(() => nexudus.switches.slowMs === 0, 'the second write', 1000).catch(() => {});
  await restart();
  await stage.untilJournal((rows) => rows[0]?.status === 'waiting', 'it waits again');
  expect(Number(stage.submissions()[0]?.unknown_outcome_until)).toBeGreaterThan(Date.now() + 50_000);
  await untilShown(stage, '✅', 15_000);
  await stage.untilSettled();
  expect(dens(stage)).toHaveLength(1);
  expect(botMessages(stage)).toHaveLength(1);
});

test('killed between Slack’s acceptance and the note of it: announced again, marked, with the same receipt', async () => {
  const { ana, slack } = stage;
  const form = await changeFocus(ana, 12);
  const stop = slack.onChange(() => {
    if (botMessages(stage).length === 0) return;
    stop();
    void stage.bot.kill();
  });
  expectClosed(ana, await form.submit());
  await stage.startAgain();
  await stage.until(() => botMessages(stage).length === 2, 'the second announcement', 10_000);
  await stage.untilSettled();
  const [first, second] = botMessages(stage);
  expect(first?.plain).not.toContain(REPEATED);
  expect(second?.plain).toContain(REPEATED);
  expect(receiptOf(second as never)).toBe(receiptOf(first as never));
  expect(statuses(stage)).toEqual([200]);
});

ofOneProcess('puts back a copy of SQLite’s file')(
  'a copy that is put back and started with WRITES=off: what was under way in it is not done a second time',
  async () => {
    const { ana, nexudus, path } = stage;
    const form = await newDen(ana);
    Object.assign(nexudus.switches, { down: '503', only: 'writes' });
    await form.submit();
    await untilShown(stage, SIGN.waits);
    await stage.untilJournal((rows) => rows[0]?.announced === 'delivered', 'announced that it waits');
    stage.sql('vacuum into ?', `${path}-copy`);
    nexudus.switches.down = 'no';
    await untilShown(stage, '✅', 30_000);
    await stage.untilSettled();
    const before = writes(stage).length;
    await stage.bot.stop();
    for (const end of ['', '-wal', '-shm']) rmSync(`${path}${end}`, { force: true });
    renameSync(`${path}-copy`, path);
    await stage.startAgain({ WRITES: 'off' });
    await stage.untilJournal((rows) => rows[0]?.status !== 'waiting', 'over', 90_000);
    await stage.untilSettled();
    expect(writes(stage)).toHaveLength(before);
    expect(dens(stage)).toHaveLength(1);
    await restart();
  },
  120_000,
);

test('what waited while no bot ran is refused to a person who lost the permission, and said in the channel', async () => {
  const { ana, nexudus } = stage;
  const form = await changeFocus(ana, 12);
  Object.assign(nexudus.switches, { down: '500', only: 'writes' });
  await form.submit();
  await untilShown(stage, SIGN.waits);
  await stage.untilJournal((rows) => rows[0]?.announced === 'delivered', 'announced that it waits');
  await stage.bot.kill();
  nexudus.switches.down = 'no';
  const before = writes(stage).length;
  const role = nexudus.named('userroles', 'Network admin');
  nexudus.put('userroles', { Id: role.Id, Users: (role.Users as number[]).slice(1) });
  nexudus.put('users', { Id: nexudus.named('users', 'Ana Ruiz').Id, Active: false });
  await stage.startAgain();
  await untilShown(stage, '⛔', 10_000);
  await stage.untilSettled();
  expect(linesOf(await announced(stage))).toEqual([
    unknownOutcome('@Ana Ruiz'),
    say.deniedLater,
    say.earlierAttempt,
    'NX-…',
  ]);
  expect(writes(stage)).toHaveLength(before);
  expect(stage.submissions()[0]?.status).toBe('denied');
});

test('JOURNAL_RETENTION_DAYS: what is older is gone after a restart, but not what still waits', async () => {
  const { ana, nexudus } = stage;
  const DAYS = 24 * 60 * 60_000;
  // What the bot knew of people in the test before is forgotten.
  await restart();
  const rename = async (name: string) =>
    (await openForm(ana, `/nexudus team rename 1414300001 to "${name}"`, 'New name')).submit();
  await rename('Acme Ltd');
  await stage.untilSettled();
  Object.assign(nexudus.switches, { down: '503', only: 'writes' });
  await rename('Acme Inc');
  await stage.untilJournal((rows) => rows.at(-1)?.status === 'waiting', 'it waits');
  const names = () => stage.submissions().map(({ input }) => JSON.parse(String(input)).newName);
  stage.sql(
    'update submissions set submitted_at = submitted_at - ?, updated_at = updated_at - ?',
    3 * DAYS,
    3 * DAYS,
  );
  await stage.bot.stop();
  await stage.startAgain({ JOURNAL_RETENTION_DAYS: '4' });
  expect(names()).toEqual(['Acme Ltd', 'Acme Inc']);
  await stage.bot.stop();
  await stage.startAgain({ JOURNAL_RETENTION_DAYS: '2' });
  expect(names()).toEqual(['Acme Inc']);
  await stage.bot.stop();
  await stage.startAgain();
});
