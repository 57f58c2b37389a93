import { type FetchFunction, WebClient } from '@slack/web-api';
import type { Logger } from 'pino';
import type { Settings } from '../../settings.ts';
import { inSpan } from '../../tracing.ts';
import { createSlackFetch } from './slack-fetch.ts';
import { slackLogger } from './slack-logger.ts';

/** Slack's Web API, each call tried once: a retried views.open is too late, and a retried chat.postMessage may come twice. */
export const createWebClient = (
  { slack: { botToken, apiUrl }, proxied }: Settings,
  timeout: number,
  log: Logger,
): WebClient => {
  // fetch goes through the proxy.
  const call = proxied ? (fetch as unknown as FetchFunction) : createSlackFetch(timeout);
  return new WebClient(botToken, {
    slackApiUrl: apiUrl,
    fetch: (address, init) =>
      inSpan(`slack ${String(address).split('/').at(-1)}`, {}, async () => call(address, init)),
    timeout: proxied ? timeout : 0,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    logger: slackLogger(log),
  });
};
