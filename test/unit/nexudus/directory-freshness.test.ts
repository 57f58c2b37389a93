import { afterEach, describe, expect, jest, test } from '@jest/globals';
import { createDirectory } from '../../../src/nexudus/directory.ts';
import { asBot } from './bot-account.ts';
import { type ScriptedServer, startScripted, tokens } from './scripted-server.ts';

const open: ScriptedServer[] = [];
afterEach(async () => {
  for (const server of open.splice(0)) await server.close();
});

/** A directory over lists that the test may change, with answers that take `after` ms. */
async function started(rows: Record<string, object[]>, after = 0) {
  const server = await startScripted(({ path, query }, earlier) => {
    if (path === '/api/token') return tokens(earlier);
    const [list = '', id] = path.split('/').slice(3);
    const Records = rows[list];
    if (query.id?.startsWith('[')) {
      const ids = JSON.parse(query.id) as number[];
      return { body: Records?.filter((row) => ids.includes((row as { Id: number }).Id)), after };
    }
    if (id !== undefined) {
      const record = Records?.find((row) => (row as { Id: number }).Id === Number(id));
      return record ? { body: record, after } : { status: 404, body: '""' };
    }
    return Records
      ? { body: { Records, TotalItems: Records.length, TotalPages: 1 }, after }
      : { status: 403, body: '""' };
  });
  open.push(server);
  const lists = () =>
    server.received
      .filter(({ path }) => path !== '/api/token')
      .map(({ path }) => path.split('/').slice(3).join('/'));
  return { directory: createDirectory(asBot(server.url)), lists };
}
const roles = (...names: string[]) => names.map((Name, n) => ({ Id: 100 + n, Name }));

describe('names of ids', () => {
  test('are given in the order asked for; what has none stands for itself', async () => {
    const { directory } = await started({ roles: roles('Team-Edit', 'Team-List') });
    expect([...(await directory.names('roles', [101, 7, 100]))]).toEqual([
      [101, 'Team-List'],
      [7, '#7'],
      [100, 'Team-Edit'],
    ]);
  });

  test('of no one ask no one', async () => {
    const { directory, lists } = await started({});
    expect(await directory.names('roles', [])).toEqual(new Map());
    expect(lists()).toEqual([]);
  });
});

describe('what was read', () => {
  test('is asked for once, however many want it at the same time', async () => {
    const { directory, lists } = await started({ roles: roles('a') }, 30);
    await Promise.all(Array.from({ length: 10 }, () => directory.search('roles', '', 9)));
    await directory.names('roles', [100]);
    expect(lists().filter((name) => name === 'roles')).toHaveLength(1);
  });

  test('ahead is there for whoever asks next, and permissions are read without the list of locations', async () => {
    const { directory, lists } = await started({ roles: roles('a') });
    await directory.readAhead('roles');
    expect(lists()).toEqual(['roles']);
    await directory.names('roles', [100]);
    expect(lists()).toEqual(['roles']);
  });

  test('hours ago is shown at once, but doesn’t tell any more who a person is', async () => {
    const users = [{ Id: 1, FullName: 'Ana', Email: 'desk@harbour.example' }];
    const { directory } = await started({ users, businesses: [] });
    const ids = async () => (await directory.withEmail('users', 'desk@harbour.example')).map(({ id }) => id);
    expect(await ids()).toEqual([1]);
    users[0] = { Id: 2, FullName: 'Leo', Email: 'desk@harbour.example' };
    const start = performance.now();
    const clock = jest.spyOn(performance, 'now').mockReturnValue(start + 3 * 3_600_000);
    try {
      expect((await directory.search('users', '', 9)).entries).toMatchObject([{ id: 1 }]);
      expect(await ids()).toEqual([2]);
      clock.mockReturnValue(start + 6 * 3_600_000);
      users[0] = { Id: 2, FullName: 'Leonard', Email: 'desk@harbour.example' };
      expect(await directory.entries('users', [2])).toMatchObject([{ name: 'Leonard' }]);
    } finally {
      clock.mockRestore();
    }
  });

  test('is forgotten after a write', async () => {
    const rows = { roles: roles('a') };
    const { directory } = await started(rows);
    await directory.search('roles', '', 9);
    rows.roles = roles('b');
    expect((await directory.search('roles', '', 9)).entries[0]?.name).toBe('a');
    directory.forget('roles');
    expect((await directory.search('roles', '', 9)).entries[0]?.name).toBe('b');
  });

  test('is not half of a failure: the error is told, and asked again at the next search', async () => {
    const rows: Record<string, object[]> = {};
    const { directory } = await started(rows);
    await expect(directory.search('roles', '', 9)).rejects.toThrow('HTTP 403');
    rows.roles = roles('a');
    expect((await directory.search('roles', '', 9)).total).toBe(1);
  });

  test('that is forgotten while it is read still answers whoever waits for it, and is not kept', async () => {
    const rows = { roles: roles('a') };
    const { directory, lists } = await started(rows, 50);
    const waiting = directory.search('roles', '', 9);
    while (!lists().includes('roles')) await new Promise((resolve) => setTimeout(resolve, 5));
    rows.roles = roles('b');
    directory.forget('roles');
    expect((await waiting).entries[0]?.name).toBe('a');
    expect((await directory.search('roles', '', 9)).entries[0]?.name).toBe('b');
  });
});

