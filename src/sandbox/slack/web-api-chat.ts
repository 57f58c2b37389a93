import { checkMessage } from './check-message.ts';
import { contentOf } from './message-store.ts';
import type { SlackMessage } from './slack-stand-in.ts';
import type { SlackChannel } from './start-channels.ts';
import {
  type Answer,
  type Arguments,
  no,
  ok,
  refused,
  type Slack,
  type WebMethod,
} from './web-api-answer.ts';

const scopes = ['chat:write'];

function contentRefused(method: string, args: Arguments, { world }: Slack): Answer | undefined {
  const found = checkMessage(args);
  if (found.some((each) => each.startsWith('msg_too_long')))
    return refused(world, method, 'msg_too_long', found);
  if (found.some((each) => each.startsWith('msg_blocks_too_long')))
    return refused(world, method, 'msg_blocks_too_long', found);
  if (found.length > 0) return refused(world, method, 'invalid_blocks', found);
  const blocks = Array.isArray(args.blocks) ? args.blocks.length : 0;
  if (!args.text && blocks === 0)
    return refused(world, method, 'no_text', ['neither text nor blocks [json-pointer:/text]']);
  if (!args.text)
    world.problem(`${method}: blocks without text: notifications and screen readers have nothing to say`);
  return undefined;
}

/** The channel the bot may write to, by id, name or user id; otherwise Slack's error. */
function writable(args: Arguments, { world }: Slack): SlackChannel | string {
  const name = String(args.channel ?? '');
  const person = world.people.find((each) => each.id === name);
  if (person?.isBot) return 'cannot_dm_bot';
  if (person?.deleted) return 'user_disabled';
  const channel = person
    ? world.dm(person.id)
    : world.channels.find((each) => [each.id, each.name, `#${each.name}`].includes(name));
  if (!channel) return 'channel_not_found';
  const inside = channel.members.includes(world.bot.userId);
  if (!inside && channel.kind !== 'public') return 'channel_not_found';
  if (channel.isArchived) return 'is_archived';
  if (!inside && !world.scopes.includes('chat:write.public')) return 'not_in_channel';
  return channel;
}

const isIn = (person: string, channel: SlackChannel): boolean => channel.members.includes(person);

function ownMessage(args: Arguments, slack: Slack): SlackMessage | string {
  const channel = slack.world.channels.find((each) => each.id === args.channel);
  if (!channel) return 'channel_not_found';
  if (channel.kind !== 'public' && !isIn(slack.world.bot.userId, channel)) return 'channel_not_found';
  const message = slack.messages.find(channel.id, args.ts);
  if (!message || message.ephemeralTo) return 'message_not_found';
  if (message.user !== slack.world.bot.userId) return 'cant_update_message';
  return message;
}

export const chatMethods: Record<string, WebMethod> = {
  'chat.postMessage': {
    scopes,
    run(args, slack) {
      const channel = writable(args, slack);
      if (typeof channel === 'string') return no(channel);
      const bad = contentRefused('chat.postMessage', args, slack);
      if (bad) return bad;
      const thread = args.thread_ts ? String(args.thread_ts) : undefined;
      const parent = thread ? slack.messages.find(channel.id, thread) : undefined;
      if (thread && (!parent || parent.ephemeralTo)) return no('thread_not_found');
      const message = slack.messages.post({
        ...contentOf(args),
        channel: channel.id,
        user: slack.world.bot.userId,
        via: 'chat.postMessage',
        // A reply to a reply lands in the thread of the first message.
        thread_ts: parent ? (parent.thread_ts ?? parent.ts) : undefined,
      });
      return ok({ channel: channel.id, ts: message.ts, message: slack.messages.output(message) });
    },
  },
  'chat.update': {
    scopes,
    run(args, slack) {
      const { world, messages } = slack;
      const message = ownMessage(args, slack);
      if (typeof message === 'string') return no(message);
      const age = world.now() - Number(message.ts) * 1000;
      if (world.faults.editWindowMs !== undefined && age > world.faults.editWindowMs)
        return no('edit_window_closed');
      const bad = contentRefused('chat.update', args, slack);
      if (bad) return bad;
      // "If you don't include this field, the message's previous blocks will be retained": reference/methods/chat.update
      const blocks = args.blocks === undefined ? message.blocks : contentOf(args).blocks;
      messages.edit(message, { ...contentOf(args), blocks }, world.bot.userId);
      return ok({
        channel: message.channel,
        ts: message.ts,
        text: message.text,
        message: messages.output(message),
      });
    },
  },
};
