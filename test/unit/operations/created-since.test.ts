import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { Nexudus } from '../../../src/nexudus/client.ts';
import { createdSince } from '../../../src/operations/created-since.ts';
import { createVideoRoom } from '../../../src/operations/video-room.ts';
import { type NexudusStandIn, startNexudus } from '../../../src/sandbox/nexudus/start-nexudus.ts';
import { asBot } from '../nexudus/bot-account.ts';
import { startScripted, tokens } from '../nexudus/scripted-server.ts';

const SOHO = 1_414_940_210;
const SINCE = new Date('2025-03-01T10:00:30Z');
const sent = {
  BusinessId: SOHO,
  Name: 'Green room',
  NumberOfParticipants: 8,
  NewImageUrl: 'https://a.example/b.png',
  Active: true,
  OnlyForContacts: false,
};
let standIn: NexudusStandIn;
let nexudus: Nexudus;
beforeAll(async () => {
  standIn = await startNexudus();
  nexudus = asBot(standIn.url);
});
beforeEach(() => standIn.reset());
afterAll(() => standIn.close());

const put = (more: object = {}) =>
  standIn.put('videorooms', { ...sent, NewImageUrl: null, CreatedOn: '2025-03-01T10:01:00Z', ...more }).Id;
const candidates = () => createdSince(nexudus, 'videorooms', sent, SINCE);
/** Ids of those that hold everything. */
const found = async () =>
  (await candidates()).filter(({ differing }) => differing.length === 0).map(({ record }) => record.Id);

describe('a record that a create of unknown outcome may have left', () => {
  test('is found by everything that was sent', async () => {
    const id = put();
    expect(await found()).toEqual([id]);
  });

  test('is not taken for absent where the list holds fewer rows than it says', async () => {
    const id = put();
    standIn.switches.bodyAs = (path, json) => {
      if (path !== '/api/community/videorooms') return json;
      const list = JSON.parse(json);
      return JSON.stringify({ ...list, Records: list.Records.filter(({ Id }: { Id: number }) => Id !== id) });
    };
    await expect(candidates()).rejects.toMatchObject({ name: 'NexudusUnavailable', acted: 'no' });
  });

  test('is not taken for an older one by a time that can be read in two ways', async () => {
    const id = put({ CreatedOn: '01/03/2025 10:01:00' });
    expect(await found()).toEqual([id]);
  });

  test('is one, however often its row is listed', async () => {
    const id = put();
    standIn.switches.bodyAs = (path, json) => {
      if (path !== '/api/community/videorooms') return json;
      const list = JSON.parse(json);
      return JSON.stringify({ ...list, Records: [...list.Records, ...list.Records] });
    };
    expect(await found()).toEqual([id]);
  });

  test('is looked for in its location, and each that could be it is read by id', async () => {
    const id = put();
    put({ Name: 'Another' });
    const from = standIn.calls.length;
    await found();
    const calls = standIn.calls.slice(from).map(({ path, query }) => [path, query] as const);
    expect(calls.map(([path]) => path)).toEqual([
      '/api/community/videorooms',
      `/api/community/videorooms/${id}`,
    ]);
    const query = Object.fromEntries(new URLSearchParams(calls[0]?.[1]));
    expect(query).toMatchObject({ VideoRoom_Business: '1414940210' });
    expect(Object.keys(query).filter((name) => /Name|CreatedOn/.test(name))).toEqual([]);
  });

  test('may be two minutes older than the request: clocks differ', async () => {
    const id = put({ CreatedOn: '2025-03-01T09:58:30Z' });
    put({ CreatedOn: '2025-03-01T09:58:29Z' });
    expect(await found()).toEqual([id]);
  });

  test.each([
    ['another name', { Name: 'Green room 2' }],
    ['another location', { BusinessId: 1_414_940_212 }],
  ])('is not one with %s', async (_what, more) => {
    put(more);
    expect(await candidates()).toEqual([]);
  });

  test.each([
    ['another number', { NumberOfParticipants: 9 }, ['NumberOfParticipants']],
    ['another tick', { Active: false }, ['Active']],
    ['both', { NumberOfParticipants: 9, Active: false }, ['NumberOfParticipants', 'Active']],
  ])('may be one with %s, which is told', async (_what, more, differing) => {
    const id = put(more);
    expect((await candidates()).map(({ record, ...rest }) => [record.Id, rest])).toEqual([
      [id, { differing, unseen: [] }],
    ]);
  });

  test.each(['Active', 'OnlyForContacts', 'BusinessId', 'Name'])(
    'is not surely one when it came without %s',
    async (property) => {
      const id = put();
      standIn.switches.readAs = [{ resource: 'videorooms', id, property, value: undefined }];
      expect((await candidates()).map(({ record, ...rest }) => [record.Id, rest])).toEqual([
        [id, { differing: [], unseen: [property] }],
      ]);
    },
  );

  test('is told from its record: rows may lack anything', async () => {
    const id = put();
    standIn.switches.bodyAs = (path, json) => {
      if (!path.endsWith('/videorooms')) return json;
      const page = JSON.parse(json);
      return JSON.stringify({
        ...page,
        Records: page.Records.map(({ Id, Name }: typeof sent & { Id: number }) => ({ Id, Name })),
      });
    };
    put({ CreatedOn: '2024-01-01T00:00:00Z' });
    expect(await found()).toEqual([id]);
  });

  test('is told from its row where its record answers 404: what is listed may be there', async () => {
    const id = put();
    const { url, close } = await startScripted(({ path, query }) => {
      if (path === '/api/token') return tokens([]);
      if (path !== '/api/community/videorooms') return { status: 404, body: '"Not found"' };
      const answer = standIn.record('videorooms', id);
      expect(query.page).toBe('1');
      return { body: { Records: [answer], TotalPages: 1, TotalItems: 1 } };
    });
    try {
      const listed = await createdSince(asBot(url), 'videorooms', sent, SINCE);
      expect(listed.map(({ record, ...rest }) => [record.Id, rest])).toEqual([
        [id, { differing: [], unseen: [] }],
      ]);
    } finally {
      await close();
    }
  });

  test.each([
    ['ends of lines', 'one\ntwo', 'one\r\ntwo\r\n'],
    ['blanks', 'one  \n two', 'one\ntwo '],
    ['entities', 'Tom & Ann’s "den" <1>', 'Tom &amp; Ann&#8217;s &quot;den&quot; &lt;1&gt;'],
    ['paragraphs', 'one\n\ntwo', '<p>one</p>\n<p>two</p>'],
    ['breaks', 'one\ntwo', 'one<br/>two'],
  ])('may be kept with other %s', async (_what, Description, kept) => {
    const id = put({ Description: kept });
    const [candidate] = await createdSince(nexudus, 'videorooms', { ...sent, Description }, SINCE);
    expect([candidate?.record.Id, candidate?.differing]).toEqual([id, []]);
  });

  test('can be two: then both are told', async () => {
    const ids = [put(), put()];
    expect((await found()).sort()).toEqual(ids.sort());
  });

  test('is looked up by the operation with what it would send', async () => {
    const input = {
      location: SOHO,
      name: 'Green room',
      participants: 8,
      active: true,
      onlyForContacts: false,
    };
    expect(await createVideoRoom.findCreated?.(input, nexudus, SINCE)).toEqual([]);
    const id = put();
    expect(
      (await createVideoRoom.findCreated?.(input, nexudus, SINCE))?.map(({ record }) => record.Id),
    ).toEqual([id]);
  });
});
