import { LRUCache } from 'lru-cache';
import { type Clock, furthest, systemClock } from '../clock.ts';
import type { Directory } from '../nexudus/directory.ts';
import { NexudusNotFound, NexudusUnavailable } from '../nexudus/errors.ts';
import { FRESH_MS } from '../nexudus/held-lists.ts';
import { idList } from '../nexudus/ids.ts';
import type { NexudusRecord, ResourceName } from '../nexudus/resources.ts';
import { rolesWith } from '../operations/roles-with.ts';

/** An admin user of Nexudus with what their roles add up to. */
export interface AdminUser {
  id: number;
  name: string;
  email: string;
  active: boolean;
  /** Names of their roles. */
  roles: string[];
  /** Names of permissions, such as `Team-Edit`. */
  permissions: ReadonlySet<string>;
  /** The locations they are limited to; undefined: none. An empty list of Nexudus means no limit (assumed). */
  locations?: readonly number[];
  /** Nexudus hides a part of it: roles or locations are missing here, so nothing may be concluded. */
  hidden: boolean;
}

export interface AdminUsers {
  /**
   * Every admin user with that e-mail. Throws what the nexudus room throws.
   * @param toShow what was read some minutes ago will do, because nothing is done by it
   */
  withEmail(email: string, toShow?: boolean): Promise<AdminUser[]>;
  /**
   * E-mail addresses of those who may have a permission; of all admin users where Nexudus hides it. A hint: each is asked about.
   * @param others addresses that will be asked about, too
   */
  emailsWith(permission: string, others: Iterable<string>): Promise<string[]>;
  /** Forgets what was read, after roles or users were changed. */
  forget(): void;
}

/** What is as old as this is read again rather than decided by, so that it is still fresh when all of it is there. */
const REUSED_MS = 40_000;
/** Where a part was too old once all of it was there, after so many readings it is no answer. */
const MOST_READINGS = 3;
/** As long as pickers may still be answered by it, while it is read again. */
const SHOWN_MS = 10 * 60_000;
/** So many who have a permission are read ahead. */
const MOST_AHEAD = 50;

/** Undefined where the bot's account may not see it. */
const unlessHidden = (error: unknown): undefined => {
  if (!(error instanceof NexudusNotFound)) throw error;
};

export function createAdminUsers(
  directory: Directory,
  clock: Pick<Clock, 'now' | 'ticks'> = systemClock,
): AdminUsers {
  // Rights that were taken away while the machine slept are not fresh when it wakes up.
  const passed = furthest(clock);

  const recordOf = async (resource: ResourceName, id: number) => {
    const { record, ageMs } = await directory.record(resource, id, REUSED_MS);
    return { record, since: passed() - ageMs };
  };

  // What a thousand permissions are called is looked up once for each reading.
  const known = new WeakMap<NexudusRecord, { held: NexudusRecord[]; user: AdminUser }>();
  const userOf = async (record: NexudusRecord, held: NexudusRecord[]): Promise<AdminUser> => {
    const before = known.get(record);
    if (before?.held.length === held.length && before.held.every((role, n) => role === held[n]))
      return before.user;
    const permissions = [...new Set(held.flatMap((role) => idList(role.Roles) ?? []))];
    const [roleIds, locations] = [idList(record.UserRoles), idList(record.Businesses)];
    const user: AdminUser = {
      id: record.Id,
      name: String(record.FullName ?? record.Email),
      email: String(record.Email),
      active: record.Active === true,
      roles: held.map((role) => String(role.Name)),
      permissions: new Set((await directory.names('roles', permissions)).values()),
      locations: locations?.length === 0 ? undefined : locations,
      hidden: roleIds === undefined || locations === undefined,
    };
    known.set(record, { held, user });
    return user;
  };

  /** An admin user, and since when the oldest of what is known of them is known. */
  const read = async (id: number): Promise<{ user: AdminUser; since: number }> => {
    const { record, since } = await recordOf('users', id);
    const roles = await Promise.all(
      (idList(record.UserRoles) ?? []).map((role) => recordOf('userroles', role).catch(unlessHidden)),
    );
    const held = roles.filter((role) => role !== undefined);
    const user = await userOf(
      record,
      held.map((role) => role.record),
    );
    return { user, since: Math.min(since, ...held.map((role) => role.since)) };
  };

  const shown = new LRUCache<string, { users: AdminUser[]; since: number }>({ max: 1000 });
  let forgotten = 0;

  /** What is decided by: each part of it was asked for within the last fifty seconds. */
  const current = async (email: string): Promise<AdminUser[]> => {
    const then = forgotten;
    for (let readings = 1; readings <= MOST_READINGS; readings++) {
      const { rows, ageMs } = await directory.withEmailAsOf('users', email);
      const namedAt = passed() - ageMs;
      const found = await Promise.all(rows.map(({ id }) => read(id)));
      const since = Math.min(namedAt, ...found.map((each) => each.since));
      // Nexudus asked for a break in the middle: a permission may have been taken away meanwhile.
      if (passed() - since > FRESH_MS) continue;
      // The list of addresses is older than the record.
      const users = found.flatMap(({ user }) => (user.email.toLowerCase() === email ? user : []));
      if (then === forgotten) shown.set(email, { users, since });
      return users;
    }
    throw new NexudusUnavailable('What an admin user may do was not read in time', 'no');
  };

  const emails = new LRUCache<string, string[], Iterable<string>>({
    max: 100,
    perf: { now: passed },
    // Asked each time: a time that the cache remembers for a moment would need a timer of its own.
    ttlResolution: 0,
    ttl: FRESH_MS,
    ignoreFetchAbort: true,
    fetchMethod: async (permission, _stale, { context: others }) => {
      const roles = await rolesWith(permission, directory, REUSED_MS);
      const holders = [...new Set(roles?.flatMap(({ Users }) => idList(Users) ?? []))];
      if (holders.length === 0) {
        // Of more than two thousand the first five hundred: they are a hint.
        const { entries } = await directory.search('users', '', Number.POSITIVE_INFINITY);
        return entries.flatMap(({ detail }) => detail?.toLowerCase() ?? []);
      }
      if (holders.length > MOST_AHEAD) {
        const entries = await directory.entries('users', holders);
        return entries.flatMap(({ detail }) => detail?.toLowerCase() ?? []);
      }
      // In one call, with those who will be asked about as well.
      const named = await Promise.all([...others].map((email) => directory.withEmail('users', email)));
      const more = named.flat().map(({ id }) => id);
      const [records] = await Promise.all([
        Promise.all(holders.map((id) => recordOf('users', id).catch(unlessHidden))),
        ...more.map((id) => recordOf('users', id).catch(unlessHidden)),
      ]);
      return records.flatMap((user) =>
        typeof user?.record.Email === 'string' ? user.record.Email.toLowerCase() : [],
      );
    },
  });

  return {
    async withEmail(email, toShow = false) {
      const key = email.toLowerCase();
      const last = toShow ? shown.get(key) : undefined;
      if (!last || passed() - last.since > SHOWN_MS) return current(key);
      // Read again meanwhile; what can't be is still there to show.
      if (passed() - last.since > FRESH_MS) void current(key).catch(() => {});
      return last.users;
    },
    emailsWith: (permission, others) => emails.forceFetch(permission, { context: others }),
    forget() {
      forgotten += 1;
      shown.clear();
      emails.clear();
      for (const resource of ['users', 'userroles', 'roles'] as const) directory.forget(resource, 'records');
    },
  };
}
