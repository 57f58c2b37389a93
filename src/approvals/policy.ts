import { LRUCache } from 'lru-cache';
import type { Access } from '../access/access.ts';
import type { Person } from '../access/person.ts';
import type { Directory } from '../nexudus/directory.ts';
import { CouldNotAsk } from '../nexudus/failure.ts';

/** A change that grants access, and its requester. */
export interface GrantAsked {
  /** Chat id. */
  requester: string;
  /** The permission that the change itself takes. */
  permission: string;
  locations: readonly (number | null)[];
  /** Nexudus ids of those who would get the role. */
  usersAdded: readonly number[];
}

export type MayDecide =
  | 'may'
  | 'is-requester'
  | 'is-added'
  | 'may-not-change'
  | 'not-in-nexudus'
  /** The requester isn't, so an approver could be the same human. */
  | 'requester-not-in-nexudus'
  | 'unknown';

export interface Eligible {
  /** Chat ids. */
  found: string[];
  /** Why not everyone could be checked; set only when no approver was found. */
  doubt?: 'unknown' | 'requester-not-in-nexudus';
}

/** Who may approve a change that grants access: a person who could make it, and neither requests it nor is added by it. */
export interface ApprovalPolicy {
  answer(id: string, asked: GrantAsked): Promise<MayDecide>;
  /** Those who may, at most so many. */
  eligible(asked: GrantAsked, most: number): Promise<Eligible>;
  /**
   * Whether a person is in the approval channel.
   * @param toShow nothing is decided by it, so it may be a minute old
   */
  isMember(id: string, toShow?: boolean): Promise<boolean>;
}

export interface ApprovalPolicyOptions {
  access: Access;
  directory: Directory;
  personOf(id: string): Promise<Person>;
  /** E-mail addresses given for people by their chat id (`NEXUDUS_LOGINS`). */
  logins?: ReadonlyMap<string, string>;
  /** The chat id of the person with an e-mail address; undefined where there is none. Rejects when the chat can't be asked. */
  idOf(email: string): Promise<string | undefined>;
  /** Chat ids of the approval channel's members. Rejects when it can't be reached. */
  members(): Promise<string[]>;
  /** Something went wrong, and who asked is only told that it isn't known. */
  problem(error: unknown, what: string): void;
}

/** So many are asked about at once: where the chat asks for a pause, few calls are under way. */
const AT_ONCE = 3;
const MEMBERS_MS = 50_000;

export function createApprovalPolicy(options: ApprovalPolicyOptions): ApprovalPolicy {
  const { access, directory, personOf, idOf, logins, members, problem } = options;
  /**
   * The same human may have two chat accounts, so people are compared by their admin user as well: by each of them,
   * where an e-mail address belongs to several.
   */
  const adminIdsOf = async (id: string): Promise<number[]> => {
    const person = await personOf(id);
    const decision = await access.decide(person, {});
    if (decision.allowed && decision.user) return [decision.user.id];
    // An unconfirmed address proves nothing.
    const email = logins?.get(id) ?? (person.emailConfirmed ? person.email : undefined);
    return email ? (await directory.withEmail('users', email)).map((user) => user.id) : [];
  };

  const answer = async (id: string, asked: GrantAsked): Promise<MayDecide> => {
    if (id === asked.requester) return 'is-requester';
    try {
      const { permission, locations } = asked;
      // Both are asked for at once, so that what isn't known of them is one call.
      const requester = adminIdsOf(asked.requester);
      requester.catch(() => {});
      const decision = await access.decide(await personOf(id), { permission, locations });
      if (!decision.allowed && decision.reason === 'could-not-ask') throw new CouldNotAsk(decision.failure);
      if (!decision.allowed) return 'may-not-change';
      const mine = await adminIdsOf(id);
      // Then they could be one of the people who are added.
      if (mine.length === 0) return 'not-in-nexudus';
      const theirs = await requester;
      if (theirs.length === 0) return 'requester-not-in-nexudus';
      if (mine.some((admin) => theirs.includes(admin))) return 'is-requester';
      return mine.some((admin) => asked.usersAdded.includes(admin)) ? 'is-added' : 'may';
    } catch (error) {
      problem(error, 'who may approve could not be looked up');
      return 'unknown';
    }
  };

  /** The chat id of an admin user; undefined for one who is not in the chat, asks for the change, or gets it. */
  const idBehind = async (email: string, out: readonly number[]): Promise<string | undefined> => {
    const admins = await directory.withEmail('users', email);
    return admins.some(({ id }) => out.includes(id)) ? undefined : idOf(email);
  };

  const remembered = new LRUCache<'members', ReadonlySet<string>>({
    max: 1,
    ttl: MEMBERS_MS,
    fetchMethod: async () => new Set(await members()),
  });

  return {
    answer,
    async isMember(id, toShow) {
      const there = toShow ? await remembered.fetch('members') : new Set(await members());
      return there?.has(id) ?? false;
    },
    async eligible(asked, most) {
      const there = new Set(await members());
      const found = new Set<string>();
      const said = new Set<MayDecide>();
      const seen = new Set<string>();
      const unknown = (error: unknown) => {
        problem(error, 'an approver could not be looked up');
        said.add('unknown');
      };
      /** Asks about a few at a time, until enough are found. */
      const look = async (whom: readonly (() => Promise<string | undefined>)[]): Promise<void> => {
        for (let from = 0; from < whom.length && found.size < most; from += AT_ONCE) {
          const some = whom.slice(from, from + AT_ONCE).map(async (idOfOne) => {
            const id = await idOfOne();
            if (id === undefined || !there.has(id) || seen.has(id)) return;
            seen.add(id);
            const one = await answer(id, asked);
            said.add(one);
            if (one === 'may') found.add(id);
          });
          await Promise.all(some.map((one) => one.catch(unknown)));
        }
      };
      try {
        const requester = await adminIdsOf(asked.requester);
        if (requester.length === 0) return { found: [], doubt: 'requester-not-in-nexudus' };
        const { ids, emails } = await access.candidates(asked.permission);
        // Few may make the change, and many may be in the channel: the chat is asked about the few.
        await look(ids.map((id) => async () => id));
        await look(emails.map((email) => () => idBehind(email, [...requester, ...asked.usersAdded])));
      } catch (error) {
        unknown(error);
      }
      if (found.size > 0) return { found: [...found].slice(0, most) };
      return { found: [], doubt: said.has('unknown') ? 'unknown' : undefined };
    },
  };
}
