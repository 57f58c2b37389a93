import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { createAdminUsers } from '../../../src/access/admin-users.ts';
import { createDirectory } from '../../../src/nexudus/directory.ts';
import { type NexudusStandIn, startNexudus } from '../../../src/sandbox/nexudus/start-nexudus.ts';
import { asBot } from '../nexudus/bot-account.ts';
import { type ScriptedServer, startScripted, tokens } from '../nexudus/scripted-server.ts';

const users = (url: string) => {
  const nexudus = asBot(url);
  return createAdminUsers(createDirectory(nexudus));
};

describe('in the stand-in Nexudus', () => {
  let standIn: NexudusStandIn;
  beforeAll(async () => {
    standIn = await startNexudus();
  });
  beforeEach(() => standIn.reset());
  afterAll(() => standIn.close());
  const paths = () => standIn.calls.map(({ path }) => path).filter((path) => path !== '/api/token');

  test('an admin user is told with names of roles and permissions', async () => {
    const [tess, second] = await users(standIn.url).withEmail('tess@harbour.example');
    expect(second).toBeUndefined();
    expect(tess).toMatchObject({
      id: 1_412_000_008,
      name: 'Tess Oduya',
      email: 'tess@harbour.example',
      active: true,
      roles: ['Events'],
      // An empty list of Nexudus: no limit.
      locations: undefined,
      hidden: false,
    });
    expect(tess?.permissions.has('CalendarEvent-Delete')).toBe(true);
    expect(tess?.permissions.has('VideoRoom-Read')).toBe(true);
    expect(tess?.permissions.has('VideoRoom-Edit')).toBe(false);
  });

  test('is remembered, however many ask at once and however it is written', async () => {
    const admins = users(standIn.url);
    await Promise.all([admins.withEmail('tess@harbour.example'), admins.withEmail('TESS@harbour.example')]);
    await admins.withEmail('Tess@harbour.example');
    expect(paths().filter((path) => path === '/api/sys/users')).toHaveLength(1);
  });

  test('is asked for anew once roles were changed', async () => {
    const admins = users(standIn.url);
    await admins.withEmail('tess@harbour.example');
    const role = standIn.named('userroles', 'Events');
    standIn.put('userroles', { ...role, Roles: [] });
    admins.forget();
    const [tess] = await admins.withEmail('tess@harbour.example');
    expect(tess?.permissions.size).toBe(0);
  });

  test('is still told to whoever waits while it is forgotten', async () => {
    const admins = users(standIn.url);
    const waiting = admins.withEmail('tess@harbour.example');
    admins.forget();
    expect(await waiting).toHaveLength(1);
  });

  test('has nothing from a role that is hidden from the bot', async () => {
    standIn.put('users', { Id: 1_412_000_008, UserRoles: undefined });
    standIn.remove('userroles', standIn.named('userroles', 'Events').Id);
    const [tess] = await users(standIn.url).withEmail('tess@harbour.example');
    expect(tess).toMatchObject({ roles: [] });
    expect(tess?.permissions.size).toBe(0);
  });
});

describe('with a Nexudus that doesn’t answer several ids at once', () => {
  let server: ScriptedServer;
  afterEach(() => server.close());

  /** Users have roles 5 (hidden) and 6. */
  const started = async (rows: object[]) => {
    server = await startScripted(({ path }, earlier) => {
      if (path === '/api/token') return tokens(earlier);
      if (path === '/api/sys/users')
        return { body: { Records: rows, TotalItems: rows.length, TotalPages: 1 } };
      if (path === '/api/security/roles')
        return { body: { Records: [{ Id: 9, Name: 'Team-Edit' }], TotalItems: 1, TotalPages: 1 } };
      if (path.startsWith('/api/sys/users/')) {
        const Id = Number(path.split('/').at(-1));
        const Email = Id === 2 ? 'ANA@example.com' : 'ana@example.com';
        return { body: { Id, Email, Active: true, UserRoles: [5, 6], Businesses: null } };
      }
      if (path === '/api/security/userroles/6') return { body: { Id: 6, Name: 'Managers', Roles: [9, 77] } };
      return path.endsWith('/5')
        ? { status: 404, body: '"Not found"' }
        : { body: { Records: [], TotalItems: 0, TotalPages: 0 } };
    });
    return users(server.url);
  };

  test('only rows with the very address count', async () => {
    const admins = await started([
      { Id: 1, Email: 'Ana@example.com' },
      { Id: 2, Email: 'mariana@example.com' },
      { Id: 3, Email: null },
      { Id: 4 },
    ]);
    const found = await admins.withEmail('ana@example.com');
    expect(found).toEqual([
      {
        id: 1,
        name: 'ana@example.com',
        email: 'ana@example.com',
        active: true,
        roles: ['Managers'],
        permissions: new Set(['Team-Edit', '#77']),
        locations: undefined,
        // Nexudus answered null.
        hidden: true,
      },
    ]);
  });

  test('two of them are both told', async () => {
    const admins = await started([
      { Id: 1, Email: 'ana@example.com' },
      { Id: 2, Email: 'ANA@example.com' },
    ]);
    expect((await admins.withEmail('ana@example.com')).map(({ id }) => id)).toEqual([1, 2]);
  });
});

/** The cache looks at the clock once in a millisecond. */
const forgotten = () => new Promise((resolve) => setTimeout(resolve, 10));

/** Both clocks of the process stand still at this time of `performance.now()`, until they are moved. */
function frozenAt(ticks: number) {
  const time = Date.now() - performance.now();
  const [monotonic, wall] = [jest.spyOn(performance, 'now'), jest.spyOn(Date, 'now')];
  const mockReturnValue = (at: number) => {
    monotonic.mockReturnValue(at);
    wall.mockReturnValue(Math.floor(time + at));
  };
  mockReturnValue(ticks);
  return {
    mockReturnValue,
    mockRestore() {
      monotonic.mockRestore();
      wall.mockRestore();
    },
  };
}

