import { createHmac } from 'node:crypto';
import { request } from 'node:http';
import { parseJson } from '../parse-json.ts';
import type { Ack, Interaction, SendKind, Tamper } from './slack-stand-in.ts';
import type { SocketMode } from './socket-mode.ts';
import type { World } from './world.ts';

/** How long Slack waits for an ack: commands, actions, shortcuts, options, submissions and events alike. */
const patienceMs = 3000;
// Events only: at once, after one minute, after five. Commands and interactions are never sent again.
const eventRetriesMs = [0, 60_000, 300_000];
const envelopes = { command: 'slash_commands', interactive: 'interactive', event: 'events_api' } as const;

export interface Parcel {
  kind: SendKind;
  /** command, view_submission, app_home_opened … */
  what: string;
  name: string;
  person?: string;
  payload: object;
}

interface Retry {
  attempt: number;
  reason: string;
}

/** Brings commands, interactions and events to the bot and takes its acks, over HTTP or Socket Mode. */
export class Delivery {
  private readonly world: World;
  private readonly socket: SocketMode;
  private readonly later = new Set<NodeJS.Timeout>();

  constructor(world: World, socket: SocketMode) {
    this.world = world;
    this.socket = socket;
  }

  async send(parcel: Parcel): Promise<Ack> {
    const { deliverTwice, dropAcks } = this.world.faults;
    const first = this.sendOnce(parcel, {});
    const second = deliverTwice ? this.sendOnce(parcel, { duplicate: true }) : undefined;
    const ack = await (second ? Promise.race([first, second]) : first);
    await Promise.all([first, second]);
    return dropAcks && !ack.timedOut ? { status: 0, ms: ack.ms, body: undefined, timedOut: true } : ack;
  }

  /** Events come again when no one answered them with 2xx. */
  async sendEvent(parcel: Parcel): Promise<void> {
    const attempt = async (retry?: Retry): Promise<void> => {
      const ack = await this.sendOnce(parcel, { retry });
      const next = eventRetriesMs[retry?.attempt ?? 0];
      if ((ack.status >= 200 && ack.status < 300) || next === undefined) return;
      const again = {
        attempt: (retry?.attempt ?? 0) + 1,
        reason: ack.timedOut ? 'http_timeout' : 'http_error',
      };
      if (next === 0) return attempt(again);
      const timer = setTimeout(() => {
        this.later.delete(timer);
        void attempt(again);
      }, next);
      timer.unref();
      this.later.add(timer);
    };
    await attempt();
  }

  close(): void {
    for (const timer of this.later) clearTimeout(timer);
  }

  /** One signed or forged request, outside of everything that people see. */
  async sendRaw(
    kind: SendKind,
    payload: object,
    tamper?: Tamper,
  ): Promise<{ status: number; body: unknown; ms: number }> {
    const { status, body, ms } = await this.carry(kind, payload, undefined, tamper);
    return { status, body, ms };
  }

  private async sendOnce(
    parcel: Parcel,
    { duplicate, retry }: { duplicate?: boolean; retry?: Retry },
  ): Promise<Ack> {
    const entry: Interaction = {
      at: this.world.now(),
      kind: parcel.what,
      name: parcel.name,
      person: parcel.person,
      status: 0,
      answer: undefined,
      via: this.world.eventsUrl ? 'http' : this.socket.connections() > 0 ? 'socket' : 'none',
      ...((duplicate || retry) && { duplicate: true }),
      payload: parcel.payload,
    };
    this.world.interactions.push(entry);
    this.world.changed();
    const ack = await this.carry(parcel.kind, parcel.payload, retry);
    entry.status = ack.status;
    entry.answer = ack.body;
    if (ack.status !== 0) entry.ackMs = ack.ms;
    if (ack.timedOut) this.world.problem(`${parcel.what} ${parcel.name}: no ack within ${patienceMs} ms`);
    else if (ack.status === 0) this.world.problem(`${parcel.what} ${parcel.name}: the bot cannot be reached`);
    else if (ack.status >= 300)
      this.world.problem(`${parcel.what} ${parcel.name}: the bot answered ${ack.status}`);
    this.world.changed();
    return ack;
  }

