import type { Directory } from '../nexudus/directory.ts';
import { NexudusNotFound } from '../nexudus/errors.ts';
import { idList } from '../nexudus/ids.ts';
import type { NexudusRecord } from '../nexudus/resources.ts';

/** The id of a permission such as `UserRole-Edit`; undefined where Nexudus has none of that name. */
export const permissionId = async (name: string, directory: Directory): Promise<number | undefined> =>
  (await directory.named('roles', name)).find((entry) => entry.name === name)?.id;

/**
 * The roles that hold a permission, by the permission's own list of them (documented; that it names all is assumed).
 * @param withinMs so old may be what is known
 * @returns undefined where Nexudus hides them
 */
export async function rolesWith(
  permission: string,
  directory: Directory,
  withinMs: number,
): Promise<NexudusRecord[] | undefined> {
  const id = await permissionId(permission, directory);
  if (id === undefined) return undefined;
  const roleIds = idList((await directory.record('roles', id, withinMs)).record.UserRoles);
  if (!roleIds) return undefined;
  const roles = await Promise.all(
    roleIds.map((role) =>
      directory.record('userroles', role, withinMs).catch((error: unknown) => {
        // A role of another location may be hidden from the bot's account (assumed).
        if (error instanceof NexudusNotFound) return undefined;
        throw error;
      }),
    ),
  );
  return roles.flatMap((role) => role?.record ?? []);
}
