import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from '@jest/globals';
import { doctorSettings, runDoctor } from '../support/run-doctor.ts';
import { runSql } from '../support/run-sql.ts';
import { useSandbox } from '../support/use-sandbox.ts';

const stage = useSandbox();
const folder = mkdtempSync(join(tmpdir(), 'nexudus-private-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const modeOf = (path: string) => (statSync(path).mode & 0o777).toString(8);
const filesOf = (path: string) => [path, `${path}-wal`, `${path}-shm`];
const FINE = (path: string) =>
  expect.stringMatching(
    `^✓ Database: ${path} can be opened \\(of this version of the bot, 0\\.\\d MB\\) and written\\.$`,
  );
/** What the check-up says of the database. */
const doctorOf = async (path: string) => {
  const settings = { ...doctorSettings(stage), DATABASE_URL: `file:${path}` };
  return (await runDoctor(settings)).lines.filter((line) => line.includes('Database:'));
};

test('a new database is the bot’s alone: its folder, its file and what SQLite puts beside it', async () => {
  const path = join(folder, 'new', 'deep', 'bot.sqlite');
  await stage.withBot({ DATABASE_URL: `file:${path}` }, async () => {
    expect(filesOf(path).map(modeOf)).toEqual(['600', '600', '600']);
    expect([join(folder, 'new'), join(folder, 'new', 'deep')].map(modeOf)).toEqual(['700', '700']);
    expect(await doctorOf(path)).toEqual([FINE(path)]);
  });
});

test('one that others could read is made private; a folder that was there is left as it is, and the check-up says so', async () => {
  const shared = join(folder, 'shared');
  const path = join(shared, 'bot.sqlite');
  mkdirSync(shared, { mode: 0o755 });
  writeFileSync(path, '', { mode: 0o644 });
  runSql(path, 'create table other (id integer)');
  expect(modeOf(path)).toBe('644');
  expect(await doctorOf(path)).toEqual([
    `✓ Database: ${path} can be opened (the first start sets it up).`,
    `✗ Database: others on this machine may read it. Run chmod 600 ${path}`,
  ]);
  await stage.withBot({ DATABASE_URL: `file:${path}` }, async () => {
    expect(filesOf(path).map(modeOf)).toEqual(['600', '600', '600']);
  });
  expect(modeOf(shared)).toBe('755');
  expect(await doctorOf(path)).toEqual([
    FINE(path),
    `✓ Database: only the bot may read it. Others may see its name; chmod 700 ${shared} hides that too.`,
  ]);
});

test('a file that holds something else is named by the check-up, and left as it is', async () => {
  const path = join(folder, 'notes.sqlite');
  writeFileSync(path, 'These are my notes, and no database at all.', { mode: 0o600 });
  expect((await doctorOf(path))[0]).toBe(
    `✗ Database: ${path} can’t be opened (file is not a database). Check DATABASE_URL.`,
  );
  expect(readFileSync(path, 'utf8')).toBe('These are my notes, and no database at all.');
});
