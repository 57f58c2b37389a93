import { describe, expect, test } from '@jest/globals';
import { checkInput, valuesOf } from '../../../src/operations/check-input.ts';
import type { Values } from '../../../src/operations/operation.ts';
import { addUsersToRole, updateRole } from '../../../src/operations/role.ts';
import { createVideoRoom, updateVideoRoom } from '../../../src/operations/video-room.ts';

const newRoom = {
  location: 11,
  name: 'Blue room',
  participants: 8,
  active: true,
  onlyForContacts: false,
  onlyForMembers: false,
};
const room = {
  Id: 5,
  BusinessId: 11,
  Name: 'Blue room',
  NumberOfParticipants: 8,
  Description: 'By the door',
  NewImageUrl: null,
  ClearImageFile: null,
  Active: true,
  OnlyForContacts: false,
  OnlyForMembers: null,
};
const roomShown = {
  room: 5,
  location: 11,
  name: 'Blue room',
  participants: 8,
  description: 'By the door',
  removeImage: false,
  active: true,
  onlyForContacts: false,
  onlyForMembers: false,
};
const createWith = (values: Values, rendered: Values = {}) =>
  checkInput(createVideoRoom, { ...newRoom, ...values }, rendered);
const updateWith = (values: Values, rendered: Values = roomShown) =>
  checkInput(updateVideoRoom, { ...roomShown, ...values }, rendered, room);

test('what a form can’t show of a record is left alone: a text of spaces, a number that is none, an id that is none', () => {
  const odd = { ...room, Description: ' \r\n', NumberOfParticipants: 'unlimited', BusinessId: 0, Name: ' ' };
  expect(valuesOf(updateVideoRoom.fields, odd)).toEqual({
    room: 5,
    active: true,
    onlyForContacts: false,
    onlyForMembers: false,
  });
  const shown = valuesOf(updateVideoRoom.fields, odd);
  expect(checkInput(updateVideoRoom, { ...shown, active: false }, shown, odd)).toEqual({
    input: { room: 5, active: false },
    problems: {},
    cleared: [],
    unchanged: false,
  });
});

describe('a new record', () => {
  test('gets everything that was filled in, unticked boxes too, and nothing that was left blank', () => {
    expect(createWith({ active: false, description: undefined })).toEqual({
      input: {
        location: 11,
        name: 'Blue room',
        participants: 8,
        active: false,
        onlyForContacts: false,
        onlyForMembers: false,
      },
      problems: {},
      cleared: [],
      unchanged: false,
    });
  });

  test.each([
    ['name', undefined, 'Enter a name.'],
    ['name', 'x'.repeat(3001), 'Use at most 3000 characters (this has 3001).'],
    ['name', 7, 'Enter a name.'],
    ['location', undefined, 'Choose a location.'],
    ['location', 0, 'Choose one from the list.'],
    ['location', 'unavailable', 'Choose a location.'],
    ['participants', undefined, 'Enter how many people may join.'],
    ['participants', 0, 'Enter a whole number of 1 or more.'],
    ['participants', -3, 'Enter a whole number of 1 or more.'],
    ['participants', 2.5, 'Enter a whole number of 1 or more.'],
    ['participants', 'eight', 'Enter a whole number of 1 or more.'],
    ['participants', 1e21, 'Enter a whole number of 1 or more.'],
    ['imageUrl', 'picture.png', 'Enter a full web address, such as https://example.com/picture.png.'],
    ['imageUrl', 'https://host/a.png', 'Enter a full web address, such as https://example.com/picture.png.'],
    [
      'imageUrl',
      'ftp://a.example/b.png',
      'Enter a full web address, such as https://example.com/picture.png.',
    ],
    ['imageUrl', 'javascript:alert(1)', 'Enter a full web address, such as https://example.com/picture.png.'],
  ])('is refused with %s %j: %s', (name, value, sentence) => {
    expect(createWith({ [name]: value }).problems).toEqual({ [name]: sentence });
  });

  test('is told of everything that is wrong at once', () => {
    expect(checkInput(createVideoRoom, {}, {}).problems).toEqual({
      location: 'Choose a location.',
      name: 'Enter a name.',
      participants: 'Enter how many people may join.',
    });
  });

  test.each(['https://example.com/a.png', 'http://cdn.example.com/a?b=c#d', 'https://例え.example/絵.png'])(
    'may have the picture %s',
    (imageUrl) => {
      expect(createWith({ imageUrl }).input.imageUrl).toBe(imageUrl);
    },
  );

  test('asks about what the form held and came back blank', () => {
    expect(createWith({ description: undefined }, { description: 'From the command' }).cleared).toEqual([
      'description',
    ]);
    expect(createWith({ active: undefined }, { active: true })).toMatchObject({
      cleared: ['active'],
      input: { active: false },
    });
  });

  test('is not asked about a box that was unticked on purpose', () => {
    expect(createWith({ active: false }, { active: true }).cleared).toEqual([]);
  });

  test('keeps what the form held in a required input that came back blank', () => {
    const { input, problems, cleared } = createWith({ name: undefined }, { name: 'From the command' });
    expect(input.name).toBe('From the command');
    expect({ problems, cleared }).toEqual({ problems: {}, cleared: [] });
  });
});

