import type { NexudusRecord, ResourceName } from './nexudus-stand-in.ts';
import { idsOf, type Records } from './records.ts';

// nexudus-api.md §5. documented: Role -> UserRole -> User, additive, instant; a full unrestricted administrator needs no
// role. seen: who is no administrator gets nothing from the admin API.

/** assumed: how a full unrestricted administrator is recognised; the API's flag is unknown. */
export const isUnrestricted = (user: NexudusRecord): boolean =>
  user.IsAdmin === true && idsOf(user.UserRoles).length === 0;

export class Permissions {
  readonly #records: Records;
  #ids = new Map<unknown, number>();
  #version = -1;

  constructor(records: Records) {
    this.#records = records;
  }

  /** `permission` as in Team-Edit. */
  may(user: NexudusRecord, permission: string): boolean {
    if (user.IsAdmin !== true) return false;
    if (isUnrestricted(user)) return true;
    const id = this.#idOf(permission);
    if (id === undefined) return false;
    return idsOf(user.UserRoles).some((role) =>
      idsOf(this.#records.get('userroles', role)?.Roles).includes(id),
    );
  }

  #idOf(permission: string): number | undefined {
    const version = this.#records.versionOf('roles');
    if (version !== this.#version) {
      this.#ids = new Map(this.#records.all('roles').map((role) => [role.Name, role.Id]));
      this.#version = version;
    }
    return this.#ids.get(permission);
  }
}

/** The locations that the user is limited to; undefined: not limited. */
export function locationsOf(user: NexudusRecord): readonly number[] | undefined {
  const ids = idsOf(user.Businesses);
  return ids.length && !isUnrestricted(user) ? ids : undefined;
}

/** assumed (nexudus-api.md §5): a user with Businesses sees and writes only records of those locations. */
export function isWithin(
  locations: readonly number[] | undefined,
  resource: ResourceName,
  record: NexudusRecord,
): boolean {
  if (!locations || resource === 'roles') return true;
  const own = idsOf([...(record.Businesses ? idsOf(record.Businesses) : []), record.InvoicingBusinessId]);
  switch (resource) {
    case 'businesses':
      return locations.includes(record.Id);
    case 'coworkers':
      return own.some((id) => locations.includes(id));
    case 'users':
      return own.length === 0 || own.some((id) => locations.includes(id));
    default:
      return locations.includes(record.BusinessId as number);
  }
}
