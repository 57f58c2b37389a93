import { randomBytes } from 'node:crypto';
import type { NexudusRecord } from './nexudus-stand-in.ts';
import type { Records } from './records.ts';
import type { Reply } from './replies.ts';

// nexudus-api.md §1.

/** Every user's. */
const PASSWORD = 'sandbox';
const EXPIRES_IN = 604_799; // documented: 7 days

interface Refresh {
  token: string;
  user: number;
}

const grantError = (error: string, error_description?: string): Reply => ({
  status: 400,
  json: { error, ...(error_description && { error_description }) },
});

export class Tokens {
  readonly #records: Records;
  readonly #access = new Map<string, number>();
  /** documented: one refresh token per client id. */
  readonly #refresh = new Map<string, Refresh>();

  constructor(records: Records) {
    this.#records = records;
  }

  /** POST /api/token. `clientId` is the client_id header. */
  grant(form: URLSearchParams | undefined, clientId: string | undefined): Reply {
    switch (form?.get('grant_type')) {
      case 'password':
        return this.#withPassword(form.get('username') ?? '', form.get('password') ?? '', clientId);
      case 'refresh_token':
        return this.#withRefreshToken(form.get('refresh_token') ?? '', clientId);
      default:
        return grantError('unsupported_grant_type');
    }
  }

  userOf(authorization: string | undefined): NexudusRecord | undefined {
    const [, token] = /^Bearer (\S+)$/i.exec(authorization ?? '') ?? [];
    return token === undefined ? undefined : this.#activeUser(this.#access.get(token));
  }

  expire(): void {
    this.#access.clear();
  }

  revokeAll(): void {
    this.#access.clear();
    this.#refresh.clear();
  }

  #withPassword(username: string, password: string, clientId: string | undefined): Reply {
    const email = username.trim().toLowerCase();
    const users = this.#records.all('users').filter((user) => String(user.Email).toLowerCase() === email);
    const user = this.#activeUser(users[0]?.Id);
    // assumed: an inactive user gets the same answer as a wrong password.
    if (!user || password !== PASSWORD) {
      return grantError('invalid_grant', 'The user name or password is incorrect.');
    }
    return this.#issue(user.Id, clientId || String(user.Email));
  }

  #withRefreshToken(token: string, clientId: string | undefined): Reply {
    const known = clientId ? this.#refresh.get(clientId) : undefined;
    const user = known?.token === token ? this.#activeUser(known.user) : undefined;
    if (!user || !clientId) return grantError('invalid_grant');
    return this.#issue(user.Id, clientId);
  }

  /** documented: the client's earlier refresh token ends here, access tokens stay good. */
  #issue(user: number, clientId: string): Reply {
    const access_token = randomBytes(24).toString('base64url');
    const refresh_token = randomBytes(24).toString('base64url');
    this.#access.set(access_token, user);
    this.#refresh.set(clientId, { token: refresh_token, user });
    return {
      status: 200,
      headers: { 'Cache-Control': 'no-store' },
      json: { access_token, token_type: 'bearer', expires_in: EXPIRES_IN, refresh_token },
    };
  }

  #activeUser(id: number | undefined): NexudusRecord | undefined {
    const user = id === undefined ? undefined : this.#records.get('users', id);
    return user?.Active === true ? user : undefined;
  }
}
