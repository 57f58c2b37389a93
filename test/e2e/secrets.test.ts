import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type NexudusStandIn, startNexudus } from '../../src/sandbox/nexudus/start-nexudus.ts';
import { type SlackStandIn, startSlack } from '../../src/sandbox/slack/start-slack.ts';
import { type Bot, startBot } from '../../src/sandbox/start-bot.ts';
import { liveThroughAll } from '../support/full-run.ts';
import { startTokenProxy, type TokenProxy } from '../support/token-proxy.ts';

// Everything that a run of everything wrote, searched for what must not be in it.

/** What would be about a person: names, e-mail addresses and texts of the stand-ins and of the run. */
const PERSONAL =
  /@harbour\.example|@example\.com|%40harbour|Ana Ruiz|Priya|Brandt|Siobh|Marcus|Nia Roberts|Amara|Webb|sits here|Den\b|Acme|Newsletter/;

describe.each([
  ['info', 'http'],
  ['debug', 'socket'],
] as const)('LOG_LEVEL=%s, %s', (level, transport) => {
  let slack: SlackStandIn;
  let nexudus: NexudusStandIn;
  let proxy: TokenProxy;
  let bot: Bot;
  let folder: string;
  /** Everything by where it was written. */
  let written: Record<string, string>;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'nexudus-secrets-'));
    [slack, nexudus] = await Promise.all([startSlack(), startNexudus()]);
    proxy = await startTokenProxy(nexudus.url);
    bot = await startBot({
      SLACK_BOT_TOKEN: slack.botToken,
      ...(transport === 'http'
        ? { SLACK_SIGNING_SECRET: slack.signingSecret }
        : { SLACK_APP_TOKEN: slack.appToken }),
      SLACK_API_URL: slack.apiUrl,
      NEXUDUS_API_URL: proxy.url,
      NEXUDUS_USERNAME: 'nexudus-bot@harbour.example',
      NEXUDUS_PASSWORD: 'sandbox',
      UNRESTRICTED_ADMINS: 'uma@harbour.example',
      APPROVAL_CHANNEL: 'C0APPROVE',
      DATABASE_URL: `file:${join(folder, 'bot.sqlite')}`,
      LOG_LEVEL: level,
    });
    if (transport === 'http') slack.eventsUrl = `${bot.url}/slack/events`;
    await liveThroughAll({ slack, nexudus });
    await bot.kill();
    const files = readdirSync(folder).map(
      (name) => [name, readFileSync(join(folder, name), 'latin1')] as const,
    );
    written = {
      ...Object.fromEntries(files),
      'the log': bot.output(),
      'calls to Slack': JSON.stringify(slack.calls.map(({ method, body }) => [method, body])),
      'answers to Slack': JSON.stringify(slack.interactions.map(({ answer }) => answer)),
      'calls to Nexudus': JSON.stringify(
        nexudus.calls
          .filter(({ path }) => path !== '/api/token')
          .map(({ path, query, requestBody }) => [path, query, requestBody]),
      ),
    };
  }, 120_000);

  afterAll(async () => {
    await bot?.kill();
    proxy?.close();
    await Promise.all([slack?.close(), nexudus?.close()]);
    rmSync(folder, { recursive: true, force: true });
  });

  /** Where a text was written, in clear or as JSON, a form, base64 or hexadecimal would put it. */
  const placesOf = (secret: string): string[] => {
    const bytes = Buffer.from(secret);
    const forms = [
      secret,
      encodeURIComponent(secret),
      JSON.stringify(secret).slice(1, -1),
      bytes.toString('hex'),
      bytes.toString('base64').replace(/.?=*$/, ''),
    ];
    return Object.entries(written)
      .filter(([, text]) => forms.some((form) => text.includes(form)))
      .map(([place]) => place);
  };

  test('the run left something to search, the database’s write-ahead log included', () => {
    expect(Object.keys(written).sort()).toEqual([
      'answers to Slack',
      'bot.sqlite',
      'bot.sqlite-shm',
      'bot.sqlite-wal',
      'calls to Nexudus',
      'calls to Slack',
      'the log',
    ]);
    expect(written['calls to Slack']?.length).toBeGreaterThan(50_000);
    expect(written['bot.sqlite-wal']?.length).toBeGreaterThan(50_000);
    expect(written['the log']).toMatch(/"level":(40|50)/);
    expect(placesOf('Acme Ltd')).toEqual(expect.arrayContaining(['bot.sqlite-wal', 'calls to Slack']));
  });

  test.each(['botToken', 'appToken', 'signingSecret'] as const)('nowhere: %s of Slack', (name) => {
    expect(placesOf(slack[name])).toEqual([]);
  });

  test('nowhere: the password of Nexudus', () => {
    expect(placesOf('sandbox')).toEqual([]);
  });

  test('nowhere: any access or refresh token of Nexudus', () => {
    expect(proxy.tokens.size).toBeGreaterThanOrEqual(4);
    expect([...proxy.tokens].flatMap(placesOf)).toEqual([]);
  });

  test('nowhere: any response_url', () => {
    const urls = slack.interactions.flatMap(({ payload }) => {
      const { response_url } = payload as { response_url?: string };
      return response_url ? [response_url.slice(response_url.lastIndexOf('/') + 1)] : [];
    });
    expect(urls.length).toBeGreaterThan(10);
    expect(urls.flatMap(placesOf)).toEqual([]);
  });

  test('in the log, personal data stands in debug lines alone', () => {
    const lines = bot.output().trim().split('\n');
    const above = lines.filter((line) => !line.startsWith('{"level":20,'));
    expect(above.filter((line) => PERSONAL.test(line))).toEqual([]);
    expect(lines.length > above.length).toBe(level === 'debug');
  });
});
