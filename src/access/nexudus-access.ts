import { failureOf, HIDDEN } from '../nexudus/failure.ts';
import {
  type Access,
  type Decision,
  type Denial,
  denial,
  denialByKind,
  looksAfter,
  type Wish,
} from './access.ts';
import type { AdminUsers } from './admin-users.ts';
import type { Person } from './person.ts';

export interface NexudusAccessOptions {
  users: AdminUsers;
  /** E-mail addresses given for people by their chat id (`NEXUDUS_LOGINS`). */
  logins: ReadonlyMap<string, string>;
  /** E-mail addresses whose permissions and locations are not checked (`UNRESTRICTED_ADMINS`), in lower case. */
  unrestricted: ReadonlySet<string>;
}

/** Mirrors Nexudus's own permissions: a person may do here what their admin user may do there. */
export function createNexudusAccess({ users, logins, unrestricted }: NexudusAccessOptions): Access {
  const emailOf = (person: Person): { email: string } | Denial => {
    const denied = denialByKind(person);
    if (denied) return denied;
    const given = logins.get(person.id);
    if (given) return { email: given };
    if (!person.email) return denial('no-email');
    // An unconfirmed address proves nothing.
    return person.emailConfirmed ? { email: person.email } : denial('unconfirmed-email');
  };

  const judge = async (person: Person, { permission, locations = [], toShow }: Wish): Promise<Decision> => {
    const identity = emailOf(person);
    if ('allowed' in identity) return identity;
    const { email } = identity;
    try {
      const [user, second] = await users.withEmail(email, toShow);
      if (!user) return { ...denial('no-user'), email };
      if (second) return { ...denial('several-users'), email };
      if (!user.active) return { ...denial('inactive-user'), email };
      if (unrestricted.has(email.toLowerCase()))
        return { allowed: true, user: { ...user, locations: undefined } };
      if (user.hidden) return { ...denial('could-not-ask'), failure: HIDDEN };
      if (user.roles.length === 0) return { ...denial('no-roles'), email };
      if (permission && !user.permissions.has(permission)) {
        return { ...denial('no-permission'), permission, roles: user.roles };
      }
      const outside = locations.filter((location) => !looksAfter(user.locations, location));
      return outside.length > 0 ? { ...denial('location'), locations: outside } : { allowed: true, user };
    } catch (error) {
      return { ...denial('could-not-ask'), failure: failureOf(error) };
    }
  };

  return {
    async decide(person, wish) {
      const decision = await judge(person, wish);
      if (decision.allowed || decision.reason === 'could-not-ask' || !wish.toShow) return decision;
      // A denial is never from the cache.
      return judge(person, { ...wish, toShow: false });
    },
    async candidates(permission) {
      const emails = [...new Set([...(await users.emailsWith(permission, unrestricted)), ...unrestricted])];
      const ids = [...logins].flatMap(([id, email]) => (emails.includes(email.toLowerCase()) ? id : []));
      return { ids, emails };
    },
  };
}
