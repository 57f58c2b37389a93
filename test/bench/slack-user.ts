import { createHmac } from 'node:crypto';
import type { Client } from 'undici';
import { type BenchSlack, SECRET, TEAM, viewOf } from './slack-of-bench.ts';

// What people do in Slack, as signed requests to the bot.

async function send(client: Client, payload: Record<string, string>): Promise<{ ms: number; body: string }> {
  const body = new URLSearchParams(payload).toString();
  const timestamp = String(Math.floor(Date.now() / 1000));
  const signature = `v0=${createHmac('sha256', SECRET).update(`v0:${timestamp}:${body}`).digest('hex')}`;
  const startedAt = performance.now();
  const response = await client.request({
    method: 'POST',
    path: '/slack/events',
    headers: {
      'content-type': 'application/x-www-form-urlencoded',
      'x-slack-signature': signature,
      'x-slack-request-timestamp': timestamp,
    },
    body,
  });
  const text = await response.body.text();
  const ms = performance.now() - startedAt;
  if (response.statusCode !== 200) throw new Error(`answered ${response.statusCode}: ${text}`);
  return { ms, body: text };
}

const interaction = (type: string, user: string, more: object): Record<string, string> => ({
  payload: JSON.stringify({
    ...{ type, team: { id: TEAM, domain: 'harbour' }, user: { id: user } },
    ...{ enterprise: null, is_enterprise_install: false, ...more },
  }),
});

let triggers = 0;
const userOf = (n: number) => `U0BENCH${String(n % 50).padStart(2, '0')}`;

/** A form on a person's screen. */
export interface Drawn {
  user: string;
  empty: Record<string, unknown>;
  filled: Record<string, unknown>;
}

interface Filling {
  ackMs: number;
  filledMs: number;
  /** Reads the form that this command opened; right after it was filled. */
  drawn(): Drawn;
}

/** A command, until the form is filled. */
export async function command(client: Client, slack: BenchSlack, text: string): Promise<Filling> {
  const n = ++triggers;
  const trigger = `${n}.bench`;
  const filled = slack.filled(trigger);
  const startedAt = performance.now();
  const sent = send(client, {
    command: '/nexudus',
    text,
    user_id: userOf(n),
    team_id: TEAM,
    channel_id: 'C0OPS0000',
    channel_name: 'ops',
    trigger_id: trigger,
    response_url: `${slack.apiUrl}response_url`,
    is_enterprise_install: 'false',
  });
  const { ms } = await sent;
  const views = await filled;
  const drawn = () => ({ user: userOf(n), empty: viewOf(slack.last.empty), filled: viewOf(views) });
  return { ackMs: ms, filledMs: performance.now() - startedAt, drawn };
}

export interface Typing {
  user: string;
  view: object;
  blockId: string;
  actionId: string;
  word: string;
}

/** A word typed into a picker. */
export async function suggestion(client: Client, { user, view, blockId, actionId, word }: Typing) {
  const more = { view, action_id: actionId, block_id: blockId, value: word };
  const { ms, body } = await send(client, interaction('block_suggestion', user, more));
  const { options, option_groups } = JSON.parse(body || '{}');
  return { ackMs: ms, options: (options ?? option_groups?.[0]?.options ?? []).length as number };
}

interface Input {
  block_id: string;
  element?: Record<string, unknown> & { type: string; action_id: string };
}

const stateOf = (blocks: Input[]) =>
  Object.fromEntries(
    blocks.flatMap(({ block_id, element }) => {
      if (!element) return [];
      const { type, action_id, initial_value, initial_option, initial_options } = element;
      const held = { value: initial_value, selected_option: initial_option };
      const state = { type, ...held, selected_options: initial_options ?? [] };
      return [[block_id, { [action_id]: state }]];
    }),
  );

/** The form submitted as it is. */
export async function submission(client: Client, { user, filled }: Drawn) {
  const blocks = filled.blocks as Input[];
  const view = { ...filled, id: `V${triggers}.bench`, state: { values: stateOf(blocks) } };
  const { body } = await send(client, interaction('view_submission', user, { view }));
  return body;
}
