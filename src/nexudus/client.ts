import { setTimeout as sleep } from 'node:timers/promises';
import ky, { HTTPError, type Options, TimeoutError } from 'ky';
import type { z } from 'zod';
import { NexudusHeldBack, NexudusRejection, NexudusThrottled, NexudusUnavailable } from './errors.ts';
import type { Pace, Turn } from './pace.ts';
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

/**
 * Asked when the turn of a write has come, right before it is sent: rejects when it must not be sent any more. The
 * function that it gives says, without waiting for anything, whether that is still so.
 */
export type MayWrite = () => Promise<() => boolean>;

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

/** What an update came to. */
export interface Updated extends Written {
  /** The record as it was read right before the write. */
  before: NexudusRecord;
  /** The body that was sent. */
  sent: NexudusRecord;
}

/** The admin API. Every method throws the classes of errors.ts and nothing else. */
export interface Nexudus {
  me(): Promise<Me>;
  get(resource: ResourceName, id: number): Promise<NexudusRecord>;
  /** All rows of a list, page by page. Rows lack the list properties. */
  list(resource: ResourceName, filters?: Record<string, string>): Promise<NexudusRecord[]>;
  /** One row, to see whether a list can be read at all. */
  peek(resource: ResourceName): Promise<NexudusRecord[]>;
  create(resource: ResourceName, body: Record<string, unknown>, mayWrite: MayWrite): Promise<Written>;
  /**
   * Reads a record and writes what `change` makes of it, in one turn: no change in between is lost.
   * @param change throws what keeps the record from being written
   */
  update(
    resource: ResourceName,
    id: number,
    change: (before: NexudusRecord) => NexudusRecord,
    mayWrite: MayWrite,
  ): Promise<Updated>;
}

// The documents disagree on the cap (100 to 1000); 500 was seen to be served.
const PAGE_SIZE = 500;
// A list that kept saying it had more pages was seen; this many is beyond any real account.
const MOST_PAGES = 1000;
const TIMEOUT_MS = 30_000;
/** A record that was read longer ago is read again before it is written. */
const STALE_MS = 1000;
/** Where it is still too old after so many looks, the write is left to a later try. */
const MOST_LOOKS = 10;
/** Between the tries of a read that got no usable answer. */
const READ_AGAIN_AFTER_MS = [300, 600];
const PASSING = new Set([500, 502, 503, 504]);

// Of a property that is of another kind than documented, so that Nexudus need not be asked.
const NOT_ACCEPTED = 'is not of a kind that Nexudus accepts';

// Errors of connecting. With any other (cut, timed out) a write may have arrived all the same.
const CONNECT_ERRORS = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'UND_ERR_CONNECT_TIMEOUT']);
const neverLeft = (error: unknown): boolean => {
  const cause = (error as { cause?: { code?: string } }).cause;
  return cause?.code !== undefined && CONNECT_ERRORS.has(cause.code);
};

type Checked = z.ZodType<Record<string, unknown>>;

interface Call extends Options {
  /** Asked when its turn has come; what it gives is called in the moment of sending. Both throw when it must not go. */
  ready?: () => Promise<() => void>;
  /** The record that is read will be written. */
  goesBack?: boolean;
}

/** The record was read too long ago to be written. */
class Stale extends Error {
  override name = 'Stale';
}

