import { type Failure, failureOf } from '../nexudus/failure.ts';
import type { AdminUser, AdminUsers } from './admin-users.ts';
import type { Person } from './person.ts';

/** Why somebody may not do something; slack/say.ts has a sentence for each. */
export type Refused =
  | {
      allowed: false;
      reason: 'guest' | 'bot' | 'deactivated' | 'stranger' | 'no-email' | 'unconfirmed-email';
    }
  | { allowed: false; reason: 'no-user' | 'several-users' | 'inactive-user' | 'no-roles'; email: string }
  | { allowed: false; reason: 'no-permission'; permission: string; roles: string[] }
  | { allowed: false; reason: 'location'; locations: number[] }
  | { allowed: false; reason: 'could-not-ask'; failure: Failure };

export type Decision = { allowed: true; user: AdminUser } | Refused;

/** What somebody wants to touch. */
export interface Wish {
  /** The Nexudus permission it takes; absent when only who they are is asked. */
  permission?: string;
  /** Locations of the record, before and after. */
  locations?: readonly number[];
}

/** Who may do what. Fails closed: whatever can't be told for certain is refused. */
export interface Access {
  decide(person: Person, wish: Wish): Promise<Decision>;
}

export interface AccessOptions {
  users: AdminUsers;
  /** E-mail addresses given for people by their chat id (`NEXUDUS_LOGINS`). */
  logins: ReadonlyMap<string, string>;
  /** E-mail addresses whose permissions and locations are not checked (`UNRESTRICTED_ADMINS`), in lower case. */
  unrestricted: ReadonlySet<string>;
}

const no = <R extends Refused['reason']>(reason: R) => ({ allowed: false as const, reason });

/** Mirrors Nexudus's own permissions: somebody may do here what their admin user may do there. */
export function createAccess({ users, logins, unrestricted }: AccessOptions): Access {
  const emailOf = (person: Person): { email: string } | Refused => {
    if (person.kind !== 'member') return no(person.kind);
    const given = logins.get(person.id);
    if (given) return { email: given };
    if (!person.email) return no('no-email');
    // An unconfirmed address could be anybody's.
    return person.emailConfirmed ? { email: person.email } : no('unconfirmed-email');
  };

  return {
    async decide(person, { permission, locations = [] }) {
      const identity = emailOf(person);
      if ('allowed' in identity) return identity;
      const { email } = identity;
      try {
        const found = await users.withEmail(email);
        const [user, second] = found;
        if (!user) return { ...no('no-user'), email };
        if (second) return { ...no('several-users'), email };
        if (!user.active) return { ...no('inactive-user'), email };
        if (unrestricted.has(email.toLowerCase())) return { allowed: true, user };
        if (user.roles.length === 0) return { ...no('no-roles'), email };
        if (permission && !user.permissions.has(permission)) {
          return { ...no('no-permission'), permission, roles: user.roles };
        }
        const outside = locations.filter((id) => user.locations.length > 0 && !user.locations.includes(id));
        return outside.length > 0 ? { ...no('location'), locations: outside } : { allowed: true, user };
      } catch (error) {
        return { ...no('could-not-ask'), failure: failureOf(error) };
      }
    },
  };
}
