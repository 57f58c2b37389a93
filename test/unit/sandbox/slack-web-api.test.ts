import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { LogLevel, WebClient } from '@slack/web-api';
import { type SlackStandIn, startSlack } from '../../../src/sandbox/slack/start-slack.ts';
import { modal, plain } from './slack-bolt.ts';

let slack: SlackStandIn;
let client: WebClient;

const silent = {
  debug() {},
  info() {},
  warn() {},
  error() {},
  setLevel() {},
  getLevel: () => LogLevel.ERROR,
  setName() {},
};
const connect = (token: string, more: object = {}) =>
  new WebClient(token, { slackApiUrl: slack.apiUrl, retryConfig: { retries: 0 }, logger: silent, ...more });
const refusal = (call: Promise<unknown>) =>
  call.then(
    () => 'no error',
    (error) => error.data?.error ?? error.message,
  );

beforeEach(async () => {
  slack = await startSlack();
  client = connect(slack.botToken);
});

afterEach(() => slack.close());

describe('tokens and scopes', () => {
  test('auth.test tells who the bot is and what it may do', async () => {
    const answer = await client.auth.test();
    expect(answer).toMatchObject({
      ok: true,
      team_id: 'T0HARBOUR',
      user_id: 'U0NEXUDUS',
      bot_id: 'B0NEXUDUS',
    });
    expect(answer.response_metadata?.scopes).toContain('users:read.email');
  });

  test('other tokens are refused', async () => {
    expect(await refusal(connect('xoxb-wrong').auth.test())).toBe('invalid_auth');
    expect(await refusal(connect('').auth.test())).toBe('not_authed');
    expect(await refusal(connect(slack.appToken).auth.test())).toBe('not_allowed_token_type');
    expect(await refusal(connect(slack.botToken).apps.connections.open({}))).toBe('not_allowed_token_type');
  });

  test('a method without its scope says what is needed and provided', async () => {
    slack.scopes = ['commands', 'chat:write'];
    const answer = await client.users.info({ user: 'U0ANA0000' }).catch((error) => error.data);
    expect(answer).toMatchObject({
      error: 'missing_scope',
      needed: 'users:read',
      provided: 'commands,chat:write',
    });
  });

  test('without users:read.email there is no e-mail in a profile', async () => {
    expect((await client.users.info({ user: 'U0ANA0000' })).user?.profile?.email).toBe('ana@harbour.example');
    slack.scopes = slack.scopes.filter((scope) => scope !== 'users:read.email');
    expect((await client.users.info({ user: 'U0ANA0000' })).user?.profile?.email).toBeUndefined();
  });

  test('tokens are masked in the record of calls', async () => {
    await fetch(`${slack.apiUrl}chat.postMessage`, {
      method: 'POST',
      body: new URLSearchParams({ token: slack.botToken, channel: '#ops', text: `leak ${slack.botToken}` }),
    });
    expect(JSON.stringify(slack.calls)).not.toContain(slack.botToken);
    expect(slack.calls[0]).toMatchObject({
      method: 'chat.postMessage',
      status: 200,
      body: { channel: '#ops', text: 'leak xoxb-***' },
    });
  });

  test('an unknown method is a problem', async () => {
    expect(await refusal(client.apiCall('nexudus.fly'))).toBe('unknown_method');
    expect(slack.problems).toEqual(['nexudus.fly: unknown_method']);
  });
});

