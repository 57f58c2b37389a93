import { WebClient } from '@slack/web-api';
import type { Logger } from 'pino';
import type { Settings } from '../../settings.ts';
import { createSlackFetch } from './slack-fetch.ts';
import { slackLogger } from './slack-logger.ts';

/** Slack's Web API, each call tried once: a retried views.open is too late, and a retried chat.postMessage may come twice. */
export const createWebClient = (
  { slack: { botToken, apiUrl }, proxied }: Settings,
  timeout: number,
  log: Logger,
): WebClient =>
  new WebClient(botToken, {
    slackApiUrl: apiUrl,
    fetch: proxied ? undefined : createSlackFetch(timeout),
    timeout: proxied ? timeout : 0,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    logger: slackLogger(log),
  });
