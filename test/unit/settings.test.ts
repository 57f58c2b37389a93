import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { readSettings, SettingsWrong, settingNames } from '../../src/settings.ts';

const IDS = ['video-room.create', 'team.rename'];
const LEAST = {
  SLACK_BOT_TOKEN: 'xoxb-1',
  SLACK_APP_TOKEN: 'xapp-1',
  NEXUDUS_USERNAME: 'bot@example.com',
  NEXUDUS_PASSWORD: 'secret',
};
const read = (more: Record<string, string | undefined> = {}) => readSettings(IDS, { ...LEAST, ...more });
/** The sentences of the one message that tells what is wrong. */
function wrong(env: Record<string, string | undefined>): string[] {
  try {
    readSettings(IDS, env);
  } catch (error) {
    expect(error).toBeInstanceOf(SettingsWrong);
    const [first, ...rest] = (error as Error).message.split('\n');
    expect(first).toBe('These settings are missing or wrong (see .env.example):');
    return rest.map((line) => line.replace(/^ {2}- /, ''));
  }
  throw new Error('nothing was wrong');
}

describe('the settings', () => {
  test('are these, with their defaults', () => {
    expect(read()).toEqual({
      slack: {
        botToken: 'xoxb-1',
        apiUrl: 'https://slack.com/api/',
        transport: { appToken: 'xapp-1' },
      },
      nexudus: { url: 'https://spaces.nexudus.com', username: 'bot@example.com', password: 'secret' },
      access: { logins: new Map(), unrestricted: new Set() },
      writes: true,
      operations: ['video-room.create', 'team.rename'],
      database: { url: 'file:data/nexudus-slack.sqlite', retentionDays: 365 },
      port: 3000,
      logLevel: 'info',
      proxied: false,
    });
  });

  test('may all be given', () => {
    const env = {
      SLACK_BOT_TOKEN: 'xoxb-2',
      SLACK_SIGNING_SECRET: 'abc',
      SLACK_API_URL: 'http://127.0.0.1:4000/api',
      NEXUDUS_USERNAME: 'bot@example.com',
      NEXUDUS_PASSWORD: 'p=ss, word',
      NEXUDUS_TOTP_SECRET: 'jbsw y3dp ehpk 3pxp',
      NEXUDUS_API_URL: 'https://nexudus.example/api/',
      NEXUDUS_RECORD_URL:
        'teams=https://nexudus.example/t/{id}?tab=1, https://nexudus.example/{resource}/{id}',
      DATABASE_URL: 'postgres://u:p@db/bot',
      JOURNAL_RETENTION_DAYS: '30',
      ACCESS_MODE: 'usergroup',
      ACCESS_USERGROUP: 'S0STAFF00',
      ACCESS_ROLES_USERGROUP: 'S0ROLES00',
      UNRESTRICTED_ADMINS: ' Ana@Example.com ,sam@example.com,',
      NEXUDUS_LOGINS: 'U012ABC=Ana@example.com, W034=sam@example.com',
      APPROVAL_CHANNEL: 'C0APPROVE',
      ROLE_MAX_DAYS: '30',
      REQUESTS_CHANNEL: 'C0REQUEST',
      WRITES: 'off',
      OPERATIONS: 'team.rename',
      PORT: '8080',
      METRICS_PORT: '9090',
      LOG_LEVEL: 'debug',
    };
    expect(readSettings(IDS, env)).toEqual({
      slack: {
        botToken: 'xoxb-2',
        apiUrl: 'http://127.0.0.1:4000/api/',
        transport: { signingSecret: 'abc' },
      },
      nexudus: {
        url: 'https://nexudus.example',
        username: 'bot@example.com',
        password: 'p=ss, word',
        totpSecret: 'jbswy3dpehpk3pxp',
      },
      recordUrls: new Map([
        ['teams', 'https://nexudus.example/t/{id}?tab=1'],
        ['', 'https://nexudus.example/{resource}/{id}'],
      ]),
      access: {
        logins: new Map([
          ['U012ABC', 'Ana@example.com'],
          ['W034', 'sam@example.com'],
        ]),
        unrestricted: new Set(['ana@example.com', 'sam@example.com']),
        usergroup: { group: 'S0STAFF00', rolesGroup: 'S0ROLES00' },
      },
      approvalChannel: 'C0APPROVE',
      roleMaxDays: 30,
      requestsChannel: 'C0REQUEST',
      writes: false,
      operations: ['team.rename'],
      database: { url: 'postgres://u:p@db/bot', retentionDays: 30 },
      port: 8080,
      metrics: { host: '127.0.0.1', port: 9090 },
      logLevel: 'debug',
      proxied: false,
    });
  });

  test('left empty are as if they were not there', () => {
    const empty = Object.fromEntries(settingNames.map((name) => [name, '  ']));
    expect(read({ ...empty, ...LEAST })).toEqual(read());
  });

  test('Socket Mode wins where both ways are given', () => {
    expect(read({ SLACK_SIGNING_SECRET: 'abc' }).slack.transport).toEqual({ appToken: 'xapp-1' });
  });
});

