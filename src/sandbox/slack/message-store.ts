import type { BlockJson } from './block-kit.ts';
import { buttonTexts, readBlocks } from './read-blocks.ts';
import { readMrkdwn } from './read-mrkdwn.ts';
import type { SlackMessage } from './slack-stand-in.ts';
import { withIds } from './view-store.ts';
import type { World } from './world.ts';

export interface MessageContent {
  text?: string;
  blocks?: BlockJson[];
}

export interface Posting extends MessageContent {
  channel: string;
  user: string;
  via: SlackMessage['via'];
  thread_ts?: string;
  ephemeralTo?: string;
}

/** What a call or an answer says; what it must not say is for check-message.ts. */
export const contentOf = ({ text, blocks }: Record<string, unknown>): MessageContent => ({
  text: typeof text === 'string' ? text : '',
  blocks: Array.isArray(blocks) ? (blocks as BlockJson[]) : [],
});

/** Everything that was ever shown in channels, in order. */
export class MessageStore {
  private readonly world: World;
  private messages: SlackMessage[] = [];

  constructor(world: World) {
    this.world = world;
  }

  inChannel(channel: string): SlackMessage[] {
    return this.messages.filter((each) => each.channel === channel && !each.ephemeralTo);
  }

  ephemerals(user: string, channel?: string): SlackMessage[] {
    return this.messages.filter(
      (each) => each.ephemeralTo === user && (!channel || each.channel === channel),
    );
  }

  find(channel: string, ts: unknown): SlackMessage | undefined {
    return this.messages.find((each) => each.channel === channel && each.ts === ts);
  }

  post(posting: Posting): SlackMessage {
    const { world } = this;
    const byBot = posting.user === world.bot.userId;
    const message: SlackMessage = {
      channel: posting.channel,
      ts: world.nextTs(),
      user: posting.user,
      by: world.person(posting.user).realName,
      ...(byBot && { bot_id: world.bot.botId }),
      ...(posting.thread_ts && { thread_ts: posting.thread_ts }),
      ...(posting.ephemeralTo && { ephemeralTo: posting.ephemeralTo }),
      via: posting.via,
      text: '',
      blocks: [],
      plain: '',
      mentions: [],
      formatted: [],
      buttons: [],
    };
    this.write(message, posting);
    this.messages.push(message);
    world.changed();
    return message;
  }

  /** Edits in place; text and blocks are replaced. */
  edit(message: SlackMessage, content: MessageContent, by: string): void {
    this.write(message, content);
    message.edited = { user: by, ts: this.world.nextTs() };
    this.world.changed();
  }

  remove(message: SlackMessage): void {
    this.messages = this.messages.filter((each) => each !== message);
    this.world.changed();
  }

  reset(): void {
    this.messages = [];
  }

  /** The message as Slack gives it to apps. */
  output(message: SlackMessage): Record<string, unknown> {
    const { world } = this;
    const replies = this.messages.filter(
      (each) => each.thread_ts === message.ts && each.channel === message.channel,
    );
    return {
      type: 'message',
      user: message.user,
      ts: message.ts,
      text: message.text,
      team: world.person(message.user).teamId,
      ...(message.bot_id && { bot_id: message.bot_id, app_id: world.bot.appId }),
      ...(message.blocks.length > 0 && { blocks: structuredClone(message.blocks) }),
      ...(message.edited && { edited: message.edited }),
      ...(replies.length > 0 && { thread_ts: message.ts, reply_count: replies.length }),
      ...(message.thread_ts && { thread_ts: message.thread_ts }),
    };
  }

  private write(message: SlackMessage, { text = '', blocks = [] }: MessageContent): void {
    const shown = withIds({ blocks }).blocks;
    const spoken = readMrkdwn(text, this.world, 'none');
    const read = shown.length > 0 ? readBlocks(shown, this.world) : spoken;
    message.text = text;
    message.blocks = shown;
    message.plain = read.plain;
    // Whether the fallback text notifies when there are blocks is not documented: it is counted.
    message.mentions = [...new Set([...read.mentions, ...spoken.mentions])];
    message.formatted = read.formatted;
    message.buttons = buttonTexts(shown);
  }
}
