import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, describe, expect, test } from '@jest/globals';
import { runSql } from '../support/run-sql.ts';
import { lacksPermission, say } from '../support/sentences.ts';
import { useSandbox } from '../support/use-sandbox.ts';

const folder = mkdtempSync(join(tmpdir(), 'nexudus-history-'));
const path = join(folder, 'bot.sqlite');
const stage = useSandbox({
  settings: { DATABASE_URL: `file:${path}` },
  ofOneProcess: 'changes SQLite’s file, and exports it',
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const announced = (person: string) => stage.slack.ephemerals(person).at(-1)?.plain ?? '';
const until = (what: string, predicate: () => boolean) => stage.until(predicate, what, 15_000);

/** Ana unticks "Share passes" (private) and writes a description of Acme. */
async function changeAcme(): Promise<void> {
  const ana = stage.slack.as('Ana');
  await ana.command('/nexudus team billing Acme');
  const billing = await ana.waitForModal((modal) => modal.labels().includes('Share passes'));
  await billing.tick('Share passes', false);
  await billing.pick('Section', 'Basics');
  const basics = await ana.waitForModal((modal) => modal.labels().includes('Description'));
  await basics.type('Description', 'Second floor');
  await basics.submit();
  await until('the result', () => stage.slack.messages('#ops').length > 0);
}

/** What the export prints, and how it ends. */
const audit = (...more: string[]) => auditOf(path, ...more);
async function auditOf(
  file: string,
  ...more: string[]
): Promise<{ code: number; stdout: string; stderr: string }> {
  // Nothing else is needed: the export asks neither Slack nor Nexudus.
  const env = { PATH: process.env.PATH, DATABASE_URL: `file:${file}` };
  const program = join(process.env.BOT_PROGRAMS ?? '', 'cli/export-audit.mjs');
  const run = promisify(execFile)(process.execPath, [program, ...more], { env });
  return run.then(
    ({ stdout, stderr }) => ({ code: 0, stdout, stderr }),
    ({ code, stdout, stderr }) => ({ code, stdout, stderr }),
  );
}

describe('what was done', () => {
  test('private values are shown to who may change such records, and to no one else', async () => {
    await changeAcme();
    const message = stage.slack.messages('#ops').at(-1);
    if (!message) throw new Error('no message');
    expect(message.plain).toContain('• Share passes: changed');
    await stage.slack.as('Priya').click(message, 'Show changes');
    await until('the changes', () => announced('Priya').includes('• Share passes: yes → no'));
    await stage.slack.as('Sam').click(message, 'Show changes');
    await until('the refusal', () => announced('Sam').includes(lacksPermission('team.update', 'Reception')));
    expect(
      stage.slack
        .messages('#ops')
        .map(({ plain }) => plain)
        .join(),
    ).not.toContain('yes → no');
  });

  test('history shows receipt, who, where, before → after to people who may change such records', async () => {
    await changeAcme();
    const receipt = /NX-\w+/.exec(stage.slack.messages('#ops').at(-1)?.plain ?? '')?.[0] ?? 'none';
    for (const about of ['', ' all', ' acme', ` ${receipt}`]) {
      const before = stage.slack.ephemerals('Ana').length;
      await stage.slack.as('Ana').command(`/nexudus history${about}`);
      await until(`the history${about}`, () => stage.slack.ephemerals('Ana').length > before);
      expect(announced('Ana')).toContain(receipt);
      const lines = announced('Ana').split('\n');
      const at = lines.findIndex((line) => line.startsWith('Done · Update team: Acme · @Ana Ruiz · '));
      expect(lines[at]).toMatch(new RegExp(`, \\d\\d:\\d\\d.* · ${receipt}$|UTC · ${receipt}$`));
      // One line each, and what was changed where a record or a receipt is asked for.
      const named = about !== '' && about !== ' all';
      expect(announced('Ana').includes('Share passes: yes → no')).toBe(named);
      expect(announced('Ana').includes('→ Second floor')).toBe(named);
    }
    await stage.slack.as('Ana').command('/nexudus history Northwind');
    await until('nothing', () => announced('Ana').includes(say.nothingInHistory('Northwind')));
    await stage.slack.as('Priya').command('/nexudus history all');
    await until('everybody’s', () => announced('Priya').includes(receipt));
    await stage.slack.as('Priya').command('/nexudus history');
    await until('Priya’s own', () => announced('Priya').includes(say.nothingInHistory('')));
    await stage.slack.as('Sam').command('/nexudus history all');
    await until('Sam’s', () => announced('Sam').includes(say.nothingInHistory('')));
    expect(stage.slack.messages('#ops')).toHaveLength(1);
  });

  test('an auditor gets it as CSV and as lines of JSON', async () => {
    await changeAcme();
    const receipt = /NX-\w+/.exec(stage.slack.messages('#ops').at(-1)?.plain ?? '')?.[0] ?? 'none';
    const csv = (await audit()).stdout;
    expect(csv.split('\n')[0]).toBe(
      'receipt,submitted_at,updated_at,operation,record,record_name,requester,channel,outcome,decided_by,cancelled_by,reason,changes,nexudus_said,cause,cause_of',
    );
    expect(csv).toContain('teams:1414300001,Acme,U0ANA0000,C0OPS0000,succeeded,,,,');
    // Who said yes or no, and why; what a spreadsheet would run, it doesn't.
    runSql(
      path,
      "update submissions set decided_by = 'U0PRIYA00', channel = '=1+1' where receipt = ?",
      receipt,
    );
    expect((await audit()).stdout).toContain("U0ANA0000,'=1+1,succeeded,U0PRIYA00,");
    // A submission that no form was sent for says why it is there, and which one it belongs to.
    runSql(path, "update submissions set cause = 'undo', cause_of = id where receipt = ?", receipt);
    const line = JSON.parse((await audit('--format', 'jsonl')).stdout.trim().split('\n').at(-1) ?? '{}');
    expect(line).toMatchObject({
      receipt,
      operation: 'team.update',
      requester: 'U0ANA0000',
      outcome: 'succeeded',
      decided_by: 'U0PRIYA00',
      channel: '=1+1',
      cause: 'undo',
      cause_of: receipt,
    });
    expect(line.changes).toContain('Share passes: yes → no');
  });

  test('the export writes nothing: a database of another version is left as it is, and none is made', async () => {
    const migrations = () => runSql(path, 'select name from kysely_migration order by name');
    const all = migrations();
    const last = String(all.at(-1)?.name);
    const refused = (why: string) => ({ code: 1, stdout: '', stderr: expect.stringContaining(why) });
    runSql(path, 'delete from kysely_migration where name = ?', last);
    expect(await audit()).toMatchObject(refused('older version of the bot. Start this one once.'));
    expect(migrations()).toEqual(all.slice(0, -1));
    runSql(path, "insert into kysely_migration values (?, '2026'), ('999-later', '2027')", last);
    expect(await audit()).toMatchObject(refused('newer version of the bot. Export it with that one.'));
    runSql(path, "delete from kysely_migration where name = '999-later'");
    const nowhere = join(folder, 'none', 'bot.sqlite');
    expect(await auditOf(nowhere)).toMatchObject(refused('The database can’t be read'));
    expect(existsSync(join(folder, 'none'))).toBe(false);
  }, 60_000);

  test('an auditor gets only what was asked from a day on, and is told how to ask', async () => {
    const receipts = async (since: string) =>
      (await audit('--since', since, '--format', 'jsonl')).stdout.match(/NX-\w+/g) ?? [];
    runSql(path, 'delete from submissions');
    await changeAcme();
    runSql(path, 'update submissions set submitted_at = ?', Date.parse('2026-03-01T12:00:00Z'));
    expect(await receipts('2026-03-01')).toHaveLength(1);
    expect(await receipts('2026-03-02')).toEqual([]);
    const usage = 'Usage: npm run audit -- [--since 2026-11-01] [--format csv|jsonl]\n';
    for (const wrong of [
      ['--since', 'yesterday'],
      ['--format', 'xml'],
      ['--until', '2026-01-01'],
    ]) {
      expect(await audit(...wrong)).toMatchObject({ code: 1, stdout: '', stderr: usage });
    }
  });
});
