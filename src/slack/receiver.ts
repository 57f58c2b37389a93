import bolt, { type HTTPReceiverOptions, type Receiver } from '@slack/bolt';
import type { Logger } from 'pino';
import type { Settings } from '../settings.ts';
import { slackLogger } from './slack-logger.ts';

type CustomRoute = NonNullable<HTTPReceiverOptions['customRoutes']>[number];

/** How the bot is reached by Slack, and by whoever watches over it. */
export interface Reception {
  receiver: Receiver;
  /** Set once the bot can take work; /readyz answers 503 before. */
  ready: { value: boolean };
}

const route = (path: string, answer: () => boolean): CustomRoute => ({
  path,
  method: 'GET',
  handler: (_req, res) => {
    const good = answer();
    res.writeHead(good ? 200 : 503, { 'content-type': 'text/plain' });
    res.end(good ? 'ok' : 'not ready');
  },
});

/**
 * Bolt's App doesn't hand all options on to the receiver it makes itself, so the receiver is made here.
 * HTTP: Slack posts to /slack/events. Socket Mode: the bot calls Slack. Both answer /healthz and /readyz on the port.
 */
export function createReception({ slack, port }: Settings, log: Logger): Reception {
  const logger = slackLogger(log);
  const ready = { value: false };
  const customRoutes = [route('/healthz', () => true), route('/readyz', () => ready.value)];
  const { transport } = slack;
  const receiver =
    'appToken' in transport
      ? new bolt.SocketModeReceiver({
          appToken: transport.appToken,
          customRoutes,
          logger,
          installerOptions: { port, clientOptions: { slackApiUrl: slack.apiUrl } },
        })
      : new bolt.HTTPReceiver({
          signingSecret: transport.signingSecret,
          port,
          endpoints: '/slack/events',
          customRoutes,
          logger,
          // The largest submission Slack sends is a view of 250 KB.
          bodyLimit: '1mb',
        });
  return { receiver, ready };
}
