import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { createDirectory, type Directory } from '../../../src/nexudus/directory.ts';
import { createPace } from '../../../src/nexudus/pace.ts';
import { apartFromOthers } from '../../../src/operations/describe-changes.ts';
import { type NexudusStandIn, startNexudus } from '../../../src/sandbox/nexudus/start-nexudus.ts';
import { asBot } from './bot-account.ts';

// 100,000 customers and 10,000 teams: Ottoline Grey, Zoë Łukasiewicz and others, then Alba A. Adeyemi … by turns.
const [SOHO, SHOREDITCH, CAMDEN] = [1_414_940_210, 1_414_940_211, 1_414_940_212];
const OTTOLINE = 1_415_000_057;
const customerIds = (from: number, count: number) => Array.from({ length: count }, (_, n) => from + n);

let nexudus: NexudusStandIn;
let directory: Directory;
beforeAll(async () => {
  nexudus = await startNexudus({ large: true });
}, 60_000);
afterAll(() => nexudus.close());
beforeEach(() => {
  directory = createDirectory(asBot(nexudus.url));
  nexudus.calls.length = 0;
});

/** What was asked of Nexudus since the last time, without pages and orders. */
function asked(): string[] {
  const calls = nexudus.calls.splice(0).filter(({ path }) => !path.startsWith('/api/token'));
  return calls.map(({ path, query }) => {
    const filters = [...new URLSearchParams(query)].filter(([name]) => /_|^id$/.test(name));
    const said = filters.map(([name, value]) => `${name}=${value.length > 40 ? '…' : value}`);
    return [path.replace('/api/', ''), ...said].join(' ');
  });
}
const find = async (text: string, locations?: number[]) => {
  const { entries, total, untold } = await directory.search('coworkers', text, 100, { locations });
  return { names: entries.map(({ name }) => name), ids: entries.map(({ id }) => id), total, untold };
};