describe('ids that no record has', () => {
  test('are told after asking for each of them; the list is neither read again nor forgotten', async () => {
    const rows = { roles: roles('a') };
    const { directory, lists } = await started(rows);
    await directory.search('roles', '', 9);
    expect(await directory.missing('roles', [100])).toEqual([]);
    rows.roles = roles('a', 'b');
    expect(await directory.missing('roles', [100, 101])).toEqual([]);
    expect(await directory.missing('roles', [100, 101, 999])).toEqual([999]);
    expect(lists()).toEqual(['roles', 'roles/101', 'roles/999']);
  });

  test('are asked for while no list was read; a long list of them reads it', async () => {
    const many = Array.from({ length: 11 }, (_, n) => 100 + n);
    const { directory, lists } = await started({ roles: roles('a') });
    expect(await directory.missing('roles', [100, 999])).toEqual([999]);
    expect(lists()).toEqual(['roles/100', 'roles/999']);
    expect(await directory.missing('roles', many)).toEqual(many.slice(1));
    expect(lists().filter((path) => path === 'roles')).toHaveLength(1);
    // Of those that the list didn't hold, only so many are asked for: together, and then one by one.
    expect(lists().slice(2, 4)).toEqual(['roles', 'roles/']);
    expect(lists()).toHaveLength(2 + 1 + 1 + 10);
  });

  test('are not told by a list that is older than a minute, except to show', async () => {
    const rows = { roles: roles('a'), teams: [{ Id: 1, Name: 'a' }] };
    const { directory, lists } = await started(rows);
    await directory.search('teams', '', 9);
    await directory.search('roles', '', 9);
    rows.teams = [];
    const clock = jest.spyOn(performance, 'now').mockReturnValue(performance.now() + 120_000);
    try {
      expect(await directory.missing('teams', [1], undefined, true)).toEqual([]);
      expect(await directory.missing('teams', [1])).toEqual([1]);
      // Permissions are Nexudus's own, and seldom change.
      expect(await directory.missing('roles', [100])).toEqual([]);
      expect(lists()).toEqual(['teams', 'roles', 'teams/1']);
    } finally {
      clock.mockRestore();
    }
  });

  test('are those outside of the given locations too', async () => {
    const teams = [
      { Id: 1, Name: 'a', BusinessId: 11 },
      { Id: 2, Name: 'b', BusinessId: 12 },
      { Id: 3, Name: 'c' },
    ];
    const { directory } = await started({ teams, businesses: [] });
    expect(await directory.missing('teams', [1, 2, 3], [11])).toEqual([2, 3]);
    await directory.search('teams', '', 9);
    expect(await directory.missing('teams', [1, 2, 3], [11])).toEqual([2, 3]);
    expect(await directory.missing('teams', [1, 2, 3], [])).toEqual([1, 2, 3]);
    expect(await directory.missing('teams', [1, 2, 3])).toEqual([]);
  });

  test('are not those of admin users without a default location', async () => {
    const users = [
      { Id: 1, FullName: 'a', DefaultBusinessId: 11 },
      { Id: 2, FullName: 'b', DefaultBusinessId: 12 },
      { Id: 3, FullName: 'c', DefaultBusinessId: null },
    ];
    const { directory } = await started({ users });
    expect(await directory.missing('users', [1, 2, 3], [11])).toEqual([2]);
    expect((await directory.search('users', '', 9, { locations: [11] })).entries).toMatchObject([
      { id: 1 },
      { id: 3 },
    ]);
  });

  test('of no one ask no one', async () => {
    const { directory, lists } = await started({});
    expect(await directory.missing('teams', [])).toEqual([]);
    expect(lists()).toEqual([]);
  });
});