describe('where the bot may write', () => {
  const post = (channel: string) => refusal(client.chat.postMessage({ channel, text: 'hello' }));

  test('public channels with chat:write.public, private ones only as a member', async () => {
    expect(await post('#ops')).toBe('no error');
    expect(await post('C0APPROVE')).toBe('no error');
    expect(await post('C0GENERAL')).toBe('no error');
    expect(await post('C0MANAGE0')).toBe('channel_not_found');
    expect(await post(slack.channel('Ana & Sam').id)).toBe('channel_not_found');
    expect(await post('C0NOTHING')).toBe('channel_not_found');
    slack.scopes = slack.scopes.filter((scope) => scope !== 'chat:write.public');
    expect(await post('C0GENERAL')).toBe('not_in_channel');
    slack.channel('ops').isArchived = true;
    expect(await post('#ops')).toBe('is_archived');
  });

  test('a user id opens the direct messages', async () => {
    await client.chat.postMessage({ channel: 'U0ANA0000', text: 'for you' });
    expect(slack.messages(slack.dm('Ana').id).map((each) => each.text)).toEqual(['for you']);
    expect(await post('U0HELPER0')).toBe('cannot_dm_bot');
  });

  test('messages without content, too long, or with bad blocks are refused and are problems', async () => {
    const say = (more: object) => refusal(client.chat.postMessage({ channel: '#ops', ...more } as never));
    expect(await say({ text: '' })).toBe('no_text');
    expect(await say({ text: 'x'.repeat(40_001) })).toBe('msg_too_long');
    const answer = await client.chat
      .postMessage({
        channel: '#ops',
        text: 't',
        blocks: [{ type: 'section', text: plain('x'.repeat(3001)) }],
      })
      .catch((error) => error.data);
    expect(answer).toMatchObject({
      error: 'invalid_blocks',
      errors: ['must be less than 3001 characters [json-pointer:/blocks/0/text/text]'],
      response_metadata: {
        messages: ['[ERROR] must be less than 3001 characters [json-pointer:/blocks/0/text/text]'],
      },
    });
    expect(slack.problems.length).toBe(3);
    expect(slack.problems.at(-1)).toBe(
      'chat.postMessage refused: invalid_blocks: must be less than 3001 characters [json-pointer:/blocks/0/text/text]',
    );
  });

  test('blocks without text are posted, but are a problem', async () => {
    await client.chat.postMessage({
      channel: '#ops',
      blocks: [{ type: 'section', text: plain('t') }],
    } as never);
    expect(slack.messages('#ops').length).toBe(1);
    expect(slack.problems).toEqual([
      'chat.postMessage: blocks without text: notifications and screen readers have nothing to say',
    ]);
  });
});

describe('messages afterwards', () => {
  test('an update edits in place and keeps blocks that it does not mention', async () => {
    const blocks = [{ type: 'section', text: { type: 'mrkdwn', text: '*Working*' } }];
    const { ts = '' } = await client.chat.postMessage({ channel: '#ops', text: 'Working', blocks } as never);
    const [message] = slack.messages('#ops');
    expect([message?.plain, message?.formatted]).toEqual(['Working', ['Working']]);
    await client.chat.update({ channel: 'C0OPS0000', ts, text: 'Done <!here>' });
    expect(message).toMatchObject({
      ts,
      text: 'Done <!here>',
      plain: 'Working',
      mentions: ['here'],
      edited: { user: 'U0NEXUDUS' },
    });
    await client.chat.update({ channel: 'C0OPS0000', ts, text: 'Done', blocks: [] });
    expect([message?.plain, slack.messages('#ops').length]).toEqual(['Done', 1]);
  });

  test('what cannot be updated', async () => {
    const ana = slack.say('Ana', '#ops', 'hello');
    const update = (channel: string, ts: string) => refusal(client.chat.update({ channel, ts, text: 't' }));
    expect(await update('C0OPS0000', '1.000001')).toBe('message_not_found');
    expect(await update('C0MANAGE0', '1.000001')).toBe('channel_not_found');
    expect(await update('C0OPS0000', ana.ts)).toBe('cant_update_message');
    // What the bot does not call is not played.
    expect(await refusal(client.chat.delete({ channel: 'C0OPS0000', ts: ana.ts }))).toBe('unknown_method');
  });

  test('the edit window closes when it is set', async () => {
    slack.faults.editWindowMs = 60_000;
    const { ts = '' } = await client.chat.postMessage({ channel: '#ops', text: 'one' });
    await client.chat.update({ channel: 'C0OPS0000', ts, text: 'two' });
    slack.advance(61_000);
    expect(await refusal(client.chat.update({ channel: 'C0OPS0000', ts, text: 'three' }))).toBe(
      'edit_window_closed',
    );
  });

  test('replies lie in the thread of the first message', async () => {
    const { ts = '' } = await client.chat.postMessage({ channel: '#ops', text: 'one' });
    const reply = await client.chat.postMessage({ channel: '#ops', text: 'two', thread_ts: ts });
    await client.chat.postMessage({ channel: '#ops', text: 'three', thread_ts: reply.ts });
    expect(slack.messages('#ops').map((each) => each.thread_ts)).toEqual([undefined, ts, ts]);
  });

  test('time stamps are unique and ascending', async () => {
    for (let i = 0; i < 5; i += 1) slack.say('Ana', '#ops', String(i));
    const stamps = slack.messages('#ops').map((each) => each.ts);
    expect(new Set(stamps).size).toBe(5);
    expect([...stamps].sort()).toEqual(stamps);
    expect(stamps[0]).toMatch(/^\d{10}\.\d{6}$/);
  });
});

