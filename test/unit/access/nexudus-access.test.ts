import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { createAdminUsers } from '../../../src/access/admin-users.ts';
import { createNexudusAccess } from '../../../src/access/nexudus-access.ts';
import type { Person } from '../../../src/access/person.ts';
import { createDirectory } from '../../../src/nexudus/directory.ts';
import { type NexudusStandIn, startNexudus } from '../../../src/sandbox/nexudus/start-nexudus.ts';
import { asBot } from '../nexudus/bot-account.ts';

const [SOHO, SHOREDITCH, CAMDEN] = [1_414_940_210, 1_414_940_211, 1_414_940_212];
const [LEO, UMA, TESS] = [1_412_000_005, 1_412_000_007, 1_412_000_008];
let standIn: NexudusStandIn;
beforeAll(async () => {
  standIn = await startNexudus();
});
beforeEach(() => standIn.reset());
afterAll(() => standIn.close());

/** Access that remembers nothing of the tests before. */
function access(logins: [string, string][] = [], unrestricted: string[] = []) {
  const nexudus = asBot(standIn.url);
  const users = createAdminUsers(createDirectory(nexudus));
  return createNexudusAccess({ users, logins: new Map(logins), unrestricted: new Set(unrestricted) });
}
const member = (email: string | undefined, more: Partial<Person> = {}): Person => ({
  id: 'U0SOMEONE',
  email,
  emailConfirmed: true,
  kind: 'member',
  ...more,
});
const leo = member('leo@harbour.example');
const calls = () => standIn.calls.filter(({ path }) => path !== '/api/token');

describe('a person may do what their admin user may do in Nexudus', () => {
  test('with the permission in one of their roles', async () => {
    expect(await access().decide(leo, { permission: 'Team-Edit' })).toMatchObject({
      allowed: true,
      user: {
        id: LEO,
        name: 'Leo Brandt',
        email: 'leo@harbour.example',
        active: true,
        roles: ['Location manager'],
        locations: [SOHO],
      },
    });
  });

  test('whichever way their e-mail is written', async () => {
    const decision = await access().decide(member('LEO@Harbour.Example'), { permission: 'Team-Edit' });
    expect(decision).toMatchObject({ allowed: true, user: { id: LEO } });
  });

  test('with the e-mail that was given for them, whatever Slack says', async () => {
    const given = access([['U0SOMEONE', 'leo@harbour.example']]);
    for (const email of [undefined, 'other@example.com', 'tess@harbour.example']) {
      const decision = await given.decide(member(email, { emailConfirmed: false }), {});
      expect(decision).toMatchObject({ allowed: true, user: { id: LEO } });
    }
    expect(await given.decide({ ...leo, id: 'U0OTHER' }, {})).toMatchObject({ user: { id: LEO } });
  });

  test('in their locations, or everywhere if they have none', async () => {
    const wish = { permission: 'Team-Edit' };
    expect(await access().decide(leo, { ...wish, locations: [SOHO] })).toMatchObject({ allowed: true });
    standIn.put('users', { Id: LEO, Businesses: [] });
    expect(await access().decide(leo, { ...wish, locations: [CAMDEN, SHOREDITCH] })).toMatchObject({
      allowed: true,
    });
  });

  test('with all roles together', async () => {
    standIn.put('userroles', { ...standIn.named('userroles', 'Events'), Users: [TESS, LEO] });
    const decision = await access().decide(leo, { permission: 'CalendarEvent-Edit' });
    expect(decision).toMatchObject({ allowed: true, user: { roles: ['Location manager', 'Events'] } });
  });
});

