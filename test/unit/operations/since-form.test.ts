import { expect, test } from '@jest/globals';
import { addUsersToRole } from '../../../src/operations/role.ts';
import { sinceForm } from '../../../src/operations/since-form.ts';
import { updateTeam } from '../../../src/operations/team.ts';

test('users that the try before added are told as added', () => {
  const announced = sinceForm(
    addUsersToRole,
    { role: 9, users: [2, 3] },
    { Id: 9, Name: 'Reception', Users: [1, 3] },
    {
      id: 9,
      message: 'ok',
      // Another person added 4 meanwhile.
      before: { Id: 9, Name: 'Reception', Users: [1, 3, 4, 2] },
      sent: { Id: 9, Name: 'Reception', Users: [1, 3, 4, 2], AddedUsers: [], RemovedUsers: [] },
      rehearsed: false,
    },
  );
  expect(announced.sent).toMatchObject({ Users: [1, 3, 4, 2], AddedUsers: [2], RemovedUsers: [] });
});

test('what another person changed while it waited is not told as this request’s', () => {
  const announced = sinceForm(
    updateTeam,
    { team: 7, name: 'Acme Ltd' },
    { Id: 7, Name: 'Acme', Description: 'First floor' },
    {
      id: 7,
      message: 'ok',
      before: { Id: 7, Name: 'Acme Ltd', Description: 'Second floor' },
      sent: { Id: 7, Name: 'Acme Ltd', Description: 'Second floor' },
      rehearsed: false,
    },
  );
  expect(announced.before).toEqual({ Id: 7, Name: 'Acme', Description: 'Second floor' });
  expect(announced.sent).toEqual({ Id: 7, Name: 'Acme Ltd', Description: 'Second floor' });
});
