import type { SlackChannel } from './start-channels.ts';
import { type Arguments, no, ok, page, type Slack, type WebMethod } from './web-api-answer.ts';
import type { World } from './world.ts';

const reading = { public: 'channels:read', private: 'groups:read', im: 'im:read' } as const;

function output(channel: SlackChannel, world: World): Record<string, unknown> {
  const inside = channel.members.includes(world.bot.userId);
  const other = channel.members.find((each) => each !== world.bot.userId);
  if (channel.kind === 'im')
    return {
      id: channel.id,
      is_im: true,
      is_org_shared: false,
      user: other,
    };
  return {
    id: channel.id,
    name: channel.name,
    is_channel: true,
    is_group: false,
    is_im: false,
    is_mpim: false,
    is_private: channel.kind === 'private',
    is_archived: channel.isArchived,
    is_shared: channel.isExtShared || channel.isOrgShared === true,
    is_ext_shared: channel.isExtShared,
    is_org_shared: channel.isOrgShared === true,
    is_member: inside,
    context_team_id: world.team.id,
    num_members: channel.members.length,
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
};
