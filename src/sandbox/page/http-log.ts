import type { NexudusCall } from '../nexudus/start-nexudus.ts';
import type { Interaction, SlackCall } from '../slack/start-slack.ts';
import type { Sandbox } from '../start-sandbox.ts';
import type { CallBodies, CallShown } from './shown.ts';

type Logged = Interaction | SlackCall | NexudusCall;

const SECRET = /^(token|trigger_id|access_token|refresh_token|password|authorization|client_id)$/i;

/** Tokens, and addresses that work like tokens, read •••. */
export function masked(value: unknown): unknown {
  const text = JSON.stringify(value, (name, each) => {
    if (typeof each !== 'string') return each;
    if (SECRET.test(name)) return '•••';
    return each.replace(/(\/(?:commands|actions)\/\w+\/\w+\/)[\da-f]+/g, '$1•••');
  });
  return text === undefined ? undefined : JSON.parse(text);
}

/** The HTTP calls between the bot and both stand-ins, by numbers that stay the same. */
export class HttpLog {
  private readonly sandbox: Sandbox;
  private readonly ids = new WeakMap<Logged, number>();
  private lastId = 0;

  constructor(sandbox: Sandbox) {
    this.sandbox = sandbox;
  }

  idOf(logged: Logged): number {
    const id = this.ids.get(logged) ?? ++this.lastId;
    this.ids.set(logged, id);
    return id;
  }

  /** An interaction that is on its way: Slack gives up after 3 s. */
  isWaiting({ ackMs, status, at }: Interaction, now: number): boolean {
    return ackMs === undefined && status === 0 && now - at < 3000;
  }

  /** The newest first. */
  newest(limit: number): CallShown[] {
    const { slack, nexudus } = this.sandbox;
    const shown = (logged: Logged, side: CallShown['side'], method: string, path: string, ms?: number) => {
      const { at, status } = logged;
      return { id: this.idOf(logged), at, side, method, path, status, ms };
    };
    const calls = [
      ...slack.interactions
        .slice(-limit)
        .map((each) => shown(each, 'Slack → bot', 'POST', `/slack/events ${each.kind}`, each.ackMs)),
      ...slack.calls.slice(-limit).map((each) => {
        const path = each.method === 'response_url' ? each.method : `/api/${each.method}`;
        return shown(each, 'bot → Slack', 'POST', path, each.ms);
      }),
      ...nexudus.calls.slice(-limit).map((each) => {
        const path = `${each.path}${each.query ? `?${each.query}` : ''}`;
        return shown(each, 'bot → Nexudus', each.method, path, each.ms);
      }),
    ];
    return calls.sort((one, other) => other.at - one.at || other.id - one.id).slice(0, limit);
  }

  bodies(id: number): CallBodies | undefined {
    const { slack, nexudus } = this.sandbox;
    const interaction = slack.interactions.find((each) => this.ids.get(each) === id);
    if (interaction) return { request: masked(interaction.payload), response: masked(interaction.answer) };
    const slackCall = slack.calls.find((each) => this.ids.get(each) === id);
    if (slackCall) return { request: masked(slackCall.body), response: masked(slackCall.answer) };
    const call = nexudus.calls.find((each) => this.ids.get(each) === id);
    return call && { request: masked(call.requestBody), response: masked(call.responseBody) };
  }
}
