import type { Server } from 'node:http';
import { createAdaptorServer } from '@hono/node-server';
import { Hono } from 'hono';
import { ClientOnScreen } from './client-on-screen.ts';
import { Delivery } from './delivery.ts';
import { MessageStore } from './message-store.ts';
import { Payloads } from './payloads.ts';
import { PersonSession } from './person-session.ts';
import { ResponseUrls } from './response-urls.ts';
import type { SlackClient, SlackStandIn } from './slack-stand-in.ts';
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
export type { SlackChannel } from './start-channels.ts';

/** Starts a Slack on this machine: Web API, Socket Mode, response_url, and the people in front of it. */
export async function startSlack({ port = 0 }: { port?: number } = {}): Promise<SlackStandIn> {
  if (process.env.NODE_ENV === 'production')
    throw new Error('The stand-in Slack does not run with NODE_ENV=production');
  const world = new World();
  const messages = new MessageStore(world);
  const slack: Slack = { world, messages, views: new ViewStore(world), triggers: new Triggers(world) };
  const urls = new ResponseUrls(world, messages);
  const app = new Hono<{ Bindings: SlackContext['env'] }>();
  const http = createAdaptorServer({ fetch: app.fetch }) as Server;
  const socket = new SocketMode(world, http);
  const delivery = new Delivery(world, socket);
  const stage = { slack, delivery, urls, payloads: new Payloads(slack, urls) };
  const clients = new Map<string, SlackClient>();

  app.all('/api/:method', webApi(slack, { ...botMethods, ...authMethods(() => socket.url()) }));
  app.post('/:kind{commands|actions}/*', takeResponse(slack, urls));

  await listen(http, port);
  const address = http.address();
  world.origin = `http://127.0.0.1:${typeof address === 'object' ? address?.port : port}`;

  const shown = (channel: string): string =>
    messages
      .inChannel(world.channel(channel).id)
      .map((each) => `${each.by}: ${each.plain}`)
      .join('\n') || '(nothing)';

  return {
    origin: world.origin,
    apiUrl: `${world.origin}/api/`,
    botToken: world.botToken,
    appToken: world.appToken,
    signingSecret: world.signingSecret,
    team: world.team,
    bot: world.bot,
    get enterpriseId() {
      return world.enterpriseId;
    },
    set enterpriseId(id) {
      world.enterpriseId = id;
    },
    get eventsUrl() {
      return world.eventsUrl;
    },
    set eventsUrl(url) {
      world.eventsUrl = url;
    },
    get scopes() {
      return world.scopes;
    },
    set scopes(scopes) {
      world.scopes = scopes;
    },
    get people() {
      return world.people;
    },
    get channels() {
      return world.channels;
    },
    get usergroups() {
      return world.usergroups;
    },
    get faults() {
      return world.faults;
    },
    set faults(faults) {
      world.faults = faults;
    },
    calls: world.calls,
    interactions: world.interactions,
    problems: world.problems,
    person: (name) => world.person(name),
    channel: (name) => world.channel(name),
    dm: (person, other) => world.dm(person, other),
    as(name) {
      const person = world.person(name);
      const client = clients.get(person.id) ?? new ClientOnScreen(new PersonSession(person, stage));
      clients.set(person.id, client);
      return client;
    },
    say: (person, channel, text, options) =>
      messages.post({
        ...options,
        channel: world.channel(channel).id,
        user: world.person(person).id,
        via: 'person',
        text,
      }),
    messages: (channel) => messages.inChannel(world.channel(channel).id),
    ephemerals: (person, channel) =>
      messages.ephemerals(world.person(person).id, channel && world.channel(channel).id),
    send: (kind, payload, { tamper } = {}) => delivery.sendRaw(kind, payload, tamper),
    waitForMessage: (channel, predicate, options) =>
      waitFor(
        world,
        () => messages.inChannel(world.channel(channel).id).find(predicate),
        () => `── In ${channel}\n${shown(channel)}`,
        { what: `The message in ${channel}`, ...options },
      ),
    async waitUntil(condition, options) {
      await waitFor(
        world,
        () => condition() || undefined,
        () => world.problems.join('\n'),
        options,
      );
    },
    connections: () => socket.connections(),
    cutConnections: () => socket.cut(),
    now: () => world.now(),
    advance: (ms) => world.advance(ms),
    onChange: (listener) => world.onChange(listener),
    reset() {
      for (const part of [world, messages, slack.views, slack.triggers, urls]) part.reset();
      clients.clear();
      world.changed();
    },
    async close() {
      delivery.close();
      await socket.close();
      http.closeAllConnections();
      await new Promise((resolve) => http.close(resolve));
    },
  };
}

function takeResponse({ world }: Slack, urls: ResponseUrls) {
  return async (context: SlackContext): Promise<Response> => {
    const started = performance.now();
    const at = world.now();
    const raw = await context.req.text();
    let body: unknown;
    try {
      body = JSON.parse(raw);
    } catch {
      body = Object.fromEntries(new URLSearchParams(raw));
    }
    if (world.faults.slowApiMs > 0)
      await new Promise((resolve) => setTimeout(resolve, world.faults.slowApiMs));
    const { status, body: answer } = urls.take(context.req.path, body);
    const ms = Math.round(performance.now() - started);
    world.calls.push({
      at,
      method: 'response_url',
      status,
      ms,
      body: body as Record<string, unknown>,
      answer,
    });
    world.changed();
    const text = typeof answer === 'string' ? answer : JSON.stringify(answer);
    return new Response(text, {
      status,
      headers: { 'content-type': typeof answer === 'string' ? 'text/plain' : 'application/json' },
    });
  };
}

function listen(http: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    http.once('error', reject);
    http.listen(port, '127.0.0.1', () => {
      http.removeListener('error', reject);
      resolve();
    });
  });
}
