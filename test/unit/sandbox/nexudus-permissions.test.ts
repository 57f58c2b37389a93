import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { type NexudusStandIn, startNexudus } from '../../../src/sandbox/nexudus/start-nexudus.ts';
import { callerAs } from './nexudus-caller.ts';

const ACME = 1414300001;
const ACME_STUDIOS = 1414300002;
const SOHO = 1414940210;
const SHOREDITCH = 1414940211;
let nexudus: NexudusStandIn;
beforeAll(async () => {
  nexudus = await startNexudus();
});
beforeEach(() => nexudus.reset());
afterAll(() => nexudus.close());

const permission = (name: string): number => nexudus.named('roles', name).Id;

describe('Permissions in the stand-in Nexudus', () => {
  test('let the bot do exactly what it is for', async () => {
    const bot = await callerAs(nexudus, 'nexudus-bot@harbour.example');
    for (const path of [
      '/api/community/videorooms',
      '/api/collaboration/workspaces',
      '/api/spaces/teams',
      '/api/security/userroles',
      '/api/security/roles',
      '/api/sys/users',
      '/api/sys/businesses',
      '/api/spaces/coworkers',
      '/api/billing/tariffs',
      '/api/billing/extraservices',
    ]) {
      const { status, json } = await bot('GET', `${path}?size=1`);
      expect([path, status]).toEqual([path, 200]);
      expect((await bot('GET', `${path}/${json.Records[0].Id}`)).status).toBe(200);
    }
    expect(nexudus.named('userroles', 'Bot').Roles).toHaveLength(30);
  });

  test('tell listing, reading and changing apart, with an empty 401', async () => {
    const sam = await callerAs(nexudus, 'sam@harbour.example');
    expect((await sam('GET', `/api/spaces/teams/${ACME}`)).status).toBe(200);
    expect(await sam('PUT', '/api/spaces/teams', nexudus.record('teams', ACME))).toMatchObject({
      status: 401,
      text: '',
    });
    expect((await sam('GET', '/api/sys/users')).status).toBe(401);
    nexudus.put('userroles', { Id: 1413000002, Roles: [permission('Team-List')] });
    expect((await sam('GET', '/api/spaces/teams')).status).toBe(200);
    expect((await sam('GET', `/api/spaces/teams/${ACME}`)).status).toBe(401);
    expect((await sam('GET', `/api/spaces/teams?id=[${ACME}]`)).status).toBe(401);
  });

  test('are refused with 403 when so switched', async () => {
    const tess = await callerAs(nexudus, 'tess@harbour.example');
    nexudus.switches.denyWith = 403;
    expect((await tess('GET', '/api/spaces/teams')).status).toBe(403);
  });

  test('act at once when a role gains a permission or a user gains a role', async () => {
    const tess = await callerAs(nexudus, 'tess@harbour.example');
    const ana = await callerAs(nexudus, 'ana@harbour.example');
    expect((await tess('GET', '/api/spaces/teams')).status).toBe(401);
    const events = nexudus.named('userroles', 'Events');
    await ana('PUT', '/api/security/userroles', { ...events, AddedRoles: [permission('Team-List')] });
    expect((await tess('GET', '/api/spaces/teams')).status).toBe(200);
    expect((await tess('GET', '/api/sys/users')).status).toBe(401);
    nexudus.put('users', { Id: 1412000008, UserRoles: [1413000001] });
    expect((await tess('GET', '/api/sys/users')).status).toBe(200);
    expect(nexudus.named('userroles', 'Network admin').Users).toContain(1412000008);
  });

  test('do not bind a full unrestricted administrator', async () => {
    const uma = await callerAs(nexudus, 'uma@harbour.example');
    expect(nexudus.named('users', 'Uma Stone').UserRoles).toEqual([]);
    expect((await uma('PUT', '/api/spaces/teams', nexudus.record('teams', ACME))).status).toBe(200);
  });

  test('give nothing to a user who is no administrator', async () => {
    nexudus.put('users', {
      FullName: 'Mia Member',
      Email: 'mia@example.com',
      IsAdmin: false,
      UserRoles: [1413000001],
    });
    const mia = await callerAs(nexudus, 'mia@example.com');
    expect((await mia('GET', '/api/auth/me')).status).toBe(200);
    expect((await mia('GET', '/api/spaces/teams')).status).toBe(401);
  });
});

describe('A user limited to Soho', () => {
  test('sees only what is there', async () => {
    const leo = await callerAs(nexudus, 'leo@harbour.example');
    const { json } = await leo('GET', '/api/spaces/teams');
    expect(json.Records.map((team: { BusinessName: string }) => team.BusinessName)).toEqual(
      Array(5).fill('Soho'),
    );
    expect((await leo('GET', '/api/sys/businesses')).json.TotalItems).toBe(1);
    expect((await leo('GET', '/api/spaces/coworkers')).json.TotalItems).toBe(22);
    expect((await leo('GET', '/api/security/roles')).json.TotalItems).toBe(1040);
    expect(await leo('GET', `/api/spaces/teams/${ACME_STUDIOS}`)).toMatchObject({ status: 404 });
  });

  test('cannot write a record elsewhere, nor move one there or take one from there', async () => {
    const leo = await callerAs(nexudus, 'leo@harbour.example');
    const denied = {
      status: 400,
      json: { Message: 'Access Denied', Value: null, Errors: null, WasSuccessful: false },
    };
    expect(await leo('PUT', '/api/spaces/teams', nexudus.record('teams', ACME_STUDIOS))).toMatchObject(
      denied,
    );
    const moved = { ...nexudus.record('teams', ACME), BusinessId: SHOREDITCH };
    expect(await leo('PUT', '/api/spaces/teams', moved)).toMatchObject(denied);
    const taken = { ...nexudus.record('teams', ACME_STUDIOS), BusinessId: SOHO };
    expect(await leo('PUT', '/api/spaces/teams', taken)).toMatchObject(denied);
    const room = { BusinessId: SHOREDITCH, Name: 'Mine', NumberOfParticipants: 2 };
    expect(await leo('POST', '/api/community/videorooms', room)).toMatchObject(denied);
    expect((await leo('PUT', '/api/spaces/teams', nexudus.record('teams', ACME))).status).toBe(200);
    expect(nexudus.records('videorooms')).toHaveLength(8);
  });
});
