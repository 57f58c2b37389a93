import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Stands between the bot and Nexudus and remembers the tokens that pass, which the stand-in itself never shows. */
export interface TokenProxy {
  url: string;
  /** Every access and refresh token so far. */
  tokens: ReadonlySet<string>;
  close(): void;
}

export async function startTokenProxy(to: string): Promise<TokenProxy> {
  const tokens = new Set<string>();
  const server = createServer(async (req, res) => {
    const chunks: Buffer[] = [];
    for await (const chunk of req) chunks.push(chunk as Buffer);
    const headers = Object.fromEntries(
      Object.entries(req.headers).flatMap(([name, value]) =>
        ['host', 'connection', 'content-length'].includes(name) ? [] : [[name, String(value)]],
      ),
    );
    try {
      const answer = await fetch(to + req.url, {
        method: req.method,
        headers,
        body: chunks.length > 0 ? Buffer.concat(chunks) : undefined,
      });
      const text = await answer.text();
      for (const [, token] of text.matchAll(/"(?:access|refresh)_token"\s*:\s*"([^"]+)"/g))
        tokens.add(token ?? '');
      const type = answer.headers.get('content-type');
      res.writeHead(answer.status, type ? { 'content-type': type } : {}).end(text);
    } catch {
      // The stand-in cut the connection.
      req.socket.destroy();
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    tokens,
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
}
