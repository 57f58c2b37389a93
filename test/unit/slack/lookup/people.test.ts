import { afterEach, describe, expect, jest, test } from '@jest/globals';
import { LogLevel, WebClient } from '@slack/web-api';
import { createPeople } from '../../../../src/slack/lookup/people.ts';
import {
  type Received,
  type Reply,
  type ScriptedServer,
  startScripted,
} from '../../nexudus/scripted-server.ts';

const open: ScriptedServer[] = [];
afterEach(async () => {
  for (const server of open.splice(0)) await server.close();
});

/** Slack's Web API as far as people are asked of it. */
async function started(answer: (method: string, form: Record<string, string>, call: Received) => Reply) {
  const server = await startScripted((call) =>
    answer(
      call.path.slice(1),
      { ...call.query, ...Object.fromEntries(new URLSearchParams(call.body)) },
      call,
    ),
  );
  open.push(server);
  // As main.ts makes it, but silent.
  const client = new WebClient('xoxb-1', {
    slackApiUrl: `${server.url}/`,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    logLevel: LogLevel.ERROR,
  });
  return { server, people: createPeople(client, 'T0HOME') };
}
const user = (more: object, profile: object = { email: 'ana@example.com' }): Reply => ({
  body: { ok: true, user: { id: 'U1', team_id: 'T0HOME', is_email_confirmed: true, profile, ...more } },
});

describe('a person', () => {
  test.each<[string, object, string]>([
    ['a member', {}, 'member'],
    ['an admin', { is_admin: true, is_owner: true }, 'member'],
    ['a person whose team Slack doesn’t tell', { team_id: undefined }, 'stranger'],
    [
      'a person of an Enterprise Grid without a team',
      { team_id: undefined, enterprise_user: { teams: ['T0OTHER', 'T0HOME'] } },
      'member',
    ],
    [
      'a person of other workspaces of it',
      { team_id: 'T0OTHER', enterprise_user: { teams: ['T0OTHER'] } },
      'stranger',
    ],
    [
      'a stranger whatever their teams',
      { is_stranger: true, enterprise_user: { teams: ['T0HOME'] } },
      'stranger',
    ],
    ['a guest of several channels', { is_restricted: true }, 'guest'],
    ['a guest of one channel', { is_restricted: true, is_ultra_restricted: true }, 'guest'],
    ['a person of another organisation', { team_id: 'T0OTHER' }, 'stranger'],
    ['a stranger', { is_stranger: true }, 'stranger'],
    ['a guest of another organisation', { team_id: 'T0OTHER', is_restricted: true }, 'stranger'],
    ['a bot', { is_bot: true }, 'bot'],
    ['a person deactivated', { deleted: true }, 'deactivated'],
    ['a bot that was removed', { deleted: true, is_bot: true }, 'deactivated'],
  ])('%s', async (_what, more, kind) => {
    const { people } = await started(() => user(more));
    expect(await people.person('U1')).toEqual({
      id: 'U1',
      kind,
      email: 'ana@example.com',
      emailConfirmed: true,
    });
  });

  test('Slackbot is a bot, whatever it says of itself', async () => {
    const { people } = await started(() => user({ id: 'USLACKBOT', is_bot: false }));
    expect((await people.person('USLACKBOT')).kind).toBe('bot');
  });

  test.each<[string, object, object, object]>([
    [
      'that is not confirmed',
      { is_email_confirmed: false },
      { email: 'a@b.c' },
      { email: 'a@b.c', emailConfirmed: false },
    ],
    [
      'that Slack says nothing of',
      { is_email_confirmed: undefined },
      { email: 'a@b.c' },
      { emailConfirmed: true },
    ],
    ['that Slack doesn’t show', {}, {}, { email: undefined }],
    ['that is empty', {}, { email: '' }, { email: undefined }],
    ['that reads as another’s in lower case', {}, { email: '\u212aate@b.c' }, { email: undefined }],
    ['with an accent', {}, { email: 'Zoë@b.c' }, { email: 'Zoë@b.c' }],
  ])('with an e-mail %s', async (_what, more, profile, expected) => {
    const { people } = await started(() => user(more, profile));
    expect(await people.person('U1')).toMatchObject(expected);
  });

  test('is asked for by id, once in a minute', async () => {
    const { server, people } = await started((method, form) => {
      expect([method, form.user]).toEqual(['users.info', 'U1']);
      return user({});
    });
    await Promise.all([people.person('U1'), people.person('U1')]);
    await people.person('U1');
    expect(server.received).toHaveLength(1);
  });

  test('and of a user group: known for fifty seconds from when Slack was asked, not from its answer', async () => {
    const start = performance.now();
    const clock = jest.spyOn(performance, 'now').mockReturnValue(start);
    try {
      let asked = start;
      const { server, people } = await started((method) => {
        clock.mockReturnValue(asked + 30_000);
        return method === 'users.info' ? user({}) : { body: { ok: true, users: ['U1'] } };
      });
      for (const ask of [() => people.person('U1'), () => people.membersOf('S1')]) {
        const before = server.received.length;
        asked = performance.now();
        await ask();
        clock.mockReturnValue(asked + 49_000);
        await ask();
        expect(server.received).toHaveLength(before + 1);
        // The cache looks at the clock once in a millisecond.
        await new Promise((resolve) => setTimeout(resolve, 10));
        clock.mockReturnValue(asked + 50_100);
        await ask();
        expect(server.received).toHaveLength(before + 2);
      }
    } finally {
      clock.mockRestore();
    }
  });

  test.each<[string, Reply]>([
    ['doesn’t know them', { body: { ok: false, error: 'user_not_found' } }],
    ['tells nothing of them', { body: { ok: true } }],
    ['is down', { status: 500, body: '' }],
  ])('is no one while Slack %s, and is asked for again', async (_what, reply) => {
    let calls = 0;
    const { people } = await started(() => (calls++ === 0 ? reply : user({})));
    await expect(people.person('U1')).rejects.toThrow();
    expect((await people.person('U1')).kind).toBe('member');
  });

  test('no one is asked about until Slack’s pause is over', async () => {
    let calls = 0;
    const pause: Reply = { status: 429, body: '', headers: { 'retry-after': '1' } };
    const { people } = await started(() => (calls++ === 0 ? pause : user({})));
    await expect(people.person('U1')).rejects.toThrow();
    await expect(people.person('U2')).rejects.toThrow();
    expect(calls).toBe(1);
    await new Promise((resolve) => setTimeout(resolve, 1100));
    expect((await people.person('U1')).kind).toBe('member');
  });
});

describe('members', () => {
  test('of a user group', async () => {
    const { people } = await started((method, form) => {
      expect([method, form.usergroup]).toEqual(['usergroups.users.list', 'S1']);
      return { body: { ok: true, users: ['U1', 'U2'] } };
    });
    expect(await people.membersOf('S1')).toEqual(new Set(['U1', 'U2']));
  });

  test('of a channel, page by page', async () => {
    const { people } = await started((_method, { cursor }) => ({
      body: cursor
        ? { ok: true, members: ['U3'], response_metadata: { next_cursor: '' } }
        : { ok: true, members: ['U1', 'U2'], response_metadata: { next_cursor: 'more' } },
    }));
    expect(await people.membersOfChannel('C1')).toEqual(['U1', 'U2', 'U3']);
  });

  test('of what Slack hides are not told', async () => {
    const { people } = await started(() => ({ body: { ok: false, error: 'no_such_subteam' } }));
    await expect(people.membersOf('S1')).rejects.toThrow('no_such_subteam');
    await expect(people.membersOfChannel('C1')).rejects.toThrow();
  });
});
