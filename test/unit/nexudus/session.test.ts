import { afterEach, describe, expect, jest, test } from '@jest/globals';
import { NexudusSignInFailed, NexudusThrottled, NexudusUnavailable } from '../../../src/nexudus/errors.ts';
import type { Turn } from '../../../src/nexudus/pace.ts';
import { createSession, type SessionOptions } from '../../../src/nexudus/session.ts';
import { type Received, type Reply, type ScriptedServer, startScripted, tokens } from './scripted-server.ts';

const open: ScriptedServer[] = [];
afterEach(async () => {
  jest.useRealTimers();
  for (const server of open.splice(0)) await server.close();
});

const REFUSED: Reply = {
  status: 400,
  body: { error: 'invalid_grant', error_description: 'The user name or password is incorrect.' },
};
type Answer = (form: Record<string, string>, call: Received, earlier: readonly Received[]) => Reply;

async function started(answer: Answer, more: Partial<SessionOptions> = {}) {
  const server = await startScripted((call, earlier) =>
    answer(Object.fromEntries(new URLSearchParams(call.body)), call, earlier),
  );
  open.push(server);
  const account = { url: server.url, username: 'bot@example.com', password: 'p&ss wörd', timeoutMs: 2000 };
  const turn: Turn = (call) => call();
  // The tests move Date.
  const clock = { now: () => Date.now(), ticks: () => 0 };
  const session = createSession({ ...account, turn, clock, ...more });
  const forms = () => server.received.map(({ body }) => Object.fromEntries(new URLSearchParams(body)));
  return { server, session, forms };
}
const good: Answer = (_form, _call, earlier) => tokens(earlier);
/** Only the clock is moved, so that the server goes on. */
const atTime = (iso: string) =>
  jest.useFakeTimers({
    now: new Date(iso),
    doNotFake: [
      'hrtime',
      'nextTick',
      'performance',
      'queueMicrotask',
      'setImmediate',
      'clearImmediate',
      'setInterval',
      'clearInterval',
      'setTimeout',
      'clearTimeout',
    ],
  });

describe('signing in', () => {
  test('takes a token whatever stands beside it', async () => {
    const odd = { access_token: 'token-1', refresh_token: null, expires_in: '604799' };
    const { session, forms } = await started(() => ({ body: odd }));
    expect([await session.token(), await session.token()]).toEqual(['token-1', 'token-1']);
    expect(forms()).toHaveLength(1);
  });

  test('takes the password to no other address', async () => {
    const { server, session } = await started(() => ({
      status: 307,
      body: '',
      headers: { location: '/there' },
    }));
    await expect(session.token()).rejects.toBeInstanceOf(NexudusUnavailable);
    expect(server.received.map(({ path }) => path)).toEqual(['/api/token']);
  });

  test('sends the password in a form, and a client id of its own in a header', async () => {
    const { server, session } = await started(good);
    expect(await session.token()).toBe('token-1');
    const [{ method, path, headers, body } = {} as Received] = server.received;
    expect({ method, path, body }).toEqual({
      method: 'POST',
      path: '/api/token',
      body: 'grant_type=password&username=bot%40example.com&password=p%26ss+w%C3%B6rd',
    });
    expect(headers['content-type']).toMatch(/^application\/x-www-form-urlencoded/);
    expect(headers.client_id).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
  });

  test('is done once, however many wait for it', async () => {
    const { server, session } = await started((_f, _c, earlier) => ({ ...tokens(earlier), after: 30 }));
    const all = await Promise.all(Array.from({ length: 20 }, () => session.token()));
    expect(new Set(all)).toEqual(new Set(['token-1']));
    expect(await session.token()).toBe('token-1');
    expect(server.received).toHaveLength(1);
  });

  test('gives two processes two client ids, so that neither signs the other out', async () => {
    const { server, session } = await started(good);
    const other = createSession({
      ...{ url: server.url, username: 'a', password: 'b', timeoutMs: 2000 },
      turn: (call) => call(),
    });
    await Promise.all([session.token(), other.token()]);
    expect(new Set(server.received.map(({ headers }) => headers.client_id)).size).toBe(2);
  });

  test('sends the one-time code of the account’s seed', async () => {
    atTime('2026-01-15T10:00:00Z');
    const { session, forms } = await started(good, { totpSecret: 'JBSWY3DPEHPK3PXP' });
    await session.token();
    // RFC 6238 (SHA-1, 30 s, 6 digits) for that second, computed by another implementation.
    expect(forms()[0]?.totp).toBe('531983');
  });

  test('without a seed sends no code', async () => {
    const { session, forms } = await started(good);
    await session.token();
    expect(forms()[0]).not.toHaveProperty('totp');
  });
});