describe('all that is missing is named at once', () => {
  test('of nothing', () => {
    expect(wrong({})).toEqual([
      'SLACK_BOT_TOKEN is missing.',
      'NEXUDUS_USERNAME is missing.',
      'NEXUDUS_PASSWORD is missing.',
      'SLACK_APP_TOKEN (Socket Mode) or SLACK_SIGNING_SECRET (HTTP) is missing.',
    ]);
  });

  test('with what is wrong', () => {
    expect(wrong({ SLACK_BOT_TOKEN: 'xoxp-1', PORT: 'http', WRITES: 'no', NEXUDUS_USERNAME: 'a' })).toEqual([
      'SLACK_BOT_TOKEN must start with xoxb-.',
      'NEXUDUS_PASSWORD is missing.',
      'WRITES must be on or off.',
      'PORT must be a port number from 1 to 65535.',
      'SLACK_APP_TOKEN (Socket Mode) or SLACK_SIGNING_SECRET (HTTP) is missing.',
    ]);
  });

  test('and no value of a secret', () => {
    const said = wrong({
      SLACK_BOT_TOKEN: 'my-secret',
      SLACK_APP_TOKEN: 'my-secret',
      NEXUDUS_PASSWORD: 'my-secret',
    });
    expect(said.join('\n')).not.toContain('my-secret');
  });
});