describe('an update', () => {
  test('gets the record’s id and only what changed', () => {
    expect(updateWith({ name: 'Red room', onlyForMembers: true })).toEqual({
      input: { room: 5, name: 'Red room', onlyForMembers: true },
      problems: {},
      cleared: [],
      unchanged: false,
    });
  });

  test('in which nothing differs says so', () => {
    expect(updateWith({})).toEqual({ input: { room: 5 }, problems: {}, cleared: [], unchanged: true });
  });

  test.each([
    [
      'the same text with other line ends',
      { description: 'By the door' },
      { Description: 'By the door\r\n' },
    ],
    ['a tick that the record has as null', { onlyForMembers: false }, { OnlyForMembers: null }],
    ['a blank text that the record has as ""', { description: undefined }, { Description: '' }],
    ['a number that the record has as a text', { participants: 8 }, { NumberOfParticipants: '8' }],
  ])('takes %s for unchanged', (_what, values, record) => {
    const before = { ...room, ...record };
    const shown = valuesOf(updateVideoRoom.fields, before);
    expect(checkInput(updateVideoRoom, { ...shown, room: 5, ...values }, shown, before).unchanged).toBe(true);
  });

  test('clears what was emptied, and asks about it', () => {
    expect(updateWith({ description: undefined })).toEqual({
      input: { room: 5, description: null },
      problems: {},
      cleared: ['description'],
      unchanged: false,
    });
  });

  test('of a form that was kept over a restart has null where it was emptied, which is the same', () => {
    expect(updateWith({ description: null })).toMatchObject({
      input: { room: 5, description: null },
      cleared: ['description'],
    });
  });

  test('asks about a ticked box that did not come back at all', () => {
    expect(updateWith({ active: undefined })).toMatchObject({
      input: { active: false },
      cleared: ['active'],
    });
  });

  test('leaves a required field as it was when it came back blank though untouched', () => {
    expect(updateWith({ name: undefined, location: undefined, participants: undefined })).toEqual({
      input: { room: 5 },
      problems: {},
      cleared: [],
      unchanged: true,
    });
  });

  test('does not complain of a value that the record had already', () => {
    const before = { ...room, NumberOfParticipants: 0 };
    const shown = { ...roomShown, participants: 0 };
    const checked = checkInput(updateVideoRoom, { ...shown, name: 'Red' }, shown, before);
    expect(checked).toMatchObject({ problems: {}, input: { room: 5, name: 'Red' } });
  });

  test.each([
    [{ name: 'x'.repeat(3001) }, { name: 'Use at most 3000 characters (this has 3001).' }],
    [{ participants: 0 }, { participants: 'Enter a whole number of 1 or more.' }],
    [{ room: undefined }, { room: 'Choose a video room.' }],
  ])('is refused with %j', (values, problems) => {
    expect(updateWith(values, {}).problems).toEqual(problems);
  });

  // Known: the comparison with the record comes first, so no one is asked and what the command filled in is lost.
  test('asks about a field that the command had filled and that came back blank', () => {
    const rendered = { role: 7, users: [1], people: [{ id: 'U1' }] };
    const given = { role: 7, users: undefined, people: [{ id: 'U1' }] };
    expect(checkInput(addUsersToRole, given, rendered, { Id: 7 }).cleared).toEqual(['users']);
  });
});

describe('what a form shows of a record', () => {
  test('are its values by field name, without lists and instructions', () => {
    const { removeImage: _, ...shown } = roomShown;
    expect(valuesOf(updateVideoRoom.fields, room)).toStrictEqual(shown);
    expect(
      valuesOf(updateRole.fields, { Id: 7, BusinessId: 11, Name: 'Reception', Roles: [1], Users: [2] }),
    ).toEqual({
      role: 7,
      location: 11,
      name: 'Reception',
    });
  });
});
