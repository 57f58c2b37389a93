import { once } from 'node:events';
import { Agent, createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What stands in front of several bots: each request goes to the next one that is ready. */
export interface RoundRobin {
  url: string;
  /** The bots that it sends to, as long as they are ready. */
  targets: string[];
  /** Resolves once each of them says that it is. */
  ready(): Promise<void>;
  close(): Promise<void>;
}

const LOOK_EVERY_MS = 500;

const isReady = (url: string): Promise<boolean> =>
  new Promise((resolve) => {
    const call = request(`${url}/readyz`, { agent: false, timeout: 2000 }, (response) => {
      response.resume();
      resolve(response.statusCode === 200);
    });
    call.on('timeout', () => call.destroy());
    call.on('error', () => resolve(false));
    call.end();
  });

export async function startRoundRobin(targets: string[]): Promise<RoundRobin> {
  const agent = new Agent({ keepAlive: true });
  const away = new Set<string>();
  let turn = 0;

  const next = (): string | undefined => {
    const ready = balanced.targets.filter((target) => !away.has(target));
    return ready[turn++ % Math.max(1, ready.length)];
  };

  const pass = async (req: IncomingMessage, res: ServerResponse): Promise<void> => {
    const chunks: Buffer[] = [];
    for await (const chunk of req) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks);
    const to = (tries: number): void => {
      const target = next();
      // As a bot that is alone and dead.
      if (!target || tries === 0) return void res.destroy();
      const { method, headers, url } = req;
      const call = request(`${target}${url}`, { method, headers, agent }, (answer) => {
        res.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(res);
      });
      call.on('error', (error: NodeJS.ErrnoException) => {
        away.add(target);
        // Not a byte of it was taken in there.
        if (error.code === 'ECONNREFUSED') return to(tries - 1);
        res.destroy();
      });
      res.on('close', () => call.destroy());
      call.end(body);
    };
    to(3);
  };

  const server = createServer((req, res) => void pass(req, res).catch(() => res.destroy()));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const look = (): Promise<unknown> =>
    Promise.all(
      balanced.targets.map(async (target) =>
        (await isReady(target)) ? away.delete(target) : away.add(target),
      ),
    );
  const looking = setInterval(() => void look(), LOOK_EVERY_MS);
  looking.unref();
  const balanced: RoundRobin = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    targets,
    async ready() {
      do await look();
      while (balanced.targets.some((target) => away.has(target)));
    },
    async close() {
      clearInterval(looking);
      agent.destroy();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return balanced;
}