describe('renewing', () => {
  test('uses each refresh token once, with the same client id', async () => {
    const { server, session, forms } = await started(good);
    expect(await session.token()).toBe('token-1');
    expect(await session.renew('token-1')).toBe('token-2');
    expect(await session.renew('token-2')).toBe('token-3');
    expect(forms().slice(1)).toEqual([
      { grant_type: 'refresh_token', refresh_token: 'refresh-1' },
      { grant_type: 'refresh_token', refresh_token: 'refresh-2' },
    ]);
    expect(new Set(server.received.map(({ headers }) => headers.client_id)).size).toBe(1);
  });

  test('is done once, however many found the token stale', async () => {
    const { server, session } = await started((_f, _c, earlier) => ({ ...tokens(earlier), after: 30 }));
    await session.token();
    const all = await Promise.all(Array.from({ length: 20 }, () => session.renew('token-1')));
    expect(new Set(all)).toEqual(new Set(['token-2']));
    expect(await session.renew('token-1')).toBe('token-2');
    expect(server.received).toHaveLength(2);
  });

  test.each<[string, Reply]>([
    ['refused', { status: 400, body: { error: 'invalid_grant' } }],
    ['answered with a 500', { status: 500, body: '' }],
    ['cut', { cut: true }],
    ['answered with nonsense', { body: '<html>' }],
  ])('falls back to the password when the refresh is %s', async (_what, reply) => {
    const { session, forms } = await started((form, call, earlier) =>
      form.grant_type === 'refresh_token' ? reply : good(form, call, earlier),
    );
    await session.token();
    expect(await session.renew('token-1')).toBe('token-3');
    expect(forms().map((form) => form.grant_type)).toEqual(['password', 'refresh_token', 'password']);
  });

  test('uses the password where no refresh token was given', async () => {
    const { session, forms } = await started((_f, _c, earlier) =>
      tokens(earlier, { refresh_token: undefined }),
    );
    await session.token();
    await session.renew('token-1');
    expect(forms().map((form) => form.grant_type)).toEqual(['password', 'password']);
  });

  test.each([
    ['a week', { expires_in: 604_800 }, '2026-01-07T07:00:00Z', '2026-01-07T07:20:00Z'],
    [
      'an hour, where Nexudus doesn’t say',
      { expires_in: undefined },
      '2026-01-01T00:53:00Z',
      '2026-01-01T00:55:00Z',
    ],
  ])('is done ahead of the end of a token of %s', async (_what, more, still, over) => {
    atTime('2026-01-01T00:00:00Z');
    const { session } = await started((_f, _c, earlier) => tokens(earlier, more));
    expect(await session.token()).toBe('token-1');
    jest.setSystemTime(new Date(still));
    expect(await session.token()).toBe('token-1');
    jest.setSystemTime(new Date(over));
    expect(await session.token()).toBe('token-2');
  });
});

describe('a wrong password', () => {
  test('is told in Nexudus’s words', async () => {
    const { session } = await started(() => REFUSED);
    await expect(session.token()).rejects.toThrow(NexudusSignInFailed);
    await expect(session.token()).rejects.toThrow('The user name or password is incorrect.');
  });

  test('is not tried again for half a minute: accounts get locked', async () => {
    atTime('2026-01-01T00:00:00Z');
    const { server, session } = await started(() => REFUSED);
    await expect(session.token()).rejects.toThrow(NexudusSignInFailed);
    jest.setSystemTime(new Date('2026-01-01T00:00:29Z'));
    for (let n = 0; n < 5; n++) await expect(session.token()).rejects.toThrow(NexudusSignInFailed);
    await expect(session.renew('whatever')).rejects.toThrow(NexudusSignInFailed);
    expect(server.received).toHaveLength(1);
    jest.setSystemTime(new Date('2026-01-01T00:00:31Z'));
    await expect(session.token()).rejects.toThrow(NexudusSignInFailed);
    expect(server.received).toHaveLength(2);
  });

  test.each<[string, Reply, string]>([
    ['a code alone', { status: 400, body: { error: 'unsupported_grant_type' } }, 'unsupported_grant_type'],
    ['HTML', { status: 400, body: '<html>' }, 'HTTP 400'],
    ['401 with nothing', { status: 401, body: '' }, 'HTTP 401'],
  ])('may come as %s', async (_what, reply, words) => {
    const { session } = await started(() => reply);
    await expect(session.token()).rejects.toThrow(NexudusSignInFailed);
    await expect(session.token()).rejects.toThrow(words);
  });
});

describe('no usable answer', () => {
  test.each<[string, Reply]>([
    ['a 500', { status: 500, body: { Message: 'An error has occurred.' } }],
    ['502 in HTML', { status: 502, body: '<html>' }],
    ['a cut connection', { cut: true }],
    ['200 in HTML', { body: '<html>' }],
    ['200 with nothing', { body: '' }],
    ['200 without a token', { body: { token_type: 'bearer' } }],
    ['200 with an empty token', { body: { access_token: '' } }],
    ['an answer that takes too long', { body: {}, after: 400 }],
  ])('%s is a passing failure, and asked again at the next call', async (_what, reply) => {
    const { session } = await started((_f, _c, earlier) => (earlier.length === 0 ? reply : tokens(earlier)), {
      timeoutMs: 200,
    });
    const failed = session.token();
    await expect(failed).rejects.toThrow(NexudusUnavailable);
    await expect(failed).rejects.toMatchObject({ acted: 'no' });
    expect(await session.token()).toBe('token-2');
  });

  test.each<[string, Reply, number]>([
    ['409', { status: 409, body: '', headers: { 'retry-after': '2' } }, 2000],
    ['429', { status: 429, body: 'Wait 3 seconds' }, 3000],
  ])('a throttle (%s) is not taken for a wrong password', async (_what, reply, ms) => {
    const { session } = await started((_f, _c, earlier) => (earlier.length === 0 ? reply : tokens(earlier)));
    const failed = session.token();
    await expect(failed).rejects.toThrow(NexudusThrottled);
    await expect(failed).rejects.toMatchObject({ retryAfterMs: ms });
    expect(await session.token()).toBe('token-2');
  });
});
