import { once } from 'node:events';
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { getRequestListener } from '@hono/node-server';
import type { Sandbox } from '../start-sandbox.ts';
import { readAppManifest } from './app-manifest.ts';
import type { Client } from './bundle-client.ts';
import { HttpLog } from './http-log.ts';
import { pageApp } from './page-app.ts';
import type { Backstage } from './perform.ts';
import { Reading } from './reading.ts';
import type { Scene } from './show.ts';
import { Stream } from './stream.ts';

export interface Page {
  url: string;
  close(): Promise<void>;
}

const starting = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="color-scheme" content="light dark">
<meta http-equiv="refresh" content="1">
<title>Sandbox – Nexudus for Slack</title>
</head>
<body>
<p>The sandbox is starting… This page loads by itself once it is ready.</p>
</body>
</html>
`;

const sayStarting = (_request: unknown, answer: ServerResponse): void => {
  answer.writeHead(503, { 'content-type': 'text/html; charset=utf-8', 'retry-after': '1' });
  answer.end(starting);
};

/**
 * Takes the port at once, so that a busy one is known before anything else is started. Until the page is ready every
 * request is answered that it is starting: without a listener Node takes requests in and never answers them.
 */
export async function takePort(port: number): Promise<Server> {
  const server = createServer(sayStarting).listen(port, '127.0.0.1');
  await once(server, 'listening');
  return server;
}

/** Serves the page in front of a sandbox. */
export async function startPage(server: Server, sandbox: Sandbox, client: Client): Promise<Page> {
  const stream = new Stream();
  const closing = new AbortController();
  const stage: Backstage & Scene = {
    sandbox,
    manifest: await readAppManifest(),
    reading: new Reading(stream.changed),
    log: new HttpLog(sandbox),
    botState: 'running',
    async whileStarting(start) {
      const say = (state: Scene['botState']) => {
        stage.botState = state;
        stream.changed();
      };
      say('starting');
      await start().then(
        () => say('running'),
        (error: unknown) => {
          say('stopped');
          throw error;
        },
      );
      watchBot();
    },
  };
  const watchBot = () => {
    const { bot } = sandbox;
    void bot.exited.then(() => {
      if (bot !== sandbox.bot || stage.botState !== 'running' || closing.signal.aborted) return;
      stage.botState = 'stopped';
      stream.changed();
    });
  };
  watchBot();
  const stops = [sandbox.slack.onChange(stream.changed), sandbox.nexudus.onChange(stream.changed)];
  // Left on, this would replace Request and Response for the whole process.
  const listener = getRequestListener(pageApp(stage, stream, client, closing.signal).fetch, {
    overrideGlobalObjects: false,
  });
  server.removeListener('request', sayStarting);
  server.on('request', listener);
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://localhost:${port}`,
    async close() {
      closing.abort();
      for (const stop of stops) stop();
      stream.close();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
