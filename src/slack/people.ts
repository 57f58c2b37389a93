import type { WebClient } from '@slack/web-api';
import { LRUCache } from 'lru-cache';
import type { Person } from '../access/person.ts';

/** People as Slack knows them. */
export interface People {
  /** Throws when Slack can't be asked or doesn't know the id: then nobody is let in. */
  person(id: string): Promise<Person>;
  /** Ids of everybody in a channel. Throws when Slack can't be asked, or hides the channel from the bot. */
  membersOfChannel(channel: string): Promise<string[]>;
  /** Ids of a user group's members. Throws when Slack can't be asked. */
  membersOf(group: string): Promise<ReadonlySet<string>>;
}

const FRESH_MS = 60_000;

/** @param teamId the workspace this bot belongs to: everybody else is a stranger (Slack Connect) */
export function createPeople(client: WebClient, teamId: string): People {
  const cache = new LRUCache<string, Person>({
    max: 5000,
    ttl: FRESH_MS,
    fetchMethod: async (id) => {
      const { user } = await client.users.info({ user: id });
      if (!user) throw new Error('users.info answered without a user');
      const stranger = user.is_stranger === true || user.team_id !== teamId;
      const kind = user.deleted
        ? 'deactivated'
        : user.is_bot || id === 'USLACKBOT'
          ? 'bot'
          : stranger
            ? 'stranger'
            : user.is_restricted || user.is_ultra_restricted
              ? 'guest'
              : 'member';
      const email = user.profile?.email || undefined;
      const name = user.profile?.display_name || user.real_name || user.name;
      return { id, name, kind, email, emailConfirmed: user.is_email_confirmed !== false };
    },
  });
  const groups = new LRUCache<string, ReadonlySet<string>>({
    max: 100,
    ttl: FRESH_MS,
    fetchMethod: async (usergroup) =>
      new Set((await client.usergroups.users.list({ usergroup })).users ?? []),
  });
  const membersOfChannel = async (channel: string): Promise<string[]> => {
    const ids: string[] = [];
    for (let cursor: string | undefined; ; ) {
      const { members = [], response_metadata } = await client.conversations.members({
        channel,
        cursor,
        limit: 200,
      });
      ids.push(...members);
      cursor = response_metadata?.next_cursor || undefined;
      if (!cursor) return ids;
    }
  };
  return {
    membersOfChannel,
    person: (id) => cache.forceFetch(id),
    membersOf: (group) => groups.forceFetch(group),
  };
}
