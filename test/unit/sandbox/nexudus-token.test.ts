import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { type NexudusStandIn, startNexudus } from '../../../src/sandbox/nexudus/start-nexudus.ts';
import { answerOf, askForToken, callerWith, logIn } from './nexudus-caller.ts';

const ANA = 'ana@harbour.example';
let nexudus: NexudusStandIn;
beforeAll(async () => {
  nexudus = await startNexudus();
});
beforeEach(() => nexudus.reset());
afterAll(() => nexudus.close());

const refresh = (token: string, clientId?: string) =>
  askForToken(
    nexudus,
    { grant_type: 'refresh_token', refresh_token: token },
    clientId ? { client_id: clientId } : {},
  );

describe('Logging in to the stand-in Nexudus', () => {
  test('answers e-mail and password with a bearer token for seven days', async () => {
    const { status, json } = await logIn(nexudus, ANA);
    expect(status).toBe(200);
    expect(json).toEqual({
      access_token: expect.any(String),
      token_type: 'bearer',
      expires_in: 604799,
      refresh_token: expect.any(String),
    });
  });

  test('accepts an empty totp and an e-mail in capitals', async () => {
    const form = { grant_type: 'password', username: 'ANA@harbour.example', password: 'sandbox', totp: '' };
    expect((await askForToken(nexudus, form)).status).toBe(200);
  });

  test('refuses a wrong password in the documented words', async () => {
    const form = { grant_type: 'password', username: ANA, password: 'guess' };
    const { status, json } = await askForToken(nexudus, form);
    expect(status).toBe(400);
    expect(json).toEqual({
      error: 'invalid_grant',
      error_description: 'The user name or password is incorrect.',
    });
  });

  test('refuses an inactive user', async () => {
    expect((await logIn(nexudus, 'ian@harbour.example')).status).toBe(400);
  });

  test('refuses a JSON body', async () => {
    const response = await fetch(`${nexudus.url}/api/token`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ grant_type: 'password', username: ANA, password: 'sandbox' }),
    });
    expect(await answerOf(response)).toMatchObject({
      status: 400,
      json: { error: 'unsupported_grant_type' },
    });
  });

  test('keeps passwords and tokens out of the recorded calls', async () => {
    const { json } = await logIn(nexudus, ANA);
    await callerWith(nexudus, json.access_token)('GET', '/api/auth/me');
    expect(nexudus.calls[0]).toMatchObject({
      method: 'POST',
      path: '/api/token',
      status: 200,
      requestBody: { grant_type: 'password', username: ANA, password: '•••' },
      responseBody: { access_token: '•••', refresh_token: '•••', token_type: 'bearer' },
    });
    const log = JSON.stringify(nexudus.calls);
    for (const secret of ['sandbox"', json.access_token, json.refresh_token])
      expect(log).not.toContain(secret);
  });
});

describe('Refreshing a token', () => {
  test('gives a new pair, ends the old refresh token and leaves the old access token good', async () => {
    const first = (await logIn(nexudus, ANA, { client_id: 'bot-1' })).json;
    const second = await refresh(first.refresh_token, 'bot-1');
    expect(second.status).toBe(200);
    expect(second.json.refresh_token).not.toBe(first.refresh_token);
    expect(await refresh(first.refresh_token, 'bot-1')).toMatchObject({
      status: 400,
      json: { error: 'invalid_grant' },
    });
    for (const token of [first.access_token, second.json.access_token]) {
      expect((await callerWith(nexudus, token)('GET', '/api/auth/me')).status).toBe(200);
    }
  });

  test('needs the client_id that the token was asked for with', async () => {
    const { refresh_token } = (await logIn(nexudus, ANA, { client_id: 'bot-2' })).json;
    expect((await refresh(refresh_token, 'someone-else')).json).toEqual({ error: 'invalid_grant' });
    expect((await refresh(refresh_token)).json).toEqual({ error: 'invalid_grant' });
    expect((await refresh(refresh_token, 'bot-2')).status).toBe(200);
  });

  test('needs the e-mail as client_id when none was given', async () => {
    const { refresh_token } = (await logIn(nexudus, ANA)).json;
    expect((await refresh(refresh_token, ANA)).status).toBe(200);
  });

  test('fails after another login with the same client_id, and not after one with another', async () => {
    const first = (await logIn(nexudus, ANA, { client_id: 'bot-3' })).json;
    const other = (await logIn(nexudus, ANA, { client_id: 'bot-4' })).json;
    await logIn(nexudus, ANA, { client_id: 'bot-3' });
    expect((await refresh(first.refresh_token, 'bot-3')).status).toBe(400);
    expect((await refresh(other.refresh_token, 'bot-4')).status).toBe(200);
  });
});

describe('A bearer token', () => {
  test('that is unknown gets 401 with an empty body', async () => {
    expect(await callerWith(nexudus, 'nonsense')('GET', '/api/auth/me')).toMatchObject({
      status: 401,
      text: '',
    });
  });

  test('tells who it belongs to', async () => {
    const { access_token } = (await logIn(nexudus, 'leo@harbour.example')).json;
    const me = await callerWith(nexudus, access_token)('GET', '/api/auth/me');
    expect(me.json).toMatchObject({
      Id: 1412000005,
      FullName: 'Leo Brandt',
      Email: 'leo@harbour.example',
      IsAdmin: true,
      DefaultBusinessName: 'Soho',
      Businesses: [1414940210],
      UserRoles: [1413000003],
      ToStringText: 'Leo Brandt - leo@harbour.example',
    });
  });

  test('stops when tokens expire, and its refresh token then gives a good one', async () => {
    const { access_token, refresh_token } = (await logIn(nexudus, ANA)).json;
    nexudus.expireTokens();
    expect((await callerWith(nexudus, access_token)('GET', '/api/auth/me')).status).toBe(401);
    const next = await refresh(refresh_token, ANA);
    expect((await callerWith(nexudus, next.json.access_token)('GET', '/api/auth/me')).status).toBe(200);
  });

  test('and its refresh token stop when all is revoked', async () => {
    const { access_token, refresh_token } = (await logIn(nexudus, ANA)).json;
    nexudus.revokeAll();
    expect((await callerWith(nexudus, access_token)('GET', '/api/auth/me')).status).toBe(401);
    expect((await refresh(refresh_token, ANA)).status).toBe(400);
  });

  test('stops when its user is made inactive, and survives a reset', async () => {
    const { access_token } = (await logIn(nexudus, 'tess@harbour.example')).json;
    const call = callerWith(nexudus, access_token);
    nexudus.put('users', { ...nexudus.named('users', 'Tess Oduya'), Active: false });
    expect((await call('GET', '/api/auth/me')).status).toBe(401);
    nexudus.reset();
    expect((await call('GET', '/api/auth/me')).status).toBe(200);
  });
});
