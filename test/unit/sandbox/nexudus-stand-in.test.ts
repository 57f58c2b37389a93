import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { logCall } from '../../../src/sandbox/nexudus/call-log.ts';
import { ENDPOINTS } from '../../../src/sandbox/nexudus/properties.ts';
import {
  type NexudusCall,
  type NexudusStandIn,
  type ResourceName,
  startNexudus,
} from '../../../src/sandbox/nexudus/start-nexudus.ts';
import { callerAs, logIn } from './nexudus-caller.ts';

let nexudus: NexudusStandIn;
beforeAll(async () => {
  nexudus = await startNexudus();
});
beforeEach(() => nexudus.reset());
afterAll(() => nexudus.close());

describe('The start data', () => {
  test('has as many records as promised', () => {
    const counts = (
      [
        'businesses',
        'coworkers',
        'teams',
        'videorooms',
        'workspaces',
        'userroles',
        'roles',
        'tariffs',
        'extraservices',
        'users',
      ] satisfies ResourceName[]
    ).map((resource) => nexudus.records(resource).length);
    expect(counts).toEqual([3, 60, 15, 8, 5, 6, 1040, 8, 12, 8]);
  });

  test('has an Acme with no property left empty', () => {
    const acme = nexudus.named('teams', 'Acme');
    const actions = /^(Added|Removed|New|Clear)|^(LocalizationDetails|CustomFields)$/;
    const empty = Object.entries(acme).filter(
      ([name, value]) =>
        !actions.test(name) &&
        name !== 'IsNew' &&
        (value === null || value === false || value === '' || (Array.isArray(value) && !value.length)),
    );
    expect(empty).toEqual([]);
    for (const name of Object.keys(ENDPOINTS['teams PUT'].properties)) expect(acme).toHaveProperty(name);
  });

  test('has names that are hard to show', () => {
    const teams = nexudus.records('teams').map((team) => String(team.Name));
    expect(teams).toEqual(
      expect.arrayContaining([
        '<script>alert(1)</script>',
        '*bold* @here <!channel> & _more_',
        "O'Brien Legal",
      ]),
    );
    expect(Math.max(...teams.map((name) => name.length))).toBe(254);
    const customers = nexudus.records('coworkers');
    expect(customers.filter((one) => one.FullName === 'Chris Taylor')).toHaveLength(2);
    expect(customers.filter((one) => one.Email === null).length).toBeGreaterThan(3);
    expect(new Set(customers.map((one) => one.Email ?? one.Id)).size).toBe(60);
  });

  test('refers only to records that are there', () => {
    const ids = (resource: ResourceName) => new Set(nexudus.records(resource).map(({ Id }) => Id));
    const known = Object.fromEntries(
      (['businesses', 'coworkers', 'tariffs', 'extraservices', 'roles', 'users'] as const).map((r) => [
        r,
        ids(r),
      ]),
    );
    for (const [name, { resource, properties }] of Object.entries(ENDPOINTS)) {
      for (const record of nexudus.records(resource)) {
        for (const [property, { refersTo }] of Object.entries(properties)) {
          if (!refersTo) continue;
          const unknown = [record[property] ?? []].flat().filter((id) => !known[refersTo]?.has(id as number));
          expect([name, record.Id, property, unknown]).toEqual([name, record.Id, property, []]);
        }
      }
    }
  });

  test('comes back with reset, with the same ids', async () => {
    const before = nexudus.records('teams');
    nexudus.remove('teams', 1414300001);
    nexudus.put('teams', { Name: 'New' });
    nexudus.switches.down = '500';
    const { calls, switches } = nexudus;
    await logIn(nexudus, 'ana@harbour.example');
    nexudus.reset();
    expect(nexudus.records('teams')).toEqual(before);
    expect(calls).toEqual([]);
    expect(switches.down).toBe('no');
  });

  test('can be large, and is then still quick', async () => {
    const started = performance.now();
    const large = await startNexudus({ large: true });
    // Two seconds on a quiet machine; many tests run beside this one.
    expect(performance.now() - started).toBeLessThan(20_000);
    const ana = await callerAs(large, 'ana@harbour.example');
    const page = '/api/spaces/coworkers?size=1000&orderBy=FullName&page=';
    expect((await ana('GET', `${page}1`)).json.TotalItems).toBe(100_000);
    const again = performance.now();
    expect((await ana('GET', `${page}100`)).json.LastItem).toBe(100_000);
    expect(performance.now() - again).toBeLessThan(3000);
    expect((await ana('GET', '/api/spaces/teams?size=1')).json.TotalItems).toBe(10_000);
    await large.close();
  });
});

