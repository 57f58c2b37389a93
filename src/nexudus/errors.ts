/** One reason for a rejection: the property that it names (as the API spells it, if any) and Nexudus's words. */
export interface RejectionReason {
  property?: string;
  message: string;
}

/** Nexudus understood the call and said no (HTTP 400, or any status with `WasSuccessful: false`). Nothing was changed. */
export class NexudusRejection extends Error {
  override name = 'NexudusRejection';
  readonly reasons: RejectionReason[];
  constructor(reasons: RejectionReason[]) {
    super(reasons.map((r) => (r.property ? `${r.property}: ${r.message}` : r.message)).join('; '));
    this.reasons = reasons;
  }
}

/** 401 after one renewed sign-in, or 403: the bot's account lacks a permission, or its credentials were revoked. */
export class NexudusDenied extends Error {
  override name = 'NexudusDenied';
}

/** The bot's own e-mail, password or one-time code is wrong. */
export class NexudusSignInFailed extends Error {
  override name = 'NexudusSignInFailed';
}

export class NexudusNotFound extends Error {
  override name = 'NexudusNotFound';
}

/** Too many calls (409 with Retry-After, or 429). Nothing was changed. */
export class NexudusThrottled extends Error {
  override name = 'NexudusThrottled';
  readonly retryAfterMs: number;
  constructor(retryAfterMs: number) {
    super(`throttled, retry after ${retryAfterMs} ms`);
    this.retryAfterMs = retryAfterMs;
  }
}

/** A record came without these properties, so writing it back would clear them. Nothing was written. */
export class NexudusIncomplete extends Error {
  override name = 'NexudusIncomplete';
  readonly properties: string[];
  constructor(properties: string[]) {
    super(`The record came without ${properties.join(', ')}`);
    this.properties = properties;
  }
}

/** These properties hold a number that would go back as another one. Nothing was written. */
export class NexudusInexact extends Error {
  override name = 'NexudusInexact';
  readonly properties: string[];
  constructor(properties: string[]) {
    super(`A number can not be held exactly in ${properties.join(', ')}`);
    this.properties = properties;
  }
}

/** A write was not sent, because this process may not send it any more: another one may have taken it over. */
export class NexudusHeldBack extends Error {
  override name = 'NexudusHeldBack';
}

/**
 * No usable answer: network error, time-out, 5xx, or a body that is not what the API documents.
 * `acted` says what is known of a write: 'no' when the request never left, 'unknown' otherwise: the API's own 500s occur
 * both before and after it acted (seen).
 */
export class NexudusUnavailable extends Error {
  override name = 'NexudusUnavailable';
  readonly acted: 'no' | 'unknown';
  /** False when no answer came at all: a write may then still be under way. */
  readonly answered: boolean;
  constructor(
    message: string,
    acted: 'no' | 'unknown',
    { answered = true, cause }: { answered?: boolean; cause?: unknown } = {},
  ) {
    super(message, { cause });
    this.acted = acted;
    this.answered = answered;
  }
}

/** A read that is refused says nothing of what was submitted, so it is no answer: it may pass later. */
export function refusedRead(error: unknown): never {
  if (!(error instanceof NexudusRejection)) throw error;
  throw new NexudusUnavailable(`A read was refused: ${error.message}`, 'no', { cause: error });
}
