import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, test } from '@jest/globals';
import { ALL, commandsOf } from '../support/all-operations.ts';
import { type DoctorRun, doctorSettings, FREE_PORT, freePortOf, runDoctor } from '../support/run-doctor.ts';
import { startTokenProxy } from '../support/token-proxy.ts';
import { useSandbox } from '../support/use-sandbox.ts';

const stage = useSandbox();
const BOT_ROLE = 1_413_000_005;
/** No one listens there. */
const NOWHERE = 'http://127.0.0.1:9';

const doctor = (settings: Record<string, string> = {}, ...args: string[]) =>
  runDoctor({ ...doctorSettings(stage), ...settings }, ...args);
const troubles = ({ lines }: DoctorRun) => lines.filter((line) => !line.startsWith('✓ '));

const HERE = [
  '✓ Database: data/nexudus-slack.sqlite is made at the first start.',
  '✓ Clock: agrees with Slack and Nexudus.',
];
const FREE = `✓ Port: ${FREE_PORT} is free, so the bot isn’t running here.`;

const NEXUDUS_FINE = [
  '✓ Nexudus: signed in as nexudus-bot@harbour.example.',
  '✓ Nexudus: VideoRoom can be listed and read.',
  '✓ Nexudus: Workspace can be listed and read.',
  '✓ Nexudus: Team can be listed and read.',
  '✓ Nexudus: UserRole can be listed and read.',
  '✓ Nexudus: Role can be listed and read.',
  '✓ Nexudus: User can be listed and read.',
  '✓ Nexudus: Business can be listed and read.',
  '✓ Nexudus: Coworker can be listed and read.',
  '✓ Nexudus: Tariff can be listed and read.',
  '✓ Nexudus: ExtraService can be listed and read.',
  `✓ Nexudus: the bot’s role allows ${commandsOf(ALL)}.`,
];

describe('nothing is wrong', () => {
  test('HTTP mode: each thing that was looked at, and exit code 0', async () => {
    expect(await doctor()).toEqual({
      code: 0,
      lines: [
        '✓ Settings: complete.',
        `${FREE} Slack has to reach it at /slack/events over https: see TLS in front in docs/deployment.md.`,
        ...HERE,
        '✓ Slack: the bot is nexudus in the workspace Harbour.',
        '✓ Slack: all scopes that are needed are granted.',
        ...NEXUDUS_FINE,
      ],
      errors: '',
    });
  });

  test('Socket Mode, an approval channel, user groups and WRITES=off are looked at too', async () => {
    stage.slack.usergroups.find(({ id }) => id === 'S0FRONT00')?.users.push('U0PRIYA00');
    const run = await doctor({
      SLACK_APP_TOKEN: stage.slack.appToken,
      APPROVAL_CHANNEL: 'C0APPROVE',
      ACCESS_MODE: 'usergroup',
      ACCESS_USERGROUP: 'S0FRONT00',
      ACCESS_ROLES_USERGROUP: 'S0ADMINS0',
      WRITES: 'off',
    });
    expect(run).toEqual({
      code: 0,
      lines: [
        '✓ Settings: complete.',
        FREE,
        ...HERE,
        '✓ Slack: the bot is nexudus in the workspace Harbour.',
        '✓ Slack: SLACK_APP_TOKEN opens Socket Mode connections.',
        '✓ Slack: all scopes that are needed are granted.',
        '✓ Slack: the user group S0FRONT00 (ACCESS_USERGROUP) can be read. Members: 3.',
        '✓ Slack: the user group S0ADMINS0 (ACCESS_ROLES_USERGROUP) can be read. Members: 2.',
        '✓ Slack: the approval channel C0APPROVE can be reached.',
        ...NEXUDUS_FINE,
        '✓ Approvals: Priya Nair could approve. No one approves their own changes, so a second approver is needed for theirs.',
        '✓ Writes: switched off (WRITES=off), so results say what would change.',
      ],
      errors: '',
    });
  });

  test('approvers are named, the running bot is found on its port, and all of it is there as JSON', async () => {
    const { code, lines } = await doctor(
      { APPROVAL_CHANNEL: 'C0APPROVE', PORT: String(stage.bot.port) },
      '--json',
    );
    const { ok, findings } = JSON.parse(lines.join('\n'));
    expect([code, ok]).toEqual([0, true]);
    const about = (what: string) => findings.filter((finding: { about: string }) => finding.about === what);
    expect(about('Approvals')).toEqual([
      { ok: true, about: 'Approvals', text: 'these could approve: Ana Ruiz, Priya Nair.' },
    ]);
    expect(about('Port')[0].text).toMatch(/^the bot runs on \d+ and is ready\. /);
    expect(about('Nexudus')).toHaveLength(NEXUDUS_FINE.length);
  });

  test('of what Nexudus has none of, only the list is tried', async () => {
    for (const { Id } of stage.nexudus.records('videorooms')) stage.nexudus.remove('videorooms', Id);
    const run = await doctor();
    expect(run.code).toBe(0);
    expect(run.lines).toContain('✓ Nexudus: VideoRoom can be listed. There is none to try reading.');
  });

  test('nothing is written or posted, and the tokens of the session are not shown', async () => {
    const proxy = await startTokenProxy(stage.nexudus.url);
    const { lines } = await doctor({ NEXUDUS_API_URL: proxy.url, APPROVAL_CHANNEL: 'C0APPROVE' }, '--people');
    proxy.close();
    expect(proxy.tokens.size).toBeGreaterThan(0);
    expect([...proxy.tokens].filter((token) => lines.join('\n').includes(token))).toEqual([]);
    const writes = stage.nexudus.calls
      .filter(({ method }) => !['GET', 'HEAD'].includes(method))
      .map(({ path }) => path);
    expect([...new Set(writes)]).toEqual(['/api/token']);
    expect([...new Set(stage.slack.calls.map(({ method }) => method))].sort()).toEqual([
      'auth.test',
      'conversations.info',
      'conversations.members',
      'users.info',
      'users.list',
      'users.lookupByEmail',
    ]);
  });
});