describe('people and channels', () => {
  test('users.info tells guests, strangers, deactivated, unconfirmed and bots apart', async () => {
    const flags = async (name: string) => {
      const { user } = await client.users.info({ user: slack.person(name).id });
      const set = [
        'is_restricted',
        'is_stranger',
        'deleted',
        'is_bot',
        'is_email_confirmed',
        'is_admin',
      ] as const;
      return set.filter((flag) => user?.[flag as 'deleted']);
    };
    expect(await flags('Ana')).toEqual(['is_email_confirmed', 'is_admin']);
    expect(await flags('Gus')).toEqual(['is_restricted', 'is_email_confirmed']);
    expect(await flags('Stella')).toEqual(['is_stranger', 'is_email_confirmed']);
    expect(await flags('Dan')).toEqual(['deleted', 'is_email_confirmed']);
    expect(await flags('Una')).toEqual([]);
    expect(await flags('Helper')).toEqual(['is_bot', 'is_email_confirmed']);
    expect((await client.users.info({ user: 'U0MO00000' })).user?.profile?.email).toBeUndefined();
    expect((await client.users.info({ user: 'U0STELLA0' })).user?.team_id).toBe('T0ELSEWHR');
    expect(await refusal(client.users.info({ user: 'U0NOBODY0' }))).toBe('user_not_found');
  });

  test('users are found by e-mail unless they are gone or of another organisation', async () => {
    const find = (email: string) =>
      client.users.lookupByEmail({ email }).then(
        ({ user }) => user?.id,
        (error) => error.data.error,
      );
    expect(await find('SAM@harbour.example')).toBe('U0SAM0000');
    expect(await find('dan@harbour.example')).toBe('users_not_found');
    expect(await find('stella@elsewhere.example')).toBe('users_not_found');
  });

  test('lists come in pages', async () => {
    const ids: unknown[] = [];
    for await (const page of client.paginate('users.list', { limit: 6 }))
      ids.push((page as { members?: unknown[] }).members?.length);
    expect(ids).toEqual([6, 6, 3]);
  });

  test('conversations.info tells what a channel is', async () => {
    const info = async (channel: string) => (await client.conversations.info({ channel })).channel;
    expect(await info('C0PARTNER')).toMatchObject({
      name: 'partners',
      is_ext_shared: true,
      is_private: false,
      is_member: true,
    });
    expect(await info('C0GENERAL')).toMatchObject({ is_member: false, is_ext_shared: false });
    expect(await info('C0APPROVE')).toMatchObject({ is_private: true, is_member: true });
    expect(await info(slack.dm('Ana').id)).toMatchObject({ is_im: true, user: 'U0ANA0000' });
    expect(await refusal(client.conversations.info({ channel: 'C0MANAGE0' }))).toBe('channel_not_found');
  });

  test('members of a channel', async () => {
    expect((await client.conversations.members({ channel: 'C0APPROVE' })).members).toContain('U0ANA0000');
  });

  test('members of a user group', async () => {
    expect((await client.usergroups.users.list({ usergroup: 'S0FRONT00' })).users).toEqual([
      'U0SAM0000',
      'U0LEO0000',
    ]);
    expect(await refusal(client.usergroups.users.list({ usergroup: 'S0NOTHING' }))).toBe('no_such_subteam');
  });
});

