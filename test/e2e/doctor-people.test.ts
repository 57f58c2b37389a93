import { afterEach, describe, expect, test } from '@jest/globals';
import type { NexudusRecord } from '../../src/sandbox/nexudus/start-nexudus.ts';
import type { SlackPerson } from '../../src/sandbox/slack/start-slack.ts';
import { bringInCast, CAST_SETTINGS } from '../support/access-cast.ts';
import { ABOUT_ROLES, ALL, BUT_ROLES, commandsOf, permissionsOf } from '../support/all-operations.ts';
import { doctorSettings, runDoctor } from '../support/run-doctor.ts';
import { denied } from '../support/sentences.ts';
import { useSandbox } from '../support/use-sandbox.ts';

const stage = useSandbox();
const SOHO = 1_414_940_210;
const CAMDEN = 1_414_940_212;
const LEO = 1_412_000_005;
const RECEPTION = 1_413_000_002;
const EVENTS = 1_413_000_006;
const GROUP = { ACCESS_MODE: 'usergroup', ACCESS_USERGROUP: 'S0FRONT00' };

const doctor = (settings: Record<string, string> = {}) =>
  runDoctor({ ...doctorSettings(stage), ...settings }, '--people');

/** The lines on people, without those on the set-up. */
const peopleOf = (lines: readonly string[]) =>
  lines.filter((line) => !/^✓ (Settings|Slack|Nexudus|Port|Database|Clock):/.test(line));
const aboutOf = (lines: readonly string[], name: string) =>
  lines.filter((line) => line.includes(` ${name} (`));

describe('ACCESS_MODE=nexudus', () => {
  test('every kind of person: who they are in Nexudus, and what they may do or why not', async () => {
    bringInCast(stage);
    const { code, lines, errors } = await doctor(CAST_SETTINGS);
    expect(peopleOf(lines)).toEqual([
      '✓ Ana Ruiz (U0ANA0000, ana@harbour.example) → Ana Ruiz (ana@harbour.example, roles: Network admin) → may do everything.',
      '✓ Cam Cast (U0CAM0000, cam@harbour.example) → Cam Cast (cam@harbour.example, roles: Network admin) → may do everything, only in Camden.',
      `✓ Leo Brandt (U0LEO0000, leo@harbour.example) → Leo Brandt (leo@harbour.example, roles: Location manager) → may do ${commandsOf(BUT_ROLES)}, only in Soho; not ${commandsOf(ABOUT_ROLES)} (lacks UserRole-Edit).`,
      '✓ Mo Mailless (U0MO00000) → Priya Nair (priya@harbour.example by NEXUDUS_LOGINS, roles: Network admin) → may do everything.',
      '✓ Priya Nair (U0PRIYA00, priya@harbour.example) → Priya Nair (priya@harbour.example, roles: Network admin) → may do everything.',
      '✓ Uma Stone (U0UMA0000, uma@harbour.example) → Uma Stone (uma@harbour.example, full unrestricted administrator by UNRESTRICTED_ADMINS) → may do everything.',
      `✗ Gus Guest (U0GUS0000, gus@harbour.example) → may do nothing. The bot says: ${denied('guest')}`,
      `✗ Ian Cole (U0IAN0000, ian@harbour.example) → may do nothing. The bot says: ${denied('inactive-user', 'ian@harbour.example')}`,
      `✗ Max Cast (U0MAX0000) → may do nothing. The bot says: ${denied('no-email')}`,
      `✗ Nora New (U0NORA000, nora@harbour.example) → may do nothing. The bot says: ${denied('no-user', 'nora@harbour.example')}`,
      `✗ Rob Cast (U0ROB0000, rob@harbour.example) → may do nothing. The bot says: ${denied('no-roles', 'rob@harbour.example')}`,
      `✗ Sam Field (U0SAM0000, sam@harbour.example) → Sam Field (sam@harbour.example, roles: Reception) → may do nothing (lacks ${permissionsOf(ALL)}).`,
      `✗ Stella Stranger (U0STELLA0, stella@elsewhere.example) → may do nothing. The bot says: ${denied('stranger')}`,
      `✗ Tess Oduya (U0TESS000, tess@harbour.example) → Tess Oduya (tess@harbour.example, roles: Events) → may do nothing (lacks ${permissionsOf(ALL)}).`,
      `✗ Twin Cast (U0TWIN000, twin@harbour.example) → may do nothing. The bot says: ${denied('several-users', 'twin@harbour.example')}`,
      `✗ Ulla Cast (U0ULLA000, ulla@harbour.example) → may do nothing. The bot says: ${denied('guest')}`,
      `✗ Una Confirmed (U0UNA0000, una@harbour.example) → may do nothing. The bot says: ${denied('unconfirmed-email')}`,
      '6 of 17 people may use the bot. Not listed, as they never may: bots (2) and deactivated accounts (1).',
    ]);
    expect([code, errors]).toEqual([0, '']);
  });

  test('several roles and locations, settings that lead nowhere, and OPERATIONS', async () => {
    const { nexudus } = stage;
    nexudus.put('users', { Id: LEO, Businesses: [SOHO, CAMDEN] });
    for (const Id of [RECEPTION, EVENTS]) {
      const { Users } = nexudus.record('userroles', Id) as NexudusRecord;
      nexudus.put('userroles', { Id, Users: [...(Users as number[]), LEO] });
    }
    const { code, lines } = await doctor({
      OPERATIONS: 'team.rename,video-room.create',
      UNRESTRICTED_ADMINS: 'ian@harbour.example,nora@harbour.example,SAM@harbour.example',
      NEXUDUS_LOGINS: 'U0MO00000=nobody@harbour.example',
    });
    expect(
      ['Leo Brandt', 'Sam Field', 'Ian Cole', 'Nora New', 'Mo Mailless'].flatMap((n) => aboutOf(lines, n)),
    ).toEqual([
      '✓ Leo Brandt (U0LEO0000, leo@harbour.example) → Leo Brandt (leo@harbour.example, roles: Location manager, Reception, Events) → may do everything, only in Soho, Camden.',
      '✓ Sam Field (U0SAM0000, sam@harbour.example) → Sam Field (sam@harbour.example, full unrestricted administrator by UNRESTRICTED_ADMINS) → may do everything.',
      `✗ Ian Cole (U0IAN0000, ian@harbour.example) → may do nothing. The bot says: ${denied('inactive-user', 'ian@harbour.example')}`,
      `✗ Nora New (U0NORA000, nora@harbour.example) → may do nothing. The bot says: ${denied('no-user', 'nora@harbour.example')}`,
      `✗ Mo Mailless (U0MO00000) → may do nothing. The bot says: ${denied('no-user', 'nobody@harbour.example')}`,
    ]);
    expect(code).toBe(0);
  });
});