const UNREACHABLE = 'Check the connection, and SLACK_API_URL if it is set; then run this again.' as const;

describe('what is wrong is said with what to do, and the exit code is 1', () => {
  const WRONG: [what: string, settings: Record<string, string>, sentence: string][] = [
    [
      'the bot token is wrong',
      { SLACK_BOT_TOKEN: 'xoxb-hush' },
      '✗ Slack: SLACK_BOT_TOKEN is not accepted (invalid_auth). Copy the Bot User OAuth Token from OAuth & Permissions again.',
    ],
    [
      'the app token is wrong',
      { SLACK_APP_TOKEN: 'xapp-hush' },
      '✗ Slack: SLACK_APP_TOKEN is not accepted (invalid_auth). Switch Socket Mode on, and make an App-Level Token with the scope connections:write.',
    ],
    [
      'Slack is out of reach',
      { SLACK_API_URL: `${NOWHERE}/api/` },
      `✗ Slack: can’t be reached at 127.0.0.1:9, or gives no usable answer. ${UNREACHABLE}`,
    ],
    [
      'the bot is not in the approval channel',
      { APPROVAL_CHANNEL: 'C0MANAGE0' },
      '✗ Slack: the approval channel C0MANAGE0 can’t be used (channel_not_found). Check APPROVAL_CHANNEL, invite the bot there, and don’t share it with other organisations; until then changes that grant access are refused.',
    ],
    [
      'the approval channel is shared with others',
      { APPROVAL_CHANNEL: 'C0PARTNER' },
      '✗ Slack: the approval channel C0PARTNER can’t be used (it may be shared with another organisation). Check APPROVAL_CHANNEL, invite the bot there, and don’t share it with other organisations; until then changes that grant access are refused.',
    ],
    [
      'the bot is not in the requests channel',
      { REQUESTS_CHANNEL: 'C0MANAGE0' },
      '✗ Slack: the requests channel C0MANAGE0 can’t be used (the bot is not in it). Check REQUESTS_CHANNEL, invite the bot there, and don’t share it with other organisations; until then no one can ask an admin.',
    ],
    [
      'a user group does not exist',
      { ACCESS_MODE: 'usergroup', ACCESS_USERGROUP: 'S0NOTHERE' },
      '✗ Slack: the user group S0NOTHERE (ACCESS_USERGROUP) can’t be read (no_such_subteam). Check its id.',
    ],
    [
      'PostgreSQL is out of reach, at an address with a password in it',
      { DATABASE_URL: 'postgres://hush-user:hush-password@127.0.0.1:9/nexudus' },
      '✗ Database: 127.0.0.1:9 can’t be opened (connect ECONNREFUSED 127.0.0.1:9). Check DATABASE_URL.',
    ],
    [
      'Nexudus refuses the password',
      { NEXUDUS_PASSWORD: 'hush-password' },
      '✗ Nexudus: the sign-in was refused: The user name or password is incorrect. Check NEXUDUS_USERNAME and NEXUDUS_PASSWORD, and NEXUDUS_TOTP_SECRET if the user has two-factor sign-in.',
    ],
    [
      'Nexudus is out of reach, at an address with a password in it',
      { NEXUDUS_API_URL: 'http://hush-user:hush-password@127.0.0.1:9' },
      '✗ Nexudus: can’t be reached at 127.0.0.1:9, or gives no usable answer (Signing in to Nexudus got no usable answer). Check the connection, and NEXUDUS_API_URL if it is set; then run this again.',
    ],
  ];

  test('a token, a password, an address or an id is wrong', async () => {
    // Each waits for the pace of Nexudus most of the time, so they run side by side.
    const runs = await Promise.all(
      WRONG.map(([, settings], run) => doctor({ PORT: freePortOf(run + 1), ...settings })),
    );
    const said = runs.map((run, n) => [WRONG[n]?.[0], [run.code, ...troubles(run), run.errors]]);
    expect(Object.fromEntries(said)).toEqual(
      Object.fromEntries(WRONG.map(([what, , sentence]) => [what, [1, sentence, '']])),
    );
    expect(runs.flatMap(({ lines }) => lines).join('\n')).not.toMatch(/hush/);
    // Eight programs at once take their time on a busy machine.
  }, 90_000);

  const troublesOf = async (...args: Parameters<typeof doctor>) => {
    const run = await doctor(...args);
    return [run.code, ...troubles(run)];
  };

  afterEach(() => {
    if (!stage.slack.scopes.includes('users:read.email')) stage.slack.scopes.push('users:read.email');
  });

  test('no member of the approval channel could approve', async () => {
    const channel = stage.slack.channel('#approvals');
    channel.members = channel.members.filter((id) => !['U0ANA0000', 'U0PRIYA00'].includes(id));
    expect(await troublesOf({ APPROVAL_CHANNEL: 'C0APPROVE' })).toEqual([
      1,
      '✗ Approvals: no member of C0APPROVE could approve. Invite people there who may change roles themselves (UserRole-Edit); until then changes that grant access are refused.',
    ]);
  });

  test('the clock is wrong, another program has the port, and the database can’t be made', async () => {
    const server = createServer((_, answer) => {
      answer.writeHead(503, { Date: new Date(Date.now() - 600_000).toUTCString() }).end();
    });
    server.listen(0);
    const { port } = server.address() as AddressInfo;
    const [code, ...said] = await troublesOf({
      NEXUDUS_API_URL: `http://127.0.0.1:${port}`,
      PORT: String(port),
      DATABASE_URL: 'file:/dev/null/bot.sqlite',
    });
    server.close();
    expect(code).toBe(1);
    expect(said.slice(0, 3)).toEqual([
      `✗ Port: ${port} is used by another program. Set PORT to a free one.`,
      '✗ Database: /dev/null/bot.sqlite can’t be made, as /dev/null is not a folder. Check DATABASE_URL.',
      expect.stringMatching(
        /^✗ Clock: this machine is (599|600|601|602) seconds ahead of Nexudus\. Have it set by NTP \(timedatectl set-ntp true\)\.$/,
      ),
    ]);
  });

  test('a scope is missing', async () => {
    stage.slack.scopes = stage.slack.scopes.filter((scope) => scope !== 'users:read.email');
    expect(await troublesOf()).toEqual([
      1,
      '✗ Slack: these scopes are missing, reinstall the app from manifest.yml: users:read.email.',
    ]);
  });

  test('Slack doesn’t say which scopes there are', async () => {
    const { scopes } = stage.slack;
    stage.slack.scopes = [];
    const said = await troublesOf();
    stage.slack.scopes = scopes;
    expect(said[0]).toBe(1);
    expect(said).toContain(
      '✗ Slack: it didn’t say which scopes the token has. Compare OAuth & Permissions with manifest.yml.',
    );
  });

  test('the scope that only user groups need is missing', async () => {
    stage.slack.scopes = stage.slack.scopes.filter((scope) => scope !== 'usergroups:read');
    const groups = await troublesOf({ ACCESS_MODE: 'usergroup', ACCESS_USERGROUP: 'S0FRONT00' });
    const without = await troublesOf();
    stage.slack.scopes.push('usergroups:read');
    expect(groups).toEqual([
      1,
      '✗ Slack: these scopes are missing, reinstall the app from manifest.yml: usergroups:read.',
      '✗ Slack: the user group S0FRONT00 (ACCESS_USERGROUP) can’t be read (missing_scope). Check its id.',
    ]);
    expect(without).toEqual([0]);
  });

  test('the bot’s role may not read teams', async () => {
    takeFromBot('Team-Read');
    expect(await troublesOf()).toEqual([
      1,
      '✗ Nexudus: Team can’t be listed and read. Give the bot’s role Team-List and Team-Read under Settings > Roles.',
    ]);
  });

  test('the bot’s role may not make some of the changes that are offered', async () => {
    takeFromBot('Team-Edit', 'UserRole-Edit', 'VideoRoom-Create');
    expect(await troublesOf({ OPERATIONS: 'team.rename,team.update,video-room.create' })).toEqual([
      1,
      '✗ Nexudus: the bot’s role lacks VideoRoom-Create, needed for video-room create. Add it under Settings > Roles.',
      '✗ Nexudus: the bot’s role lacks Team-Edit, needed for team rename, team update. Add it under Settings > Roles.',
    ]);
  });

  test('Slack and Nexudus answer with errors: both are named', async () => {
    stage.slack.faults.fail = { method: '*', error: 'upstream broke', times: 9, status: 503 };
    Object.assign(stage.nexudus.switches, { only: 'reads', down: '503' });
    expect(await troublesOf({}, '--people')).toEqual([
      1,
      `✗ Slack: can’t be reached at ${new URL(stage.slack.origin).host}, or gives no usable answer. ${UNREACHABLE}`,
      `✗ Nexudus: can’t be reached at ${new URL(stage.nexudus.url).host}, or gives no usable answer (HTTP 503). Check the connection, and NEXUDUS_API_URL if it is set; then run this again.`,
      'Who may do what can be checked once nothing above is ✗.',
    ]);
  });

  test('settings are missing, or an option is misspelt: no one is asked', async () => {
    expect(await runDoctor({})).toEqual({
      code: 1,
      lines: [],
      errors:
        'These settings are missing or wrong (see .env.example):\n  - SLACK_BOT_TOKEN is missing.\n  - NEXUDUS_USERNAME is missing.\n  - NEXUDUS_PASSWORD is missing.\n  - SLACK_APP_TOKEN (Socket Mode) or SLACK_SIGNING_SECRET (HTTP) is missing.\n',
    });
    expect(await doctor({}, '--poeple')).toEqual({
      code: 1,
      lines: [],
      errors: 'Usage: npm run doctor [-- --people] [--json] [--rehearse team ID [--yes]]\n',
    });
    expect([stage.slack.calls, stage.nexudus.calls]).toEqual([[], []]);
  });
});

function takeFromBot(...permissions: string[]): void {
  const taken = permissions.map((name) => stage.nexudus.named('roles', name).Id);
  const held = stage.nexudus.record('userroles', BOT_ROLE)?.Roles as number[];
  stage.nexudus.put('userroles', { Id: BOT_ROLE, Roles: held.filter((id) => !taken.includes(id)) });
}