describe('The handle of the stand-in', () => {
  test('gives copies', () => {
    nexudus.named('teams', 'Acme').Name = 'Changed';
    (nexudus.named('teams', 'Acme').TeamMembers as number[]).push(1);
    expect(nexudus.named('teams', 'Acme').TeamMembers).toHaveLength(6);
  });

  test('finds by name or e-mail, and throws for none and for several', () => {
    expect(nexudus.named('users', 'Priya Nair').Id).toBe(nexudus.named('users', 'priya@harbour.example').Id);
    expect(() => nexudus.named('teams', 'Northwind')).toThrow('2 teams are called "Northwind".');
    expect(() => nexudus.named('teams', 'acme')).toThrow('0 teams are called "acme".');
  });

  test('puts a new record with defaults, and changes only what is given of an old one', () => {
    const team = nexudus.put('teams', { Name: 'Pop-up' });
    expect(team).toMatchObject({
      Id: 1414300016,
      BusinessName: 'Soho',
      ShareTimePasses: false,
      TeamMembers: [],
    });
    nexudus.put('teams', { Id: team.Id, TeamMembers: [1415000002] });
    expect(nexudus.record('teams', team.Id)).toMatchObject({ Name: 'Pop-up', TeamMembers: [1415000002] });
    expect(nexudus.record('coworkers', 1415000002)?.Teams).toContain(team.Id);
  });

  test('removes a record from the lists it was in', () => {
    nexudus.remove('coworkers', 1415000001);
    expect(nexudus.record('coworkers', 1415000001)).toBeUndefined();
    expect(nexudus.named('teams', 'Acme')).toMatchObject({
      TeamMembers: [1415000004, 1415000007, 1415000010, 1415000013, 1415000016],
      TeamAdministrators: [1415000007],
      PayingMemberId: 1415000001,
    });
  });

  test('tells of each call and each change until it is told to stop', async () => {
    let times = 0;
    const stop = nexudus.onChange(() => {
      times += 1;
    });
    nexudus.put('teams', { Name: 'One' });
    await logIn(nexudus, 'ana@harbour.example');
    expect(times).toBe(2);
    stop();
    nexudus.put('teams', { Name: 'Two' });
    expect(times).toBe(2);
  });

  test('records who called what, with both bodies', async () => {
    const bot = await callerAs(nexudus, 'nexudus-bot@harbour.example');
    const body = { BusinessId: 1414940210, Name: 'Logged', NumberOfParticipants: 3 };
    await bot('POST', '/api/community/videorooms', body);
    await bot('GET', '/api/spaces/teams?Team_Name=acme&size=1');
    expect(nexudus.calls.slice(-2)).toMatchObject([
      {
        at: expect.any(Number),
        method: 'POST',
        path: '/api/community/videorooms',
        query: '',
        status: 200,
        ms: expect.any(Number),
        user: 'nexudus-bot@harbour.example',
        requestBody: body,
        responseBody: { WasSuccessful: true },
      },
      { method: 'GET', query: 'Team_Name=acme&size=1', responseBody: { TotalItems: 2 } },
    ]);
  });

  test('keeps the last 2,000 calls', () => {
    const calls: NexudusCall[] = [];
    for (let at = 1; at <= 2005; at += 1) {
      logCall(
        calls,
        { at, method: 'GET', path: '/', query: '', status: 200, ms: 0 },
        { text: '', isForm: false },
        '',
      );
    }
    expect([calls.length, calls[0]?.at, calls.at(-1)?.at]).toEqual([2000, 6, 2005]);
  });

  test('closes while a call is still waiting', async () => {
    const slow = await startNexudus();
    const ana = await callerAs(slow, 'ana@harbour.example');
    slow.switches.slowMs = 60_000;
    const arrived = new Promise<void>((resolve) => {
      slow.switches.onArrival = () => resolve();
    });
    const work = ana('GET', '/api/spaces/teams').catch(() => 'cut');
    await arrived;
    await slow.close();
    expect(await work).toBe('cut');
    // It was answered no more.
    expect(slow.calls.map(({ path }) => path)).not.toContain('/api/spaces/teams');
  });

  test('does not start in production, and says when its port is taken', async () => {
    const port = Number(new URL(nexudus.url).port);
    await expect(startNexudus({ port })).rejects.toThrow('EADDRINUSE');
    const before = process.env.NODE_ENV;
    process.env.NODE_ENV = 'production';
    await expect(startNexudus()).rejects.toThrow('does not start with NODE_ENV=production');
    process.env.NODE_ENV = before;
  });
});

describe('The name lists', () => {
  test('have as many properties as the seed pages, and the one that a page lost', () => {
    const counts = Object.values(ENDPOINTS).map(({ properties }) => Object.keys(properties).length);
    expect(counts).toEqual([9, 10, 11, 54, 9]);
    expect(ENDPOINTS['teams PUT'].properties.GoogleMapsLink).toEqual({ type: 'string', required: false });
  });

  test('and the whole stand-in take nothing from the bot', () => {
    const folder = join(import.meta.dirname, '../../../src/sandbox/nexudus');
    const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((f) => f.endsWith('.ts'));
    expect(files.length).toBeGreaterThan(20);
    const foreign = files.flatMap((file) =>
      [...readFileSync(join(folder, file), 'utf8').matchAll(/(?:from|import\() ?'([^']+)'/g)]
        .map(([, from]) => String(from))
        .filter((from) => !/^(node:\w+(\/\w+)?|hono|@hono\/node-server(\/.+)?)$/.test(from))
        .filter(
          (from) => !from.startsWith('.') || !join(folder, dirname(file), from).startsWith(`${folder}/`),
        ),
    );
    expect(foreign).toEqual([]);
  });
});
