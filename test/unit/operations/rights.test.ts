import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createDirectory } from '../../../src/nexudus/directory.ts';
import { gives, givesMore, groupPermissions, rightsInWords } from '../../../src/operations/rights.ts';
import { addUsersToRole, updateRole } from '../../../src/operations/role.ts';
import { type NexudusStandIn, startNexudus } from '../../../src/sandbox/nexudus/start-nexudus.ts';
import { asBot } from '../nexudus/bot-account.ts';

const none = { usersAdded: [], usersRemoved: [], permissionsAdded: [], permissionsRemoved: [] };

describe('a change of a role gives a person something', () => {
  test.each([
    ['with users added', { ...none, usersAdded: [1] }, true],
    ['with permissions added', { ...none, permissionsAdded: [1] }, true],
    ['not by taking away', { ...none, usersRemoved: [1], permissionsRemoved: [2] }, false],
    ['not by doing neither', none, false],
  ])('%s', (_what, rights, expected) => {
    expect(gives(rights)).toBe(expected);
  });
});

describe('the rights that an operation changes', () => {
  const before = { Id: 7, Users: [1, 2], Roles: [10, 11] };

  test('are the users that are new to the role', () => {
    expect(addUsersToRole.rights?.({ role: 7, users: [2, 3] }, before)).toEqual({ ...none, usersAdded: [3] });
    expect(addUsersToRole.rights?.({ role: 7, users: null }, before)).toEqual(none);
  });

  test('are what really comes and goes', () => {
    const input = {
      role: 7,
      addUsers: [1, 3],
      removeUsers: [2, 9],
      addPermissions: [12, 10],
      removePermissions: [11, 99],
    };
    expect(updateRole.rights?.(input, before)).toEqual({
      usersAdded: [3],
      usersRemoved: [2],
      permissionsAdded: [12],
      permissionsRemoved: [11],
    });
    expect(updateRole.rights?.({ role: 7, name: 'x' }, before)).toEqual(none);
  });

  test('are the same where ids come as texts', () => {
    const asTexts = { Id: 7, Users: ['1', '2'], Roles: ['10', '11'] };
    expect(updateRole.rights?.({ role: 7, removeUsers: [2], removePermissions: [11] }, asTexts)).toEqual({
      ...none,
      usersRemoved: [2],
      permissionsRemoved: [11],
    });
    expect(addUsersToRole.rights?.({ role: 7, users: [2, 3] }, asTexts)).toEqual({
      ...none,
      usersAdded: [3],
    });
  });

  test('are everything asked for where the role’s lists can’t be seen', () => {
    expect(updateRole.rights?.({ role: 7, addUsers: [1] }, { Id: 7, Users: null })).toEqual({
      ...none,
      usersAdded: [1],
    });
  });
});

describe('permissions are grouped by what they are about', () => {
  test('acts in one order, the most dangerous first', () => {
    expect(
      groupPermissions([
        'Team-Edit',
        'Team-List',
        'Booking-Delete',
        'User-Read',
        'UserRole-Edit',
        'Team-Read',
      ]),
    ).toEqual([
      { entity: 'UserRole', acts: ['Edit'], dangerous: true },
      { entity: 'Team', acts: ['List', 'Read', 'Edit'], dangerous: true },
      { entity: 'Booking', acts: ['Delete'], dangerous: true },
      { entity: 'User', acts: ['Read'], dangerous: false },
    ]);
  });

  test.each([
    [[], []],
    [['#77'], [{ entity: '#77', acts: [], dangerous: true }]],
    [['A-B-Edit'], [{ entity: 'A-B', acts: ['Edit'], dangerous: false }]],
    [['Visitor-Edit', 'Visitor-Edit'], [{ entity: 'Visitor', acts: ['Edit'], dangerous: false }]],
    [['Visitor-Odd', 'Visitor-List'], [{ entity: 'Visitor', acts: ['List', 'Odd'], dangerous: true }]],
  ])('%j', (names, groups) => {
    expect(groupPermissions(names)).toEqual(groups);
  });
});

describe('rights in words', () => {
  let standIn: NexudusStandIn;
  beforeAll(async () => {
    standIn = await startNexudus();
  });
  afterAll(() => standIn.close());

  test('name people and permissions; added users get the role as it will be', async () => {
    const directory = createDirectory(asBot(standIn.url));
    const idOf = (name: string) => standIn.named('roles', name).Id;
    const role = {
      Id: 7,
      Name: 'Reception',
      Users: [1_412_000_003, 1_412_000_008],
      Roles: [idOf('Team-List'), idOf('Booking-Delete')],
    };
    const rights = {
      usersAdded: [1_412_000_007],
      usersRemoved: [1_412_000_008],
      permissionsAdded: [idOf('Team-Edit')],
      permissionsRemoved: [idOf('Booking-Delete')],
    };
    expect(await rightsInWords(rights, [], role, directory)).toEqual({
      role: 'Reception',
      usersAdded: [{ id: 1_412_000_007, name: 'Uma Stone', detail: 'uma@harbour.example' }],
      usersRemoved: ['Tess Oduya'],
      given: [{ entity: 'Team', acts: ['List', 'Edit'], dangerous: true }],
      permissionsAdded: [{ entity: 'Team', acts: ['Edit'], dangerous: true }],
      permissionsRemoved: [{ entity: 'Booking', acts: ['Delete'], dangerous: true }],
      others: [],
      holders: ['Sam Field'],
    });
    const taking = await rightsInWords({ ...none, usersRemoved: [1_412_000_003] }, [], role, directory);
    expect(taking).toMatchObject({ given: [], usersAdded: [], holders: ['Tess Oduya'] });
  });

  test.each([[null], [undefined], ['1,2'], [[{ Id: 5 }]]])(
    'of a role whose permissions read as %j say that they are hidden',
    async (Roles) => {
      const directory = createDirectory(asBot(standIn.url));
      const adding = { ...none, usersAdded: [1_412_000_007] };
      const of = (role: object) => rightsInWords(adding, [], { Id: 7, Users: [], ...role }, directory);
      expect(await of({ Roles })).toMatchObject({ role: '#7', hidden: true });
      expect(await of({ Roles: [] })).not.toHaveProperty('hidden');
    },
  );
});

describe('a change of a role that was seen with a user and a permission', () => {
  const none = { usersAdded: [], usersRemoved: [], permissionsAdded: [], permissionsRemoved: [] };
  const seen = { users: [1], permissions: [11] };
  test.each([
    ['the same role', { usersAdded: [2], permissionsAdded: [12] }, { Users: [1], Roles: [11] }, false],
    [
      'its own work, done already',
      { usersAdded: [2], permissionsAdded: [12] },
      { Users: [1, 2], Roles: [11, 12] },
      false,
    ],
    ['a role with less in it', { usersAdded: [2] }, { Users: [], Roles: [] }, false],
    ['another permission, for whoever is added', { usersAdded: [2] }, { Users: [1], Roles: [11, 13] }, true],
    ['another user, when users are added', { usersAdded: [2] }, { Users: [1, 3], Roles: [11] }, false],
    [
      'another user, who would get the new permission',
      { permissionsAdded: [12] },
      { Users: [1, 3], Roles: [11] },
      true,
    ],
    [
      'another permission, when permissions are added',
      { permissionsAdded: [12] },
      { Users: [1], Roles: [11, 13] },
      false,
    ],
  ])('%s', (_what, asked, role, more) => {
    expect(givesMore({ ...none, ...asked }, seen, { Id: 9, ...role })).toBe(more);
  });
});
