import { execFile } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from '@jest/globals';
import { pressed } from '../support/approvals.ts';
import { announced, expectClosed, openForm } from '../support/channel.ts';
import { writes } from '../support/nexudus-calls.ts';
import { say } from '../support/sentences.ts';
import { useStore } from '../support/use-store.ts';

// `npm run erase`, and what people may still do with what was erased.
const stage = useStore({ ofOneProcess: 'reads SQLite’s file' });

const program = join(process.env.BOT_PROGRAMS ?? '', 'cli/erase-person.mjs');
const erase = (...words: string[]) =>
  promisify(execFile)(process.execPath, [program, ...words], {
    env: { PATH: process.env.PATH, DATABASE_URL: `file:${stage.path}` },
  }).then(({ stdout }) => stdout);

/** The database with all that stands beside it, as the disk holds it. */
const onDisk = (): string =>
  readdirSync(dirname(stage.path))
    .map((name) => readFileSync(join(dirname(stage.path), name), 'latin1'))
    .join();

test('nothing of the person is left on the disk, and nothing that was erased is written to Nexudus', async () => {
  const { ana } = stage;
  const form = await openForm(ana, '/nexudus team rename Acme to "Zebulon Quist Ltd"', 'New name');
  expectClosed(ana, await form.submit());
  await announced(stage);
  const back = await openForm(ana, '/nexudus team rename 1414300001 to "Acme"', 'New name');
  expectClosed(ana, await back.submit());
  await announced(stage, '#ops', 2);
  stage.nexudus.switches.refuse = [{ property: 'Name', message: 'is taken' }];
  const refused = await openForm(ana, '/nexudus team rename Acme to "Zebulon Quist"', 'New name');
  await refused.submit();
  await announced(stage, '#ops', 3);
  await refused.close();
  stage.nexudus.switches.refuse = [];
  await stage.untilSettled(15_000);
  // The forms of other people go after a day.
  stage.sql("update forms set owner = 'U0ZEB0000'");
  expect(onDisk().includes('Zebulon Quist')).toBe(true);
  expect(await erase('U0ZEB0000', 'Zebulon Quist')).toBe('Erased from 3 submissions and 3 open forms.\n');
  expect(onDisk().includes('Zebulon')).toBe(false);

  const before = writes(stage).length;
  const refusal = stage.submissions().find(({ status }) => status === 'rejected');
  for (const button of ['try-again', 'fix'])
    expect(await pressed(stage, 'Ana', button, String(refusal?.form_id))).toBe(say.submissionErased);
  const undone = stage.slack
    .messages('#ops')
    .findLast(({ plain, thread_ts }) => plain.startsWith('✅') && !thread_ts);
  if (!undone) throw new Error('no message');
  await ana.click(undone, 'Undo');
  const asked = await ana.waitForModal((modal) => !modal.text().includes(say.undoChecking), {
    timeoutMs: 15_000,
  });
  expect([asked.text(), asked.submitText]).toEqual([expect.stringContaining(say.notUndoable), undefined]);
  expect(writes(stage)).toHaveLength(before);
});