describe('faults', () => {
  test('a rate limit answers 429 with Retry-After, which the WebClient obeys', async () => {
    slack.faults.rateLimit = { method: 'auth.test', times: 1, retryAfterSec: 1 };
    const hasty = connect(slack.botToken, { rejectRateLimitedCalls: true });
    const error = await hasty.auth.test().catch((each) => each);
    expect([error.code, error.retryAfter]).toEqual(['slack_webapi_rate_limited_error', 1]);
    slack.faults.rateLimit = { method: '*', times: 1, retryAfterSec: 1 };
    const started = Date.now();
    await connect(slack.botToken, { retryConfig: { retries: 1, minTimeout: 1, maxTimeout: 1 } }).auth.test();
    expect(Date.now() - started).toBeGreaterThanOrEqual(1000);
    expect(slack.calls.map((each) => each.status)).toEqual([429, 429, 200]);
  });

  test('a method fails as often as it is told to', async () => {
    slack.faults.fail = { method: 'chat.postMessage', error: 'internal_error', times: 1 };
    expect(await refusal(client.chat.postMessage({ channel: '#ops', text: 'one' }))).toBe('internal_error');
    slack.faults.fail = { method: 'chat.postMessage', error: 'Service Unavailable', times: 1, status: 503 };
    const error = await client.chat.postMessage({ channel: '#ops', text: 'two' }).catch((each) => each);
    expect([error.code, error.statusCode]).toEqual(['slack_webapi_http_error', 503]);
    expect(await refusal(client.chat.postMessage({ channel: '#ops', text: 'three' }))).toBe('no error');
    expect(slack.messages('#ops').map((each) => each.text)).toEqual(['three']);
  });

  test('a lost answer: the message is there, the caller does not know', async () => {
    slack.faults.loseAnswer = { method: 'chat.postMessage', times: 1 };
    const error = await client.chat.postMessage({ channel: '#ops', text: 'one' }).catch((each) => each);
    expect(error.code).toBe('slack_webapi_request_error');
    expect(slack.messages('#ops').map((each) => each.text)).toEqual(['one']);
  });

  test('a slow API runs into the WebClient’s time-out', async () => {
    slack.faults.slowApiMs = 200;
    const error = await connect(slack.botToken, { timeout: 50 })
      .auth.test()
      .catch((each) => each);
    expect(error.code).toBe('slack_webapi_request_error');
  });
});

test('a JSON body works like a form', async () => {
  const answer = await fetch(`${slack.apiUrl}views.publish`, {
    method: 'POST',
    headers: { authorization: `Bearer ${slack.botToken}`, 'content-type': 'application/json; charset=utf-8' },
    body: JSON.stringify({
      user_id: 'U0ANA0000',
      view: { type: 'home', blocks: [{ type: 'section', text: plain('Hello') }] },
    }),
  });
  expect(await answer.json()).toMatchObject({ ok: true, view: { type: 'home' } });
  expect(slack.as('Ana').home()?.text()).toBe('Hello');
  expect(await refusal(client.views.publish({ user_id: 'U0ANA0000', view: modal([]) as never }))).toBe(
    'invalid_arguments',
  );
});

test('reset brings everything back to the start, except where the bot is', async () => {
  slack.eventsUrl = 'http://127.0.0.1:1/slack/events';
  await client.chat.postMessage({ channel: '#ops', text: 'one' });
  slack.person('Ana').email = 'new@harbour.example';
  slack.faults.slowApiMs = 5;
  slack.reset();
  expect([slack.messages('#ops'), slack.calls, slack.problems, slack.faults.slowApiMs]).toEqual([
    [],
    [],
    [],
    0,
  ]);
  expect([slack.person('Ana').email, slack.eventsUrl]).toEqual([
    'ana@harbour.example',
    'http://127.0.0.1:1/slack/events',
  ]);
});