describe('ACCESS_MODE=usergroup', () => {
  test('members may do everything but roles; roles take the second group; guests stay out', async () => {
    const [front, admins] = stage.slack.usergroups;
    front?.users.push('U0GUS0000');
    admins?.users.push('U0LEO0000');
    const { code, lines } = await doctor({ ...GROUP, ACCESS_ROLES_USERGROUP: 'S0ADMINS0' });
    const people = peopleOf(lines);
    expect(people.slice(0, 4)).toEqual([
      '✓ Leo Brandt (U0LEO0000, leo@harbour.example) → member of the user group S0FRONT00 → may do everything.',
      `✓ Sam Field (U0SAM0000, sam@harbour.example) → member of the user group S0FRONT00 → may do ${commandsOf(BUT_ROLES)}; not ${commandsOf(ABOUT_ROLES)} (only ACCESS_ROLES_USERGROUP may).`,
      `✗ Ana Ruiz (U0ANA0000, ana@harbour.example) → may do nothing. The bot says: ${denied('no-group')}`,
      `✗ Gus Guest (U0GUS0000, gus@harbour.example) → may do nothing. The bot says: ${denied('guest')}`,
    ]);
    expect(people.at(-1)).toBe(
      '2 of 12 people may use the bot. Not listed, as they never may: bots (2) and deactivated accounts (1).',
    );
    expect(code).toBe(0);
  });

  test('without a second group no one may change roles', async () => {
    const { lines } = await doctor({ ...GROUP, OPERATIONS: 'role.update' });
    expect(aboutOf(lines, 'Sam Field')).toEqual([
      '✗ Sam Field (U0SAM0000, sam@harbour.example) → member of the user group S0FRONT00 → may do nothing (only ACCESS_ROLES_USERGROUP may).',
    ]);
  });
});

const stops: (() => void)[] = [];
afterEach(() => {
  for (const stop of stops.splice(0)) stop();
});