describe('a search of 100,000 customers', () => {
  test('costs one call for the first letter, after one that tells how many there are', async () => {
    const { names, total } = await find('q');
    expect(names).toHaveLength(100);
    expect(names.every((name) => name.toLowerCase().includes('q'))).toBe(true);
    expect(total).toBe(9227);
    expect(asked()).toEqual(['spaces/coworkers', 'spaces/coworkers Coworker_FullName=q']);
  });

  test('shows the first of all before anything is typed, and says of how many', async () => {
    const { names, total } = await find('');
    expect(names).toHaveLength(100);
    expect(total).toBe(100_000);
    expect(asked()).toEqual(['spaces/coworkers']);
  });

  test('narrows what is complete without another call', async () => {
    await directory.readAhead('coworkers');
    asked();
    expect(await find('ottol')).toMatchObject({ names: ['Ottoline Grey'], untold: 'by-name' });
    expect(asked()).toEqual(['spaces/coworkers Coworker_FullName=ottol']);
    expect((await find('ottoli')).names).toEqual(['Ottoline Grey']);
    expect((await find('OTTOLINE')).names).toEqual(['Ottoline Grey']);
    expect(asked()).toEqual([]);
  });

  test('is one question, however many ask it at once', async () => {
    await directory.readAhead('coworkers');
    asked();
    await Promise.all(Array.from({ length: 10 }, () => find('ottoline')));
    expect(asked()).toEqual(['spaces/coworkers Coworker_FullName=ottoline']);
  });

  test('finds words in any order, and names of two common words', async () => {
    expect((await find('grey ottoline')).names).toEqual(['Ottoline Grey']);
    // 8,000 are called Lefèvre and 5,500 Runa.
    const common = await find('Runa Z. Lefèvre');
    expect(common.names).toEqual(Array.from({ length: 17 }, () => 'Runa Z. Lefèvre'));
  });

  test('finds by e-mail and by id', async () => {
    await directory.readAhead('coworkers');
    asked();
    expect((await find('ewa.nowak@')).names).toEqual(['Ewa Nowak']);
    expect(asked()).toEqual(['spaces/coworkers Coworker_Email=ewa.nowak@']);
    // Without the @ names come first, and it is none.
    expect((await find('ewa.nowak')).names).toEqual(['Ewa Nowak']);
    expect(asked()).toHaveLength(2);
    expect((await find(String(OTTOLINE))).names).toEqual(['Ottoline Grey']);
    expect(asked()).toEqual([`spaces/coworkers/${OTTOLINE}`]);
  });

  test('says that what is not found may be found another way', async () => {
    // Accents are Nexudus's business: this one minds them.
    expect(await find('Lukasiewicz')).toMatchObject({ names: [], untold: 'none-like-it' });
    expect((await find('Łukasiewicz')).names).toEqual(['Zoë Łukasiewicz']);
  });

  test('keeps to the locations of who asks', async () => {
    // Ottoline belongs to Camden.
    expect((await find('ottoline', [SOHO])).names).toEqual([]);
    expect((await find('ottoline', [CAMDEN])).names).toEqual(['Ottoline Grey']);
    expect((await find('ottoline', [SOHO, CAMDEN])).names).toEqual(['Ottoline Grey']);
    expect((await find('ottoline', [SOHO, SHOREDITCH])).names).toEqual([]);
    expect((await find('ottoline', [])).names).toEqual([]);
    asked();
    const { ids, total } = await find('q', [CAMDEN]);
    expect(asked()).toEqual([`spaces/coworkers Coworker_FullName=q Coworker_InvoicingBusiness=${CAMDEN}`]);
    expect(total).toBe(1298);
    for (const id of ids) expect(nexudus.record('coworkers', id)?.InvoicingBusinessId).toBe(CAMDEN);
    expect(await find('', [SOHO, CAMDEN])).toMatchObject({ untold: 'more' });
  });

  test('asks for each of a few locations where others have very many of that name', async () => {
    const named = (Id: number, InvoicingBusinessId: number) =>
      nexudus.put('coworkers', { Id, FullName: 'Zed Commons', InvoicingBusinessId });
    for (let n = 0; n < 250; n++) named(1_415_200_000 + n, SHOREDITCH);
    named(1_415_200_901, CAMDEN);
    named(1_415_200_902, SOHO);
    await directory.readAhead('coworkers');
    asked();
    const { ids, untold } = await find('zed commons', [SOHO, CAMDEN]);
    expect(ids.sort()).toEqual([1_415_200_901, 1_415_200_902]);
    expect(untold).toBe('by-name');
    expect(asked()).toEqual([
      'spaces/coworkers Coworker_FullName=commons',
      `spaces/coworkers Coworker_FullName=commons Coworker_InvoicingBusiness=${SOHO}`,
      `spaces/coworkers Coworker_FullName=commons Coworker_InvoicingBusiness=${CAMDEN}`,
    ]);
    expect((await find('', [SOHO, CAMDEN])).ids).toHaveLength(100);
    expect(asked()).toEqual([]);
    for (let n = 0; n < 1000; n++) nexudus.remove('coworkers', 1_415_200_000 + n);
  });

  test('answers with what is there when time is up', async () => {
    await directory.readAhead('coworkers');
    nexudus.switches.slowMs = 400;
    const search = () => directory.search('coworkers', 'ottoline', 100, { withinMs: 20 });
    // She is on the first page, which tells how many there are.
    expect(await search()).toMatchObject({ entries: [{ id: OTTOLINE }], total: 1, untold: 'late' });
    nexudus.switches.slowMs = 0;
    await find('ottoline');
    expect(await search()).toMatchObject({ entries: [{ id: OTTOLINE }], untold: 'by-name' });
  });
});

