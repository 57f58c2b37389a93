import { randomBytes } from 'node:crypto';
import { checkMessage } from './check-message.ts';
import { isObject } from './check-shape.ts';
import { contentOf, type MessageStore } from './message-store.ts';
import type { SlackMessage } from './slack-stand-in.ts';
import { no } from './web-api-answer.ts';
import type { World } from './world.ts';

// docs.slack.dev/interactivity/handling-user-interaction#message_responses
const uses = 5;
const lifeMs = 30 * 60_000;

interface ResponseUrl {
  user: string;
  channel: string;
  born: number;
  used: number;
  /** The message whose button was clicked. */
  original?: SlackMessage;
}

export interface ResponseAnswer {
  status: number;
  body: unknown;
}

export class ResponseUrls {
  private readonly world: World;
  private readonly messages: MessageStore;
  private readonly known = new Map<string, ResponseUrl>();

  constructor(world: World, messages: MessageStore) {
    this.world = world;
    this.messages = messages;
  }

  issue(kind: 'commands' | 'actions', user: string, channel: string, original?: SlackMessage): string {
    const path = `/${kind}/${this.world.team.id}/${this.world.nextId('R')}/${randomBytes(12).toString('hex')}`;
    this.known.set(path, { user, channel, born: this.world.now(), used: 0, original });
    return `${this.world.origin}${path}`;
  }

  reset(): void {
    this.known.clear();
  }

  take(path: string, body: unknown): ResponseAnswer {
    const refuse = (status: number, error: string): ResponseAnswer => {
      this.world.problem(`response_url: ${error}`);
      return { status, body: { ok: false, error } };
    };
    const url = this.known.get(path);
    if (!url) return refuse(404, 'invalid_url');
    if (this.world.now() - url.born > lifeMs) return refuse(404, 'expired_url');
    if (url.used >= uses) return refuse(404, 'used_url');
    if (!isObject(body)) return refuse(400, 'invalid_payload');
    const found = checkMessage(body);
    if (found.length > 0) {
      for (const each of found) this.world.problem(`response_url refused: ${each}`);
      const messages = found.map((each) => `[ERROR] ${each}`);
      return { status: 400, body: no('invalid_blocks', { response_metadata: { messages } }) };
    }
    const empty =
      !body.text && !(Array.isArray(body.blocks) && body.blocks.length > 0) && !body.delete_original;
    if (empty) return refuse(400, 'no_text');
    url.used += 1;
    this.show(url, body, 'response_url');
    return { status: 200, body: 'ok' };
  }

  /** Shows the answer to a command, which has the same form and meaning. */
  showAck(user: string, channel: string, body: Record<string, unknown>): void {
    this.show({ user, channel, born: 0, used: 0 }, body, 'ack');
  }

  private show(url: ResponseUrl, body: Record<string, unknown>, via: SlackMessage['via']): void {
    const content = contentOf(body);
    const original = url.original && this.messages.find(url.original.channel, url.original.ts);
    if (body.delete_original === true) {
      if (original) this.messages.remove(original);
    } else if (original && body.replace_original === true) {
      this.messages.edit(original, content, this.world.bot.userId);
    } else {
      this.messages.post({
        ...content,
        channel: url.channel,
        user: this.world.bot.userId,
        via,
        ...(body.response_type !== 'in_channel' && { ephemeralTo: url.user }),
        ...(typeof body.thread_ts === 'string' && { thread_ts: body.thread_ts }),
      });
    }
  }
}
