import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http';
import { finished } from 'node:stream';
import bolt, { type Receiver } from '@slack/bolt';
import type { Logger } from 'pino';
import type { Settings } from '../settings.ts';
import { slackLogger } from './slack-logger.ts';

/** How the bot is reached by Slack, and by whoever watches over it. */
export interface Reception {
  receiver: Receiver;
  /** Set once the bot can take work; /readyz answers 503 before. */
  ready: { value: boolean };
}

/** Whether all is well, by path. */
type Health = ReadonlyMap<string, () => boolean>;

const pathOf = ({ url = '' }: IncomingMessage): string => url.split('?')[0] ?? '';

const answer = (res: ServerResponse, good: boolean): void => {
  res.writeHead(good ? 200 : 503, { 'content-type': 'text/plain' });
  res.end(good ? 'ok' : 'not ready');
};

const ENDPOINT = '/slack/events';
// The largest submission Slack sends is a view of 250 KB.
const BODY_LIMIT = '1mb';

const isObject = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/**
 * Bolt reads a body before it looks what it is, outside of every try: `payload=null` ends the process (seen in 5.1.0).
 * So a body that is no object is answered here, signed or not.
 */
function refusingBodies(listen: RequestListener, log: Logger): RequestListener {
  const { bufferIncomingMessage, parseHTTPRequestBody } = bolt.HTTPModuleFunctions;
  const readFirst: RequestListener = async (req, res) => {
    try {
      const read = await bufferIncomingMessage(req, BODY_LIMIT);
      if (!isObject(parseHTTPRequestBody(read))) throw new Error('not an object');
    } catch (error) {
      const tooLarge = (error as { statusCode?: number }).statusCode === 413;
      log.warn({ tooLarge }, 'a request with an unreadable body was refused');
      // An answer to somebody who is still sending could be lost with the connection: it is all taken in first.
      finished(req.resume(), () => res.writeHead(tooLarge ? 413 : 400).end());
      return;
    }
    listen(req, res);
  };
  return (req, res) => {
    const ours = req.method === 'POST' && pathOf(req) === ENDPOINT;
    return ours ? readFirst(req, res) : listen(req, res);
  };
}

/** In Socket Mode Bolt's own server for these paths ends the process on an address like `//` (seen in 5.1.0). */
class SocketReceiver extends bolt.SocketModeReceiver {
  readonly #server;
  readonly #port;

  constructor(
    options: ConstructorParameters<typeof bolt.SocketModeReceiver>[0],
    health: Health,
    port: number,
  ) {
    super(options);
    this.#port = port;
    this.#server = createServer((req, res) => {
      const good = req.method === 'GET' ? health.get(pathOf(req)) : undefined;
      if (good) answer(res, good());
      else res.writeHead(404).end();
    });
  }

  override async start(): ReturnType<InstanceType<typeof bolt.SocketModeReceiver>['start']> {
    await new Promise<void>((resolve, reject) => {
      this.#server.once('error', reject);
      this.#server.listen(this.#port, resolve);
    });
    return super.start();
  }

  override async stop(): Promise<void> {
    this.#server.close();
    await super.stop();
  }
}

/**
 * Bolt's App doesn't hand all options on to the receiver it makes itself, so the receiver is made here.
 * HTTP: Slack posts to /slack/events. Socket Mode: the bot calls Slack. Both answer /healthz and /readyz on the port.
 */
export function createReception({ slack, port }: Settings, log: Logger): Reception {
  const logger = slackLogger(log);
  const ready = { value: false };
  const health: Health = new Map([
    ['/healthz', () => true],
    ['/readyz', () => ready.value],
  ]);
  const { transport } = slack;
  if ('appToken' in transport) {
    const { appToken } = transport;
    const installerOptions = { clientOptions: { slackApiUrl: slack.apiUrl } };
    return { receiver: new SocketReceiver({ appToken, logger, installerOptions }, health, port), ready };
  }
  const receiver = new bolt.HTTPReceiver({
    signingSecret: transport.signingSecret,
    port,
    endpoints: ENDPOINT,
    customRoutes: [...health].map(([path, good]) => ({
      path,
      method: 'GET',
      handler: (_req, res) => answer(res, good()),
    })),
    logger,
    bodyLimit: BODY_LIMIT,
    // Whatever is asked for besides, or can't even be read as an address, is not here.
    dispatchErrorHandler: ({ response }) => response.writeHead(404).end(),
  });
  receiver.requestListener = refusingBodies(receiver.requestListener, log);
  return { receiver, ready };
}