describe('a search of 10,000 teams', () => {
  const search = async (text: string, locations?: number[]) => {
    const { entries, total, untold } = await directory.search('teams', text, 100, { locations });
    return { all: entries.map(({ name, detail }) => `${name}, ${detail}`), total, untold };
  };
  beforeEach(async () => {
    await Promise.all([directory.readAhead('teams'), directory.readAhead('businesses')]);
    asked();
  });

  test('finds them by the name of their location, with a word of their own or without', async () => {
    expect(await search('kestrel shore')).toEqual({
      ...{ all: ['Kestrel Robotics, Shoreditch'], total: 1, untold: undefined },
    });
    expect(asked().sort()).toEqual([
      'spaces/teams Team_Name=kestrel Team_Business=1414940211',
      'spaces/teams Team_Name=shore',
    ]);
    const common = await search('camden elm legal');
    expect(common.all).toHaveLength(52);
    expect(common.all[0]).toBe('Elm Legal 1139, Camden');
    // 833 are called Legal, and as many Elm: there may be more than these.
    expect(await directory.search('teams', 'camden elm legal', 10)).toMatchObject({
      ...{ untold: 'more', atLeast: true },
    });
    expect(await directory.search('teams', 'analytics camden', 10)).not.toHaveProperty('atLeast');
    const camden = await search('camden');
    expect(camden.all).toHaveLength(100);
    expect(camden.all.every((each) => each.endsWith(', Camden'))).toBe(true);
    expect([camden.total, camden.untold]).toEqual([3333, 'more']);
  });

  test('finds those that have a location in their own name, too, and none of other locations than one may see', async () => {
    nexudus.put('teams', { Id: 1_414_399_021, Name: 'Camden Brewers', BusinessId: SOHO });
    expect((await search('camden brew')).all).toEqual(['Camden Brewers, Soho']);
    expect((await search('camden', [SOHO])).all).toEqual(['Camden Brewers, Soho']);
    expect((await search('elm legal camden', [SOHO])).all).toEqual([]);
    nexudus.remove('teams', 1_414_399_021);
  });

  test('knows one by a name that hundreds hold', async () => {
    nexudus.put('teams', { Id: 1_414_399_022, Name: 'Elm', BusinessId: CAMDEN });
    expect((await directory.named('teams', 'elm')).map(({ id }) => id)).toEqual([1_414_399_022]);
    expect(asked()).toHaveLength(3);
    nexudus.remove('teams', 1_414_399_022);
  });

  test('tells those of one name apart without a call, where they are only listed', async () => {
    const record = { Id: 1_414_300_900, Name: 'Elm', BusinessId: CAMDEN };
    expect(await apartFromOthers('teams', record, directory, { asks: false })).toBe('Camden');
    expect(asked()).toEqual([]);
    // Of a name that hundreds hold it is not known which else have it.
    expect(await apartFromOthers('teams', record, directory)).toBe('Camden, #1414300900');
    expect(asked()).toEqual(['spaces/teams Team_Name=Elm']);
  });
});

describe('what is read ahead, one call at a time', () => {
  const LISTS = ['tariffs', 'extraservices', 'workspaces', 'userroles', 'videorooms'] as const;
  let reading: Promise<unknown>;
  beforeEach(async () => {
    directory = createDirectory(asBot(nexudus.url, { pace: createPace() }));
    await Promise.all([directory.readAhead('coworkers'), directory.readAhead('businesses')]);
    asked();
    reading = Promise.all(LISTS.map((list) => directory.readAhead(list)));
  });

  // The first of them may be under way.
  test('lets a word that is typed go before', async () => {
    await directory.search('coworkers', 'ottoline', 100);
    expect(asked().indexOf('spaces/coworkers Coworker_FullName=ottoline')).toBeLessThanOrEqual(1);
    await reading;
  });

  test('goes before the others as soon as a person waits for it', async () => {
    await directory.search('videorooms', '', 100);
    expect(asked().indexOf('community/videorooms')).toBeLessThanOrEqual(1);
    await reading;
  });
});

