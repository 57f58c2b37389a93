import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, renameSync, rmdirSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, describe, expect, test } from '@jest/globals';
import { announced, botMessages, expectClosed, linesOf } from '../support/channel.ts';
import { writes } from '../support/nexudus-calls.ts';
import { CANCELLED, done } from '../support/outcomes.ts';
import {
  changeFocus,
  dens,
  newDen,
  participantsOfFocus,
  statuses,
  untilShown,
} from '../support/room-acts.ts';
import { lockSql, runSql } from '../support/run-sql.ts';
import { say } from '../support/sentences.ts';
import { useStore } from '../support/use-store.ts';

const stage = useStore({
  ofOneProcess: 'its faults are those of a file; PostgreSQL’s are in replicas.test.ts',
});
const UNRECORDED = say.unrecorded(true);
const DONE = done('Focus room', '@Ana Ruiz');

const locks: { release(): void }[] = [];
function lock(): { release(): void } {
  const held = lockSql(stage.path);
  locks.push(held);
  return held;
}
// Of a test that failed before it let go.
afterEach(() => {
  for (const held of locks.splice(0)) held.release();
});

describe('while the database can’t be written nothing is sent, and the person is told in the form', () => {
  const faults: [string, () => { release(): void }][] = [
    ['locked', lock],
    [
      'its folder is gone',
      () => {
        const folder = dirname(stage.path);
        renameSync(folder, `${folder}-away`);
        return { release: () => renameSync(`${folder}-away`, folder) };
      },
    ],
    [
      'a folder stands in its place',
      () => {
        renameSync(stage.path, `${stage.path}-away`);
        mkdirSync(stage.path);
        return {
          release() {
            rmdirSync(stage.path);
            renameSync(`${stage.path}-away`, stage.path);
          },
        };
      },
    ],
  ];
  test.each(faults)('%s; once that is over, the same form goes through', async (_, fault) => {
    const { ana } = stage;
    const form = await changeFocus(ana, 12);
    const trouble = fault();
    try {
      await form.submit();
      const shown = await ana.waitForModal((modal) => modal.text().includes(UNRECORDED));
      expect(shown.value('Number of participants')).toBe('12');
      expect(writes(stage)).toEqual([]);
      expect(botMessages(stage)).toEqual([]);
    } finally {
      trouble.release();
    }
    expect(stage.submissions()).toEqual([]);
    expectClosed(ana, await (ana.modal() as typeof form).submit());
    expect(linesOf(await announced(stage))[0]).toEqual(DONE);
    expect(statuses(stage)).toEqual([200]);
    await stage.untilSettled();
  });

  test('full', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'nexudus-full-'));
    try {
      execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', folder], { stdio: 'ignore' });
    } catch {
      rmSync(folder, { recursive: true });
      return console.warn('Not tested: a full disk. It takes the right to mount a small file system.');
    }
    try {
      const path = join(folder, 'bot.sqlite');
      await stage.withBot({ DATABASE_URL: `file:${path}` }, async () => {
        const { ana } = stage;
        const form = await newDen(ana);
        const { bavail, bsize } = statfsSync(folder);
        writeFileSync(join(folder, 'filler'), Buffer.alloc(bavail * bsize));
        await form.submit();
        expect(ana.modal()?.text()).toContain(UNRECORDED);
        expect(ana.modal()?.value('Name')).toBe('Den');
        expect(writes(stage)).toEqual([]);
        rmSync(join(folder, 'filler'));
        expectClosed(ana, await (ana.modal() as typeof form).submit());
        expect(linesOf(await announced(stage))[0]).toEqual(done('Den', '@Ana Ruiz'));
        expect(dens(stage)).toHaveLength(1);
        expect(runSql(path, 'pragma integrity_check')).toEqual([{ integrity_check: 'ok' }]);
      });
    } finally {
      execFileSync('umount', ['-l', folder]);
      rmSync(folder, { recursive: true });
    }
  });

  test('Cancel and Try again say so to who pressed them, and the request stays as it is', async () => {
    const { ana, slack, nexudus } = stage;
    const form = await changeFocus(ana, 12);
    Object.assign(nexudus.switches, { down: '500', only: 'writes' });
    await form.submit();
    const queued = await announced(stage);
    await stage.untilJournal((rows) => rows[0]?.announced === 'delivered', 'announced that it waits');
    stage.sql('update submissions set next_at = next_at + 600000');
    const answers = () => slack.ephemerals('Ana').map(({ plain }) => plain);
    const first = lock();
    await ana.click(queued, 'Cancel');
    await stage.until(() => answers().length === 1, 'an answer to Cancel', 10_000);
    first.release();
    expect(stage.submissions()[0]?.status).toBe('waiting');
    await ana.click(queued, 'Cancel');
    await untilShown(stage, CANCELLED);
    const before = writes(stage).length;
    await stage.untilSettled();
    const second = lock();
    await ana.click(await announced(stage), 'Try again');
    await stage.until(() => answers().length === 2, 'an answer to Try again', 10_000);
    second.release();
    expect(answers()).toEqual([say.cancelUnsure, say.unrecordedClick(true)]);
    expect(writes(stage)).toHaveLength(before);
    expect(stage.submissions()[0]?.status).toBe('cancelled');
  });
});

