import type { Failure } from '../nexudus/failure.ts';
import type { AdminUser } from './admin-users.ts';
import type { Person } from './person.ts';

/** Why a person may not do something; slack/text/say.ts has a sentence for each. */
export type Denial =
  | {
      allowed: false;
      reason: 'guest' | 'bot' | 'deactivated' | 'stranger' | 'no-email' | 'unconfirmed-email';
    }
  | { allowed: false; reason: 'no-user' | 'several-users' | 'inactive-user' | 'no-roles'; email: string }
  | { allowed: false; reason: 'no-permission'; permission: string; roles: string[] }
  | { allowed: false; reason: 'location'; locations: (number | null)[] }
  | { allowed: false; reason: 'no-group' | 'no-roles-group' }
  | { allowed: false; reason: 'could-not-ask'; failure: Failure };

/** `user` is absent where access comes from a user group and no admin user is known. */
export type Decision = { allowed: true; user?: AdminUser } | Denial;

/** What a person wants to touch. */
export interface Wish {
  /** The Nexudus permission it takes; absent when only who they are is asked. */
  permission?: string;
  /** Locations of the record, before and after; null where it belongs to none. */
  locations?: readonly (number | null)[];
  /** Something is only shown, so what is known may be some minutes old. */
  toShow?: boolean;
}

/** People by what is known of them: chat ids, or e-mail addresses to be looked up in the chat. */
export interface Candidates {
  ids: readonly string[];
  emails: readonly string[];
}

/** Who may do what. Fails closed: what isn't certain is denied. */
export interface Access {
  decide(person: Person, wish: Wish): Promise<Decision>;
  /** Those who may have a permission; each of them is to be decided on. Rejects when they can't be asked for. */
  candidates(permission: string): Promise<Candidates>;
}

export const denial = <R extends Denial['reason']>(reason: R) => ({ allowed: false as const, reason });

/** Whether a person limited to locations may touch what is in this one. What belongs to none is for those without limits. */
export const looksAfter = (locations: readonly number[] | undefined, location: number | null): boolean =>
  locations === undefined || (location !== null && locations.includes(location));

/** Guests, bots, deactivated people and those of other organisations do nothing here, whatever the mode. */
export const denialByKind = ({ kind }: Person): Denial | undefined =>
  kind === 'member' ? undefined : denial(kind);
