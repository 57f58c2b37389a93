import type { Settings } from '../settings.ts';
import type { Access } from './access.ts';
import type { AdminUsers } from './admin-users.ts';
import { createNexudusAccess } from './nexudus-access.ts';
import { createUsergroupAccess } from './usergroup-access.ts';

/** Access as the settings want it. */
export function createAccessFor(
  { access }: Pick<Settings, 'access'>,
  users: AdminUsers,
  membersOf: (group: string) => Promise<ReadonlySet<string>>,
): Access {
  const { usergroup, ...nexudus } = access;
  return usergroup
    ? createUsergroupAccess({ ...usergroup, membersOf })
    : createNexudusAccess({ users, ...nexudus });
}