test('what is not written down when Slack stops waiting is not said to come to the channel', async () => {
  const { ana, nexudus } = stage;
  const form = await changeFocus(ana, 12);
  // The next process has yet to ask who Ana is.
  await stage.bot.kill();
  await stage.startAgain();
  Object.assign(nexudus.switches, { slowMs: 1500, only: 'reads' });
  const held = lock();
  try {
    await form.submit();
    expect(ana.modal()?.text()).not.toContain(say.working);
    await ana.waitForModal((modal) => modal.text().includes(UNRECORDED), { timeoutMs: 10_000 });
  } finally {
    held.release();
  }
  nexudus.switches.slowMs = 0;
  expect(stage.submissions()).toEqual([]);
  expectClosed(ana, await (ana.modal() as typeof form).submit());
  await stage.untilSettled();
  expect(statuses(stage)).toEqual([200]);
});

test('a form that a process before this one opened can’t be looked up while the database is away, and goes through afterwards', async () => {
  const { ana } = stage;
  const form = await changeFocus(ana, 12);
  await stage.bot.kill();
  await stage.startAgain();
  const folder = dirname(stage.path);
  renameSync(folder, `${folder}-away`);
  try {
    await form.submit();
    const shown = await ana.waitForModal((modal) => modal.text().includes(say.storeDown));
    expect(shown.value('Number of participants')).toBe('12');
    expect(writes(stage)).toEqual([]);
  } finally {
    renameSync(`${folder}-away`, folder);
  }
  expectClosed(ana, await (ana.modal() as typeof form).submit());
  await stage.untilSettled();
  expect(statuses(stage)).toEqual([200]);
});

test('locked for a moment: no one notices', async () => {
  const { ana } = stage;
  const form = await changeFocus(ana, 12);
  const held = lock();
  const sent = form.submit();
  setTimeout(() => held.release(), 300);
  expectClosed(ana, await sent);
  await stage.untilSettled();
  expect(statuses(stage)).toEqual([200]);
});

test('locked when Nexudus has answered: the form closes, and the database is put right later, without a second room', async () => {
  const { ana, nexudus } = stage;
  const form = await newDen(ana);
  let held: ReturnType<typeof lock> | undefined;
  const stop = nexudus.onChange(() => {
    if (writes(stage).length === 0) return;
    stop();
    held = lock();
  });
  expectClosed(ana, await form.submit());
  const said = 'an ending could not be recorded';
  await stage.untilJournal(() => stage.bot.output().includes(said), said, 10_000);
  held?.release();
  expect(stage.submissions()[0]).toMatchObject({ status: 'running', standing: null });
  // As if the twenty seconds of its lease were over.
  stage.sql('update submissions set lease_until = 1');
  // A renewal that waited for the lock may have given it twenty more.
  await untilShown(stage, '✅', 30_000);
  expect(linesOf(await announced(stage))[0]).toEqual(done('Den', '@Ana Ruiz'));
  expect((await announced(stage)).plain).not.toContain(say.found);
  expect(dens(stage)).toHaveLength(1);
  expect(writes(stage)).toHaveLength(1);
  expect(participantsOfFocus(stage)).toBe(4);
  await stage.untilSettled();
}, 60_000);
