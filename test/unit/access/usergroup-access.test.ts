import { describe, expect, test } from '@jest/globals';
import type { Person } from '../../../src/access/person.ts';
import { createUsergroupAccess } from '../../../src/access/usergroup-access.ts';

const GROUPS: Readonly<Record<string, string[]>> = { S0STAFF00: ['U1', 'U2'], S0ROLES00: ['U2', 'U3'] };
const person = (id: string, kind: Person['kind'] = 'member'): Person => ({ id, kind, emailConfirmed: false });
const access = (rolesGroup?: string) =>
  createUsergroupAccess({
    group: 'S0STAFF00',
    rolesGroup,
    membersOf: async (group) => {
      const members = GROUPS[group];
      if (!members) throw new Error('no_such_subteam');
      return new Set(members);
    },
  });
const refused = (reason: string) => ({ allowed: false, reason });

describe('access by user groups', () => {
  test.each(['VideoRoom-Create', 'Team-Edit', 'Workspace-Edit', 'Coworker-List', undefined])(
    'members may do everything but change roles: %s',
    async (permission) => {
      expect(await access().decide(person('U1'), { permission, locations: [7] })).toEqual({ allowed: true });
      expect(await access().decide(person('U9'), { permission })).toEqual(refused('no-group'));
    },
  );

  test.each(['UserRole-Edit', 'UserRole-List', 'User-List', 'Role-List'])(
    'roles, and all that shows of them, are for members of both groups: %s',
    async (permission) => {
      expect(await access('S0ROLES00').decide(person('U2'), { permission })).toEqual({ allowed: true });
      expect(await access('S0ROLES00').decide(person('U1'), { permission })).toEqual(
        refused('no-roles-group'),
      );
      expect(await access('S0ROLES00').decide(person('U3'), { permission })).toEqual(refused('no-group'));
      expect(await access().decide(person('U2'), { permission })).toEqual(refused('no-roles-group'));
    },
  );

  test.each(['guest', 'bot', 'deactivated', 'stranger'] as const)(
    'a %s is refused, group or not',
    async (kind) => {
      expect(await access().decide(person('U1', kind), {})).toEqual(refused(kind));
    },
  );

  test('no one is let in while Slack can’t be asked', async () => {
    const decision = await access('S0GONE000').decide(person('U1'), { permission: 'UserRole-Edit' });
    expect(decision).toEqual({
      allowed: false,
      reason: 'could-not-ask',
      failure: { why: 'chat', passing: true, mayHaveActed: false, answered: true },
    });
  });
});
