import type { Failure } from '../nexudus/failure.ts';
import type { AdminUser } from './admin-users.ts';
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
  | { allowed: false; reason: 'no-group' | 'no-roles-group' }
  | { allowed: false; reason: 'could-not-ask'; failure: Failure };

/** `user` is absent where access comes from a user group and no admin user is known. */
export type Decision = { allowed: true; user?: AdminUser } | Refused;

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

export const no = <R extends Refused['reason']>(reason: R) => ({ allowed: false as const, reason });

/** Guests, bots, deactivated people and those of other organisations do nothing here, whatever the mode. */
export const refusedByKind = ({ kind }: Person): Refused | undefined =>
  kind === 'member' ? undefined : no(kind);
