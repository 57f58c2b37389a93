import { randomUUID } from 'node:crypto';
import ky, { HTTPError } from 'ky';
import { Secret, TOTP } from 'otpauth';
import { type Clock, furthest, systemClock } from '../clock.ts';
import { NexudusSignInFailed, NexudusThrottled, NexudusUnavailable } from './errors.ts';
import type { Turn } from './pace.ts';
import { retryAfterMs } from './read-reply.ts';
import { tokenRejection, tokenReply } from './replies.ts';

export interface SessionOptions {
  url: string;
  username: string;
  password: string;
  /** Base32 seed of the account's one-time codes, if it has two-factor sign-in. */
  totpSecret?: string;
  timeoutMs: number;
  /** When a sign-in may be sent. */
  turn: Turn;
  clock?: Pick<Clock, 'now' | 'ticks'>;
}

export interface Session {
  /** A token believed good; signs in when there is none. */
  token(): Promise<string>;
  /** A token other than `stale`: renewed, unless another call renewed it in the meantime. */
  renew(stale: string): Promise<string>;
}

// Wrong credentials are not tried again at once: the User record counts failed sign-ins, so a lock-out is likely (assumed).
const FAILED_SIGN_IN_PAUSE_MS = 30_000;

/**
 * Password grant, then refresh with rotation (documented). Renewals are single-flight, because a refresh invalidates
 * the refresh token before it. The client id is this process's own: Nexudus keeps one refresh token per client id, so
 * sharing one (or leaving it out, which means the e-mail) would let processes sign each other out.
 */
export function createSession(options: SessionOptions): Session {
  const { url, username, password, totpSecret, timeoutMs, turn, clock = systemClock } = options;
  // A clock that is moved back doesn't lengthen a token's life, nor a pause.
  const passed = furthest(clock);
  const clientId = randomUUID();
  let current: { token: string; refresh?: string; staleAt: number } | undefined;
  let renewal: Promise<string> | undefined;
  let failed: { error: NexudusSignInFailed; until: number } | undefined;

  const ask = async (form: Record<string, string>): Promise<void> => {
    // client_id goes as a header, not as a form field (documented; seen).
    const reply = await turn(() =>
      ky
        .post('api/token', {
          prefixUrl: url,
          headers: { client_id: clientId, accept: 'application/json' },
          body: new URLSearchParams(form),
          retry: 0,
          // The password goes to this address and to no other one.
          redirect: 'manual',
          timeout: false,
          signal: AbortSignal.timeout(timeoutMs),
        })
        .json(),
    );
    const { access_token, refresh_token, expires_in = 3600 } = tokenReply.parse(reply);
    current = { token: access_token, refresh: refresh_token, staleAt: passed() + expires_in * 900 };
  };

  const signIn = async (): Promise<void> => {
    if (failed && failed.until > passed()) throw failed.error;
    const form: Record<string, string> = { grant_type: 'password', username, password };
    if (totpSecret) form.totp = new TOTP({ secret: Secret.fromBase32(totpSecret) }).generate();
    try {
      await ask(form);
    } catch (error) {
      if (!(error instanceof HTTPError) || error.response.status < 400 || error.response.status >= 500) {
        throw new NexudusUnavailable('Signing in to Nexudus got no usable answer', 'no', { cause: error });
      }
      const { response } = error;
      // Too many calls say nothing about the password.
      if (response.status === 409 || response.status === 429) {
        throw new NexudusThrottled(retryAfterMs(response, await response.text().catch(() => '')));
      }
      const said = tokenRejection.safeParse(await response.json().catch(() => undefined));
      const why = said.success ? (said.data.error_description ?? said.data.error) : `HTTP ${response.status}`;
      failed = { error: new NexudusSignInFailed(why), until: passed() + FAILED_SIGN_IN_PAUSE_MS };
      throw failed.error;
    }
  };

  const refreshOrSignIn = async (): Promise<string> => {
    const refresh = current?.refresh;
    current = undefined;
    if (refresh) {
      try {
        await ask({ grant_type: 'refresh_token', refresh_token: refresh });
      } catch {
        // Used up, expired or revoked: the password decides.
        await signIn();
      }
    } else {
      await signIn();
    }
    return (current as unknown as { token: string }).token;
  };

  const renewOnce = (): Promise<string> => {
    renewal ??= refreshOrSignIn().finally(() => {
      renewal = undefined;
    });
    return renewal;
  };

  return {
    async token() {
      return current && current.staleAt > passed() ? current.token : renewOnce();
    },
    async renew(stale) {
      return current && current.token !== stale ? current.token : renewOnce();
    },
  };
}
