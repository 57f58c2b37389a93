import { afterEach, describe, expect, jest, test } from '@jest/globals';
import { createDirectory } from '../../../src/nexudus/directory.ts';
import { asBot } from './bot-account.ts';
import { type Reply, type ScriptedServer, startScripted, tokens } from './scripted-server.ts';

type Rows = Readonly<Record<string, object[]>>;
const open: ScriptedServer[] = [];
afterEach(async () => {
  jest.useRealTimers();
  for (const server of open.splice(0)) await server.close();
});

const LOCATIONS = [
  { Id: 11, Name: 'Soho' },
  { Id: 12, Name: 'Camden' },
];

/** A directory over the lists that `rows` holds at the time; `after` makes the answers slow. */
async function started(rows: Rows, reply: Reply = {}) {
  const server = await startScripted(({ path, query }, earlier) => {
    if (path === '/api/token') return tokens(earlier);
    const all = rows[path.split('/').at(-1) ?? ''] ?? [];
    const [page, size] = [Number(query.page), Number(query.size)];
    const Records = all.slice((page - 1) * size, page * size);
    return { body: { Records, TotalItems: all.length, TotalPages: Math.ceil(all.length / size) }, ...reply };
  });
  open.push(server);
  const lists = () =>
    server.received.filter(({ path }) => path !== '/api/token').map(({ path }) => path.split('/').at(-1));
  return { directory: createDirectory(asBot(server.url)), lists };
}
const teams = (...names: string[]) =>
  names.map((Name, n) => ({ Id: 100 + n, Name, BusinessId: n % 2 ? 12 : 11 }));
const namesOf = ({ entries }: { entries: { name: string }[] }) => entries.map(({ name }) => name);

