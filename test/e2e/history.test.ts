import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { describe, expect, test } from '@jest/globals';
import { useSandbox } from '../support/use-sandbox.ts';

const database = `file:/tmp/nexudus-history-${process.pid}.sqlite`;
const stage = useSandbox({ settings: { DATABASE_URL: database } });

const told = (person: string) => stage.slack.ephemerals(person).at(-1)?.plain ?? '';
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

describe('what was done', () => {
  test('private values are shown to who may change such records, and to nobody else', async () => {
    await changeAcme();
    const message = stage.slack.messages('#ops').at(-1);
    if (!message) throw new Error('no message');
    expect(message.plain).toContain('• Share passes: changed');
    await stage.slack.as('Priya').click(message, 'Show changes');
    await until('the changes', () => told('Priya').includes('• Share passes: yes → no'));
    await stage.slack.as('Sam').click(message, 'Show changes');
    await until('the refusal', () => told('Sam').includes('You need permission to change teams (Team-Edit)'));
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
      expect(told('Ana')).toContain(receipt);
      expect(told('Ana')).toContain('Update team: Acme — succeeded, by @Ana Ruiz');
      expect(told('Ana')).toContain('in #ops');
      expect(told('Ana')).toContain('Share passes: yes → no');
      expect(told('Ana')).toContain('→ Second floor');
    }
    await stage.slack.as('Ana').command('/nexudus history Northwind');
    await until('nothing', () => told('Ana').includes('Nothing that you may see'));
    await stage.slack.as('Priya').command('/nexudus history all');
    await until('everybody’s', () => told('Priya').includes(receipt));
    await stage.slack.as('Priya').command('/nexudus history');
    await until('Priya’s own', () => told('Priya').includes('Nothing that you may see'));
    await stage.slack.as('Sam').command('/nexudus history all');
    await until('Sam’s', () => told('Sam').includes('Nothing that you may see'));
    expect(stage.slack.messages('#ops')).toHaveLength(1);
  });

  test('an auditor gets it as CSV and as lines of JSON', async () => {
    await changeAcme();
    const receipt = /NX-\w+/.exec(stage.slack.messages('#ops').at(-1)?.plain ?? '')?.[0] ?? 'none';
    const audit = async (...more: string[]) => {
      const env = {
        PATH: process.env.PATH,
        DATABASE_URL: database,
        // The export asks neither Slack nor Nexudus, but reads the same settings as the bot.
        SLACK_BOT_TOKEN: 'xoxb-none',
        SLACK_SIGNING_SECRET: 'none',
        NEXUDUS_USERNAME: 'none',
        NEXUDUS_PASSWORD: 'none',
      };
      const args = ['--import', 'tsx', 'src/audit.ts', ...more];
      return (await promisify(execFile)(process.execPath, args, { env })).stdout;
    };
    const csv = await audit('--since', '2026-01-01');
    expect(csv.split('\n')[0]).toBe(
      'receipt,submitted_at,updated_at,operation,record,record_name,requester,channel,outcome,decided_by,reason,changes,nexudus_said',
    );
    expect(csv).toContain('teams:1414300001,Acme,U0ANA0000,C0OPS0000,succeeded');
    const lines = (await audit('--format', 'jsonl')).trim().split('\n');
    const line = JSON.parse(lines.find((text) => text.includes(receipt)) ?? '{}');
    expect(line).toMatchObject({
      receipt,
      operation: 'team.update',
      requester: 'U0ANA0000',
      outcome: 'succeeded',
    });
    expect(line.changes).toContain('Share passes: yes → no');
  });
});
