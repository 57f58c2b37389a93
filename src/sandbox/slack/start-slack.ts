import { once } from 'node:events';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createAdaptorServer } from '@hono/node-server';
import { Hono } from 'hono';
import { parseJson } from '../parse-json.ts';
import { ClientOnScreen } from './client-on-screen.ts';
import { Delivery } from './delivery.ts';
import { MessageStore } from './message-store.ts';
import { Payloads } from './payloads.ts';
import { PersonSession } from './person-session.ts';
import { ResponseUrls } from './response-urls.ts';
import type { SendKind, SlackCall, SlackMessage, Tamper, WaitOptions } from './slack-stand-in.ts';
import { SocketMode } from './socket-mode.ts';
import { Triggers } from './triggers.ts';
import { ViewStore } from './view-store.ts';
import { waitFor } from './wait-for.ts';
import { botMethods, type SlackContext, webApi } from './web-api.ts';
import type { Slack } from './web-api-answer.ts';
import { authMethods } from './web-api-auth.ts';
import { World } from './world.ts';

export type { SlackPerson } from './people.ts';
export type * from './slack-stand-in.ts';

/** What tests and the sandbox page hold in their hands: the world itself, and ways to act in it. */
export class SlackStandIn extends World {
  private readonly app = new Hono<{ Bindings: SlackContext['env'] }>();
  private readonly http = createAdaptorServer({ fetch: this.app.fetch }) as Server;
  private readonly socket = new SocketMode(this, this.http);
  private readonly delivery = new Delivery(this, this.socket);
  private readonly said = new MessageStore(this);
  private readonly urls = new ResponseUrls(this, this.said);
  private readonly slack: Slack = {
    world: this,
    messages: this.said,
    views: new ViewStore(this),
    triggers: new Triggers(this),
  };
  /** For calls of the Web API, so far. */
  connectionsOpened = 0;
  private readonly clients = new Map<string, ClientOnScreen>();

  get apiUrl(): string {
    return `${this.origin}/api/`;
  }

  async listen(port: number): Promise<this> {
    const { app, http, slack, urls, socket } = this;
    app.all('/api/:method', webApi(slack, { ...botMethods, ...authMethods(() => socket.url()) }));
    app.post('/:kind{commands|actions}/*', takeResponse(slack, urls));
    http.keepAliveTimeout = 65_000;
    // assumed: Slack doesn't say how long it keeps a connection, which Node's server does where this is not set.
    http.prependListener('request', (_, response) => response.setHeader('connection', 'keep-alive'));
    http.on('connection', () => {
      this.connectionsOpened += 1;
    });
    http.listen(port, '127.0.0.1');
    await once(http, 'listening');
    this.origin = `http://127.0.0.1:${(http.address() as AddressInfo).port}`;
    return this;
  }

  as(name: string): ClientOnScreen {
    const person = this.person(name);
    const { slack, delivery, urls, clients } = this;
    const stage = { slack, delivery, urls, payloads: new Payloads(slack, urls) };
    const client = clients.get(person.id) ?? new ClientOnScreen(new PersonSession(person, stage));
    clients.set(person.id, client);
    return client;
  }

  /** Lets a person write an ordinary message, e.g. for message shortcuts. */
  say(person: string, channel: string, text: string, options?: { thread_ts?: string }): SlackMessage {
    const place = { channel: this.channel(channel).id, user: this.person(person).id };
    return this.said.post({ ...options, ...place, via: 'person', text });
  }

  messages(channel: string): SlackMessage[] {
    return this.said.inChannel(this.channel(channel).id);
  }

  ephemerals(person: string, channel?: string): SlackMessage[] {
    return this.said.ephemerals(this.person(person).id, channel && this.channel(channel).id);
  }

  /** Posts a request as Slack would, or forged; nothing is shown to anyone. */
  send(kind: SendKind, payload: object, { tamper }: { tamper?: Tamper } = {}) {
    return this.delivery.sendRaw(kind, payload, tamper);
  }

  /** Fails with the messages' plain text when no such message appears in time. */
  waitForMessage(
    channel: string,
    predicate: (message: SlackMessage) => boolean,
    options?: WaitOptions,
  ): Promise<SlackMessage> {
    const shown = () => this.messages(channel).map(({ by, plain }) => `${by}: ${plain}`);
    return waitFor(
      this,
      () => this.messages(channel).find(predicate),
      () => `── In ${channel}\n${shown().join('\n') || '(nothing)'}`,
      { what: `The message in ${channel}`, ...options },
    );
  }

  /** Resolves as soon as the condition holds; looked at after every change. */
  async waitUntil(condition: () => boolean, options?: WaitOptions): Promise<void> {
    const look = () => condition() || undefined;
    await waitFor(this, look, () => this.problems.join('\n'), options);
  }

  /** How many Socket Mode connections the bot holds. */
  connections(): number {
    return this.socket.connections();
  }

  cutConnections(): void {
    this.socket.cut();
  }

  /** Back to the start: people, channels, messages, views, clock, faults. Keeps eventsUrl, scopes and connections. */
  override reset(): void {
    super.reset();
    const { messages, views, triggers } = this.slack;
    for (const part of [messages, views, triggers, this.urls]) part.reset();
    this.clients.clear();
    this.changed();
  }

  async close(): Promise<void> {
    this.delivery.close();
    await this.socket.close();
    this.http.closeAllConnections();
    await new Promise((resolve) => this.http.close(resolve));
  }
}

/** Starts a Slack on this machine: Web API, Socket Mode, response_url, and the people in front of it. */
export async function startSlack({ port = 0 }: { port?: number } = {}): Promise<SlackStandIn> {
  if (process.env.NODE_ENV === 'production')
    throw new Error('The stand-in Slack does not run with NODE_ENV=production');
  return new SlackStandIn().listen(port);
}

function takeResponse({ world }: Slack, urls: ResponseUrls) {
  return async (context: SlackContext): Promise<Response> => {
    const started = performance.now();
    const at = world.now();
    const raw = await context.req.text();
    const body = parseJson(raw, Object.fromEntries(new URLSearchParams(raw)));
    if (world.faults.slowApiMs > 0)
      await new Promise((resolve) => setTimeout(resolve, world.faults.slowApiMs));
    const { status, body: answer } = urls.take(context.req.path, body);
    const ms = Math.round(performance.now() - started);
    world.calls.push({ at, method: 'response_url', status, ms, body: body as SlackCall['body'], answer });
    world.changed();
    const text = typeof answer === 'string' ? answer : JSON.stringify(answer);
    return new Response(text, {
      status,
      headers: { 'content-type': typeof answer === 'string' ? 'text/plain' : 'application/json' },
    });
  };
}