describe('a search', () => {
  test('puts names that begin with the text first, each part in the order of names', async () => {
    const { directory } = await started({ teams: teams('New Acme', 'acme', 'Zacme', 'Acme Ltd', 'Other') });
    expect(namesOf(await directory.search('teams', 'acme', 100))).toEqual([
      'acme',
      'Acme Ltd',
      'New Acme',
      'Zacme',
    ]);
  });

  test.each([
    ['ltd acme', ['Acme Ltd']],
    ['ACME', ['Acme Ltd', 'Acme Studios']],
    ['  acme   stu ', ['Acme Studios']],
    ['zoe', ['Zoë & Cie']],
    ['ZOË', ['Zoë & Cie']],
    ['lodz', []],
    ['李', ['李小龙']],
    ['(', ['Brackets (x']],
    ['.*', []],
    ['nothing of it', []],
  ])('for %j finds %j', async (text, names) => {
    const rows = teams('Acme Ltd', 'Acme Studios', 'Zoë & Cie', '李小龙', 'Brackets (x');
    const { directory } = await started({ teams: rows });
    expect(namesOf(await directory.search('teams', text, 100))).toEqual(names);
  });

  test.each([
    ['Kadikoy', 'Kadıköy'],
    ['KADIKÖY', 'Kadıköy'],
    ['istanbul', 'İstanbul'],
    ['thorshofn', 'Þórshöfn'],
    ['sudureyri', 'Suðureyri'],
    ['hal far', 'Ħal Far'],
    ['lodz', 'Łódź'],
    ['tromso', 'Tromsø'],
    ['dakovo', 'Đakovo'],
    ['strasse', 'Straße'],
    ['aeroskobing', 'Ærøskøbing'],
    ['oeuvre', 'Œuvre'],
    ['suss', 'Süſs'],
    ['jukkasjarvi', 'Jukkasjärvi'],
    ['hangaste', 'Haŋaste'],
    ['Москва', 'Москва'],
    ['李', '李小龙'],
  ])('for %j finds %j', async (text, name) => {
    const { directory } = await started({ teams: teams(name, 'Other') });
    expect(namesOf(await directory.search('teams', text, 100))).toEqual([name]);
  });

  test('for Latin letters finds no name in another script', async () => {
    const { directory } = await started({ teams: teams('李小龙', 'Москва') });
    expect(namesOf(await directory.search('teams', 'li', 100))).toEqual([]);
    expect(namesOf(await directory.search('teams', 'mos', 100))).toEqual([]);
  });

  test('shows everything while nothing is typed, by name', async () => {
    const { directory } = await started({ teams: teams('b', 'É', 'a', 'd') });
    expect(namesOf(await directory.search('teams', '', 100))).toEqual(['a', 'b', 'd', 'É']);
  });

  test('tells how many there are when it shows only the first', async () => {
    const { directory } = await started({
      teams: teams(...Array.from({ length: 1234 }, (_, n) => `Team ${n}`)),
    });
    const all = await directory.search('teams', '', 100);
    expect(all.entries).toHaveLength(100);
    expect(all.total).toBe(1234);
    // 'Team 1233', and 'Team 1133' by its id.
    expect((await directory.search('teams', 'team 1233', 100)).total).toBe(2);
  });

  test('counts a row once that comes on two pages, as when a record before it is deleted meanwhile', async () => {
    const rows = teams(...Array.from({ length: 600 }, (_, n) => `Team ${n}`));
    const { directory } = await started({ teams: [...rows.slice(0, 500), ...rows.slice(499)] });
    expect((await directory.search('teams', '', 100)).total).toBe(600);
    expect((await directory.labels('teams', [599])).get(599)).toBe('Team 499');
  });

  test('finds a record by its id', async () => {
    const { directory } = await started({ teams: teams('Acme', 'Other') });
    expect(namesOf(await directory.search('teams', '101', 100))).toEqual(['Other']);
    expect(namesOf(await directory.search('teams', '10', 100))).toEqual([]);
  });

  test('tells records of one name apart by their location', async () => {
    const { directory } = await started({ teams: teams('Northwind', 'Northwind'), businesses: LOCATIONS });
    expect((await directory.search('teams', 'north', 100)).entries).toMatchObject([
      { id: 100, name: 'Northwind', detail: 'Soho' },
      { id: 101, name: 'Northwind', detail: 'Camden' },
    ]);
    expect((await directory.search('teams', 'north camden', 100)).entries).toMatchObject([{ id: 101 }]);
  });

  test('believes a location’s name in the row', async () => {
    const { directory } = await started({
      teams: [{ Id: 1, Name: 'A', BusinessId: 11, BusinessName: 'SOHO' }],
    });
    expect((await directory.search('teams', '', 1)).entries[0]?.detail).toBe('SOHO');
  });

  test('tells people apart by their e-mail, and finds them by it', async () => {
    const users = [
      { Id: 1, FullName: 'Sam Field', Email: 'sam@a.example' },
      { Id: 2, FullName: 'Sam Field', Email: 'sam@b.example' },
      { Id: 3, FullName: '  ', Email: null },
    ];
    const { directory, lists } = await started({ users });
    expect((await directory.search('users', 'b.example', 100)).entries).toMatchObject([
      { id: 2, name: 'Sam Field', detail: 'sam@b.example' },
    ]);
    expect((await directory.search('users', '3', 100)).entries).toMatchObject([{ id: 3, name: '#3' }]);
    expect(lists()).toEqual(['users']);
  });

  test('within given ids shows those alone, also such as the list doesn’t hold', async () => {
    const { directory } = await started({ teams: teams('Acme', 'Other') });
    const found = await directory.search('teams', '', 100, { among: new Set([101, 999]) });
    expect(namesOf(found)).toEqual(['Other', '#999']);
    expect(namesOf(await directory.search('teams', '999', 100, { among: new Set([101, 999]) }))).toEqual([
      '#999',
    ]);
  });

  test('within locations leaves out all others, and what belongs to none', async () => {
    const rows = [...teams('Acme', 'Other'), { Id: 200, Name: 'Nowhere' }];
    const roles = [{ Id: 5, Name: 'Team-Edit' }];
    const { directory } = await started({ teams: rows, roles, businesses: LOCATIONS });
    expect(namesOf(await directory.search('teams', '', 9, { locations: [12] }))).toEqual(['Other']);
    expect(namesOf(await directory.search('teams', '', 9, { locations: [] }))).toEqual([]);
    expect(namesOf(await directory.search('teams', '', 9))).toHaveLength(3);
    expect(namesOf(await directory.search('businesses', '', 9, { locations: [12] }))).toEqual(['Camden']);
    // Permissions belong to no location.
    expect(namesOf(await directory.search('roles', '', 9, { locations: [12] }))).toEqual(['Team-Edit']);
  });
});

