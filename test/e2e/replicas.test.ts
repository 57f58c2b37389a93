import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import pg from 'pg';
import type { Modal } from '../../src/sandbox/slack/start-slack.ts';
import { type Sandbox, startSandbox } from '../../src/sandbox/start-sandbox.ts';
import { asOne } from '../support/as-one.ts';
import { type OtherBots, startOtherBots } from '../support/other-bots.ts';
import { NO_POSTGRES, newPostgresDatabase } from '../support/postgres-database.ts';
import { letPass, WITH_CLOCK } from '../support/time-passes.ts';
import { untilIn } from '../support/until-in.ts';

// Three bots on one PostgreSQL, behind a round-robin: each interaction goes to another one than the one before.

if (!process.env.TEST_POSTGRES_URL) console.warn(NO_POSTGRES);
const FOCUS = 1_414_200_002;
const ACME = 1_414_300_001;
const TOLD = /nothing was sent|may not have been saved|Saving takes longer than usual/;

(process.env.TEST_POSTGRES_URL ? describe : describe.skip)('three bots', () => {
  let sandbox: Sandbox;
  let others: OtherBots;
  let database: { url: string; drop(): Promise<void> };
  beforeAll(async () => {
    database = (await newPostgresDatabase()) as typeof database;
    sandbox = await startSandbox({ settings: { ...WITH_CLOCK, DATABASE_URL: database.url } });
    others = await startOtherBots(sandbox, 3);
  }, 240_000);
  beforeEach(async () => {
    await letPass(asOne(others.bots), 70);
    sandbox.slack.reset();
    sandbox.nexudus.reset();
  });
  afterAll(async () => {
    await others?.stop();
    await sandbox?.close();
    await database?.drop();
  });

  const until = (condition: () => boolean, what: string, timeoutMs = 30_000) =>
    untilIn(sandbox, condition, what, timeoutMs);
  const opened = (label: string, command: string) => {
    const ana = sandbox.slack.as('Ana');
    return ana
      .command(command)
      .then(() => ana.waitForModal((modal) => modal.labels().includes(label), { timeoutMs: 30_000 }));
  };
  const results = () => sandbox.slack.messages('#ops').filter(({ bot_id }) => bot_id !== undefined);
  const untilResults = (sign: string, count = 1) =>
    until(
      () => results().filter(({ plain }) => plain.startsWith(sign)).length === count,
      `${count} of ${sign}`,
    );
  /** On the database's server. */
  const run = async (...statements: string[]) => {
    const client = new pg.Client({ connectionString: process.env.TEST_POSTGRES_URL });
    await client.connect();
    for (const statement of statements) await client.query(statement);
    await client.end();
  };
  const name = () => new URL(database.url).pathname.slice(1);
  const terminate = () =>
    `select pg_terminate_backend(pid) from pg_stat_activity where datname = '${name()}'`;
  /** As a person who was told to, presses again for as long as there is a form to submit. */
  const untilSaved = async (person: ReturnType<typeof sandbox.slack.as>) => {
    const isThere = () => results().some(({ plain }) => plain.startsWith('✅'));
    for (let presses = 0; !isThere(); presses++) {
      const form = () => person.modal()?.text().includes('[Save]');
      await until(() => isThere() || form() === true, 'a form to submit, or the result', 20_000);
      if (isThere()) return;
      expect(presses).toBeLessThan(3);
      expect((await (person.modal() as Modal).submit()).status).toBe(200);
    }
  };
  const readiness = () =>
    Promise.all(others.bots.map(async ({ url }) => (await fetch(`${url}/readyz`)).status));

  test('what was typed in one section, chosen in a second and sent from a third is all of one form', async () => {
    const form = await opened('Description', '/nexudus team update Acme');
    await form.type('Description', 'From the first');
    await form.pick('Section', 'Social');
    const social = await sandbox.slack
      .as('Ana')
      .waitForModal((modal) => modal.labels().includes('Twitter'), { timeoutMs: 30_000 });
    await social.type('Twitter', 'https://twitter.com/second');
    await social.pick('Section', 'Basics');
    await sandbox.slack
      .as('Ana')
      .waitForModal((modal) => modal.labels().includes('Description'), { timeoutMs: 30_000 });
    await (sandbox.slack.as('Ana').modal() as Modal).submit();
    await untilResults('✅');
    expect(sandbox.nexudus.record('teams', ACME)).toMatchObject({
      Description: 'From the first',
      Twitter: 'https://twitter.com/second',
    });
    expect(sandbox.nexudus.calls.filter(({ method }) => method === 'PUT')).toHaveLength(1);
    expect(sandbox.slack.problems).toEqual([]);
  }, 120_000);

  test('the same press delivered to each of them is one submission', async () => {
    const form = await opened('Name', '/nexudus video-room create name="Den" location=Soho participants=4');
    await form.submit();
    const payload = sandbox.slack.interactions.at(-1)?.payload ?? {};
    await Promise.all([1, 2, 3].map(() => sandbox.slack.send('interactive', payload)));
    await untilResults('✅');
    expect(
      sandbox.nexudus.calls.filter(({ method, path }) => method === 'POST' && path.includes('videorooms')),
    ).toHaveLength(1);
    expect(results()).toHaveLength(1);
  }, 120_000);

  test('replaced one after the other under ten interactions a second: not one fails', async () => {
    const { slack } = sandbox;
    const answers: { status: number; ms: number }[] = [];
    const going = new Set<Promise<unknown>>();
    let on = true;
    const people = ['Sam', 'Priya', 'Leo', 'Tess'];
    const load = (async () => {
      for (let n = 0; on; n++) {
        const asked = slack.as(people[n % people.length] as string).command('/nexudus help');
        const doing = asked
          .then(({ status, ms }) => answers.push({ status, ms }))
          .finally(() => going.delete(doing));
        going.add(doing);
        await sleep(100);
      }
    })();
    const codes: (number | null)[] = [];
    for (const place of [0, 1, 2]) codes.push(await others.replace(place));
    on = false;
    await load;
    await Promise.all(going);
    expect(codes).toEqual([0, 0, 0]);
    expect(answers.length).toBeGreaterThan(150);
    expect(answers.filter(({ status, ms }) => status !== 200 || ms > 3000)).toEqual([]);
    const said = people.map((person) => slack.ephemerals(person).length);
    await until(
      () => people.reduce((sum, person) => sum + slack.ephemerals(person).length, 0) === answers.length,
      `an answer to each: ${said}`,
    );
    expect(slack.problems).toEqual([]);
  }, 300_000);

  test.each([
    [
      'cut off for ten seconds',
      10_000,
      () => [`alter database ${name()} allow_connections false`, terminate()],
      () => [`alter database ${name()} allow_connections true`],
    ],
    [
      'only to be read for five seconds, its connections dropped',
      5000,
      () => [`alter database ${name()} set default_transaction_read_only = on`, terminate()],
      () => [`alter database ${name()} reset default_transaction_read_only`, terminate()],
    ],
  ])(
    'the database is %s: people are told, and afterwards all goes on',
    async (_, ms, cut, mend) => {
      const ana = sandbox.slack.as('Ana');
      const form = await opened('Name', `/nexudus video-room update ${FOCUS}`);
      await form.type('Description', 'During the cut');
      await run(...cut());
      const until = Date.now() + ms;
      const ack = await form.submit();
      expect(ack.timedOut).toBe(false);
      await ana.waitForModal((modal) => TOLD.test(modal.text()), { timeoutMs: 9000 });
      expect(sandbox.nexudus.calls.filter(({ method }) => method === 'PUT')).toEqual([]);
      // Who comes when the load balancer has long looked at each of them is told as well.
      await sleep(2000);
      expect(await readiness()).toEqual([200, 200, 200]);
      const leo = sandbox.slack.as('Leo');
      const asked = await leo.command(`/nexudus video-room update ${FOCUS}`);
      expect(asked).toMatchObject({ status: 200, timedOut: false });
      const warned = await leo.waitForModal((modal) => modal.labels().includes('Name'), { timeoutMs: 9000 });
      expect(warned.text()).toContain(
        'The bot can’t save this form right now. You can’t submit it until it can',
      );
      await sleep(Math.max(0, until - Date.now()));
      await run(...mend());
      await untilSaved(ana);
      expect(sandbox.nexudus.record('videorooms', FOCUS)?.Description).toBe('During the cut');
      expect(sandbox.nexudus.calls.filter(({ method }) => method === 'PUT')).toHaveLength(1);
    },
    180_000,
  );
});