describe('a person is refused', () => {
  test.each(['guest', 'bot', 'deactivated', 'stranger'] as const)(
    'as a %s, without asking Nexudus',
    async (kind) => {
      const given = access([['U0SOMEONE', 'ana@harbour.example']], ['ana@harbour.example']);
      const person = member('ana@harbour.example', { kind });
      expect(await given.decide(person, { permission: 'Team-Edit' })).toEqual({
        allowed: false,
        reason: kind,
      });
      expect(calls()).toEqual([]);
    },
  );

  test.each([
    ['without an e-mail', member(undefined), 'no-email'],
    [
      'with one that is not confirmed',
      member('ana@harbour.example', { emailConfirmed: false }),
      'unconfirmed-email',
    ],
  ])('%s', async (_what, person, reason) => {
    expect(await access().decide(person, {})).toEqual({ allowed: false, reason });
    expect(calls()).toEqual([]);
  });

  test.each([
    ['unknown to Nexudus', 'nobody@harbour.example', 'no-user'],
    ['by part of an address', 'ana@harbour', 'no-user'],
    ['with other accents', 'léo@harbour.example', 'no-user'],
    ['not active', 'ian@harbour.example', 'inactive-user'],
    ['without roles', 'uma@harbour.example', 'no-roles'],
  ])('as %s', async (_what, email, reason) => {
    expect(await access().decide(member(email), { permission: 'Team-Edit' })).toEqual({
      allowed: false,
      reason,
      email,
    });
  });

  test('when several admin users have their e-mail, active or not', async () => {
    standIn.put('users', { Id: UMA, Email: 'LEO@harbour.example', Active: false });
    expect(await access().decide(leo, { permission: 'Team-Edit' })).toEqual({
      allowed: false,
      reason: 'several-users',
      email: 'leo@harbour.example',
    });
  });

  test('without the permission, with what they have', async () => {
    expect(await access().decide(member('sam@harbour.example'), { permission: 'Team-Edit' })).toEqual({
      allowed: false,
      reason: 'no-permission',
      permission: 'Team-Edit',
      roles: ['Reception'],
    });
    const near = await access().decide(leo, { permission: 'Team' });
    expect(near).toMatchObject({ allowed: false, reason: 'no-permission' });
  });

  test('in a location that is not theirs, also when a record only moves there', async () => {
    const wish = { permission: 'Team-Edit' };
    for (const locations of [[CAMDEN], [SOHO, CAMDEN], [CAMDEN, SOHO]]) {
      expect(await access().decide(leo, { ...wish, locations })).toEqual({
        allowed: false,
        reason: 'location',
        locations: [CAMDEN],
      });
    }
  });

  test.each([
    ['can’t be reached', { down: '500' }, { why: 'unreachable', passing: true }],
    ['asks for a break', { throttle: '409' }, { why: 'throttled', passing: true }],
  ] as const)(
    'while Nexudus %s',
    async (_what, switches, failure) => {
      Object.assign(standIn.switches, switches);
      const decision = await access([], ['leo@harbour.example']).decide(leo, { permission: 'Team-Edit' });
      expect(decision).toMatchObject({
        allowed: false,
        reason: 'could-not-ask',
        failure: { ...failure, mayHaveActed: false },
      });
    },
    20_000,
  );

  test('while the bot itself may not look', async () => {
    const role = standIn.named('userroles', 'Bot');
    const list = standIn.named('roles', 'User-List').Id;
    standIn.put('userroles', { ...role, Roles: (role.Roles as number[]).filter((id) => id !== list) });
    const decision = await access().decide(leo, { permission: 'Team-Edit' });
    expect(decision).toMatchObject({
      reason: 'could-not-ask',
      failure: { why: 'bot-denied', passing: false },
    });
  });
});

describe('a full unrestricted administrator', () => {
  const unrestricted = ['uma@harbour.example', 'leo@harbour.example', 'ian@harbour.example'];
  test('needs neither roles nor locations', async () => {
    const wish = { permission: 'UserRole-Edit', locations: [CAMDEN] };
    const uma = member('Uma@harbour.example');
    expect(await access([], unrestricted).decide(uma, wish)).toMatchObject({
      allowed: true,
      user: { id: UMA, locations: undefined },
    });
    // Nothing is left of the limits of their admin user, so pickers show everything.
    expect(await access([], unrestricted).decide(leo, wish)).toMatchObject({
      user: { id: LEO, locations: undefined },
    });
  });

  test('must still be an active, single admin user', async () => {
    const ian = member('ian@harbour.example');
    expect(await access([], unrestricted).decide(ian, {})).toMatchObject({ reason: 'inactive-user' });
    standIn.put('users', { Id: TESS, Email: 'uma@harbour.example' });
    const uma = member('uma@harbour.example');
    expect(await access([], unrestricted).decide(uma, {})).toMatchObject({ reason: 'several-users' });
    standIn.remove('users', UMA);
    standIn.remove('users', TESS);
    expect(await access([], unrestricted).decide(uma, {})).toMatchObject({ reason: 'no-user' });
  });
});
