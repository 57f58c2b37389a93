import type { SlackChannel } from './start-channels.ts';
import { type Arguments, no, ok, page, type Slack, type WebMethod } from './web-api-answer.ts';
import type { World } from './world.ts';

const reading = { public: 'channels:read', private: 'groups:read', im: 'im:read' } as const;
const histories = { public: 'channels:history', private: 'groups:history', im: 'im:history' } as const;
const typeNames = { public: 'public_channel', private: 'private_channel', im: 'im' } as const;

function output(channel: SlackChannel, world: World): Record<string, unknown> {
  const inside = channel.members.includes(world.bot.userId);
  const other = channel.members.find((each) => each !== world.bot.userId);
  if (channel.kind === 'im')
    return {
      id: channel.id,
      is_im: true,
      is_org_shared: false,
      user: other,
      is_user_deleted: false,
      is_open: true,
      priority: 0,
    };
  return {
    id: channel.id,
    name: channel.name,
    name_normalized: channel.name,
    is_channel: true,
    is_group: false,
    is_im: false,
    is_mpim: false,
    is_private: channel.kind === 'private',
    is_archived: channel.isArchived,
    is_general: channel.name === 'general',
    is_shared: channel.isExtShared || channel.isOrgShared === true,
    is_ext_shared: channel.isExtShared,
    is_org_shared: channel.isOrgShared === true,
    is_pending_ext_shared: false,
    is_member: inside,
    context_team_id: world.team.id,
    num_members: channel.members.length,
    topic: { value: '', creator: '', last_set: 0 },
    purpose: { value: '', creator: '', last_set: 0 },
  };
}

function visible(args: Arguments, { world }: Slack): SlackChannel | undefined {
  const channel = world.channels.find((each) => each.id === args.channel);
  return channel && (channel.kind === 'public' || channel.members.includes(world.bot.userId))
    ? channel
    : undefined;
}

function lackingScope(needed: string, world: World): ReturnType<typeof no> | undefined {
  return world.scopes.includes(needed)
    ? undefined
    : no('missing_scope', { needed, provided: world.scopes.join(',') });
}

function messagesFor(kind: 'history' | 'replies'): WebMethod {
  return {
    run(args, slack) {
      const channel = visible(args, slack);
      if (!channel) return no('channel_not_found');
      const lacking = lackingScope(histories[channel.kind], slack.world);
      if (lacking) return lacking;
      if (!channel.members.includes(slack.world.bot.userId)) return no('not_in_channel');
      const all = slack.messages.inChannel(channel.id);
      const thread = all.filter((each) => each.ts === args.ts || each.thread_ts === args.ts);
      if (kind === 'replies' && thread.length === 0) return no('thread_not_found');
      const inclusive = args.inclusive === true || args.inclusive === 'true';
      const after = (ts: string) =>
        !args.oldest || ts > String(args.oldest) || (inclusive && ts === args.oldest);
      const before = (ts: string) =>
        !args.latest || ts < String(args.latest) || (inclusive && ts === args.latest);
      const wanted = kind === 'replies' ? thread : all.filter((each) => !each.thread_ts).reverse();
      const found = page(
        wanted.filter((each) => after(each.ts) && before(each.ts)),
        args,
      );
      if (found === 'invalid_cursor') return no(found);
      const has_more = found.response_metadata.next_cursor !== '';
      return ok({
        messages: found.items.map((each) => slack.messages.output(each)),
        has_more,
        response_metadata: found.response_metadata,
      });
    },
  };
}

export const conversationMethods: Record<string, WebMethod> = {
  'conversations.info': {
    run(args, slack) {
      const channel = visible(args, slack);
      if (!channel) return no('channel_not_found');
      return (
        lackingScope(reading[channel.kind], slack.world) ?? ok({ channel: output(channel, slack.world) })
      );
    },
  },
  'conversations.list': {
    run(args, { world }) {
      const types = String(args.types ?? 'public_channel').split(',');
      for (const kind of ['public', 'private', 'im'] as const) {
        const lacking = types.includes(typeNames[kind]) ? lackingScope(reading[kind], world) : undefined;
        if (lacking) return lacking;
      }
      const hideArchived = args.exclude_archived === true || args.exclude_archived === 'true';
      const all = world.channels.filter(
        (each) =>
          types.includes(typeNames[each.kind]) &&
          (each.kind === 'public' || each.members.includes(world.bot.userId)) &&
          !(hideArchived && each.isArchived),
      );
      const found = page(all, args);
      if (found === 'invalid_cursor') return no(found);
      const { response_metadata } = found;
      return ok({ channels: found.items.map((each) => output(each, world)), response_metadata });
    },
  },
  'conversations.members': {
    run(args, slack) {
      const channel = visible(args, slack);
      if (!channel) return no('channel_not_found');
      const lacking = lackingScope(reading[channel.kind], slack.world);
      if (lacking) return lacking;
      const found = page(channel.members, args);
      return found === 'invalid_cursor'
        ? no(found)
        : ok({ members: found.items, response_metadata: found.response_metadata });
    },
  },
  'conversations.open': {
    scopes: ['im:write'],
    run(args, { world }) {
      const users = String(args.users ?? '')
        .split(',')
        .filter(Boolean);
      if (args.channel) {
        const known = world.channels.find((each) => each.id === args.channel && each.kind === 'im');
        return known ? ok({ channel: { id: known.id } }) : no('channel_not_found');
      }
      const person = world.people.find((each) => each.id === users[0]);
      if (users.length !== 1) return no(users.length === 0 ? 'users_list_not_supplied' : 'too_many_users');
      if (!person) return no('user_not_found');
      if (person.isBot) return no('cannot_dm_bot');
      if (person.deleted) return no('user_disabled');
      const channel = world.dm(person.id);
      const full = args.return_im === true || args.return_im === 'true';
      return ok({ channel: full ? output(channel, world) : { id: channel.id } });
    },
  },
  'conversations.history': messagesFor('history'),
  'conversations.replies': messagesFor('replies'),
};
