import { setTimeout as wait } from 'node:timers/promises';
import type { HttpBindings } from '@hono/node-server';
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response';
import { type Context, Hono } from 'hono';
import { logCall } from './call-log.ts';
import type { NexudusCall, NexudusRecord, NexudusSwitches } from './nexudus-stand-in.ts';
import type { Pace } from './pace.ts';
import type { Permissions } from './permissions.ts';
import type { Records } from './records.ts';
import * as replies from './replies.ts';
import { resourceCalls } from './resource-calls.ts';
import { RESOURCE_NAMES, RESOURCES } from './resources.ts';
import { showRecord } from './show-record.ts';
import { asRead, type CallKind, faultsFor } from './switches.ts';
import type { Tokens } from './tokens.ts';

export interface Parts {
  records: Records;
  tokens: Tokens;
  permissions: Permissions;
  pace: Pace;
  /** Of the stand-in: its calls and switches may be replaced while the server runs. */
  standIn: () => { calls: NexudusCall[]; switches: NexudusSwitches };
  latencyMs: number;
  changed: () => void;
  /** Of the calls that come in now: ends their waits, and they are cut off without having acted. */
  over: () => AbortSignal;
}

type Env = { Bindings: HttpBindings };
/** What one call is answered with, once nothing is in its way. */
type Act = (c: Context<Env>, body: string) => replies.Reply;
export type ActAsUser = (c: Context<Env>, body: string, user: NexudusRecord) => replies.Reply;

export function nexudusApp(parts: Parts): Hono<Env> {
  const { records, tokens, pace, standIn } = parts;
  // assumed: as a server of its kind, trailing slashes do not matter (the batch page writes one).
  const app = new Hono<Env>({ strict: false });

  const asUser =
    (act: ActAsUser): Act =>
    (c, body) => {
      const user = tokens.userOf(c.req.header('Authorization'));
      if (!user) return replies.EMPTY_401;
      return act(c, body, user);
    };

  const answer = (act: Act, token = false) => {
    return async (c: Context<Env>): Promise<Response> => {
      const at = Date.now();
      const started = performance.now();
      const over = parts.over();
      const cut = () => {
        c.env.incoming.socket.destroy();
        return RESPONSE_ALREADY_SENT;
      };
      standIn().switches.onArrival?.(c.req.method, new URL(c.req.url).pathname);
      const kind: CallKind = token ? 'token' : c.req.method === 'GET' ? 'reads' : 'writes';
      const faults = faultsFor(standIn().switches, kind);
      const user = token ? undefined : tokens.userOf(c.req.header('Authorization'))?.Email;
      // Counted when it arrives, however long the answer takes.
      const waitSeconds =
        user !== undefined && standIn().switches.pace
          ? pace.take(String(c.req.header('Authorization')), c.req.method !== 'GET', started)
          : 0;
      const body = await c.req.text();
      await pause(parts.latencyMs + faults.slowMs, over);
      if (over.aborted) return cut();
      let reply: replies.Reply;
      if (faults.down !== 'no') reply = replies.DOWN[faults.down];
      else if (faults.throttle === '409') reply = replies.throttled409(standIn().switches.retryAfter);
      else if (faults.throttle === '429') reply = replies.THROTTLED_429;
      else if (waitSeconds > 0) reply = replies.throttled409(waitSeconds);
      else reply = faults.cutAfterActing ? { ...act(c, body), cut: true } : act(c, body);
      await pause(faults.slowAfterMs, over);
      if (over.aborted) return cut();
      const { pathname, search } = new URL(c.req.url);
      const { bodyAs } = standIn().switches;
      let text = reply.json === undefined ? reply.text : JSON.stringify(reply.json);
      if (bodyAs && text && c.req.method === 'GET' && reply.status === 200) text = bodyAs(pathname, text);
      logCall(
        standIn().calls,
        {
          at,
          method: c.req.method,
          path: pathname,
          query: search.slice(1),
          status: reply.cut ? 0 : reply.status,
          ms: Math.round(performance.now() - started),
          ...(user !== undefined && { user: String(user) }),
        },
        { text: body, isForm: isForm(c) },
        reply.cut ? undefined : text,
      );
      parts.changed();
      if (reply.cut) return cut();
      const type = reply.json === undefined ? 'text/plain; charset=utf-8' : 'application/json; charset=utf-8';
      const headers = { ...(text && { 'Content-Type': type }), ...reply.headers };
      return new Response(text ?? null, { status: reply.status, headers });
    };
  };

  app.post(
    '/api/token',
    answer((c, body) => {
      const form = isForm(c) ? new URLSearchParams(body) : undefined;
      return tokens.grant(form, c.req.header('client_id'));
    }, true),
  );
  app.get(
    '/api/auth/me',
    answer(
      asUser((_c, _body, user) => ({
        status: 200,
        json: asRead(standIn().switches, 'me', showRecord('users', user, records)),
      })),
    ),
  );
  for (const resource of RESOURCE_NAMES) {
    const { path } = RESOURCES[resource];
    const calls = resourceCalls(resource, parts);
    app.get(path, answer(asUser(calls.listOrBatch)));
    app.get(`${path}/:id{[0-9]+}`, answer(asUser(calls.getOne)));
    if (calls.put) app.put(path, answer(asUser(calls.put)));
    if (calls.post) app.post(path, answer(asUser(calls.post)));
    for (const one of [path, `${path}/:id{[0-9]+}`]) app.all(one, answer(asUser(() => replies.NOT_ALLOWED)));
  }
  app.all(
    '*',
    answer(() => replies.NOT_FOUND),
  );
  return app;
}

const isForm = (c: Context<Env>): boolean =>
  (c.req.header('Content-Type') ?? '').startsWith('application/x-www-form-urlencoded');

async function pause(ms: number, signal: AbortSignal): Promise<void> {
  if (ms > 0) await wait(ms, undefined, { signal }).catch(() => undefined);
}
