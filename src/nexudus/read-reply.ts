import { isSafeNumber, parse } from 'lossless-json';
import {
  NexudusDenied,
  NexudusInexact,
  NexudusNotFound,
  NexudusRejection,
  NexudusThrottled,
  NexudusUnavailable,
  type RejectionReason,
} from './errors.ts';
import { envelope } from './replies.ts';

const UNREADABLE = Symbol('unreadable');

const bodyOf = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return UNREADABLE;
  }
};

const INEXACT = Symbol('inexact');

/** Stops at a number that JavaScript can't hold exactly: written back, it would be another number. */
function requireExact(text: string): void {
  const holdsOne = (value: unknown): boolean =>
    value === INEXACT || (typeof value === 'object' && value !== null && Object.values(value).some(holdsOne));
  let record: unknown;
  try {
    record = parse(text, undefined, (number) => (isSafeNumber(number) ? Number(number) : INEXACT));
  } catch (cause) {
    // It has a property twice, with two values: which one to write back isn't known.
    throw new NexudusUnavailable('A record with a property twice', 'unknown', { cause });
  }
  const inexact = Object.entries(record ?? {}).filter(([, value]) => holdsOne(value));
  if (inexact.length > 0) throw new NexudusInexact(inexact.map(([property]) => property));
}

/** Retry-After in seconds (documented for 409), or "Wait N seconds" in the text (seen with 429), else one second. */
export const retryAfterMs = (response: Response, text: string): number => {
  const header = Number(response.headers.get('retry-after'));
  const said = Number(/wait ([\d.]+) second/i.exec(text)?.[1]);
  const seconds = header > 0 ? header : said > 0 ? said : 1;
  return Math.min(seconds, 60) * 1000;
};

/** The reasons of a rejection; undefined where the body holds none that a person could read. */
const reasonsOf = (body: unknown): RejectionReason[] | undefined => {
  const read = envelope.partial({ WasSuccessful: true }).safeParse(body);
  if (read.success) {
    const errors = (read.data.Errors ?? []).filter((e) => e.Message || e.PropertyName);
    if (errors.length > 0) {
      return errors.map((e) => ({
        property: e.PropertyName || undefined,
        message: e.Message || 'is not accepted',
      }));
    }
    if (read.data.Message) return [{ message: read.data.Message }];
  }
  // A bare JSON string is an answer too (documented for 404).
  return typeof body === 'string' && body.trim() ? [{ message: body.trim() }] : undefined;
};

/**
 * The body of a successful answer, or the error class that says what happened (shapes are documented, and seen).
 * 401 is the caller's: only it knows whether the sign-in was already renewed.
 * @param goesBack the record will be written as it was read
 */
export async function readReply(response: Response, goesBack = false): Promise<unknown> {
  const { status } = response;
  const text = await response.text().catch((cause: unknown) => {
    throw new NexudusUnavailable(`HTTP ${status} that broke off`, 'unknown', { answered: false, cause });
  });
  const body = bodyOf(text);

  if (status === 429 || (status === 409 && (response.headers.has('retry-after') || text.trim() === ''))) {
    throw new NexudusThrottled(retryAfterMs(response, text));
  }
  if (status === 401 || status === 403) throw new NexudusDenied(`HTTP ${status}`);
  if (status === 404) throw new NexudusNotFound('HTTP 404');

  const answer = envelope.safeParse(body);
  if (answer.success && !answer.data.WasSuccessful) {
    throw new NexudusRejection(reasonsOf(body) ?? [{ message: 'Nexudus gave no reason' }]);
  }
  if (status >= 400 && status < 500) {
    const reasons = body === UNREADABLE ? undefined : reasonsOf(body);
    if (reasons) throw new NexudusRejection(reasons);
  }
  if (!response.ok) throw new NexudusUnavailable(`HTTP ${status}`, 'unknown');
  if (body === UNREADABLE) throw new NexudusUnavailable(`HTTP ${status} without a readable body`, 'unknown');
  if (goesBack) requireExact(text);
  return body;
}
