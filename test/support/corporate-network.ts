import { readFileSync } from 'node:fs';
import { createServer, request } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import { type AddressInfo, connect, type Server, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { fileURLToPath } from 'node:url';
import type { Stage } from './use-sandbox.ts';

const certificate = (name: string) => fileURLToPath(new URL(`./certificates/${name}`, import.meta.url));
const NAMES = ['slack.test', 'nexudus.test'] as const;

/**
 * A network as companies have it: nothing is reached but through the proxy, and what is reached has a certificate of the
 * company's own authority. Behind it stand the stand-ins, as https://slack.test and https://nexudus.test.
 */
export async function startCorporateNetwork({ slack, nexudus }: Pick<Stage, 'slack' | 'nexudus'>) {
  const sockets = new Set<Duplex>();
  const keep = <T extends Duplex>(socket: T): T => {
    sockets.add(socket.on('error', () => {}).on('close', () => sockets.delete(socket)));
    return socket;
  };
  const listening = async (server: Server): Promise<number> => {
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return (server.address() as AddressInfo).port;
  };
  const origins = { 'slack.test': new URL(slack.origin), 'nexudus.test': new URL(nexudus.url) };
  const originOf = (host = '') => origins[host.split(':')[0] as (typeof NAMES)[number]];

  const front = createSecureServer({
    key: readFileSync(certificate('server-key.pem')),
    cert: readFileSync(certificate('server.pem')),
  });
  front.on('request', (req, res) => {
    const to = new URL(req.url ?? '/', originOf(req.headers.host));
    const passed = request(to, { method: req.method, headers: req.headers }, async (answer) => {
      const chunks: Buffer[] = [];
      for await (const chunk of answer) chunks.push(chunk as Buffer);
      // Slack gives the address of its socket by name.
      const address = origins['slack.test'].host;
      const text = Buffer.concat(chunks).toString().replaceAll(`ws://${address}`, 'wss://slack.test');
      const { 'content-length': _, 'transfer-encoding': __, ...headers } = answer.headers;
      res.writeHead(answer.statusCode ?? 500, headers).end(text);
    });
    passed.on('error', () => res.destroy());
    req.pipe(passed);
  });
  front.on('upgrade', (req, socket) => {
    const { hostname, port } = origins['slack.test'];
    const to = keep(connect(Number(port), hostname));
    const headers = Object.entries(req.headers).map(([name, value]) => `${name}: ${value}`);
    to.write(`GET ${req.url} HTTP/1.1\r\n${headers.join('\r\n')}\r\n\r\n`);
    keep(socket).pipe(to).pipe(socket);
  });
  const frontPort = await listening(front);

  /** What the proxy was asked to connect to. */
  const asked: string[] = [];
  const proxy = createServer((req, res) => {
    asked.push(String(req.url));
    res.writeHead(403).end();
  });
  proxy.on('connect', (req, socket: Socket) => {
    asked.push(String(req.url));
    const known = NAMES.some((name) => req.url === `${name}:443`);
    if (!known) return void socket.end('HTTP/1.1 403 Forbidden\r\n\r\n');
    const to = keep(connect(frontPort, '127.0.0.1'));
    socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
    keep(socket).pipe(to).pipe(socket);
  });
  const proxyPort = await listening(proxy);

  return {
    asked,
    proxyUrl: `http://127.0.0.1:${proxyPort}`,
    /** How a bot in this network is set up. */
    settings: {
      SLACK_API_URL: 'https://slack.test/api/',
      NEXUDUS_API_URL: 'https://nexudus.test',
      HTTPS_PROXY: `http://127.0.0.1:${proxyPort}`,
      NODE_EXTRA_CA_CERTS: certificate('authority.pem'),
    },
    close() {
      for (const socket of sockets) socket.destroy();
      for (const server of [front, proxy]) {
        server.close();
        server.closeAllConnections();
      }
    },
  };
}
