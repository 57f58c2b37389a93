import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { type Bot, startBot } from '../../src/sandbox/start-bot.ts';
import { type Sandbox, startSandbox } from '../../src/sandbox/start-sandbox.ts';
import { NO_POSTGRES, newPostgresDatabase } from '../support/postgres-database.ts';
import { letPass, WITH_CLOCK } from '../support/time-passes.ts';
import { untilIn } from '../support/until-in.ts';

// Three bots on one PostgreSQL, each with a connection of its own in Socket Mode. Slack sends to one connection after the other.

if (!process.env.TEST_POSTGRES_URL) console.warn(NO_POSTGRES);
const ACME = 1_414_300_001;
const PATIENT = { timeoutMs: 30_000 };

(process.env.TEST_POSTGRES_URL ? describe : describe.skip)('three bots in Socket Mode', () => {
  let sandbox: Sandbox;
  let bots: Bot[];
  let database: { url: string; drop(): Promise<void> };
  beforeAll(async () => {
    database = (await newPostgresDatabase()) as typeof database;
    const settings = { ...WITH_CLOCK, DATABASE_URL: database.url };
    sandbox = await startSandbox({ transport: 'socket', settings });
    const others = await Promise.all([1, 2].map(() => startBot(sandbox.settings)));
    bots = [sandbox.bot, ...others];
    await untilIn(sandbox, () => sandbox.slack.connections() === 3, 'three connections', 30_000);
  }, 240_000);
  beforeEach(async () => {
    await Promise.all(bots.map((bot) => letPass(bot, 70)));
    sandbox.slack.reset();
    sandbox.nexudus.reset();
  });
  afterAll(async () => {
    await Promise.all((bots ?? []).map((bot) => bot.kill()));
    await sandbox?.close();
    await database?.drop();
  });

  const form = (label: string) =>
    sandbox.slack.as('Ana').waitForModal((modal) => modal.labels().includes(label), PATIENT);
  const done = () =>
    untilIn(
      sandbox,
      () => sandbox.slack.messages('#ops').filter(({ plain }) => plain.startsWith('✅')).length === 1,
      'one result',
      30_000,
    );
  const changes = () => sandbox.nexudus.calls.filter(({ method }) => method === 'PUT').length;

  test('what was typed over one connection, chosen over a second and sent over a third is all of one form', async () => {
    const { slack, nexudus } = sandbox;
    const ana = slack.as('Ana');
    await ana.command('/nexudus team update Acme');
    const basics = await form('Description');
    await basics.type('Description', 'Over the first');
    await basics.pick('Section', 'Social');
    await (await form('Twitter')).type('Twitter', 'https://twitter.com/second');
    await ana.modal()?.submit();
    await done();
    expect(nexudus.record('teams', ACME)).toMatchObject({
      Description: 'Over the first',
      Twitter: 'https://twitter.com/second',
    });
    expect(changes()).toBe(1);
    expect(slack.interactions.every(({ via }) => via === 'socket')).toBe(true);
    expect(slack.problems).toEqual([]);
  }, 120_000);

  // The last one: two bots are gone afterwards.
  test('one that stops and one that is killed leave the form to the third', async () => {
    const { slack, nexudus } = sandbox;
    const ana = slack.as('Ana');
    await ana.command('/nexudus team update Acme');
    await (await form('Description')).type('Description', 'Of the third');
    await ana.modal()?.pick('Section', 'Social');
    await form('Twitter');
    expect(await (bots[1] as Bot).stop()).toBe(0);
    await (bots[2] as Bot).kill();
    await untilIn(sandbox, () => slack.connections() === 1, 'one connection', 30_000);
    await ana.modal()?.submit();
    await done();
    expect(nexudus.record('teams', ACME)?.Description).toBe('Of the third');
    expect(changes()).toBe(1);
    expect(slack.problems).toEqual([]);
  }, 120_000);
});
