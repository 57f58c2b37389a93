import type { App, ReceiverEvent } from '@slack/bolt';
import type { Logger } from 'pino';
import { z } from 'zod';

// What the listeners rely on being there, of each kind of payload that Slack sends to this bot. Everything else in a
// payload is looked at where it is used.
const text = z.string();
const user = z.looseObject({ id: text });
const optional = <S extends z.ZodType>(schema: S) => schema.nullish();
const team = optional(z.looseObject({ id: optional(text) }));
const state = z.looseObject({ values: z.record(z.string(), z.record(z.string(), z.unknown())) });
const view = z.looseObject({ id: optional(text), private_metadata: optional(text) });
const submitted = view.extend({
  callback_id: text,
  private_metadata: text,
  title: optional(z.looseObject({ text: optional(text) })),
  state,
  blocks: z.array(z.looseObject({ type: optional(text), block_id: optional(text) })),
});
const channel = z.looseObject({ id: optional(text) }).optional();
const person = { user, team, enterprise: optional(z.looseObject({})), response_url: optional(text) };

const command = z.looseObject({
  command: text,
  text: optional(text),
  user_id: text,
  team_id: optional(text),
  channel_id: text,
  trigger_id: text,
  response_url: text,
});
const kinds = {
  block_suggestion: z.looseObject({
    ...person,
    action_id: text,
    block_id: text,
    view: optional(view),
    channel,
  }),
  block_actions: z.looseObject({
    ...person,
    actions: z.tuple([z.looseObject({ action_id: text, block_id: text })]).rest(z.unknown()),
    view: optional(view.extend({ state: optional(state) })),
    channel,
  }),
  shortcut: z.looseObject({ ...person, callback_id: text, trigger_id: text }),
  message_action: z.looseObject({
    ...person,
    callback_id: text,
    trigger_id: text,
    channel: z.looseObject({ id: text }),
    message: z.looseObject({ text: optional(text), ts: optional(text), thread_ts: optional(text) }),
  }),
  view_submission: z.looseObject({
    ...person,
    view: submitted,
    response_urls: z
      .array(z.looseObject({ channel_id: optional(text), response_url: optional(text) }))
      .optional(),
  }),
} as const;
const event = z.looseObject({
  team_id: optional(text),
  authorizations: z.array(z.looseObject({ team_id: optional(text) })).optional(),
  // The only one that manifest.yml asks for.
  event: z
    .looseObject({ type: z.literal('app_home_opened'), user: text, channel: text.optional() })
    .refine((given) => !('item' in given) && !('subteam' in given)),
});

/** Bolt takes the kind of a payload from what is in it, in this order. */
function isWellFormed(body: Record<string, unknown>): boolean {
  if ('event' in body) return event.safeParse(body).success;
  if ('command' in body) return command.safeParse(body).success;
  // A list of one text reads like the text.
  const kind = typeof body.type === 'string' ? body.type : '';
  if ('name' in body && kind !== 'block_suggestion') return false;
  if ('actions' in body && kind !== 'block_actions') return false;
  return Object.hasOwn(kinds, kind) && kinds[kind as keyof typeof kinds].safeParse(body).success;
}

/**
 * Answers at once, with nothing, what is no payload that this bot is sent: Bolt would leave it unanswered for three
 * seconds or fail in the middle of it.
 */
export function rejectMalformed(app: App, log: Logger): void {
  const processEvent = app.processEvent.bind(app);
  app.processEvent = async (received: ReceiverEvent): Promise<void> => {
    if (isWellFormed(received.body)) return processEvent(received);
    log.warn('a payload of an unknown shape was answered with nothing');
    await received.ack();
  };
}