  private async carry(kind: SendKind, payload: object, retry?: Retry, tamper?: Tamper): Promise<Ack> {
    const started = performance.now();
    const ack = (status: number, body: unknown, timedOut = false): Ack => ({
      status,
      body,
      timedOut,
      ms: Math.round(performance.now() - started),
    });
    if (this.world.eventsUrl) {
      const { status, text, timedOut } = await this.post(this.world.eventsUrl, kind, payload, retry, tamper);
      return ack(status, parseJson(text), timedOut);
    }
    const acked = this.socket.send(envelopes[kind], payload, retry);
    if (!acked) return ack(0, undefined);
    const late = Symbol('late');
    let timer: NodeJS.Timeout | undefined;
    const patience = new Promise<typeof late>((resolve) => {
      timer = setTimeout(resolve, patienceMs, late);
    });
    const given = await Promise.race([acked, patience]);
    clearTimeout(timer);
    if (given === late) return ack(0, undefined, true);
    const empty =
      given === undefined || given === null || (typeof given === 'object' && Object.keys(given).length === 0);
    return ack(200, empty ? '' : given);
  }

  private post(
    to: string,
    kind: SendKind,
    payload: object,
    retry: Retry | undefined,
    tamper: Tamper | undefined,
  ): Promise<{ status: number; text: string; timedOut: boolean }> {
    const forged = typeof tamper === 'object' ? tamper : {};
    const body = forged.body ?? bodyOf(kind, payload);
    // The bot judges staleness by its own clock, which advance() does not move.
    const timestamp = String(Math.floor(Date.now() / 1000) - (tamper === 'stale' ? 600 : 0));
    const secret = tamper === 'signature' ? 'not the signing secret' : this.world.signingSecret;
    const signature = `v0=${createHmac('sha256', secret).update(`v0:${timestamp}:${body}`).digest('hex')}`;
    const type = kind === 'event' ? 'application/json' : 'application/x-www-form-urlencoded';
    const headers: Record<string, string> = {
      // Exactly this: Bolt takes a form with ';charset=UTF-8' for JSON.
      'content-type': tamper === 'content-type' ? `${type};charset=UTF-8` : type,
      'content-length': String(Buffer.byteLength(body)),
      'user-agent': 'Slackbot 1.0 (+https://api.slack.com/robots)',
      ...(tamper !== 'unsigned' && {
        'x-slack-signature': signature,
        'x-slack-request-timestamp': timestamp,
      }),
      ...(retry && { 'x-slack-retry-num': String(retry.attempt), 'x-slack-retry-reason': retry.reason }),
      ...forged.headers,
    };
    return new Promise((resolve) => {
      let timedOut = false;
      const call = request(to, { method: 'POST', headers, agent: false }, (response) => {
        let text = '';
        response.setEncoding('utf8');
        response.on('data', (chunk) => {
          text += chunk;
        });
        response.on('end', () => {
          clearTimeout(timer);
          resolve({ status: response.statusCode ?? 0, text, timedOut: false });
        });
      });
      const timer = setTimeout(() => {
        timedOut = true;
        call.destroy();
      }, patienceMs);
      call.on('error', () => {
        clearTimeout(timer);
        resolve({ status: 0, text: '', timedOut });
      });
      call.end(body);
    });
  }
}

function bodyOf(kind: SendKind, payload: object): string {
  if (kind === 'event') return JSON.stringify(payload);
  if (kind === 'interactive') return `payload=${encodeURIComponent(JSON.stringify(payload))}`;
  const given = Object.entries(payload).filter(([, value]) => value !== undefined);
  return new URLSearchParams(
    given.map(([name, value]): [string, string] => [name, String(value)]),
  ).toString();
}
