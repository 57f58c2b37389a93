import { LRUCache } from 'lru-cache';
import type { Nexudus } from '../nexudus/client.ts';
import type { Directory } from '../nexudus/directory.ts';
import { NexudusNotFound } from '../nexudus/errors.ts';

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
  /** The locations they are limited to; empty means all (assumed). */
  locations: number[];
}

export interface AdminUsers {
  /** Every admin user with that e-mail. Throws what the nexudus room throws. */
  withEmail(email: string): Promise<AdminUser[]>;
  /** Forgets what was read, after roles or users were changed. */
  forget(): void;
}

// Long enough for a form and its submission to be one look-up, short enough for a lost permission to be noticed.
const FRESH_MS = 60_000;

const ids = (value: unknown): number[] => (Array.isArray(value) ? value.map(Number) : []);

export function createAdminUsers(nexudus: Nexudus, directory: Directory): AdminUsers {
  const read = async (id: number): Promise<AdminUser> => {
    const record = await nexudus.get('users', id);
    const roles: string[] = [];
    const permissionIds = new Set<number>();
    for (const roleId of ids(record.UserRoles)) {
      try {
        const role = await nexudus.get('userroles', roleId);
        roles.push(String(role.Name));
        for (const permission of ids(role.Roles)) permissionIds.add(permission);
      } catch (error) {
        // A role of another location may be hidden from the bot's account (assumed); it then grants nothing here.
        if (!(error instanceof NexudusNotFound)) throw error;
      }
    }
    const names = await directory.names('roles', [...permissionIds]);
    return {
      id,
      name: String(record.FullName ?? record.Email),
      email: String(record.Email),
      active: record.Active === true,
      roles,
      permissions: new Set(names.values()),
      locations: ids(record.Businesses),
    };
  };

  const cache = new LRUCache<string, AdminUser[]>({
    max: 1000,
    ttl: FRESH_MS,
    // Whoever waits while it is forgotten still gets an answer; that answer is not kept.
    ignoreFetchAbort: true,
    fetchMethod: async (email) => {
      const rows = await nexudus.list('users', { User_Email: email });
      // What the filter matches is undocumented, and an unknown one is ignored (seen): compared again here.
      const same = rows.filter((row) => String(row.Email).toLowerCase() === email);
      return Promise.all(same.map((row) => read(row.Id)));
    },
  });

  return {
    withEmail: (email) => cache.forceFetch(email.toLowerCase()),
    forget: () => cache.clear(),
  };
}
