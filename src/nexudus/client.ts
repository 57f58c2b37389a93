import ky, { HTTPError, type Options } from 'ky';
import type { z } from 'zod';
import { NexudusRefused, NexudusThrottled, NexudusUnavailable } from './errors.ts';
import type { Pace } from './pace.ts';
import { readReply } from './read-reply.ts';
import { envelope, type Me, meReply, pageReply, recordReply } from './replies.ts';
import { type NexudusRecord, type ResourceName, resourceOf } from './resources.ts';
import { createSession, type SessionOptions } from './session.ts';

export interface NexudusOptions extends Omit<SessionOptions, 'timeoutMs'> {
  pace: Pace;
  /** false: every write is checked and then not sent (`WRITES=off`). */
  writes: boolean;
  timeoutMs?: number;
  /** Called after each call. `outcome` is the status, or `none` without an answer. */
  onCall?(method: string, outcome: string, ms: number): void;
}

/** What a write came to. */
export interface Written {
  id?: number;
  /** Nexudus's own words. */
  message: string;
  /** The record as the reply gave it, when it gave more than the id. */
  record?: NexudusRecord;
  /** True when writes are switched off and nothing was sent. */
  rehearsed: boolean;
}

/** The admin API. Every method throws the classes of errors.ts and nothing else. */
export interface Nexudus {
  me(): Promise<Me>;
  get(resource: ResourceName, id: number): Promise<NexudusRecord>;
  /** All rows of a list, page by page. Rows lack the list properties. */
  list(resource: ResourceName, filters?: Record<string, string>): Promise<NexudusRecord[]>;
  /** One row, to see whether a list can be read at all. */
  peek(resource: ResourceName): Promise<NexudusRecord[]>;
  create(resource: ResourceName, body: Record<string, unknown>): Promise<Written>;
  update(resource: ResourceName, record: NexudusRecord): Promise<Written>;
}

// The documents disagree on the cap (100 to 1000); 500 was seen to be served.
const PAGE_SIZE = 500;
// A list that kept saying it had more pages was seen; this many is beyond any real account.
const MOST_PAGES = 1000;
const TIMEOUT_MS = 30_000;

// Of a property that is of another kind than documented, so that Nexudus need not be asked.
const NOT_ACCEPTED = 'is not of a kind that Nexudus accepts';

// Errors of connecting. With any other (cut, timed out) a write may have arrived all the same.
const CONNECT_ERRORS = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'UND_ERR_CONNECT_TIMEOUT']);
const neverLeft = (error: unknown): boolean => {
  const cause = (error as { cause?: { code?: string } }).cause;
  return cause?.code !== undefined && CONNECT_ERRORS.has(cause.code);
};

export function createNexudus(options: NexudusOptions): Nexudus {
  const { pace, writes, timeoutMs = TIMEOUT_MS, onCall, ...account } = options;
  const session = createSession({ ...account, timeoutMs });
  const http = ky.create({
    prefixUrl: account.url,
    timeout: timeoutMs,
    headers: { accept: 'application/json', 'user-agent': 'nexudus-for-slack' },
  });
  // Reads may be repeated by ky; whether a write is repeated is decided by the request's life, never here. A throttle
  // is no matter of one call: everybody waits (below).
  const readRetry: Options = {
    retry: { limit: 2, methods: ['get'], statusCodes: [500, 502, 503, 504], afterStatusCodes: [] },
  };

  const send = (path: string, options: Options, token: string): Promise<Response> =>
    pace(async () => {
      const startedAt = Date.now();
      const done = (outcome: string) => onCall?.(String(options.method), outcome, Date.now() - startedAt);
      try {
        const response = await http(path, { ...options, headers: { authorization: `Bearer ${token}` } });
        done(String(response.status));
        return response;
      } catch (error) {
        done(error instanceof HTTPError ? String(error.response.status) : 'none');
        if (error instanceof HTTPError) return error.response;
        const acted = neverLeft(error) ? 'no' : 'unknown';
        throw new NexudusUnavailable('No answer from Nexudus', acted, { answered: false, cause: error });
      }
    });

  const call = async (path: string, options: Options): Promise<unknown> => {
    try {
      const token = await session.token();
      let response = await send(path, options, token);
      if (response.status === 401) {
        // 401 means an expired token as well as a missing permission (documented): renew once, then believe it.
        response = await send(path, options, await session.renew(token));
      }
      return await readReply(response);
    } catch (error) {
      if (error instanceof NexudusThrottled) pace.pause(error.retryAfterMs);
      throw error;
    }
  };

  const read = async (path: string, searchParams?: Record<string, string>): Promise<unknown> => {
    const once = () => call(path, { ...readRetry, method: 'get', searchParams });
    try {
      return await once();
    } catch (error) {
      // After the pause that Nexudus asked for, a read may be asked once more.
      if (error instanceof NexudusThrottled) return once();
      // Whatever became of a read, it changed nothing.
      if (error instanceof NexudusUnavailable)
        throw new NexudusUnavailable(error.message, 'no', { cause: error });
      throw error;
    }
  };

  const write = async (
    method: 'post' | 'put',
    resource: ResourceName,
    body: Record<string, unknown>,
  ): Promise<Written> => {
    const schema = method === 'post' ? resourceOf(resource).create : resourceOf(resource).update;
    if (!schema) throw new Error(`${resource} can't be written by ${method}`);
    const checked = schema.safeParse(body);
    if (!checked.success) {
      const properties = new Set(checked.error.issues.map(({ path }) => String(path[0] ?? '')));
      throw new NexudusRefused([...properties].map((property) => ({ property, message: NOT_ACCEPTED })));
    }
    const json = checked.data;
    if (!writes) return { id: body.Id as number | undefined, message: '', rehearsed: true };
    const reply = envelope.safeParse(await call(resourceOf(resource).path, { method, json, retry: 0 }));
    if (!reply.success) throw new NexudusUnavailable('An answer without the documented envelope', 'unknown');
    const record = recordReply.safeParse(reply.data.Value);
    return {
      id: record.success ? record.data.Id : (body.Id as number | undefined),
      message: reply.data.Message ?? '',
      record: record.success && Object.keys(record.data).length > 1 ? record.data : undefined,
      rehearsed: false,
    };
  };

  const parsed = <S extends z.ZodType>(schema: S, value: unknown): z.output<S> => {
    const result = schema.safeParse(value);
    if (!result.success) throw new NexudusUnavailable('An answer of another shape than documented', 'no');
    return result.data;
  };

  return {
    me: async () => parsed(meReply, await read('api/auth/me')),
    get: async (resource, id) => parsed(recordReply, await read(`${resourceOf(resource).path}/${id}`)),
    async list(resource, filters = {}) {
      const rows: NexudusRecord[] = [];
      for (let page = 1; page <= MOST_PAGES; page++) {
        const query = { page: String(page), size: String(PAGE_SIZE), orderBy: 'Id', dir: '0', ...filters };
        const reply = parsed(pageReply, await read(resourceOf(resource).path, query));
        rows.push(...reply.Records);
        if (page >= reply.TotalPages || reply.Records.length === 0) return rows;
      }
      throw new NexudusUnavailable(`The list of ${resource} did not end`, 'no');
    },
    peek: async (resource) =>
      parsed(pageReply, await read(resourceOf(resource).path, { page: '1', size: '1' })).Records,
    create: (resource, body) => write('post', resource, body),
    update: (resource, record) => write('put', resource, record),
  };
}
