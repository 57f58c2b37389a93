import { WebAPIPlatformError, WebAPIRateLimitedError } from '@slack/web-api';

/** Slack's own trouble, which may have come after it showed the message. */
export const SLACK_UNSURE = new Set([
  'internal_error',
  'fatal_error',
  'service_unavailable',
  'request_timeout',
]);
/** The token's trouble: no way works until the administrator mends it, and then the first one does. */
export const TOKEN_REFUSED = new Set([
  'invalid_auth',
  'not_authed',
  'account_inactive',
  'token_revoked',
  'token_expired',
  'missing_scope',
]);

/** Errors by which Slack asks for a pause: chat.postMessage has one of its own beside the answer 429 (documented). */
const PAUSE_ASKED = new Set(['ratelimited', 'rate_limited']);

const PAUSE_IN_WORDS_MS = 1000;

/** How long Slack asks to be left alone; undefined where the error is another one. */
export function pauseMs(error: unknown): number | undefined {
  if (error instanceof WebAPIRateLimitedError) return (error.retryAfter ?? 1) * 1000;
  const asked = error instanceof WebAPIPlatformError && PAUSE_ASKED.has(error.data.error);
  return asked ? PAUSE_IN_WORDS_MS : undefined;
}

/** Slack refuses what the message says, wherever it is sent: something shorter may pass. */
const CONTENT_REFUSED = new Set([
  'invalid_blocks',
  'invalid_blocks_format',
  'msg_blocks_too_long',
  'msg_too_long',
  'no_text',
  'invalid_arguments',
  'invalid_metadata_format',
]);

export const isContentRefused = (code: string): boolean => CONTENT_REFUSED.has(code);

/** Slack refused what a message says. */
export const refusedForContent = (error: unknown): boolean =>
  error instanceof WebAPIPlatformError && isContentRefused(error.data.error);

/** Slack said no for good: asking again as before would be answered the same. */
export const refusedForGood = (error: unknown): boolean =>
  error instanceof WebAPIPlatformError &&
  pauseMs(error) === undefined &&
  !SLACK_UNSURE.has(error.data.error) &&
  !TOKEN_REFUSED.has(error.data.error);
