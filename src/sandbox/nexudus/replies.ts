import type { FieldError } from './check-body.ts';
import type { NexudusRecord } from './nexudus-stand-in.ts';

/** What goes back over the wire; `cut` means that the socket is destroyed instead. */
export interface Reply {
  status: number;
  headers?: Record<string, string>;
  /** Sent as JSON. */
  json?: unknown;
  text?: string;
  cut?: true;
}

export const EMPTY_401: Reply = { status: 401 }; // documented status; body unknown, clients see it empty
export const CUT: Reply = { status: 0, cut: true };
export const NOT_FOUND: Reply = { status: 404, json: 'Not found' }; // documented (old): a bare string
export const NOT_ALLOWED: Reply = { status: 405 }; // seen
export const SERVER_ERROR: Reply = { status: 500, json: { Message: 'An error has occurred.' } }; // documented (old)

/** documented: every seed page. */
export function success(
  entity: string,
  done: 'created' | 'updated',
  record: NexudusRecord,
  value: unknown,
): Reply {
  return {
    status: 200,
    json: {
      Status: 200,
      Message: `${entity} was successfully ${done}.`,
      Value: value,
      OpenInDialog: false,
      OpenInWindow: false,
      RedirectURL: null,
      JavaScript: null,
      UpdatedOn: record.UpdatedOn,
      UpdatedBy: record.UpdatedBy,
      Errors: null,
      WasSuccessful: true,
    },
  };
}

/**
 * documented: every seed page. With several errors Message names one of them only, as in the old docs' sample
 * (nexudus-api.md §6).
 */
export function refusal(errors: readonly FieldError[], status: 200 | 400): Reply {
  const [first] = errors;
  return {
    status,
    json: {
      Message: first ? `${first.PropertyName}: ${first.Message}` : 'An error has occurred.',
      Value: null,
      Errors: errors,
      WasSuccessful: false,
    },
  };
}

/** seen: the message; assumed: that it comes for another location, in this shape. */
export const accessDenied = (status: 200 | 400): Reply => ({
  status,
  json: { Message: 'Access Denied', Value: null, Errors: null, WasSuccessful: false },
});

/** seen (nexudus-api.md §6): this text on 400 and 500; its end is not known. */
const OOOPS: Reply = {
  status: 400,
  json: {
    Message: 'Ooops! There was a problem while running this action…',
    Value: null,
    Errors: null,
    WasSuccessful: false,
  },
};

const page = (status: number, title: string): Reply => ({
  status,
  headers: { 'Content-Type': 'text/html; charset=utf-8' },
  text: `<!DOCTYPE html><html><head><title>${title}</title></head><body><h1>${title}</h1></body></html>`,
});

export const DOWN = {
  '500': SERVER_ERROR,
  '502-html': page(502, '502 Bad Gateway'),
  '503': page(503, '503 Service Unavailable'),
  cut: CUT,
  ooops400: OOOPS,
} as const satisfies Record<string, Reply>;

/** documented: 409, Retry-After and an empty body. */
export const throttled409 = (seconds = 1): Reply => ({
  status: 409,
  headers: { 'Retry-After': String(seconds) },
});

/** seen: 429 with "Wait N seconds" in the text. */
export const THROTTLED_429: Reply = { status: 429, text: 'Wait 1 seconds' };
