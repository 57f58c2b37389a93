import type { MessageStore } from './message-store.ts';
import type { Triggers } from './triggers.ts';
import type { ViewStore } from './view-store.ts';
import type { World } from './world.ts';

export interface Slack {
  world: World;
  views: ViewStore;
  messages: MessageStore;
  triggers: Triggers;
}

export type Arguments = Record<string, unknown>;
export type Answer = { ok: boolean; error?: string } & Record<string, unknown>;

export interface WebMethod {
  /** Any one of these; absent: every bot token will do. */
  scopes?: string[];
  token?: 'app';
  run(args: Arguments, slack: Slack): Answer;
}

export const ok = (more: Record<string, unknown> = {}): Answer => ({ ok: true, ...more });
export const no = (error: string, more: Record<string, unknown> = {}): Answer => ({
  ok: false,
  error,
  ...more,
});

/** Slack's form of a refusal by its schema. Every one is also a problem: the bot must not send such things. */
export function refused(world: World, method: string, error: string, found: string[]): Answer {
  for (const each of found) world.problem(`${method} refused: ${error}: ${each}`);
  return no(error, {
    errors: found,
    response_metadata: { messages: found.map((each) => `[ERROR] ${each}`) },
  });
}

export function missing(world: World, method: string, name: string): Answer {
  return refused(world, method, 'invalid_arguments', [
    `missing required field: ${name} [json-pointer:/${name}]`,
  ]);
}

export interface Page<Item> {
  items: Item[];
  response_metadata: { next_cursor: string };
}

/** Cursor paging as in conversations.list and users.list. */
export function page<Item>(all: Item[], args: Arguments): Page<Item> | 'invalid_cursor' {
  const limit = Math.min(Number(args.limit) || 100, 1000);
  const start = args.cursor
    ? Number(Buffer.from(String(args.cursor), 'base64').toString().replace('next:', ''))
    : 0;
  if (!Number.isInteger(start)) return 'invalid_cursor';
  const more = start + limit < all.length;
  return {
    items: all.slice(start, start + limit),
    response_metadata: { next_cursor: more ? Buffer.from(`next:${start + limit}`).toString('base64') : '' },
  };
}
