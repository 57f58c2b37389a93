import { afterEach, describe, expect, test } from '@jest/globals';
import { createDirectory } from '../../../src/nexudus/directory.ts';
import { asBot } from './bot-account.ts';
import { type ScriptedServer, startScripted, tokens } from './scripted-server.ts';

// What is assumed of Nexudus may be otherwise: then less is found, and nothing false is said or let through.
const open: ScriptedServer[] = [];
afterEach(async () => {
  for (const server of open.splice(0)) await server.close();
});

type Row = Readonly<Record<string, unknown>> & { Id: number };
interface Otherwise {
  /** Which rows pass a filter. */
  passes?: (value: string, filter: string) => boolean;
  /** What is answered to ?id=[…]; absent: it is a list like any. */
  batch?: (rows: Row[]) => unknown;
  admins?: Row[];
}

/** 3,000 admin users, of whom three in four look after one of the locations 11 and 12. */
async function started({ passes, batch, admins }: Otherwise) {
  const users: Row[] = Array.from({ length: 3000 }, (_, n) => ({
    Id: n + 1,
    FullName: `Person ${String(n + 1).padStart(4, '0')}`,
    Email: `p${n + 1}@example.com`,
    DefaultBusinessId: [11, 12, 12, null][n % 4],
  }));
  const all = [...(admins ?? []), ...users];
  const server = await startScripted(({ path, query }, earlier) => {
    if (path === '/api/token') return tokens(earlier);
    const [, id] = path.split('/').slice(3);
    if (id) {
      const record = all.find((row) => row.Id === Number(id));
      return record ? { body: record } : { status: 404, body: '"Not found"' };
    }
    if (query.id?.startsWith('[') && batch) {
      const ids = JSON.parse(query.id) as number[];
      return { body: batch(all.filter((row) => ids.includes(row.Id))) };
    }
    const filters = Object.entries(query).filter(([name]) => name.startsWith('User_'));
    const found = passes
      ? all.filter((row) =>
          filters.every(([name, value]) => passes(String(row[name.slice('User_'.length)]), value)),
        )
      : all;
    const [page, size] = [Number(query.page ?? 1), Number(query.size ?? 25)];
    const Records = found.slice((page - 1) * size, page * size);
    return { body: { Records, TotalItems: found.length, TotalPages: Math.ceil(found.length / size) } };
  });
  open.push(server);
  const calls = () => server.received.filter(({ path }) => path !== '/api/token').length;
  return { directory: createDirectory(asBot(server.url)), calls };
}
const contains = (value: string, filter: string) => value.toLowerCase().includes(filter.toLowerCase());

describe('a search where Nexudus', () => {
  test('ignores the filter says so, reads no further, and finds by id', async () => {
    const { directory, calls } = await started({});
    const found = await directory.search('users', 'person 2900', 100);
    expect(found).toMatchObject({ entries: [], untold: 'unfiltered' });
    expect(calls()).toBeLessThan(6);
    expect((await directory.search('users', '2900', 100)).untold).toBe('unfiltered');
    const byId = await directory.search('users', '0002900', 100);
    expect(byId.entries.map(({ id }) => id)).toEqual([2900]);
  });

  test('ignores the filter shows none of other locations', async () => {
    const { directory } = await started({});
    const found = await directory.search('users', 'person', 100, { locations: [11] });
    expect(found.entries.slice(0, 4).map(({ id }) => id)).toEqual([1, 4, 5, 8]);
    expect(found.untold).toBe('more');
  });

  test('takes text for all of a name finds the whole name, also after its beginning', async () => {
    const { directory } = await started({
      passes: (value, filter) => value.toLowerCase() === filter.toLowerCase(),
    });
    expect(await directory.search('users', 'person', 100)).toMatchObject({
      entries: [],
      untold: 'none-like-it',
    });
    const found = await directory.search('users', 'person 2900', 100);
    expect(found.entries.map(({ id }) => id)).toEqual([2900]);
  });
});

describe('ids where Nexudus', () => {
  test('knows no question for several are asked for one by one, of a few', async () => {
    const { directory, calls } = await started({ passes: contains });
    await directory.readAhead('users');
    const ids = Array.from({ length: 30 }, (_, n) => 2001 + n);
    const names = await directory.names('users', ids);
    expect([...names.values()].filter((name) => name.startsWith('Person'))).toHaveLength(10);
    expect(names.get(2030)).toBe('#2030');
    expect(calls()).toBe(1 + 1 + 10);
    expect(await directory.missing('users', ids)).toHaveLength(10);
    // It is not asked that way again.
    expect(calls()).toBe(1 + 1 + 10 + 10);
  });

  test('leaves the location out when it is asked for several decides nothing by that', async () => {
    const { directory } = await started({
      passes: contains,
      batch: (rows) => rows.map(({ DefaultBusinessId: _, ...row }) => row),
    });
    // Of the locations 11, 12, 12, none and 11.
    const ids = [2001, 2002, 2003, 2004, 2005];
    expect((await directory.labels('users', ids)).get(2001)).toBe('Person 2001 (p2001@example.com)');
    expect(await directory.missing('users', ids, [11])).toEqual([2002, 2003]);
  });

  test('answers with records that were not asked for takes none of them', async () => {
    const { directory } = await started({ passes: contains, batch: () => [{ Id: 5, FullName: 'Other' }] });
    expect(await directory.missing('users', [9001, 9002, 9003])).toEqual([9001, 9002, 9003]);
    await directory.readAhead('users');
    expect((await directory.names('users', [5])).get(5)).toBe('Person 0005');
  });
});

describe('an e-mail address where Nexudus', () => {
  const twins: Row[] = [
    { Id: 9001, FullName: 'Sam', Email: 'sam@example.com', DefaultBusinessId: null },
    { Id: 9002, FullName: 'Sam too', Email: 'SAM@example.com', DefaultBusinessId: null },
  ];

  test('minds upper case belongs to all who were known to have it', async () => {
    const { directory } = await started({
      passes: (value, filter) => value.includes(filter),
      batch: (rows) => rows,
      admins: twins,
    });
    await directory.readAhead('users');
    const ids = (await directory.withEmail('users', 'sam@example.com')).map(({ id }) => id);
    expect(ids).toEqual([9001, 9002]);
  });

  test('ignores the filter belongs to no one for certain', async () => {
    const { directory, calls } = await started({ admins: twins });
    await expect(directory.withEmail('users', 'sam@example.com')).rejects.toThrow('by e-mail');
    expect(calls()).toBe(2);
  });
});
