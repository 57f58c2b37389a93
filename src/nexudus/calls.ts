import { setTimeout as sleep } from 'node:timers/promises';
import ky, { HTTPError, type Options } from 'ky';
import { inSpan } from '../tracing.ts';
import { NexudusHeldBack, NexudusThrottled, NexudusUnavailable } from './errors.ts';
import { keptConnections } from './kept-connections.ts';
import type { Pace, Turn } from './pace.ts';
import { readReply } from './read-reply.ts';
import { createSession, type SessionOptions } from './session.ts';

export interface CallsOptions extends Omit<SessionOptions, 'timeoutMs' | 'turn'> {
  pace: Pace;
  timeoutMs?: number;
  /** Called after each call. `outcome` is the status, or `none` without an answer. */
  onCall?(method: string, outcome: string, ms: number): void;
}

export interface Call extends Options {
  /** Asked when its turn has come; what it gives is called in the moment of sending. Both throw when it must not go. */
  ready?: () => Promise<() => void>;
  /** The record that is read will be written. */
  goesBack?: boolean;
}

/** Asked for when the turn has come, where it isn't known before. */
export type Path = string | (() => string);

const TIMEOUT_MS = 30_000;
/** Between the tries of a read that got no usable answer. */
const READ_AGAIN_AFTER_MS = [300, 600];
const PASSING = new Set([500, 502, 503, 504]);

// Errors of connecting. With any other (cut, timed out) a write may have arrived all the same.
const CONNECT_ERRORS = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'UND_ERR_CONNECT_TIMEOUT']);
const neverLeft = (error: unknown): boolean => {
  const cause = (error as { cause?: { code?: string } }).cause;
  return cause?.code !== undefined && CONNECT_ERRORS.has(cause.code);
};

/** A path without the ids of records, which may be people. */
const resourceIn = (path: string): string => path.replaceAll(/\d+/g, '{id}');

const isTimeOut = (error: unknown): boolean => (error as Error | undefined)?.name === 'TimeoutError';

/** Calls as the session, and the pace, allow them. They throw the classes of errors.ts and nothing else. */
export function createCalls({ pace, timeoutMs = TIMEOUT_MS, onCall, ...account }: CallsOptions) {
  // A sign-in is one for all, so a person may wait for it.
  const session = createSession({ ...account, timeoutMs, turn: pace.person });
  const http = ky.create({
    prefixUrl: account.url,
    // The signal of each call holds for the body of an answer too; ky's own limit ends with the headers (seen in 1.14.3).
    timeout: false,
    // A try that ky repeats would leave the pace: reads are repeated below, writes only by the submission's attempts.
    retry: 0,
    // A redirect would send the write once more, out of its turn and perhaps to another host: the API documents none.
    redirect: 'manual',
    headers: { accept: 'application/json', 'user-agent': 'nexudus-for-slack' },
  });
  const send = (
    turn: Turn,
    path: Path,
    { ready, goesBack: _, ...options }: Call,
    token: string,
  ): Promise<Response> =>
    inSpan(`nexudus ${options.method}`, {}, (span) =>
      turn(async () => {
        const stillReady = await ready?.();
        const startedAt = Date.now();
        const done = (outcome: string) => {
          span.setAttributes({ outcome, answered_in_ms: Date.now() - startedAt });
          onCall?.(String(options.method), outcome, Date.now() - startedAt);
        };
        try {
          const to = typeof path === 'string' ? path : path();
          span.setAttribute('to', resourceIn(to));
          const response = await http(to, {
            ...options,
            signal: AbortSignal.timeout(timeoutMs),
            headers: { authorization: `Bearer ${token}` },
            fetch: (input, init) => {
              stillReady?.();
              const dispatcher = options.method === 'post' ? undefined : keptConnections();
              return fetch(input, { ...init, dispatcher } as RequestInit);
            },
          });
          done(String(response.status));
          return response;
        } catch (error) {
          if (error instanceof NexudusHeldBack) throw error;
          done(error instanceof HTTPError ? String(error.response.status) : 'none');
          if (error instanceof HTTPError) return error.response;
          const acted = neverLeft(error) ? 'no' : 'unknown';
          throw new NexudusUnavailable('No answer from Nexudus', acted, { answered: false, cause: error });
        }
      }, options.method !== 'get'),
    );

  /** A read is sent again after what may be a passing trouble; each time takes a turn of its own. */
  const sendPatiently: typeof send = async (...sending) => {
    for (const waitMs of READ_AGAIN_AFTER_MS) {
      const response = await send(...sending).catch((error: unknown) => {
        const silent = error instanceof NexudusUnavailable && !isTimeOut(error.cause);
        if (!silent) throw error;
        return undefined;
      });
      if (response && !PASSING.has(response.status)) return response;
      await response?.body?.cancel();
      await sleep(waitMs);
    }
    return send(...sending);
  };

  const call = async (turn: Turn, path: Path, options: Call): Promise<unknown> => {
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
    turn: Turn,
    path: Path,
    options: Pick<Call, 'searchParams' | 'goesBack'> = {},
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

  return { call, read, signIn: session.token };
}
