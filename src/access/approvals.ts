import type { Directory } from '../nexudus/directory.ts';
import type { Access } from './access.ts';
import type { Person } from './person.ts';

/** A change that gives rights, and who asks for it. */
export interface Asked {
  /** Chat id. */
  requester: string;
  /** The permission that the change itself takes. */
  permission: string;
  locations: readonly number[];
  /** Nexudus ids of those who would get the role. */
  usersAdded: readonly number[];
}

export type Answer =
  | 'may'
  | 'is-requester'
  | 'is-added'
  | 'may-not-change'
  | 'not-in-nexudus'
  /** The requester isn't, so whoever decides could be the same human. */
  | 'requester-not-in-nexudus'
  | 'unknown';

export interface Eligible {
  /** Chat ids. */
  found: string[];
  /** Why it can't be told of everybody whether they may; set only when nobody was found. */
  doubt?: 'unknown' | 'requester-not-in-nexudus';
}

/** Who may say yes to a change that gives rights: somebody who could make it, and neither asks for it nor gets it. */
export interface Approvals {
  answer(id: string, asked: Asked): Promise<Answer>;
  /** Those who may, at most so many. */
  eligible(asked: Asked, most: number): Promise<Eligible>;
}

export interface ApprovalsOptions {
  access: Access;
  directory: Directory;
  personOf(id: string): Promise<Person>;
  /** E-mail addresses given for people by their chat id (`NEXUDUS_LOGINS`). */
  logins?: ReadonlyMap<string, string>;
  /** Chat ids of everybody in the approval channel. Rejects when it can't be reached. */
  members(): Promise<string[]>;
}

/** So many are asked about at once: each takes a call to the chat, and who is an admin user a few to Nexudus. */
const AT_ONCE = 8;

export function createApprovals(options: ApprovalsOptions): Approvals {
  const { access, directory, personOf, logins, members } = options;
  /**
   * The same human may have two chat accounts, so people are compared by their admin user as well: by each of them,
   * where an e-mail address belongs to several.
   */
  const adminIdsOf = async (id: string): Promise<number[]> => {
    const person = await personOf(id);
    const decision = await access.decide(person, {});
    if (decision.allowed && decision.user) return [decision.user.id];
    // An unconfirmed address could be anybody's.
    const email = logins?.get(id) ?? (person.emailConfirmed ? person.email : undefined);
    return email ? (await directory.withEmail('users', email)).map((user) => user.id) : [];
  };

  const answer = async (id: string, asked: Asked): Promise<Answer> => {
    if (id === asked.requester) return 'is-requester';
    try {
      const { permission, locations } = asked;
      const decision = await access.decide(await personOf(id), { permission, locations });
      if (!decision.allowed) return decision.reason === 'could-not-ask' ? 'unknown' : 'may-not-change';
      const mine = await adminIdsOf(id);
      // Then it can't be told whether they are somebody who is added.
      if (mine.length === 0) return 'not-in-nexudus';
      const theirs = await adminIdsOf(asked.requester);
      if (theirs.length === 0) return 'requester-not-in-nexudus';
      if (mine.some((admin) => theirs.includes(admin))) return 'is-requester';
      return mine.some((admin) => asked.usersAdded.includes(admin)) ? 'is-added' : 'may';
    } catch {
      return 'unknown';
    }
  };

  /** The list of admin users is read once; most people of a channel are none, and Nexudus need not be asked about them. */
  const isAdminUser = async (id: string): Promise<boolean> => {
    const email = logins?.get(id) ?? (await personOf(id)).email;
    return email !== undefined && (await directory.withEmail('users', email)).length > 0;
  };

  return {
    answer,
    async eligible(asked, most) {
      const found: string[] = [];
      const said = new Set<Answer>();
      const ids = await members();
      for (let from = 0; from < ids.length && found.length < most; from += AT_ONCE) {
        const some = ids.slice(from, from + AT_ONCE);
        const answers = await Promise.all(
          some.map(async (id) =>
            (await isAdminUser(id).catch(() => true)) ? answer(id, asked) : ('not-in-nexudus' as const),
          ),
        );
        found.push(...some.filter((_id, index) => answers[index] === 'may'));
        for (const one of answers) said.add(one);
      }
      if (found.length > 0) return { found: found.slice(0, most) };
      const doubts = ['requester-not-in-nexudus', 'unknown'] as const;
      return { found, doubt: doubts.find((doubt) => said.has(doubt)) };
    },
  };
}