export function createNexudus(options: NexudusOptions): Nexudus {
  const { pace, writes, timeoutMs = TIMEOUT_MS, onCall, ...account } = options;
  const session = createSession({ ...account, timeoutMs });
  const http = ky.create({
    prefixUrl: account.url,
    timeout: timeoutMs,
    // A try that ky repeats would leave the pace: reads are repeated below, writes only by the submission's attempts.
    retry: 0,
    headers: { accept: 'application/json', 'user-agent': 'nexudus-for-slack' },
  });
  const send = (
    turn: Turn,
    path: string,
    { ready, goesBack: _, ...options }: Call,
    token: string,
  ): Promise<Response> =>
    turn(async () => {
      const stillReady = await ready?.();
      const startedAt = Date.now();
      const done = (outcome: string) => onCall?.(String(options.method), outcome, Date.now() - startedAt);
      try {
        const response = await http(path, {
          ...options,
          headers: { authorization: `Bearer ${token}` },
          fetch: (...request) => {
            stillReady?.();
            return fetch(...request);
          },
        });
        done(String(response.status));
        return response;
      } catch (error) {
        if (error instanceof Stale || error instanceof NexudusHeldBack) throw error;
        done(error instanceof HTTPError ? String(error.response.status) : 'none');
        if (error instanceof HTTPError) return error.response;
        const acted = neverLeft(error) ? 'no' : 'unknown';
        throw new NexudusUnavailable('No answer from Nexudus', acted, { answered: false, cause: error });
      }
    });

  /** A read is sent again after what may be a passing trouble; each time takes a turn of its own. */
  const sendPatiently: typeof send = async (...sending) => {
    for (const waitMs of READ_AGAIN_AFTER_MS) {
      const response = await send(...sending).catch((error: unknown) => {
        const silent = error instanceof NexudusUnavailable && !(error.cause instanceof TimeoutError);
        if (!silent) throw error;
        return undefined;
      });
      if (response && !PASSING.has(response.status)) return response;
      await response?.body?.cancel();
      await sleep(waitMs);
    }
    return send(...sending);
  };

  const call = async (turn: Turn, path: string, options: Call): Promise<unknown> => {
    const sent = options.method === 'get' ? sendPatiently : send;
    try {
      const token = await session.token();
      let response = await sent(turn, path, options, token);
      if (response.status === 401) {
        // 401 means an expired token as well as a missing permission (documented): renew once, then believe it.
        response = await sent(turn, path, options, await session.renew(token));
      }
      return await readReply(response, options.goesBack);
    } catch (error) {
      if (error instanceof NexudusThrottled) pace.pause(error.retryAfterMs);
      throw error;
    }
  };

  const read = async (
    path: string,
    options: Pick<Call, 'searchParams' | 'goesBack'> = {},
    turn: Turn = pace,
  ): Promise<unknown> => {
    const once = () => call(turn, path, { ...options, method: 'get' });
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

  /** What the API documents of the properties that are set; the others go back as they came. */
  const check = (schema: Checked, body: Record<string, unknown>, set: (property: string) => boolean) => {
    const wrong = (schema.safeParse(body).error?.issues ?? [])
      .map(({ path }) => String(path[0] ?? ''))
      .filter(set);
    if (wrong.length === 0) return;
    throw new NexudusRejection([...new Set(wrong)].map((property) => ({ property, message: NOT_ACCEPTED })));
  };

  const write = async (turn: Turn, path: string, options: Call): Promise<Written> => {
    const id = (options.json as { Id?: number }).Id;
    if (!writes) return { id, message: '', rehearsed: true };
    const reply = envelope.safeParse(await call(turn, path, options));
    if (!reply.success) throw new NexudusUnavailable('An answer without the documented envelope', 'unknown');
    const record = recordReply.safeParse(reply.data.Value);
    return {
      id: record.success ? record.data.Id : id,
      message: reply.data.Message ?? '',
      record: record.success && Object.keys(record.data).length > 1 ? record.data : undefined,
      rehearsed: false,
    };
  };

  /** The last look before a write is sent: `still` is asked once more in the very moment. */
  const readyWhen = (mayWrite: MayWrite, isStale: () => boolean) => async () => {
    if (isStale()) throw new Stale();
    const still = await mayWrite();
    return () => {
      if (isStale()) throw new Stale();
      if (!still()) throw new NexudusHeldBack('The write came too late');
    };
  };

  const parsed = <S extends z.ZodType>(schema: S, value: unknown): z.output<S> => {
    const result = schema.safeParse(value);
    if (!result.success) throw new NexudusUnavailable('An answer of another shape than documented', 'no');
    return result.data;
  };

  /** The record that was asked for, and no other one. */
  const recordOf = (id: number, value: unknown): NexudusRecord => {
    const record = parsed(recordReply, value);
    if (record.Id !== id) throw new NexudusUnavailable('A record of another id than was asked for', 'no');
    return record;
  };

  return {
    me: async () => parsed(meReply, await read('api/auth/me')),
    get: async (resource, id) => recordOf(id, await read(`${resourceOf(resource).path}/${id}`)),
    async list(resource, filters = {}) {
      const rows: NexudusRecord[] = [];
      for (let page = 1; page <= MOST_PAGES; page++) {
        const query = { page: String(page), size: String(PAGE_SIZE), orderBy: 'Id', dir: '0', ...filters };
        const reply = parsed(pageReply, await read(resourceOf(resource).path, { searchParams: query }));
        rows.push(...reply.Records);
        if (page >= reply.TotalPages || reply.Records.length === 0) return rows;
      }
      throw new NexudusUnavailable(`The list of ${resource} did not end`, 'no');
    },
    peek: async (resource) =>
      parsed(pageReply, await read(resourceOf(resource).path, { searchParams: { page: '1', size: '1' } }))
        .Records,
    async create(resource, body, mayWrite) {
      const { path, create } = resourceOf(resource);
      if (!create) throw new Error(`${resource} can't be written by post`);
      check(create, body, () => true);
      const ready = readyWhen(mayWrite, () => false);
      return write(pace, path, { method: 'post', json: body, ready });
    },
    async update(resource, id, change, mayWrite) {
      const { path, update } = resourceOf(resource);
      if (!update) throw new Error(`${resource} can't be written by put`);
      for (let look = 1; look <= MOST_LOOKS; look++) {
        // Signing in takes no turn, so it need not hold one. The read reports what is wrong with it.
        await session.token().catch(() => {});
        try {
          return await pace.together(async (turn) => {
            let readAt = 0;
            const noting: Turn = (call) =>
              turn(() =>
                call().finally(() => {
                  readAt = performance.now();
                }),
              );
            const before = recordOf(id, await read(`${path}/${id}`, { goesBack: true }, noting));
            const sent = change(before);
            check(update, sent, (property) => sent[property] !== before[property]);
            const ready = readyWhen(mayWrite, () => performance.now() - readAt > STALE_MS);
            return { ...(await write(turn, path, { method: 'put', json: sent, ready })), before, sent };
          });
        } catch (error) {
          if (!(error instanceof Stale)) throw error;
        }
      }
      throw new NexudusUnavailable('The record could not be read and written close together', 'no');
    },
  };
}
