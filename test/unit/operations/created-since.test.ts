import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { Nexudus } from '../../../src/nexudus/client.ts';
import { createdSince } from '../../../src/operations/created-since.ts';
import { createVideoRoom } from '../../../src/operations/video-room.ts';
import { type NexudusStandIn, startNexudus } from '../../../src/sandbox/nexudus/start-nexudus.ts';
import { asBot } from '../nexudus/bot-account.ts';

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
const found = async () => (await createdSince(nexudus, 'videorooms', sent, SINCE)).map(({ Id }) => Id);

describe('a record that a create of unknown outcome may have left', () => {
  test('is found by everything that was sent', async () => {
    const id = put();
    expect(await found()).toEqual([id]);
  });

  test('asks only for what could be it', async () => {
    await found();
    const { path, query } = standIn.calls.at(-1) ?? { path: '', query: '' };
    expect(path).toBe('/api/community/videorooms');
    expect(Object.fromEntries(new URLSearchParams(query))).toMatchObject({
      VideoRoom_Name: 'Green room',
      VideoRoom_Business: '1414940210',
      from_VideoRoom_CreatedOn: '2025-03-01T09:58',
    });
  });

  test('may be two minutes older than the request: clocks differ', async () => {
    const id = put({ CreatedOn: '2025-03-01T09:58:30Z' });
    put({ CreatedOn: '2025-03-01T09:58:29Z' });
    expect(await found()).toEqual([id]);
  });

  test.each([
    ['another name', { Name: 'Green room 2' }],
    ['another location', { BusinessId: 1_414_940_212 }],
    ['another number', { NumberOfParticipants: 9 }],
    ['another tick', { Active: false }],
  ])('is not one with %s', async (_what, more) => {
    put(more);
    expect(await found()).toEqual([]);
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
    expect(await createVideoRoom.lookUp?.(input, nexudus, SINCE)).toEqual([]);
    const id = put();
    expect((await createVideoRoom.lookUp?.(input, nexudus, SINCE))?.map(({ Id }) => Id)).toEqual([id]);
  });
});
