import { describe, expect, test } from '@jest/globals';
import type { SlackClient } from '../../src/sandbox/slack/start-slack.ts';
import { ALL } from '../support/all-operations.ts';
import { denied, say } from '../support/sentences.ts';
import { useSandbox } from '../support/use-sandbox.ts';

const stage = useSandbox();

/** The lines that only the person sees. */
async function answerTo(command: string, person: SlackClient = stage.ana): Promise<string[]> {
  const { slack } = stage;
  const before = slack.ephemerals(person.person.id).length;
  await person.command(command);
  await stage.until(
    () => slack.ephemerals(person.person.id).length > before,
    `an answer to ${command}`,
    15_000,
  );
  expect(slack.messages('#ops')).toEqual([]);
  return (slack.ephemerals(person.person.id).at(-1)?.plain ?? '').split('\n');
}

describe('whoami', () => {
  test('says which Nexudus user, roles and locations, and ticks what the person may do', async () => {
    expect(await answerTo('/nexudus whoami')).toEqual([
      'You are Ana Ruiz (ana@harbour.example) in Nexudus. Your roles: Network admin.',
      'Locations: all',
      ...ALL.map(({ summary }) => `✅ ${summary}`),
      say.seeHelp,
    ]);
  });

  test('names the locations that a person is limited to, and what each operation takes that they lack', async () => {
    const lines = await answerTo('/nexudus whoami', stage.slack.as('Leo'));
    expect(lines.slice(0, 2)).toEqual([
      'You are Leo Brandt (leo@harbour.example) in Nexudus. Your roles: Location manager.',
      'Locations: Soho',
    ]);
    expect(lines).toContain('✅ Rename a team');
    expect(lines).toContain('➖ Add users to a role: needs permission to change roles (UserRole-Edit)');
  });

  test('sends a person who may do none of it to who can give it', async () => {
    const lines = await answerTo('/nexudus whoami', stage.slack.as('Tess'));
    expect(lines).not.toContain(say.seeHelp);
    expect(lines.at(-1)).toBe(say.askNetworkAdmin);
  });

  test('tells a person who may do nothing why', async () => {
    expect(await answerTo('/nexudus whoami', stage.slack.as('Nora'))).toEqual([
      denied('no-user', 'nora@harbour.example'),
    ]);
  });
});

describe('status', () => {
  test('says to an admin how the bot is, and nothing secret', async () => {
    const lines = await answerTo('/nexudus status');
    expect(lines).toEqual([
      expect.stringMatching(/^✅ Slack \(HTTP mode\): answers in \d+ ms$/),
      expect.stringMatching(/^✅ Nexudus: answers in \d+ ms$/),
      expect.stringMatching(
        process.env.REPLICAS
          ? /^✅ Database \(PostgreSQL\): answers in \d+ ms$/
          : /^✅ Database \(SQLite\): answers in \d+ ms$/,
      ),
      expect.stringMatching(
        /^Calls to Nexudus waiting for their turn: \d+ for people \(yours included\), \d+ for queued work$/,
      ),
      'Submissions under way or waiting for Nexudus: 0. Messages to deliver: 0',
      'Version 0.1.0',
      'Switched off: approvals (no APPROVAL_CHANNEL): what grants access runs at once',
    ]);
    expect(lines.join('\n')).not.toMatch(/https?:|xox|@harbour|sqlite\b/);
  });

  test('says what is switched off, and what does not answer', async () => {
    const settings = { WRITES: 'off', OPERATIONS: 'team.rename', APPROVAL_CHANNEL: 'C0APPROVE' };
    await stage.withBot(settings, async () => {
      // Known to the bot as an admin, before Nexudus goes down.
      await answerTo('/nexudus whoami');
      await answerTo('/nexudus status');
      stage.nexudus.switches.down = '503';
      const lines = await answerTo('/nexudus status');
      expect(lines).toContain('⛔ Nexudus: an error, or no answer within 3 seconds');
      expect(lines.at(-1)).toBe(
        'Switched off: writes (WRITES=off): submissions are rehearsed, nothing is changed · by OPERATIONS: ' +
          ALL.flatMap(({ id }) => (id === 'team.rename' ? [] : [id])).join(', '),
      );
    });
  });

  test('is one sentence to others', async () => {
    for (const name of ['Sam', 'Leo'])
      expect(await answerTo('/nexudus status', stage.slack.as(name))).toEqual([say.statusForAdmins]);
  });
});
