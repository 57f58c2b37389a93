import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';

// A Slack that answers and checks nothing, so that it is never what is waited for. It lives in the process that makes
// the load, which therefore sees at once when a form is filled.

export const TOKEN = 'xoxb-bench';
export const SECRET = 'the signing secret of the bench';

export interface BenchSlack {
  apiUrl: string;
  /** Resolves when the view that this trigger opened is filled, with the body that did. */
  filled(trigger: string): Promise<string>;
  /** What was opened last, as it came. */
  last: { empty?: string };
  calls: Record<string, number>;
}

export const TEAM = 'T0HARBOUR';
const OK = '{"ok":true}';
const ANSWERS: Record<string, string> = {
  'auth.test': JSON.stringify({ ok: true, team_id: TEAM, user_id: 'U0NEXUDUS', bot_id: 'B0NEXUDUS' }),
  'conversations.info': JSON.stringify({ ok: true, channel: { id: 'C0OPS0000', is_member: true } }),
  'chat.postMessage': JSON.stringify({ ok: true, channel: 'C0OPS0000', ts: '1700000000.000100' }),
};
const user = (id: string): string =>
  JSON.stringify({
    ok: true,
    user: {
      id,
      team_id: TEAM,
      name: 'ana',
      profile: { email: 'ana@harbour.example' },
      is_email_confirmed: true,
    },
  });

async function read(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}

/** One argument of a form, without reading the large ones beside it. */
const argument = (body: string, name: string): string => {
  const found = new RegExp(`(?:^|&)${name}=([^&]*)`).exec(body)?.[1] ?? '';
  return decodeURIComponent(found);
};

export async function startBenchSlack(): Promise<BenchSlack> {
  const waiting = new Map<string, (body: string) => void>();
  const slack: BenchSlack = {
    apiUrl: '',
    last: {},
    calls: {},
    filled: (trigger) =>
      new Promise((resolve, reject) => {
        const timer = setTimeout(() => reject(new Error('a form was not filled in 20 seconds')), 20_000);
        waiting.set(trigger, (body) => {
          clearTimeout(timer);
          waiting.delete(trigger);
          resolve(body);
        });
      }),
  };
  /** Slack answers with the whole view. */
  const withView = (id: string, body: string): string => {
    const view = argument(body, 'view');
    return `{"ok":true,"view":{"id":"${id}",${view.slice(1)}}`;
  };
  const answers = (method: string, body: string): string => {
    if (method === 'views.open') {
      const trigger = argument(body, 'trigger_id');
      slack.last.empty = body;
      return withView(`V${trigger}`, body);
    }
    if (method === 'views.update') {
      const id = argument(body, 'view_id');
      const answer = withView(id, body);
      waiting.get(id.slice(1))?.(body);
      return answer;
    }
    if (method === 'users.info') return user(argument(body, 'user'));
    return ANSWERS[method] ?? OK;
  };
  const server = createServer(async (request, response) => {
    const body = await read(request);
    const method = (request.url ?? '').split('/').at(-1) ?? '';
    slack.calls[method] = (slack.calls[method] ?? 0) + 1;
    response.writeHead(200, { 'content-type': 'application/json' }).end(answers(method, body));
  });
  server.keepAliveTimeout = 65_000;
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  slack.apiUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/`;
  return slack;
}

/** The view of a call, as it was sent. */
export const viewOf = (body = ''): Record<string, unknown> => JSON.parse(argument(body, 'view'));
