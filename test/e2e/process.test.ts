import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, test } from '@jest/globals';
import { startBot } from '../../src/sandbox/start-bot.ts';
import { announced, linesOf, openForm } from '../support/channel.ts';
import { done } from '../support/outcomes.ts';
import { failed } from '../support/sentences.ts';
import { useSandbox } from '../support/use-sandbox.ts';

const stage = useSandbox();

/** What a bot says that doesn't come up. */
async function lastWords(settings: Record<string, string>): Promise<string> {
  const error = await startBot(settings).then(
    async (bot) => {
      await bot.kill();
      return new Error('The bot came up');
    },
    (thrown: Error) => thrown,
  );
  const [first = '', ...said] = error.message.split('\n');
  expect(first).toBe('The bot exited with 1 before it was ready. It said:');
  return said.join('\n');
}

/** One message for people: no stack trace. */
const expectPlainWords = (said: string) => expect(said).not.toMatch(/^\s+at |node:|Error:/m);

describe('health', () => {
  test.each(['/healthz', '/readyz'])('%s answers on the port', async (path) => {
    const answer = await fetch(`${stage.bot.url}${path}`);
    expect([answer.status, await answer.text()]).toEqual([200, 'ok']);
  });
});

describe('SIGTERM', () => {
  test.each([
    ['HTTP mode', () => ({})],
    ['Socket Mode', () => ({ SLACK_APP_TOKEN: stage.slack.appToken })],
  ])('%s: ends with exit code 0', async (_, settings) => {
    await stage.withBot(settings(), async (bot) => {
      expect(await bot.stop()).toBe(0);
    });
  });

  test('what runs is finished and announced first', async () => {
    await stage.withBot({}, async (bot) => {
      const { ana, nexudus } = stage;
      const form = await openForm(
        ana,
        '/nexudus video-room create name=Den participants=8 location=Soho',
        'Name',
      );
      Object.assign(nexudus.switches, { slowMs: 2000, only: 'writes' });
      const submitted = form.submit();
      const posting = () => stage.slack.interactions.some(({ kind }) => kind === 'view_submission');
      await stage.until(posting, 'the submission');
      await submitted.then(() => undefined);
      expect(await bot.stop()).toBe(0);
      expect(nexudus.named('videorooms', 'Den').NumberOfParticipants).toBe(8);
      expect(linesOf(await announced(stage))[0]).toEqual(done('Den', '@Ana Ruiz'));
    });
  });
});

describe('settings', () => {
  test('all that are missing are named in one message', async () => {
    const said = await lastWords({});
    for (const name of ['SLACK_BOT_TOKEN', 'NEXUDUS_USERNAME', 'NEXUDUS_PASSWORD'])
      expect(said).toContain(`${name} is missing.`);
    expect(said).toContain('SLACK_APP_TOKEN (Socket Mode) or SLACK_SIGNING_SECRET (HTTP) is missing.');
    expectPlainWords(said);
  });

  test('all that are wrong are named with what they must be, and no secret is shown', async () => {
    const said = await lastWords({
      SLACK_BOT_TOKEN: 'xoxp-hush-1',
      SLACK_SIGNING_SECRET: 'hush-2',
      SLACK_APP_TOKEN: 'xoxb-hush-3',
      SLACK_API_URL: 'http://slack.example/api/',
      NEXUDUS_USERNAME: 'bot@harbour.example',
      NEXUDUS_PASSWORD: 'hush-4',
      NEXUDUS_TOTP_SECRET: 'hush 5!',
      NEXUDUS_API_URL: 'spaces.nexudus.com',
      UNRESTRICTED_ADMINS: 'uma',
      NEXUDUS_LOGINS: 'ana=ana@example.com',
      WRITES: 'maybe',
      OPERATIONS: 'team.rename,team.explode',
      LOG_LEVEL: 'loud',
    });
    const named = [...said.matchAll(/^ {2}- (\w+) /gm)].map(([, name]) => name).sort();
    expect(named).toEqual([
      'LOG_LEVEL',
      'NEXUDUS_API_URL',
      'NEXUDUS_LOGINS',
      'NEXUDUS_TOTP_SECRET',
      'OPERATIONS',
      'SLACK_API_URL',
      'SLACK_APP_TOKEN',
      'SLACK_BOT_TOKEN',
      'UNRESTRICTED_ADMINS',
      'WRITES',
    ]);
    expect(said).not.toMatch(/hush/);
    expectPlainWords(said);
  });

  test('a secret that .env cuts at a # is told of by name, and not shown', async () => {
    const { NEXUDUS_PASSWORD: _, ...settings } = settingsOf();
    const bot = await startBot(settings, { envFile: 'NEXUDUS_PASSWORD=hush#tail\nLOG_LEVEL=info # quiet\n' });
    await bot.stop();
    const said =
      'NEXUDUS_PASSWORD in .env is read only up to its #. Put it in single quotes: NEXUDUS_PASSWORD=';
    expect(bot.output()).toContain(said);
    expect(bot.output()).not.toMatch(/LOG_LEVEL|hush|tail/);
    const quoted = await startBot(settings, { envFile: "NEXUDUS_PASSWORD='hush#tail'\n" });
    await quoted.stop();
    expect(quoted.output()).not.toContain('read only up to');
    const missing = await startBot(settings, { envFile: 'NEXUDUS_PASSWORD=#hush\n' }).catch(String);
    expect(missing).toContain('NEXUDUS_PASSWORD is missing.');
    expect(missing).toContain(said);
  }, 90_000);

  test('a wrong port is named', async () => {
    // startBot would wait on it, so it is asked for by hand.
    const said = await lastWords({ ...settingsOf(), PORT: '99999' });
    expect(said).toContain('PORT must be a port number from 1 to 65535.');
    expectPlainWords(said);
  });

  test('a token that Slack doesn’t take ends it with one sentence, and is not shown', async () => {
    const said = await lastWords({ ...settingsOf(), SLACK_BOT_TOKEN: 'xoxb-hush' });
    expect(said).toContain('Slack did not accept SLACK_BOT_TOKEN');
    expect(said).not.toMatch(/hush/);
    expectPlainWords(said);
  });

  test('a port that is in use ends it with one sentence', async () => {
    const other = createServer((_, response) => response.writeHead(503).end());
    await new Promise<void>((resolve) => {
      other.listen(0, resolve);
    });
    const { port } = other.address() as AddressInfo;
    const said = await lastWords({ ...settingsOf(), PORT: String(port) });
    other.close();
    expect(said).toContain(`Port ${port} is in use. Set PORT to a free one.`);
    expectPlainWords(said);
  });

  test('a Nexudus that refuses the sign-in doesn’t keep the bot from starting', async () => {
    await stage.withBot({ NEXUDUS_PASSWORD: 'hush-password' }, async (bot) => {
      await stage.ana.command('/nexudus team rename');
      await stage.ana.waitForModal((modal) => modal.text().includes(failed('bot-sign-in', 'team.rename')));
      expect(bot.output()).toContain('npm run doctor');
      expect(bot.output()).not.toMatch(/hush-password|xoxb-/);
    });
  });
});

const settingsOf = (): Record<string, string> => ({
  SLACK_BOT_TOKEN: stage.slack.botToken,
  SLACK_SIGNING_SECRET: stage.slack.signingSecret,
  SLACK_API_URL: stage.slack.apiUrl,
  NEXUDUS_API_URL: stage.nexudus.url,
  NEXUDUS_USERNAME: 'nexudus-bot@harbour.example',
  NEXUDUS_PASSWORD: 'sandbox',
});
