import { LRUCache } from 'lru-cache';
import { type Clock, furthest, systemClock } from '../clock.ts';
import type { Nexudus } from '../nexudus/client.ts';
import type { Directory } from '../nexudus/directory.ts';
import { NexudusNotFound, NexudusUnavailable } from '../nexudus/errors.ts';
import { idList } from '../nexudus/ids.ts';
import type { NexudusRecord } from '../nexudus/resources.ts';
import { rolesWith } from '../operations/roles-with.ts';
import { ttlSince } from './ttl-since.ts';

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
  /** E-mail addresses of those who may have a permission; of all admin users where Nexudus hides it. A hint: each is asked about. */
  emailsWith(permission: string): Promise<string[]>;
  /** Forgets what was read, after roles or users were changed. */
  forget(): void;
}

// Long enough for a form and its submission to be one look-up. Counted from the oldest reading behind it, and with the ten
// seconds that checked rights hold before a write, what decides is at most a minute old.
const USER_FRESH_MS = 50_000;
const ROLE_FRESH_MS = 5_000;
// As long as pickers may still be answered by it, while it is read anew.
const SHOWN_MS = 10 * 60_000;

export function createAdminUsers(
  nexudus: Nexudus,
  directory: Directory,
  clock: Pick<Clock, 'now' | 'ticks'> = systemClock,
): AdminUsers {
  // Rights that were taken away while the machine slept are not fresh when it wakes up.
  const passed = furthest(clock);
  // Asked each time: a time that the cache remembers for a moment would need a timer of its own.
  const byClock = { perf: { now: passed }, ttlResolution: 0 };
  const roles = new LRUCache<number, { role?: NexudusRecord; since: number }>({
    max: 1000,
    ...byClock,
    ttl: ROLE_FRESH_MS,
    ignoreFetchAbort: true,
    fetchMethod: async (id, _stale, { options }) => {
      const since = passed();
      const role = await nexudus.get('userroles', id).catch((error: unknown) => {
        // A role of another location may be hidden from the bot's account (assumed); it then grants nothing here.
        if (error instanceof NexudusNotFound) return undefined;
        throw error;
      });
      options.ttl = ttlSince(since, ROLE_FRESH_MS, passed());
      return { role, since };
    },
  });

  const read = async (id: number): Promise<{ user: AdminUser; since: number }> => {
    const startedAt = passed();
    const record = await nexudus.get('users', id);
    const roleIds = idList(record.UserRoles);
    const locations = idList(record.Businesses);
    const held = await Promise.all((roleIds ?? []).map((role) => roles.forceFetch(role)));
    const found = held.flatMap(({ role }) => role ?? []);
    const names = await directory.names('roles', [
      ...new Set(found.flatMap((role) => idList(role.Roles) ?? [])),
    ]);
    const user = {
      id,
      name: String(record.FullName ?? record.Email),
      email: String(record.Email),
      active: record.Active === true,
      roles: found.map((role) => String(role.Name)),
      permissions: new Set(names.values()),
      locations: locations?.length === 0 ? undefined : locations,
      hidden: roleIds === undefined || locations === undefined,
    };
    return { user, since: Math.min(startedAt, ...held.map(({ since }) => since)) };
  };

  const users = new LRUCache<string, AdminUser[]>({
    max: 1000,
    ...byClock,
    ttl: USER_FRESH_MS,
    noDeleteOnFetchRejection: true,
    noDeleteOnStaleGet: true,
    // A caller that waits while it is forgotten still gets an answer; that answer is not kept.
    ignoreFetchAbort: true,
    fetchMethod: async (email, _stale, { options }) => {
      const startedAt = passed();
      const rows = await nexudus.list('users', { User_Email: email });
      // What the filter matches is undocumented, and an unknown one is ignored (seen): compared again here.
      const same = rows.filter((row) => String(row.Email).toLowerCase() === email);
      const found = await Promise.all(same.map((row) => read(row.Id)));
      const since = Math.min(startedAt, ...found.map((each) => each.since));
      // Nexudus asked for a break in the middle: a permission may have been taken away meanwhile.
      if (passed() - since >= USER_FRESH_MS)
        throw new NexudusUnavailable('What an admin user may do was not read in time', 'no');
      options.ttl = ttlSince(since, USER_FRESH_MS, passed());
      return found.map(({ user }) => user);
    },
  });

  const emails = new LRUCache<string, string[]>({
    max: 100,
    ...byClock,
    ttl: USER_FRESH_MS,
    ignoreFetchAbort: true,
    fetchMethod: async (permission) => {
      const holders = (await rolesWith(permission, nexudus, directory))?.flatMap(
        ({ Users }) => idList(Users) ?? [],
      );
      const entries = holders?.length
        ? await directory.entries('users', [...new Set(holders)])
        : // Of more than two thousand the first five hundred: they are a hint.
          (await directory.search('users', '', Number.POSITIVE_INFINITY)).entries;
      return entries.flatMap(({ detail }) => detail?.toLowerCase() ?? []);
    },
  });

  return {
    async withEmail(email, toShow = false) {
      const key = email.toLowerCase();
      // Below zero for as long as it is no longer fresh.
      const allowStale = toShow && users.getRemainingTTL(key) > USER_FRESH_MS - SHOWN_MS;
      return users.forceFetch(key, { allowStale });
    },
    emailsWith: (permission) => emails.forceFetch(permission),
    forget() {
      users.clear();
      roles.clear();
      emails.clear();
    },
  };
}