/** Does something as soon as the doctor has read the list of people. */
const onceListed = (act: () => void) => {
  const look = () => {
    if (stage.slack.calls.some(({ method }) => method === 'users.list')) act();
  };
  stops.push(stage.slack.onChange(look));
};

describe('Slack or Nexudus fails after the set-up was looked at', () => {
  test.each<[string, Record<string, string>, () => void, string]>([
    [
      'Slack refuses the list',
      {},
      () => {
        stage.slack.faults.fail = { method: 'users.list', error: 'fatal_error', times: 99 };
      },
      'Who may do what could not be checked (Slack said fatal_error). Run this again in a minute.\n',
    ],
    [
      'Nexudus gives no answer',
      {},
      () => {
        onceListed(() => Object.assign(stage.nexudus.switches, { only: 'reads', down: 'cut' }));
      },
      'Who may do what could not be checked (no answer from Nexudus). Run this again in a minute.\n',
    ],
    [
      'Slack refuses the user group',
      GROUP,
      () => {
        onceListed(() => {
          stage.slack.faults.fail = { method: 'usergroups.users.list', error: 'fatal_error', times: 99 };
        });
      },
      'Who may do what could not be checked (no answer from Slack). Run this again in a minute.\n',
    ],
  ])('%s: one sentence and exit code 1', async (_, settings, breakIt, sentence) => {
    breakIt();
    const { code, lines, errors } = await doctor(settings);
    expect([code, peopleOf(lines), errors]).toEqual([1, [], sentence]);
  });

  test('Slack asks to slow down: it is waited for', async () => {
    stage.slack.faults.rateLimit = { method: 'users.list', retryAfterSec: 1, times: 1 };
    const { code, lines, errors } = await doctor(GROUP);
    expect([code, lines.at(-1), errors]).toEqual([
      0,
      '2 of 12 people may use the bot. Not listed, as they never may: bots (2) and deactivated accounts (1).',
      '',
    ]);
  });

  test('what the list leaves out is asked for before a person is said to be let in', async () => {
    onceListed(() => {
      stage.slack.person('Ana').isEmailConfirmed = false;
    });
    const { lines } = await doctor();
    expect(aboutOf(lines, 'Ana Ruiz')).toEqual([
      `✗ Ana Ruiz (U0ANA0000, ana@harbour.example) → may do nothing. The bot says: ${denied('unconfirmed-email')}`,
    ]);
  });
});

describe('a large Slack', () => {
  test('800 people, 30 of them admin users: pages, one call for each who may, at Nexudus’s pace', async () => {
    const { slack, nexudus } = stage;
    const ids: number[] = [];
    for (let n = 100; n < 900; n++) {
      const email = `p${n}@harbour.example`;
      slack.people.push({
        ...(slack.person('Nora') as SlackPerson),
        id: `U0P${n}000`,
        realName: `P ${n}`,
        email,
      });
      if (n >= 130) continue;
      ids.push(1_412_001_000 + n);
      nexudus.put('users', {
        Id: 1_412_001_000 + n,
        FullName: `P ${n}`,
        Email: email,
        Active: true,
        IsAdmin: true,
      });
    }
    nexudus.put('userroles', { Id: 1_413_000_001, Users: ids });
    nexudus.switches.pace = true;
    const { code, lines } = await doctor();
    expect(code).toBe(0);
    expect(lines.at(-1)).toBe(
      '31 of 812 people may use the bot. Not listed, as they never may: bots (2) and deactivated accounts (1).',
    );
    const asked = (method: string) => slack.calls.filter((call) => call.method === method).length;
    expect([asked('users.list'), asked('users.info')]).toEqual([5, 31]);
    // On a busy machine some calls arrive closer together than they were sent; without a pace nearly all would.
    // The HEAD is the look at the clock, which reads the Date header alone.
    const refused = nexudus.calls.filter(({ method, status }) => method !== 'HEAD' && status !== 200);
    expect(refused.every(({ status }) => status === 409)).toBe(true);
    expect(refused.length).toBeLessThan(30);
    const gets = nexudus.calls.filter(
      ({ path, status }) => status !== 409 && /userroles\/1413000001$/.test(path),
    );
    // Once by the check-up of the set-up, once for all who have it.
    expect(gets.length).toBe(2);
    expect(nexudus.calls.length - refused.length).toBeLessThan(80);
  });
});
