import { expect, test } from '@jest/globals';
import { operations } from '../../../src/operations/index.ts';
import { locationField } from '../../../src/operations/location-field.ts';

test('an operation knows by which of its fields the record gets its location', () => {
  expect(Object.fromEntries(operations.map((each) => [each.id, locationField(each)]))).toEqual({
    'video-room.create': 'location',
    'video-room.update': 'location',
    'workspace.update': 'location',
    'team.rename': undefined,
    'team.update': 'location',
    'role.add-users': undefined,
    'role.update': 'location',
  });
});
