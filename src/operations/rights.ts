import type { Directory } from '../nexudus/directory.ts';
import { idList, idsOf } from '../nexudus/ids.ts';
import { type NexudusRecord, recordName } from '../nexudus/resources.ts';
import type { Entry } from '../nexudus/row.ts';
import { dangerOf } from './danger.ts';
import type { Change } from './describe-changes.ts';

/**
 * A card shows the role, and a warning counts other roles, as they were at most so long ago: both stay on a screen for longer
 * than that, and whatever is decided by them reads the role again.
 */
export const REVIEWED_MS = 10_000;

/** What a change of a role does to what people may do, as ids. */
export interface Rights {
  usersAdded: number[];
  usersRemoved: number[];
  permissionsAdded: number[];
  permissionsRemoved: number[];
}

/** The same in words, for its approver. */
export interface RightsInWords {
  role: string;
  /** With their e-mail addresses: two people may have one name. */
  usersAdded: Pick<Entry, 'name' | 'detail'>[];
  usersRemoved: string[];
  /** What added users may do from then on: the role's permissions, with those that are added. */
  given: PermissionGroup[];
  /** Nexudus hides which permissions the role has, so more may be given than is said. */
  hidden?: true;
  /** Permissions that are new to the role, and who has it already. */
  permissionsAdded: PermissionGroup[];
  permissionsRemoved: PermissionGroup[];
  holders: string[];
  /** What else the same submission changes, such as the role's name. */
  others: Change[];
  /** When added users lose it again; absent where they don't. */
  until?: number;
  /** Who of them do, where the others don't. */
  temporary?: string[];
  /** All of them have it already, until a moment. */
  extends?: true;
}

/** The permissions on one kind of record: `Team: List, Read, Edit`. */
export interface PermissionGroup {
  entity: string;
  acts: string[];
  /** One of them is dangerous (danger.ts). */
  dangerous: boolean;
}

/** True when people get to do more than before. */
export const gives = ({ usersAdded, permissionsAdded }: Rights): boolean =>
  usersAdded.length > 0 || permissionsAdded.length > 0;

/** False for a change of the role's name or location alone. */
export const changesAccess = (rights: Rights): boolean => Object.values(rights).some((ids) => ids.length > 0);

const ACTS = ['List', 'Read', 'Create', 'Edit', 'Delete'];

/** A role as its approver saw it. */
export interface SeenRole {
  users: number[];
  permissions: number[];
}

export const seenRole = (role: NexudusRecord): SeenRole => ({
  users: idsOf(role.Users),
  permissions: idsOf(role.Roles),
});

/**
 * True when a change would give more by now than it did with the role that was seen.
 * @param asked what the change names, whether or not it is there already
 */
export function givesMore(asked: Rights, seen: SeenRole, role: NexudusRecord): boolean {
  const now = seenRole(role);
  const isNew = (known: readonly number[]) => (id: number) => !known.includes(id);
  const permissions = now.permissions.filter(isNew([...seen.permissions, ...asked.permissionsAdded]));
  const users = now.users.filter(isNew([...seen.users, ...asked.usersAdded]));
  return (
    (asked.usersAdded.length > 0 && permissions.length > 0) ||
    (asked.permissionsAdded.length > 0 && users.length > 0)
  );
}

/** Groups names such as `Team-Edit` by record type; dangerous ones first. */
export function groupPermissions(names: readonly string[]): PermissionGroup[] {
  const byEntity = new Map<string, Set<string>>();
  for (const name of names) {
    const cut = name.lastIndexOf('-');
    const [entity, act] = cut < 0 ? [name, ''] : [name.slice(0, cut), name.slice(cut + 1)];
    byEntity.set(entity, (byEntity.get(entity) ?? new Set()).add(act));
  }
  const order = (act: string) => (ACTS.includes(act) ? ACTS.indexOf(act) : ACTS.length);
  return [...byEntity]
    .map(([entity, set]) => {
      const acts = [...set].filter(Boolean).sort((a, b) => order(a) - order(b));
      return { entity, acts, dangerous: dangerousActs({ entity, acts }).length > 0 };
    })
    .sort((a, b) => rank(a) - rank(b) || a.entity.localeCompare(b.entity));
}

type Named = Pick<PermissionGroup, 'entity' | 'acts'>;

/** A name without an act (`#77`) is a permission too. */
const actsOf = ({ acts }: Named): string[] => (acts.length > 0 ? acts : ['']);

/** Those of a group's acts that are dangerous. */
export const dangerousActs = (group: Named): string[] =>
  actsOf(group).filter((act) => dangerOf(group.entity, act) !== undefined);

const rank = (group: Named): number =>
  Math.min(...actsOf(group).map((act) => dangerOf(group.entity, act) ?? Number.POSITIVE_INFINITY), 9);

const isExtension = ({ usersAdded }: Rights, role: NexudusRecord): boolean =>
  usersAdded.length > 0 && usersAdded.every((id) => idsOf(role.Users).includes(id));

/** When access ends, and whose. */
export interface EndOfAccess {
  until: number;
  users: readonly number[];
}

/** Where it ends, all who are added lose it. */
export const endOfAll = (until: number | undefined, { usersAdded }: Rights): EndOfAccess | undefined =>
  until === undefined ? undefined : { until, users: usersAdded };

/** @param role the role as it is now: who is added and has it, has it only until a moment */
export async function rightsInWords(
  rights: Rights,
  others: Change[],
  role: NexudusRecord,
  directory: Directory,
  end?: EndOfAccess,
): Promise<RightsInWords> {
  const users = async (list: readonly number[]) => [...(await directory.names('users', list)).values()];
  const permissions = async (list: readonly number[]) =>
    groupPermissions([...(await directory.names('roles', list)).values()]);
  const removed = new Set(rights.permissionsRemoved);
  const after = [...new Set([...(idList(role.Roles) ?? []), ...rights.permissionsAdded])].filter(
    (id) => !removed.has(id),
  );
  return {
    role: recordName('userroles', role) ?? `#${role.Id}`,
    usersAdded: await directory.entries('users', rights.usersAdded),
    usersRemoved: await users(rights.usersRemoved),
    given: rights.usersAdded.length > 0 ? await permissions(after) : [],
    // A list that reads as null may be a hidden one (assumed).
    ...(rights.usersAdded.length > 0 && !idList(role.Roles) ? { hidden: true as const } : {}),
    permissionsAdded: await permissions(rights.permissionsAdded),
    permissionsRemoved: await permissions(rights.permissionsRemoved),
    others,
    ...(end && rights.usersAdded.length > 0 ? { until: end.until } : {}),
    ...(end && rights.usersAdded.some((id) => !end.users.includes(id))
      ? { temporary: await users(end.users) }
      : {}),
    ...(isExtension(rights, role) ? { extends: true as const } : {}),
    holders: await users(idsOf(role.Users).filter((id) => !rights.usersRemoved.includes(id))),
  };
}