describe('a wrong value has a sentence', () => {
  const address = 'must be a web address starting with https://.';
  const notHere = 'must start with https:// unless it is on this machine: it is sent passwords or tokens.';
  const emails = 'must be e-mail addresses separated by commas.';
  const logins = 'must look like U012ABC=ana@example.com, separated by commas.';
  const portNumber = 'must be a port number from 1 to 65535.';
  const recordUrl =
    'must look like https://example.com/{resource}/{id}, or teams=https://example.com/team/{id} for one of: videorooms, workspaces, teams, userroles.';
  const userGroup = 'must be the id of a user group, as Slack shows it under its details.';
  test.each([
    ['0.0.0.0:9090', { host: '0.0.0.0', port: 9090 }],
    ['[::]:9090', { host: '::', port: 9090 }],
    ['metrics.internal:9090', { host: 'metrics.internal', port: 9090 }],
  ])('METRICS_PORT=%s', (value, metrics) => {
    expect(read({ METRICS_PORT: value }).metrics).toEqual(metrics);
  });

  test.each([
    ['SLACK_APP_TOKEN', 'xoxb-1', 'must start with xapp-.'],
    ['SLACK_API_URL', 'slack.com/api', address],
    ['SLACK_API_URL', 'ftp://slack.com', address],
    ['NEXUDUS_API_URL', 'spaces.nexudus.com', address],
    ['NEXUDUS_API_URL', 'http://', address],
    ['NEXUDUS_API_URL', 'http://spaces.nexudus.com', notHere],
    ['SLACK_API_URL', 'http://127.0.0.1.evil.example', notHere],
    ...[
      'http://nexudus.example/{resource}/{id}',
      'https://nexudus.example/{resource}',
      'https://nexudus.example/{id}',
      'https://{resource}.example/{id}',
      'https://nexudus.example:{id}/{resource}',
      'https://ana:secret@nexudus.example/{resource}/{id}',
      'https://nexudus.example/{resource}/{id}/{name}',
      'https://nexudus.example/{resource}/{id} here',
      'plans=https://nexudus.example/{id}',
      'javascript:alert({id},{resource})',
      ',',
    ].map((value) => ['NEXUDUS_RECORD_URL', value, recordUrl] as const),
    [
      'NEXUDUS_TOTP_SECRET',
      '123456',
      'must be the base32 text that Nexudus showed when two-factor sign-in was set up.',
    ],
    ['DATABASE_URL', 'mysql://a', 'must start with file: or postgres://.'],
    ['DATABASE_URL', 'file:', 'must start with file: or postgres://.'],
    ['JOURNAL_RETENTION_DAYS', '0', 'must be a whole number of days, 1 or more.'],
    ['JOURNAL_RETENTION_DAYS', '1.5', 'must be a whole number of days, 1 or more.'],
    ['ACCESS_MODE', 'open', 'must be nexudus or usergroup.'],
    ['UNRESTRICTED_ADMINS', 'ana', emails],
    ['UNRESTRICTED_ADMINS', 'ana@example.com sam@example.com', emails],
    ['NEXUDUS_LOGINS', 'ana@example.com', logins],
    ['NEXUDUS_LOGINS', 'U012ABC=ana', logins],
    ['NEXUDUS_LOGINS', 'ana=ana@example.com', logins],
    ['NEXUDUS_LOGINS', 'U012ABC=a@b.c;U034=c@d.e', logins],
    ['REQUESTS_CHANNEL', '#requests', 'must be the id of a channel, as Slack shows it under its details.'],
    ['APPROVAL_CHANNEL', '#approvals', 'must be the id of a channel, as Slack shows it under its details.'],
    ['ROLE_MAX_DAYS', '0', 'must be a whole number of days, from 1 to 9999.'],
    ['ROLE_MAX_DAYS', '1.5', 'must be a whole number of days, from 1 to 9999.'],
    ['ROLE_MAX_DAYS', 'month', 'must be a whole number of days, from 1 to 9999.'],
    ['WRITES', 'true', 'must be on or off.'],
    ['WRITES', 'OFF', 'must be on or off.'],
    ['OPERATIONS', 'team.delete', 'must be some of: video-room.create, team.rename.'],
    ['OPERATIONS', ',', 'must be some of: video-room.create, team.rename.'],
    ['PORT', '0', portNumber],
    ['PORT', '65536', portNumber],
    ['PORT', '80a', portNumber],
    ['METRICS_PORT', '-1', 'must be a port number, or address:port.'],
    [
      'OTEL_EXPORTER_OTLP_ENDPOINT',
      'collector:4318',
      'must be the web address of a collector, such as http://127.0.0.1:4318.',
    ],
    ['LOG_LEVEL', 'verbose', 'must be one of debug, info, warn, error, silent.'],
  ])('%s=%s', (name, value, sentence) => {
    expect(wrong({ ...LEAST, [name]: value })).toEqual([`${name} ${sentence}`]);
  });

  test.each([
    [{ ACCESS_MODE: 'usergroup', ACCESS_USERGROUP: 'staff' }, [`ACCESS_USERGROUP ${userGroup}`]],
    [
      { ACCESS_MODE: 'usergroup' },
      ['ACCESS_USERGROUP is missing: ACCESS_MODE=usergroup needs to know which one.'],
    ],
    [
      { ACCESS_USERGROUP: 'S0STAFF00' },
      ['ACCESS_USERGROUP and ACCESS_ROLES_USERGROUP are only used with ACCESS_MODE=usergroup.'],
    ],
  ])('%j', (more, sentences) => {
    expect(wrong({ ...LEAST, ...more })).toEqual(sentences);
  });

  test.each(['http://127.0.0.1:4000', 'http://localhost:4000', 'http://[::1]:4000'])(
    '%s is on this machine',
    (url) => {
      expect(read({ NEXUDUS_API_URL: url }).nexudus.url).toBe(url);
    },
  );
});

test('.env.example names exactly the settings there are, all of them empty', () => {
  const lines = readFileSync(new URL('../../.env.example', import.meta.url), 'utf8').split('\n');
  const settings = lines.filter((line) => line.trim() && !line.startsWith('#'));
  expect(settings.map((line) => line.split('=')[0]).sort()).toEqual([...settingNames].sort());
  for (const line of settings) expect(line).toMatch(/^[A-Z_]+=$/);
});

test('docs/settings.md has a row for each setting', () => {
  const text = readFileSync(new URL('../../docs/settings.md', import.meta.url), 'utf8');
  const rows = [...text.matchAll(/^\| `([A-Z_]+)` \| \S.* \| \S.* \|$/gm)].map(([, name]) => name);
  expect(rows.sort()).toEqual([...settingNames].sort());
});