describe('a name that a person typed', () => {
  test.each([
    ['Acme', [100]],
    ['acme', [100]],
    ['ACMÉ', [100]],
    ['Acm', []],
    ['101', [101]],
    ['2024', [103]],
    ['Northwind', [101, 102]],
    ['', []],
  ])('%j means %j', async (text, ids) => {
    const { directory } = await started({ teams: teams('Acme', 'Northwind', 'Northwind', '2024') });
    expect((await directory.named('teams', text)).map(({ id }) => id)).toEqual(ids);
  });

  test('may be an e-mail where people have one', async () => {
    const users = [{ Id: 1, FullName: 'Sam Field', Email: 'Sam@a.example' }];
    const { directory } = await started({ users, teams: teams('Acme'), businesses: LOCATIONS });
    expect((await directory.named('users', 'sam@a.example')).map(({ id }) => id)).toEqual([1]);
    expect(await directory.named('teams', 'Soho')).toEqual([]);
  });
});

describe('an e-mail address', () => {
  const users = [
    { Id: 1, FullName: 'Sam', Email: 'Sam@a.example' },
    { Id: 2, FullName: 'Zoe', Email: 'zoe@a.example' },
    { Id: 3, FullName: 'Zoe', Email: 'ZOE@a.example' },
    { Id: 4, FullName: 'None', Email: null },
  ];
  test.each([
    ['sam@a.example', [1]],
    [' SAM@A.example ', [1]],
    ['zoe@a.example', [2, 3]],
    ['zoë@a.example', []],
    ['am@a.example', []],
    ['', []],
  ])('%j belongs to %j', async (email, ids) => {
    const { directory } = await started({ users });
    expect((await directory.withEmail('users', email)).map(({ id }) => id)).toEqual(ids);
  });
});

describe('records of one name', () => {
  const rows = [
    { Id: 1, Name: 'Northwind', BusinessId: 11 },
    { Id: 2, Name: 'northwind', BusinessId: 12 },
    { Id: 3, Name: 'Northwind', BusinessId: 12 },
    { Id: 4, Name: 'Acme', BusinessId: 12 },
  ];

  test('are distinguished by their detail, and by id where that is the same', async () => {
    const { directory } = await started({ teams: rows, businesses: LOCATIONS });
    expect([...(await directory.labels('teams', [1, 2, 3, 4, 5])).values()]).toEqual([
      'Northwind (Soho)',
      'northwind (Camden, #2)',
      'Northwind (Camden, #3)',
      'Acme',
      '#5',
    ]);
    // Decisions compare these: they stay as Nexudus has them.
    expect([...(await directory.names('teams', [1, 2])).values()]).toEqual(['Northwind', 'northwind']);
  });

  test('are found again after a write without another reading', async () => {
    const { directory, lists } = await started({ teams: rows, businesses: LOCATIONS });
    const ids = async (name: string) => (await directory.namesakes('teams', name))?.map(({ id }) => id);
    expect(await ids('Northwind')).toEqual([]);
    await directory.readAhead('teams');
    expect(await ids('Northwind')).toEqual([1, 2, 3]);
    const before = lists().length;
    directory.forget('teams');
    expect(await ids('acme')).toEqual([4]);
    expect(lists()).toHaveLength(before);
  });
});
