import { WebAPIPlatformError } from '@slack/web-api';

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
  !SLACK_UNSURE.has(error.data.error) &&
  !TOKEN_REFUSED.has(error.data.error);
