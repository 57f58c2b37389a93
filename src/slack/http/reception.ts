import {
  createServer,
  type IncomingMessage,
  type RequestListener,
  type ServerOptions,
  type ServerResponse,
} from 'node:http';
import type { Server as SecureServer } from 'node:https';
import type { ListenOptions } from 'node:net';
import { finished } from 'node:stream';
import bolt, { type Receiver } from '@slack/bolt';
import type { Logger } from 'pino';
import type { Dispatcher } from 'undici';
import type { Settings } from '../../settings.ts';
import { slackLogger } from './slack-logger.ts';

/** How the bot is reached by Slack, and by its monitoring. */
export interface Reception {
  receiver: Receiver;
  /** Set once the bot can take work; /readyz answers 503 before. */
  ready: { value: boolean };
}

/** Whether all is well, by path. */
type Health = ReadonlyMap<string, () => boolean | Promise<boolean>>;

const pathOf = ({ url = '' }: IncomingMessage): string => url.split('?')[0] ?? '';

const answer = async (res: ServerResponse, isGood: () => boolean | Promise<boolean>): Promise<void> => {
  const good = await isGood();
  res.writeHead(good ? 200 : 503, { 'content-type': 'text/plain' });
  res.end(good ? 'ok' : 'not ready');
};

const ENDPOINT = '/slack/events';
// The largest that Slack sends is a view of 250 KB (documented), of which each byte may come as three.
const BODY_LIMIT = 800 * 1024;
/** Bodies up to this size are always read; what Slack sends is hardly ever larger. */
const SMALL_BODY = 64 * 1024;
/** Of larger ones only so many bytes are read at a time, because a signature is only known at the end. */
const LARGE_BODIES = 16 * 1024 * 1024;

/** Slack gives up after three seconds, so nothing that takes longer to arrive is of use. */
const SERVER_LIMITS: ServerOptions = {
  headersTimeout: 5000,
  requestTimeout: 5000,
  connectionsCheckingInterval: 1000,
};
const MOST_CONNECTIONS = 1000;

const isObject = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Slack's one payload, which begins as an object does: Bolt makes an object of it, or answers it with 400. */
const isPayload = (body: Buffer): boolean =>
  body.subarray(0, 'payload=%7B'.length).toString() === 'payload=%7B' && !body.includes('&');

/**
 * Bolt reads a body before it looks what it is, outside of every try: `payload=null` ends the process (seen in 5.1.0).
 * So a body that is no object is answered here, signed or not.
 */
function refusingBodies(listen: RequestListener, log: Logger): RequestListener {
  const { bufferIncomingMessage, parseHTTPRequestBody } = bolt.HTTPModuleFunctions;
  let reading = 0;
  const readFirst: RequestListener = async (req, res) => {
    // An answer to a sender that is still sending could be lost with the connection: it is all taken in first.
    const refuse = (status: number, what: string) => {
      log.warn({ status }, what);
      finished(req.resume(), () => res.writeHead(status).end());
    };
    const size = Number(req.headers['content-length'] ?? BODY_LIMIT);
    if (size > BODY_LIMIT) return refuse(413, 'a request with too large a body was refused');
    const large = size > SMALL_BODY ? size : 0;
    if (reading + large > LARGE_BODIES) return refuse(503, 'too many large requests came at once');
    reading += large;
    try {
      const read = await bufferIncomingMessage(req, BODY_LIMIT);
      if (!isPayload(read.rawBody) && !isObject(parseHTTPRequestBody(read))) throw new Error('not an object');
    } catch (error) {
      const tooLarge = (error as { statusCode?: number }).statusCode === 413;
      return refuse(tooLarge ? 413 : 400, 'a request with an unreadable body was refused');
    } finally {
      reading -= large;
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
  #connected = false;

  constructor(
    options: ConstructorParameters<typeof bolt.SocketModeReceiver>[0],
    health: Health,
    port: number,
  ) {
    super(options);
    this.#port = port;
    this.#server = createServer(SERVER_LIMITS, (req, res) => {
      const good = req.method === 'GET' ? health.get(pathOf(req)) : undefined;
      if (good) void answer(res, good);
      else res.writeHead(404).end();
    });
    this.#server.maxConnections = MOST_CONNECTIONS;
    this.client.on('connected', () => {
      this.#connected = true;
    });
    this.client.on('close', () => {
      this.#connected = false;
    });
  }

  /** Whether Slack can reach the bot: while the socket is down nothing comes. */
  get connected(): boolean {
    return this.#connected;
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

/** Bolt hands no limits on to the server that it makes when it is given none. */
class HttpReceiver extends bolt.HTTPReceiver {
  override async start(at: number | string | ListenOptions): Promise<SecureServer> {
    const server = await super.start(at, SERVER_LIMITS);
    server.maxConnections = MOST_CONNECTIONS;
    // A plain one; the type that Bolt asks for covers both.
    return server as SecureServer;
  }
}

/**
 * Bolt's App doesn't hand all options on to the receiver it makes itself, so the receiver is made here.
 * HTTP: Slack posts to /slack/events. Socket Mode: the bot calls Slack. Both answer /healthz and /readyz on the port.
 * @param storeUsable whether submissions can be written down
 * @param proxy the way to Slack, where it is not a direct one
 */
export function createReception(
  { slack, port, database }: Settings,
  log: Logger,
  storeUsable: () => Promise<boolean>,
  proxy?: Dispatcher,
): Reception {
  const logger = slackLogger(log);
  const ready = { value: false };
  let connected = () => true;
  // A database that replicas share is away for all of them: were all taken out then, nobody would be left to say so.
  const isShared = database.url.startsWith('postgres');
  const health: Health = new Map<string, () => boolean | Promise<boolean>>([
    ['/healthz', () => true],
    ['/readyz', () => ready.value && connected() && (isShared || storeUsable())],
  ]);
  const { transport } = slack;
  if ('appToken' in transport) {
    const { appToken } = transport;
    const installerOptions = { clientOptions: { slackApiUrl: slack.apiUrl } };
    // Bolt's socket goes by what it is given alone.
    const receiver = new SocketReceiver(
      { appToken, logger, installerOptions, dispatcher: proxy },
      health,
      port,
    );
    connected = () => receiver.connected;
    return { receiver, ready };
  }
  const receiver = new HttpReceiver({
    signingSecret: transport.signingSecret,
    port,
    endpoints: ENDPOINT,
    customRoutes: [...health].map(([path, good]) => ({
      path,
      method: 'GET',
      handler: (_req, res) => void answer(res, good),
    })),
    logger,
    bodyLimit: BODY_LIMIT,
    // Whatever is asked for besides, or can't even be read as an address, is not here.
    dispatchErrorHandler: ({ response }) => response.writeHead(404).end(),
  });
  receiver.requestListener = refusingBodies(receiver.requestListener, log);
  return { receiver, ready };
}