describe('ids of customers', () => {
  test('are named a hundred in a call', async () => {
    const members = customerIds(1_415_000_100, 900);
    const names = await directory.names('coworkers', [...members, 5]);
    expect(names.get(1_415_000_100)).toBe('Jonas A. Fontaine');
    expect(names.get(5)).toBe('#5');
    // They go together over connections of their own, and come in any order.
    expect(asked().sort()).toEqual([
      'spaces/coworkers',
      ...Array.from({ length: 9 }, () => 'spaces/coworkers/ id=…'),
      'spaces/coworkers/5',
    ]);
    expect((await directory.labels('coworkers', members)).get(1_415_000_100)).toBe(
      'Jonas A. Fontaine (jonas.99@example.com)',
    );
    expect(asked()).toEqual([]);
  });

  test('are known to exist without the list, each within the locations', async () => {
    const picked = customerIds(1_415_050_000, 100);
    expect(await directory.missing('coworkers', [...picked, 7])).toEqual([7]);
    expect(asked()).toEqual(['spaces/coworkers', 'spaces/coworkers/ id=…', 'spaces/coworkers/7']);
    const elsewhere = await directory.missing('coworkers', picked, [CAMDEN]);
    expect(elsewhere).toHaveLength(67);
    expect(asked()).toEqual([]);
    expect(await directory.missing('coworkers', [1_415_060_000])).toEqual([]);
    expect(asked()).toEqual(['spaces/coworkers/1415060000']);
  });

  test('of no record are no reason to ask again for the others', async () => {
    await directory.missing('coworkers', [OTTOLINE]);
    asked();
    expect(await directory.missing('coworkers', [OTTOLINE, 99])).toEqual([99]);
    expect(asked()).toEqual(['spaces/coworkers/99']);
  });

  test('beyond what a form could hold are refused without a call', async () => {
    const forged = customerIds(1_415_000_001, 3000);
    expect(await directory.missing('coworkers', forged)).toHaveLength(2800);
    expect(asked()).toHaveLength(3);
  });
});

describe('a name or address', () => {
  test('of a customer means them alone', async () => {
    const ids = async (text: string) => (await directory.named('coworkers', text)).map(({ id }) => id);
    expect(await ids('ottoline grey')).toEqual([OTTOLINE]);
    expect(await ids('ottoline.grey@example.com')).toEqual([OTTOLINE]);
    expect(await ids(String(OTTOLINE))).toEqual([OTTOLINE]);
    // Of so many names that hold it, not all were read: there may be another one of that name, and no one is surely meant.
    nexudus.put('coworkers', { Id: 1_415_000_078, FullName: 'Runa' });
    expect((await find('Runa')).names).toContain('Runa');
    expect(await ids('Runa')).toEqual([]);
    expect(await directory.named('coworkers', '')).toEqual([]);
  });

  test('belongs to all who have exactly it, by one call', async () => {
    nexudus.put('coworkers', { Id: 1_415_099_001, Email: 'Ottoline.Grey@Example.com' });
    nexudus.put('coworkers', { Id: 1_415_099_002, Email: 'xottoline.grey@example.com' });
    await directory.readAhead('coworkers');
    asked();
    const ids = (await directory.withEmail('coworkers', ' ottoline.grey@example.com ')).map(({ id }) => id);
    expect(ids.sort()).toEqual([OTTOLINE, 1_415_099_001]);
    expect(asked()).toEqual(['spaces/coworkers Coworker_Email=ottoline.grey@example.com']);
    expect(await directory.withEmail('coworkers', 'ottoline.grey@example')).toEqual([]);
  });

  test('of several teams is found out without the list', async () => {
    nexudus.put('teams', { Id: 1_414_399_001, Name: 'Elm Legal 9999', BusinessId: CAMDEN });
    nexudus.put('teams', { Id: 1_414_399_002, Name: 'elm legal 9999', BusinessId: SOHO });
    await directory.readAhead('teams');
    asked();
    const ids = ((await directory.namesakes('teams', 'Elm Legal 9999')) ?? []).map(({ id }) => id);
    expect(ids.sort()).toEqual([1_414_399_001, 1_414_399_002]);
    expect([...(await directory.labels('teams', ids)).values()].sort()).toEqual([
      'Elm Legal 9999 (Camden)',
      'elm legal 9999 (Soho)',
    ]);
    expect(asked()).toEqual(['spaces/teams Team_Name=Elm Legal 9999']);
  });
});
