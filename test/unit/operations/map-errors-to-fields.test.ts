import { describe, expect, test } from '@jest/globals';
import { mapErrorsToFields } from '../../../src/operations/map-errors-to-fields.ts';
import { addUsersToRole, updateRole } from '../../../src/operations/role.ts';
import { renameTeam, updateTeam } from '../../../src/operations/team.ts';
import { createVideoRoom, updateVideoRoom } from '../../../src/operations/video-room.ts';
import { updateWorkspace } from '../../../src/operations/workspace.ts';

describe('a refusal', () => {
  test.each([
    ['by its property', createVideoRoom, 'Name', 'name', 'Name'],
    ['with Id', createVideoRoom, 'BusinessId', 'location', 'Location'],
    ['without Id', createVideoRoom, 'Business', 'location', 'Location'],
    ['in capitals', createVideoRoom, 'NUMBEROFPARTICIPANTS', 'participants', 'Number of participants'],
    ['in small letters', createVideoRoom, 'numberofparticipants', 'participants', 'Number of participants'],
    ['of the record itself', updateVideoRoom, 'Id', 'room', 'Video room'],
    ['of another record, without Id', updateWorkspace, 'Administrator', 'administrator', 'Administrator'],
    ['of a plan', updateTeam, 'DefaultMemberTariff', 'defaultPlan', 'Default plan'],
    [
      'whose name ends in id anyway',
      updateTeam,
      'TunnelPrivateGroupId',
      'tunnelGroup',
      'Tunnel private group ID',
    ],
    ['of a list', updateTeam, 'TeamMembers', 'addMembers', 'Add members'],
    ['of what was added to a list', updateTeam, 'AddedTeamMembers', 'addMembers', 'Add members'],
    ['of what was removed from a list', updateTeam, 'RemovedTeamMembers', 'removeMembers', 'Remove members'],
    ['of permissions', updateRole, 'Roles', 'addPermissions', 'Add permissions'],
    ['of users', addUsersToRole, 'users', 'users', 'Users'],
  ])('finds its field %s', (_how, { fields }, property, name, label) => {
    expect(mapErrorsToFields(fields, [{ property, message: 'is not valid' }])).toEqual({
      problems: { [name]: `${label} is not valid.` },
      others: [],
    });
  });

  test('is a sentence of Nexudus’s own where it was one', () => {
    const reasons = [{ property: 'Name', message: 'This name is taken!' }];
    expect(mapErrorsToFields(renameTeam.fields, reasons).problems).toEqual({
      newName: 'This name is taken!',
    });
  });

  test('joins others of the same field', () => {
    const reasons = [
      { property: 'Name', message: 'may not be null' },
      { property: 'name', message: 'May not be empty' },
    ];
    expect(mapErrorsToFields(createVideoRoom.fields, reasons)).toEqual({
      problems: { name: 'Name may not be null. May not be empty.' },
      others: [],
    });
  });

  test('of no field of the form is kept, with the property’s name', () => {
    const reasons = [
      { property: 'Description', message: 'is too long' },
      { property: 'SimpleTimeZone', message: 'may not be null' },
      { message: 'Access Denied' },
      { message: 'something went wrong' },
    ];
    expect(mapErrorsToFields(renameTeam.fields, reasons)).toEqual({
      problems: {},
      others: [
        'Description is too long.',
        'SimpleTimeZone may not be null.',
        'Access Denied.',
        'Nexudus: something went wrong.',
      ],
    });
  });

  test('of no field of the form keeps the property’s name before a whole sentence too', () => {
    const reasons = [{ property: 'SimpleTimeZone', message: 'Must be set' }];
    expect(mapErrorsToFields(renameTeam.fields, reasons).others).toEqual(['SimpleTimeZone: Must be set.']);
  });

  test.each(['constructor', '__proto__', 'toString', 'hasOwnProperty'])(
    'of a property called %s is kept',
    (property) => {
      const { problems, others } = mapErrorsToFields(renameTeam.fields, [
        { property, message: 'is not valid' },
      ]);
      expect(problems).toEqual({});
      expect(others).toEqual([`${property} is not valid.`]);
    },
  );
});
