import type { HttpBindings } from '@hono/node-server';
import type { Context } from 'hono';
import { parseJson } from '../parse-json.ts';
import { type Answer, type Arguments, no, type Slack, type WebMethod } from './web-api-answer.ts';
import { chatMethods } from './web-api-chat.ts';
import { conversationMethods } from './web-api-conversations.ts';
import { userMethods } from './web-api-users.ts';
import { viewMethods } from './web-api-views.ts';

export type SlackContext = Context<{ Bindings: HttpBindings }>;

export const botMethods: Record<string, WebMethod> = {
  ...viewMethods,
  ...chatMethods,
  ...conversationMethods,
  ...userMethods,
};

const wrong = Symbol('no JSON');
const structured = ['blocks', 'view', 'metadata', 'attachments'];

/** The arguments of a call: JSON as it is, or a form in which structures are JSON strings, as the WebClient sends them. */
function argumentsOf(
  contentType: string | undefined,
  raw: string,
): Arguments | 'invalid_json' | 'invalid_form_data' {
  if (contentType?.startsWith('application/json'))
    return parseJson(raw || '{}', 'invalid_json') as Arguments | 'invalid_json';
  const args: Arguments = Object.fromEntries(new URLSearchParams(raw));
  for (const name of structured) {
    if (typeof args[name] === 'string') args[name] = parseJson(args[name], wrong);
    if (args[name] === wrong) return 'invalid_form_data';
  }
  return args;
}

function maskTokens(value: string): string {
  return value.replace(/\b(xox[a-z]|xapp)-[\w-]+/g, '$1-***');
}

/** Answers `POST /api/<method>` as Slack does, with the faults that are switched on, and keeps a record. */
export function webApi(slack: Slack, methods: Record<string, WebMethod>) {
  const { world } = slack;

  function answer(name: string, args: Arguments | string, token: string): Answer {
    const method = Object.hasOwn(methods, name) ? methods[name] : undefined;
    if (!method) {
      world.problem(`${name}: unknown_method`);
      return no('unknown_method', { req_method: name });
    }
    if (!token) return no('not_authed');
    if (token !== (method.token === 'app' ? world.appToken : world.botToken))
      return no([world.appToken, world.botToken].includes(token) ? 'not_allowed_token_type' : 'invalid_auth');
    const lacking = method.scopes && !method.scopes.some((scope) => world.scopes.includes(scope));
    if (lacking)
      return no('missing_scope', { needed: method.scopes?.join(','), provided: world.scopes.join(',') });
    if (typeof args === 'string') return no(args);
    return method.run(args, slack);
  }

  function takeFault(name: 'rateLimit' | 'fail' | 'loseAnswer' | 'slow', method: string, args: Arguments) {
    const fault = world.faults[name];
    if (!fault || fault.times <= 0 || (fault.method !== '*' && fault.method !== method)) return false;
    if (fault.channel !== undefined && fault.channel !== args.channel) return false;
    fault.times -= 1;
    world.changed();
    return true;
  }

  return async (context: SlackContext): Promise<Response> => {
    const started = performance.now();
    const at = world.now();
    const method = context.req.param('method') ?? '';
    const raw = await context.req.text();
    const parsed = argumentsOf(context.req.header('content-type'), raw);
    const given = typeof parsed === 'string' ? {} : parsed;
    const bearer = context.req.header('authorization')?.replace(/^Bearer /i, '');
    const token = bearer ?? (typeof given.token === 'string' ? given.token : '');
    const slowMs = takeFault('slow', method, given) ? (world.faults.slow?.ms ?? 0) : 0;
    const waitMs = world.faults.slowApiMs + slowMs;
    if (waitMs > 0) await new Promise((resolve) => setTimeout(resolve, waitMs));

    const record = (status: number, body: unknown): void => {
      const ms = Math.round(performance.now() - started);
      const { token: _, ...args } = given;
      const safe = JSON.parse(maskTokens(JSON.stringify({ args, body: body ?? null })));
      world.calls.push({ at, method, status, ms, body: safe.args, answer: safe.body });
      world.changed();
    };

    const headers: Record<string, string> = {};
    if (world.scopes.length > 0) headers['x-oauth-scopes'] = world.scopes.join(',');
    const wanted = Object.hasOwn(methods, method) ? methods[method]?.scopes : undefined;
    if (wanted) headers['x-accepted-oauth-scopes'] = wanted.join(',');

    const { rateLimit, fail } = world.faults;
    if (rateLimit && takeFault('rateLimit', method, given)) {
      record(429, no('ratelimited'));
      return context.json(no('ratelimited'), 429, {
        ...headers,
        'retry-after': String(rateLimit.retryAfterSec),
      });
    }
    if (fail && takeFault('fail', method, given)) {
      const status = fail.status ?? 200;
      record(status, fail.status ? fail.error : no(fail.error));
      const body = fail.status ? fail.error : JSON.stringify(no(fail.error));
      return new Response(body, {
        status,
        headers: { ...headers, 'content-type': fail.status ? 'text/plain' : 'application/json' },
      });
    }
    const result = answer(method, parsed, token);
    if (takeFault('loseAnswer', method, given)) {
      record(0, result);
      context.env.incoming.socket.destroy();
    } else record(200, result);
    return context.json(result, 200, headers);
  };
}
