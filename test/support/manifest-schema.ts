import { z } from 'zod';

// The parts of Slack's manifest schema 2.0.0 that this app may use, read on 2026-11-26 in the repository
// slackapi/manifest-schema (schemas/manifest.schema.2.0.0.json, commit c50cfa8 of 2026-07-21) and written down anew. What is
// not here is refused: look it up there before it is added.

const text = (min: number, max: number) => z.string().min(min).max(max);
const address = (max: number) =>
  z
    .string()
    .regex(/^https?:\/\//)
    .max(max);
const scopes = z.array(text(1, 50)).max(255);
const events = z
  .array(z.string().max(50))
  .max(100)
  .refine((all) => new Set(all).size === all.length);

export const manifestSchema = z.strictObject({
  _metadata: z.strictObject({ major_version: z.literal(2), minor_version: z.int() }),
  display_information: z.strictObject({
    name: text(1, 35),
    description: text(1, 140).optional(),
    background_color: z
      .string()
      .regex(/^#[0-9a-fA-F]{3}([0-9a-fA-F]{3})?$/)
      .optional(),
    long_description: text(175, 4000).optional(),
  }),
  features: z.strictObject({
    app_home: z
      .strictObject({
        home_tab_enabled: z.boolean(),
        messages_tab_enabled: z.boolean(),
        messages_tab_read_only_enabled: z.boolean(),
      })
      .partial(),
    bot_user: z.strictObject({ display_name: text(1, 80), always_online: z.boolean().optional() }),
    shortcuts: z
      .array(
        z.strictObject({
          name: text(1, 24),
          type: z.enum(['message', 'global']),
          callback_id: text(1, 255),
          description: text(1, 150),
        }),
      )
      .min(1)
      .max(10),
    slash_commands: z
      .array(
        z.strictObject({
          command: text(2, 32).startsWith('/'),
          url: address(3000).optional(),
          description: text(1, 2000),
          usage_hint: text(1, 1000).optional(),
          should_escape: z.boolean().optional(),
        }),
      )
      .min(1)
      .max(50),
  }),
  oauth_config: z.strictObject({
    // Optional scopes are among the bot's own, too: so Slack's own pull request that brought them to its CLI has it.
    scopes: z
      .strictObject({ bot: scopes, bot_optional: scopes.optional() })
      .refine(({ bot, bot_optional = [] }) => bot_optional.every((scope) => bot.includes(scope))),
  }),
  settings: z.strictObject({
    event_subscriptions: z.strictObject({ request_url: address(3500).optional(), bot_events: events }),
    interactivity: z.strictObject({
      is_enabled: z.boolean(),
      request_url: address(3500).optional(),
      message_menu_options_url: address(3500).optional(),
    }),
    org_deploy_enabled: z.boolean(),
    socket_mode_enabled: z.boolean(),
    token_rotation_enabled: z.boolean(),
  }),
});