describe('with a slow Nexudus', () => {
  let server: ScriptedServer;
  afterEach(() => server.close());
  let locations: number[];
  let denied = false;
  /** What happens while a path is asked for. */
  let meanwhile: (path: string) => void = () => {};

  const EMAILS = ['ana@example.com', 'ana.ruiz@example.com'];
  /** Ana twice, with six roles each; each answer takes `after` ms. */
  const started = async (after: number) => {
    locations = [11];
    denied = false;
    meanwhile = () => {};
    server = await startScripted(({ path, query }, earlier) => {
      if (path === '/api/token') return tokens(earlier);
      meanwhile(path);
      if (denied) return { status: 403, body: '""' };
      const list = (Records: object[]) => ({ body: { Records, TotalItems: Records.length, TotalPages: 1 } });
      if (path === '/api/sys/users') {
        return { ...list(EMAILS.map((Email, n) => ({ Id: n + 1, Email }))), after };
      }
      if (path === '/api/security/roles') return { ...list([{ Id: 9, Name: 'Team-Edit' }]), after };
      if (path.startsWith('/api/sys/users/')) {
        const Id = Number(path.split('/').at(-1));
        const UserRoles = [1, 2, 3, 4, 5, 6];
        return { body: { Id, Email: EMAILS[Id - 1], UserRoles, Businesses: locations }, after };
      }
      const roles: number[] = JSON.parse(query.id ?? '[]');
      return {
        body: roles.map((Id) => ({ Id, Name: 'Role', BusinessId: 11, Users: [], Roles: [9] })),
        after,
      };
    });
    return users(server.url);
  };

  test('the roles of a person are read in one call', async () => {
    const admins = await started(1000);
    const startedAt = Date.now();
    expect((await admins.withEmail('ana@example.com'))[0]?.roles).toHaveLength(6);
    // The list, the user, the roles and the permissions one after another.
    expect(Date.now() - startedAt).toBeLessThan(6500);
    expect(server.received.map(({ path }) => path)).toEqual([
      '/api/token',
      '/api/sys/users',
      '/api/sys/users/1',
      '/api/security/userroles',
      '/api/security/roles',
    ]);
  });

  test('what was read minutes ago is enough to show something, and is read anew meanwhile', async () => {
    const admins = await started(50);
    const places = async (toShow?: boolean) =>
      (await admins.withEmail('ana@example.com', toShow))[0]?.locations;
    expect(await places()).toEqual([11]);
    locations = [12];
    const start = performance.now();
    const clock = frozenAt(start + 5 * 60_000);
    try {
      expect(await places(true)).toEqual([11]);
      expect(await places()).toEqual([12]);
      locations = [13];
      // But not what was read an hour ago.
      clock.mockReturnValue(start + 60 * 60_000);
      expect(await places(true)).toEqual([13]);
      // What can't be read anew is still there to show.
      clock.mockReturnValue(start + 62 * 60_000);
      denied = true;
      expect(await places(true)).toEqual([13]);
      await expect(places()).rejects.toThrow('HTTP 403');
      expect(await places(true)).toEqual([13]);
    } finally {
      clock.mockRestore();
    }
  });

  test('what is read is as old as its question', async () => {
    const admins = await started(0);
    const places = async () => (await admins.withEmail('ana@example.com'))[0]?.locations;
    const start = performance.now();
    const clock = frozenAt(start);
    try {
      meanwhile = (path) => {
        if (path === '/api/sys/users/1') clock.mockReturnValue(start + 30_000);
      };
      expect(await places()).toEqual([11]);
      meanwhile = () => {};
      locations = [12];
      clock.mockReturnValue(start + 35_000);
      expect(await places()).toEqual([11]);
      clock.mockReturnValue(start + 40_100);
      expect(await places()).toEqual([12]);
    } finally {
      clock.mockRestore();
    }
  });

  test('a role that was read for another person makes it older', async () => {
    const admins = await started(0);
    const start = performance.now();
    const clock = frozenAt(start);
    try {
      await admins.withEmail('ana@example.com');
      const asked = async (at: number) => {
        const before = server.received.length;
        clock.mockReturnValue(start + at);
        await admins.withEmail('ana.ruiz@example.com');
        return server.received.slice(before).map(({ path }) => path);
      };
      // Not so old that it could be too old once all is there: the roles, and the list of addresses.
      expect(await asked(30_000)).toEqual(['/api/sys/users/2']);
      expect(await asked(35_000)).toEqual([]);
      expect(await asked(40_100)).toEqual(['/api/security/userroles']);
      expect(await asked(45_000)).toEqual([]);
      await forgotten();
      expect(await asked(50_100)).toEqual(['/api/sys/users']);
    } finally {
      clock.mockRestore();
    }
  });

  test('a break in the middle makes it too old to decide by: it is no answer', async () => {
    const admins = await started(0);
    const start = performance.now();
    const clock = frozenAt(start);
    try {
      let at = start;
      meanwhile = (path) => {
        if (path !== '/api/security/userroles') return;
        at += 60_000;
        clock.mockReturnValue(at);
      };
      await expect(admins.withEmail('ana@example.com')).rejects.toThrow('not read in time');
      meanwhile = () => {};
      locations = [12];
      await forgotten();
      clock.mockReturnValue(at + 60_000);
      expect((await admins.withEmail('ana@example.com'))[0]?.locations).toEqual([12]);
    } finally {
      clock.mockRestore();
    }
  });
});
