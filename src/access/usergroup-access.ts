import { CHAT_SILENT } from '../nexudus/failure.ts';
import { type Access, denial, denialByKind } from './access.ts';

export interface UsergroupAccessOptions {
  /** Whose members may do everything but change roles. */
  group: string;
  /** Its members may change roles too; without it no one may. */
  rolesGroup?: string;
  /** Ids of a group's members. Rejects when the chat can't be asked. */
  membersOf(group: string): Promise<ReadonlySet<string>>;
}

/** Every permission on roles and admin users counts, so that nothing about them is shown either. */
const isAboutRoles = (permission: string): boolean => /^(UserRole|User|Role)-/.test(permission);

/** Leaves it to user groups of the chat who may do what (`ACCESS_MODE=usergroup`). Nexudus is not asked. */
export function createUsergroupAccess({ group, rolesGroup, membersOf }: UsergroupAccessOptions): Access {
  return {
    async decide(person, { permission = '' }) {
      const denied = denialByKind(person);
      if (denied) return denied;
      try {
        if (!(await membersOf(group)).has(person.id)) return denial('no-group');
        if (isAboutRoles(permission)) {
          if (!rolesGroup || !(await membersOf(rolesGroup)).has(person.id)) return denial('no-roles-group');
        }
        return { allowed: true };
      } catch {
        return { ...denial('could-not-ask'), failure: CHAT_SILENT };
      }
    },
    async candidates(permission) {
      const deciding = isAboutRoles(permission) ? rolesGroup : group;
      return { ids: deciding ? [...(await membersOf(deciding))] : [], emails: [] };
    },
  };
}
