import {
  type UsersInfoResponse,
  WebAPIPlatformError,
  WebAPIRateLimitedError,
  type WebClient,
} from '@slack/web-api';
import { LRUCache } from 'lru-cache';
import type { Person } from '../../access/person.ts';
import { ttlSince } from '../../nexudus/ttl-since.ts';

type User = NonNullable<UsersInfoResponse['user']>;

/** People as Slack knows them. */
export interface People {
  /** Throws when Slack can't be asked or doesn't know the id: then access is denied. */
  person(id: string): Promise<Person>;
  /** The id of who has an e-mail address in this workspace. Throws when Slack can't be asked. */
  withEmail(email: string): Promise<string | undefined>;
  /** Ids of all members of a channel. Throws when Slack can't be asked, or hides the channel from the bot. */
  membersOfChannel(channel: string): Promise<string[]>;
  /** Ids of a user group's members. Throws when Slack can't be asked. */
  membersOf(group: string): Promise<ReadonlySet<string>>;
}

/** With the ten seconds that checked rights hold before a write, at most a minute. */
const FRESH_MS = 50_000;

/**
 * The workspaces that a person belongs to. `team_id` is documented. In an Enterprise Grid it may be missing, or be another
 * workspace of theirs (seen), and `enterprise_user.teams` has all of them (assumed; its type is documented).
 */
const workspacesOf = ({ team_id, enterprise_user }: User): string[] => [
  ...(team_id ? [team_id] : []),
  ...(enterprise_user?.teams ?? []),
];

const REMEMBERED_MS = 10 * 60_000;

/** Signs that lower case turns into other letters (the Kelvin sign into k): addresses are compared in it, and would be another person's. */
const LOOKS_LIKE_ANOTHER = /[\u0130\u2126\u212a\u212b]/;

/** Slack asked for a pause, and it isn't over. */
class Paused extends Error {
  override name = 'Paused';
}

/** @param teamId the workspace this bot belongs to: all others are strangers (Slack Connect) */
export function createPeople(client: WebClient, teamId: string): People {
  /** Until when each method is left alone: Slack's limits are per method (documented). */
  const pauses = new Map<string, number>();
  const ask = async <T>(method: string, call: () => Promise<T>): Promise<T> => {
    if ((pauses.get(method) ?? 0) > Date.now()) throw new Paused(`Slack asked for a pause of ${method}`);
    try {
      return await call();
    } catch (error) {
      if (error instanceof WebAPIRateLimitedError) pauses.set(method, Date.now() + error.retryAfter * 1000);
      throw error;
    }
  };

  const personOf = (user: User): Person => {
    const stranger = user.is_stranger === true || !workspacesOf(user).includes(teamId);
    const kind = user.deleted
      ? 'deactivated'
      : user.is_bot || user.id === 'USLACKBOT'
        ? 'bot'
        : stranger
          ? 'stranger'
          : user.is_restricted || user.is_ultra_restricted
            ? 'guest'
            : 'member';
    const given = user.profile?.email || undefined;
    const email = given && LOOKS_LIKE_ANOTHER.test(given) ? undefined : given;
    const name = user.profile?.display_name || user.real_name || user.name;
    // Slack says it of an address that is not confirmed; users without a word of it are confirmed (assumed: undocumented).
    const emailConfirmed = user.is_email_confirmed !== false;
    return { id: user.id ?? '', name, kind, email, emailConfirmed, timeZone: user.tz || undefined };
  };
  const persons = new LRUCache<string, Person>({
    max: 5000,
    ttl: FRESH_MS,
    fetchMethod: async (id, _stale, { options }) => {
      const since = performance.now();
      const { user } = await ask('users.info', () => client.users.info({ user: id }));
      if (!user) throw new Error('users.info answered without a user');
      options.ttl = ttlSince(since, FRESH_MS);
      return { ...personOf(user), id };
    },
  });
  // Who has which address only says whom to ask about, so it may be older than what is decided by.
  const emails = new LRUCache<string, { id?: string }>({
    max: 5000,
    ttl: REMEMBERED_MS,
    fetchMethod: async (email) => {
      try {
        const { user } = await ask('users.lookupByEmail', () => client.users.lookupByEmail({ email }));
        if (!user?.id) throw new Error('users.lookupByEmail answered without a user');
        persons.set(user.id, personOf(user));
        return { id: user.id };
      } catch (error) {
        // Also of people who are deactivated (documented).
        if (error instanceof WebAPIPlatformError && error.data.error === 'users_not_found') return {};
        throw error;
      }
    },
  });
  const groups = new LRUCache<string, ReadonlySet<string>>({
    max: 100,
    ttl: FRESH_MS,
    fetchMethod: async (usergroup, _stale, { options }) => {
      const since = performance.now();
      const list = () => client.usergroups.users.list({ usergroup });
      const members = new Set((await ask('usergroups.users.list', list)).users ?? []);
      options.ttl = ttlSince(since, FRESH_MS);
      return members;
    },
  });
  const membersOfChannel = async (channel: string): Promise<string[]> => {
    const ids: string[] = [];
    for (let cursor: string | undefined; ; ) {
      const page = () => client.conversations.members({ channel, cursor, limit: 200 });
      const { members = [], response_metadata } = await ask('conversations.members', page);
      ids.push(...members);
      cursor = response_metadata?.next_cursor || undefined;
      if (!cursor) return ids;
    }
  };
  return {
    membersOfChannel,
    person: (id) => persons.forceFetch(id),
    withEmail: async (email) => (await emails.forceFetch(email.toLowerCase())).id,
    membersOf: (group) => groups.forceFetch(group),
  };
}
