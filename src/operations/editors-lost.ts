import type { Nexudus } from '../nexudus/client.ts';
import type { Directory } from '../nexudus/directory.ts';
import { idList } from '../nexudus/ids.ts';
import type { NexudusRecord } from '../nexudus/resources.ts';
import type { Rights } from './rights.ts';
import { permissionId, rolesWith } from './roles-with.ts';

const CHANGE_ROLES = 'UserRole-Edit';

/** Who can no longer change roles after a change. */
export interface EditorsLost {
  /** No active admin user is left who can, but full unrestricted administrators: they need no role. */
  all: boolean;
  /** Those who could and can't any more. */
  ids: number[];
}

/** @param role the role as it is now */
export async function editorsLost(
  rights: Rights,
  role: NexudusRecord,
  { nexudus, directory }: { nexudus: Nexudus; directory: Directory },
): Promise<EditorsLost> {
  const none = { all: false, ids: [] };
  if (rights.usersRemoved.length === 0 && rights.permissionsRemoved.length === 0) return none;
  const permission = await permissionId(CHANGE_ROLES, directory);
  if (permission === undefined || !idList(role.Roles)?.includes(permission)) return none;
  // Where Nexudus hides the other roles there may be none, so the person is asked.
  const others = (await rolesWith(CHANGE_ROLES, directory, 0)) ?? [];
  const elsewhere = others.flatMap(({ Id, Users }) => (Id === role.Id ? [] : (idList(Users) ?? [])));
  const had = idList(role.Users) ?? [];
  const stays = rights.permissionsRemoved.includes(permission)
    ? []
    : [...had.filter((id) => !rights.usersRemoved.includes(id)), ...rights.usersAdded];
  const after = new Set([...elsewhere, ...stays]);
  // The bot's own account changes no role of itself, so it doesn't count.
  after.delete((await nexudus.own()).id);
  // A user that Nexudus doesn't list may be inactive.
  const active = (await directory.entries('users', [...after])).filter(
    ({ inactive, unlisted }) => !inactive && !unlisted,
  );
  return { all: active.length === 0, ids: had.filter((id) => !after.has(id)) };
}
