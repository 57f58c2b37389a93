import { describe, expect, test } from '@jest/globals';
import { NexudusIncomplete } from '../../../src/nexudus/errors.ts';
import type { NexudusRecord } from '../../../src/nexudus/resources.ts';
import { toProperties } from '../../../src/operations/change-record.ts';
import { adding, chatPeople, number, record, removing, text, tick } from '../../../src/operations/field.ts';

const members = { of: 'coworkers', list: 'Members' } as const;
const fields = {
  which: record({ wire: 'Id', label: 'Which', of: 'teams' }),
  name: text({ wire: 'Name', label: 'Name' }),
  most: number({ wire: 'Most', label: 'Most' }),
  open: tick({ wire: 'IsOpen', label: 'Open' }),
  add: adding({ ...members, wire: 'AddedMembers', label: 'Add', noun: 'members' }),
  remove: removing({ ...members, wire: 'RemovedMembers', label: 'Remove' }),
  addRates: adding({
    wire: 'AddedRates',
    label: 'Add rates',
    of: 'extraservices',
    list: 'Rates',
    noun: 'rates',
  }),
  people: chatPeople({ label: 'People', matchedIn: 'users' }),
};
const team = (more: object = {}): NexudusRecord => ({ Id: 3, Name: 'Acme', Members: [1, 2], ...more });

describe('toProperties', () => {
  test('spells what was filled in as the API does, and leaves out what was not', () => {
    expect(toProperties(fields, { name: 'Acme Ltd', most: 0, open: false }, team())).toEqual({
      Name: 'Acme Ltd',
      Most: 0,
      IsOpen: false,
    });
    expect(toProperties(fields, {}, team())).toEqual({});
    expect(toProperties(fields, { name: undefined }, team())).toEqual({});
  });

  test('sends null for what was cleared', () => {
    expect(toProperties(fields, { name: null, most: null }, team())).toEqual({ Name: null, Most: null });
  });

  test('never sends people of the chat, nor what is no field', () => {
    const input = { people: [{ id: 'U1' }], toString: 'x', IsOpen: true } as object;
    expect(toProperties(fields, input, team())).toEqual({});
  });

  test.each([
    ['adds', { add: [3, 4] }, [1, 2, 3, 4], [3, 4], []],
    ['adds no one twice', { add: [2, 3, 3] }, [1, 2, 3], [3], []],
    ['removes', { remove: [2] }, [1], [], [2]],
    ['removes only who is there', { remove: [2, 9] }, [1], [], [2]],
    ['adds and removes', { add: [5], remove: [1] }, [2, 5], [5], [1]],
    ['can end empty', { remove: [1, 2] }, [], [], [1, 2]],
  ])('of a list: %s', (_what, input, Members, AddedMembers, RemovedMembers) => {
    expect(toProperties(fields, input, team())).toEqual({ Members, AddedMembers, RemovedMembers });
  });

  test('keeps the order of a list of 900', () => {
    const many = Array.from({ length: 900 }, (_, n) => 5000 - n);
    const { Members } = toProperties(fields, { add: [7], remove: [4999] }, team({ Members: many }));
    expect((Members as number[]).slice(0, 3)).toEqual([5000, 4998, 4997]);
    expect((Members as number[]).slice(-2)).toEqual([4101, 7]);
    expect(Members).toHaveLength(900);
  });

  test('writes each list for itself', () => {
    const before = team({ Rates: [8] });
    expect(toProperties(fields, { add: [3], addRates: [9] }, before)).toEqual({
      Members: [1, 2, 3],
      AddedMembers: [3],
      RemovedMembers: [],
      Rates: [8, 9],
      AddedRates: [9],
      RemovedRates: [],
    });
  });

  test('sends the difference alone where the list reads as null: it may only be hidden', () => {
    expect(toProperties(fields, { add: [3, 3], remove: [1] }, team({ Members: null }))).toEqual({
      AddedMembers: [3],
      RemovedMembers: [1],
    });
  });

  test('refuses to change a list that the record came without', () => {
    const { Members: _, ...listRow } = team();
    const change = () => toProperties(fields, { add: [3] }, listRow as NexudusRecord);
    expect(change).toThrow(NexudusIncomplete);
    expect(change).toThrow('The record came without Members');
    expect(toProperties(fields, { name: 'x' }, listRow as NexudusRecord)).toEqual({ Name: 'x' });
  });

  test.each([
    ['records in place of ids', [{ Id: 1 }]],
    ['words', ['one']],
    ['nothing in place of an id', [1, null]],
    ['no list', '1,2'],
  ])('refuses to change a list of which it can’t tell who is on it: %s', (_what, Members) => {
    expect(() => toProperties(fields, { add: [3] }, team({ Members }))).toThrow(NexudusIncomplete);
  });

  test('takes ids that came as texts for the same', () => {
    expect(toProperties(fields, { add: [2, 3] }, team({ Members: ['1', '2'] }))).toMatchObject({
      Members: [1, 2, 3],
      AddedMembers: [3],
    });
  });

  test('of a new record starts from an empty list', () => {
    expect(toProperties(fields, { name: 'New', add: [3] })).toEqual({
      Name: 'New',
      Members: [3],
      AddedMembers: [3],
      RemovedMembers: [],
    });
  });

  test('leaves the record as it was', () => {
    const before = team();
    toProperties(fields, { add: [3], remove: [1], name: 'x' }, before);
    expect(before).toEqual({ Id: 3, Name: 'Acme', Members: [1, 2] });
  });
});
