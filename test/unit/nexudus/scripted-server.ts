import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';

export interface Received {
  at: number;
  method: string;
  path: string;
  query: Record<string, string>;
  headers: IncomingHttpHeaders;
  body: string;
}

/** An answer; `cut` ends the connection, `reset` breaks it off as a lost one, `after` waits that many milliseconds first, `half` sends half of the body. */
export interface Reply {
  status?: number;
  body?: unknown;
  headers?: Record<string, string>;
  cut?: boolean;
  reset?: boolean;
  after?: number;
  /** What becomes of the rest of the body: the connection breaks, or nothing more is ever sent. */
  half?: 'cut' | 'silence';
}

export interface ScriptedServer {
  url: string;
  received: Received[];
  /** How many calls are being answered right now, and the most there ever were. */
  most: number;
  /** How many connections were opened so far. */
  connections: number;
  /** Breaks off all connections, idle ones too. */
  resetConnections(): void;
  close(): Promise<void>;
}

/** A real HTTP server on a free port that answers as the test says. Bodies that are no strings go as JSON. */
export async function startScripted(
  answer: (call: Received, earlier: readonly Received[]) => Reply,
): Promise<ScriptedServer> {
  let open = 0;
  const sockets: Socket[] = [];
  const scripted: ScriptedServer = {
    url: '',
    received: [],
    most: 0,
    connections: 0,
    resetConnections() {
      for (const socket of sockets.splice(0)) socket.resetAndDestroy();
    },
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
  const server = createServer(async (req, res) => {
    const at = Date.now();
    open += 1;
    scripted.most = Math.max(scripted.most, open);
    let body = '';
    for await (const chunk of req) body += chunk;
    const { pathname, searchParams } = new URL(req.url ?? '', 'http://x');
    const call: Received = {
      at,
      method: req.method ?? '',
      path: pathname,
      query: Object.fromEntries(searchParams),
      headers: req.headers,
      body,
    };
    const reply = answer(call, [...scripted.received]);
    scripted.received.push(call);
    if (reply.after) await new Promise((resolve) => setTimeout(resolve, reply.after));
    open -= 1;
    if (reply.cut) return res.destroy();
    if (reply.reset) return req.socket.resetAndDestroy();
    const text = typeof reply.body === 'string' ? reply.body : JSON.stringify(reply.body ?? '');
    res.writeHead(reply.status ?? 200, { 'content-type': 'application/json', ...reply.headers });
    if (!reply.half) return res.end(text);
    return res.write(text.slice(0, text.length / 2), () => {
      if (reply.half === 'cut') res.destroy();
    });
  });
  server.on('connection', (socket) => {
    scripted.connections += 1;
    sockets.push(socket);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  scripted.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return scripted;
}

/** What the token endpoint answers, with tokens that count up: `token-1`, `refresh-1`, … */
export const tokens = (earlier: readonly Received[], more: object = {}): Reply => {
  const n = earlier.filter(({ path }) => path === '/api/token').length + 1;
  return {
    body: {
      access_token: `token-${n}`,
      token_type: 'bearer',
      expires_in: 604_799,
      refresh_token: `refresh-${n}`,
      ...more,
    },
  };
};
