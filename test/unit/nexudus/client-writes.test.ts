import { afterEach, describe, expect, test } from '@jest/globals';
import type { NexudusOptions } from '../../../src/nexudus/client.ts';
import { NexudusHeldBack, NexudusRejection, NexudusThrottled } from '../../../src/nexudus/errors.ts';
import { createPace } from '../../../src/nexudus/pace.ts';
import type { NexudusRecord } from '../../../src/nexudus/resources.ts';
import { always, asBot, noWaiting } from './bot-account.ts';
import { type Received, type Reply, type ScriptedServer, startScripted, tokens } from './scripted-server.ts';

const open: ScriptedServer[] = [];
afterEach(async () => {
  for (const server of open.splice(0)) await server.close();
});

/** Every look finds the team; the rest is answered as the test says. */
async function started(
  answer: (call: Received, earlier: readonly Received[]) => Reply,
  { reads = true, ...more }: Partial<NexudusOptions> & { reads?: boolean } = {},
) {
  const server = await startScripted((call, earlier) =>
    call.path === '/api/token'
      ? tokens(earlier)
      : call.method === 'GET' && reads
        ? { body: team }
        : answer(
            call,
            earlier.filter(({ path }) => path !== '/api/token'),
          ),
  );
  open.push(server);
  const pace = noWaiting();
  const nexudus = asBot(server.url, { pace, ...more });
  const calls = () =>
    server.received.filter(({ path, method }) => path !== '/api/token' && !(reads && method === 'GET'));
  return { server, nexudus, calls, pace };
}
const team = { Id: 3, BusinessId: 11, Name: 'Acme', SystemId: 'crm-7', TeamMembers: [1] };
const sent = { ...team, Name: 'New' };
const renamed = (before: NexudusRecord) => ({ ...before, Name: 'New' });
const room = { BusinessId: 11, Name: 'Blue room', NumberOfParticipants: 8, Active: true };
const envelope = (more: object = {}): Reply => ({
  body: { Status: 200, Message: 'Done.', Value: { Id: 3 }, Errors: null, WasSuccessful: true, ...more },
});

describe('a write', () => {
  test('puts the whole record as JSON', async () => {
    const { nexudus, calls } = await started(() => envelope());
    expect(await nexudus.update('teams', 3, renamed, always)).toEqual({
      id: 3,
      message: 'Done.',
      record: undefined,
      rehearsed: false,
      before: team,
      sent,
    });
    const [{ method, path, headers, body } = {} as Received] = calls();
    expect(`${method} ${path}`).toBe('PUT /api/spaces/teams');
    expect(headers['content-type']).toBe('application/json');
    expect(JSON.parse(body)).toEqual(sent);
  });

  test('posts a new record and gets its id', async () => {
    const { nexudus, calls } = await started(() => envelope({ Value: { Id: 77 } }));
    expect(await nexudus.create('videorooms', room, always)).toMatchObject({ id: 77, rehearsed: false });
    expect(`${calls()[0]?.method} ${calls()[0]?.path}`).toBe('POST /api/community/videorooms');
    expect(JSON.parse(calls()[0]?.body ?? '')).toEqual(room);
  });

  test.each<[string, object, object]>([
    ['the whole record', { Value: { ...team, Name: 'New' } }, { id: 3, record: { ...team, Name: 'New' } }],
    ['no value', { Value: null }, { id: 3, record: undefined }],
    ['no message', { Message: null }, { id: 3, message: '' }],
    [
      'less than documented',
      { Value: undefined, Errors: undefined, Message: undefined },
      { id: 3, message: '' },
    ],
  ])('may be answered with %s', async (_what, more, written) => {
    const { nexudus } = await started(() => envelope(more));
    expect(await nexudus.update('teams', 3, renamed, always)).toMatchObject(written);
  });

  test.each([200, 400])('that was refused with HTTP %i tells why', async (status) => {
    const body = {
      Message: 'x',
      Value: null,
      Errors: [{ PropertyName: 'Name', Message: 'is taken' }],
      WasSuccessful: false,
    };
    const { nexudus, calls } = await started(() => ({ status, body }));
    await expect(nexudus.update('teams', 3, renamed, always)).rejects.toMatchObject({
      name: 'NexudusRejection',
      reasons: [{ property: 'Name', message: 'is taken' }],
    });
    expect(calls()).toHaveLength(1);
  });

  test.each<[string, Reply, object]>([
    ['500', { status: 500, body: '' }, { name: 'NexudusUnavailable', acted: 'unknown', answered: true }],
    ['502 in HTML', { status: 502, body: '<html>' }, { name: 'NexudusUnavailable', acted: 'unknown' }],
    ['503', { status: 503, body: '' }, { name: 'NexudusUnavailable', acted: 'unknown' }],
    ['200 with nothing', { body: '' }, { name: 'NexudusUnavailable', acted: 'unknown' }],
    ['a bare record', { body: team }, { name: 'NexudusUnavailable', acted: 'unknown' }],
    ['a cut connection', { cut: true }, { name: 'NexudusUnavailable', acted: 'unknown', answered: false }],
    [
      'a reset connection',
      { reset: true },
      { name: 'NexudusUnavailable', acted: 'unknown', answered: false },
    ],
    [
      'a long silence',
      { ...envelope(), after: 600 },
      { name: 'NexudusUnavailable', acted: 'unknown', answered: false },
    ],
    [
      '409',
      { status: 409, body: '', headers: { 'retry-after': '2' } },
      { name: 'NexudusThrottled', retryAfterMs: 2000 },
    ],
    ['429', { status: 429, body: '' }, { name: 'NexudusThrottled', retryAfterMs: 1000 }],
    ['403', { status: 403, body: '' }, { name: 'NexudusDenied' }],
    ['404', { status: 404, body: '"Not found"' }, { name: 'NexudusNotFound' }],
  ])('that is answered with %s is never repeated', async (_what, reply, error) => {
    const { nexudus, calls } = await started(() => reply, { timeoutMs: reply.after ? 300 : 10_000 });
    await expect(nexudus.update('teams', 3, renamed, always)).rejects.toMatchObject(error);
    await expect(nexudus.create('videorooms', room, always)).rejects.toMatchObject(error);
    expect(calls().map(({ method }) => method)).toEqual(['PUT', 'POST']);
  });

  test.each(['cut', 'silence'] as const)(
    'whose answer ends in %s half way may have been done',
    async (half) => {
      const { nexudus, calls } = await started(() => ({ ...envelope(), half }), { timeoutMs: 300 });
      const unsure = { name: 'NexudusUnavailable', acted: 'unknown', answered: false };
      const startedAt = Date.now();
      await expect(nexudus.create('videorooms', room, always)).rejects.toMatchObject(unsure);
      await expect(nexudus.update('teams', 3, renamed, always)).rejects.toMatchObject(unsure);
      expect(Date.now() - startedAt).toBeLessThan(5000);
      expect(calls()).toHaveLength(2);
    },
  );

  test('after idle connections were reset goes once, over another one, and so does a read', async () => {
    const { server, nexudus, calls } = await started(() => envelope());
    const acts = [
      () => nexudus.create('videorooms', room, always),
      () => nexudus.update('teams', 3, renamed, always),
      () => nexudus.get('teams', 3),
    ];
    for (const act of acts) await act();
    for (const act of acts) {
      const { connections } = server;
      const received = server.received.length;
      server.resetConnections();
      // The bot has to have seen it: on a connection that it takes for open a write might have arrived.
      await new Promise((resolve) => setTimeout(resolve, 100));
      await act();
      expect(server.connections).toBeGreaterThan(connections);
      expect(server.received.length - received).toBe(act === acts[1] ? 2 : 1);
    }
    expect(calls().map(({ method }) => method)).toEqual(['POST', 'PUT', 'POST', 'PUT']);
  });

  test('that never left changed nothing for certain', async () => {
    const { server, nexudus } = await started(() => ({ body: team }));
    await nexudus.get('teams', 3);
    await server.close();
    open.length = 0;
    // The kept-alive connection has to be seen closed first: on it a request might have arrived.
    await new Promise((resolve) => setTimeout(resolve, 100));
    await expect(nexudus.create('videorooms', room, always)).rejects.toMatchObject({
      name: 'NexudusUnavailable',
      acted: 'no',
      answered: false,
    });
  });

  test.each([
    ['a record without a name', { ...team, Name: '' }, 'Name'],
    ['a text where a number belongs', { ...team, MaxTeamMemberCount: '12' }, 'MaxTeamMemberCount'],
    ['a list with a text in it', { ...team, TeamMembers: [1, '2'] }, 'TeamMembers'],
  ])('of %s is refused before it is sent', async (_what, record, property) => {
    const { nexudus, calls } = await started(() => envelope());
    const refused = nexudus.update('teams', 3, () => record, always);
    await expect(refused).rejects.toThrow(NexudusRejection);
    await expect(refused).rejects.toMatchObject({
      reasons: [{ property, message: 'is not of a kind that Nexudus accepts' }],
    });
    expect(calls()).toEqual([]);
  });

  test('of what the bot never writes is a mistake in the bot', async () => {
    const { nexudus, calls } = await started(() => envelope());
    await expect(nexudus.update('coworkers', 1, (row) => row, always)).rejects.toThrow(
      "coworkers can't be written by put",
    );
    await expect(nexudus.create('teams', team, always)).rejects.toThrow("teams can't be written by post");
    expect(calls()).toEqual([]);
  });
});

describe('with writes switched off', () => {
  test('nothing is sent, and the outcome says so', async () => {
    const { server, nexudus } = await started(() => ({ body: team }), { writes: false });
    expect(await nexudus.update('teams', 3, renamed, always)).toEqual({
      id: 3,
      message: '',
      rehearsed: true,
      before: team,
      sent,
    });
    expect(await nexudus.create('videorooms', room, always)).toEqual({
      id: undefined,
      message: '',
      rehearsed: true,
    });
    expect(server.received.filter(({ method, path }) => method !== 'GET' && path !== '/api/token')).toEqual(
      [],
    );
    expect(await nexudus.get('teams', 3)).toEqual(team);
  });

  test('what could not be sent is refused all the same', async () => {
    const { nexudus } = await started(() => ({ body: team }), { writes: false });
    await expect(nexudus.create('videorooms', { Name: 'x' }, always)).rejects.toThrow(NexudusRejection);
  });
});

describe('a throttle', () => {
  const throttled: Reply = { status: 409, body: '', headers: { 'retry-after': '2' } };
  const tooMany: Reply = { status: 429, body: 'Wait 3 seconds' };

  test.each([
    ['409', throttled, 2000],
    ['429', tooMany, 3000],
  ])('(%s) makes everybody wait, and a read is asked once more', async (_what, reply, ms) => {
    const { nexudus, calls, pace } = await started(
      (_c, { length }) => (length === 0 ? reply : { body: team }),
      { reads: false },
    );
    expect(await nexudus.get('teams', 3)).toEqual(team);
    expect(pace.pauses).toEqual([ms]);
    expect(calls()).toHaveLength(2);
  });

  test.each([
    ['409', throttled],
    ['429', tooMany],
  ])('(%s) that goes on is told', async (_what, reply) => {
    const { nexudus, calls, pace } = await started(() => reply, { reads: false });
    await expect(nexudus.get('teams', 3)).rejects.toThrow(NexudusThrottled);
    expect(calls()).toHaveLength(2);
    expect(pace.pauses).toHaveLength(2);
  });

  test('of one call keeps the others back too', async () => {
    const { nexudus, calls } = await started(
      (_c, { length }) =>
        length === 0 ? { status: 429, body: '', headers: { 'retry-after': '1' } } : { body: team },
      { pace: createPace(), reads: false },
    );
    const first = nexudus.get('teams', 3);
    while (calls().length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    await new Promise((resolve) => setTimeout(resolve, 50));
    await Promise.all([first, nexudus.get('teams', 3), nexudus.list('roles').catch(() => {})]);
    const [refusedAt = 0, ...later] = calls().map(({ at }) => at);
    expect(later).toHaveLength(3);
    expect(Math.min(...later) - refusedAt).toBeGreaterThanOrEqual(990);
  });

  test('of signing in makes everybody wait too', async () => {
    const server = await startScripted((call, earlier) =>
      call.path !== '/api/token' ? { body: team } : earlier.length === 0 ? throttled : tokens(earlier),
    );
    open.push(server);
    const pace = noWaiting();
    expect(await asBot(server.url, { pace }).get('teams', 3)).toEqual(team);
    expect(pace.pauses).toEqual([2000]);
  });
});

describe('an update', () => {
  test.each([{ Errors: {} }, { Errors: ['x'] }, { Errors: [null] }, { Message: 7 }])(
    'that Nexudus confirms with %j is done',
    async (odd) => {
      const { nexudus, calls } = await started(() => envelope(odd));
      expect(await nexudus.update('teams', 3, renamed, always)).toMatchObject({ id: 3, sent });
      expect(calls()).toHaveLength(1);
    },
  );

  test.each([301, 302, 303, 307, 308])('that is answered by a redirect (%d) is sent once', async (status) => {
    const { nexudus, calls } = await started(() => ({
      status,
      body: '',
      headers: { location: '/api/spaces/teams/3' },
    }));
    const unsure = { name: 'NexudusUnavailable', acted: 'unknown' };
    await expect(nexudus.update('teams', 3, renamed, always)).rejects.toMatchObject(unsure);
    expect(calls().map(({ method }) => method)).toEqual(['PUT']);
  });

  const methods = ({ received }: ScriptedServer) =>
    received.filter(({ path }) => path !== '/api/token').map(({ method }) => method);

  test('is read again when renewing the sign-in took more than a second', async () => {
    const server = await startScripted((call, earlier) => {
      if (call.path === '/api/token') return { ...tokens(earlier), after: earlier.length > 0 ? 1200 : 0 };
      if (call.method === 'GET') return { body: team };
      return call.headers.authorization === 'Bearer token-1' ? { status: 401, body: '' } : envelope();
    });
    open.push(server);
    await asBot(server.url).update('teams', 3, renamed, always);
    expect(methods(server)).toEqual(['GET', 'PUT', 'GET', 'PUT']);
  });

  test('is read again where the answer took long: what came to the record meanwhile is kept', async () => {
    let reads = 0;
    const server = await startScripted((call, earlier) => {
      if (call.path === '/api/token') return tokens(earlier);
      if (call.method === 'PUT') return envelope();
      return ++reads === 1 ? { body: team, after: 1300 } : { body: { ...team, SystemId: 'crm-8' } };
    });
    open.push(server);
    await asBot(server.url).update('teams', 3, renamed, always);
    expect(methods(server)).toEqual(['GET', 'GET', 'PUT']);
    expect(JSON.parse(server.received.at(-1)?.body ?? '')).toEqual({ ...sent, SystemId: 'crm-8' });
  });

  test('whose record is refused to be read may be tried again, and so may a look-up', async () => {
    const refusal = { body: { Message: 'Not now', Value: null, Errors: null, WasSuccessful: false } };
    const { nexudus, server } = await started(() => refusal, { reads: false });
    const later = { name: 'NexudusUnavailable', acted: 'no' };
    await expect(nexudus.update('teams', 3, renamed, always)).rejects.toMatchObject(later);
    await expect(nexudus.list('videorooms')).rejects.toMatchObject(later);
    await expect(nexudus.get('videorooms', 3)).rejects.toMatchObject(later);
    expect(methods(server)).toEqual(['GET', 'GET', 'GET']);
  });

  test('is written all the same where Nexudus takes long for every read', async () => {
    const server = await startScripted((call, earlier) =>
      call.path === '/api/token'
        ? tokens(earlier)
        : call.method === 'GET'
          ? { body: team, after: 1300 }
          : envelope(),
    );
    open.push(server);
    const nexudus = asBot(server.url);
    await nexudus.update('teams', 3, renamed, always);
    await nexudus.update('teams', 3, renamed, always);
    expect(methods(server)).toEqual(['GET', 'GET', 'PUT', 'GET', 'PUT']);
  });

  test('is read again after a break that another person’s call was asked for', async () => {
    const pace = createPace();
    const { server, nexudus } = await started(() => envelope(), { pace });
    let looks = 0;
    await nexudus.update(
      'teams',
      3,
      (before) => {
        if (++looks === 1) pace.pause(1300);
        return renamed(before);
      },
      always,
    );
    expect(methods(server)).toEqual(['GET', 'GET', 'PUT']);
  });

  test('that can never be written soon enough is left to a later try, and nothing is sent', async () => {
    const pace = createPace();
    const { server, nexudus } = await started(() => envelope(), { pace });
    const late = (before: NexudusRecord) => {
      pace.pause(1050);
      return renamed(before);
    };
    await expect(nexudus.update('teams', 3, late, always)).rejects.toMatchObject({
      name: 'NexudusUnavailable',
      acted: 'no',
    });
    expect(methods(server)).toEqual(Array(10).fill('GET'));
  });

  test('whose change is refused writes nothing', async () => {
    const { server, nexudus } = await started(() => envelope());
    const refusing = () => {
      throw new Error('no');
    };
    await expect(nexudus.update('teams', 3, refusing, always)).rejects.toThrow('no');
    expect(methods(server)).toEqual(['GET']);
  });

  test.each([
    ['says no', () => Promise.reject(new NexudusHeldBack('lost'))],
    ['says no in the moment of sending', async () => () => false],
  ])('and a create are not sent when the last question %s', async (_what, mayWrite) => {
    const { nexudus, calls } = await started(() => envelope());
    await expect(nexudus.update('teams', 3, renamed, mayWrite)).rejects.toThrow(NexudusHeldBack);
    await expect(nexudus.create('videorooms', room, mayWrite)).rejects.toThrow(NexudusHeldBack);
    expect(calls()).toEqual([]);
  });

  test('leaves what it doesn’t set as it came, whatever kind it is of', async () => {
    const odd = { ...team, TeamMembers: ['1'], MaxTeamMemberCount: '12', PayingMemberId: '7' };
    const server = await startScripted((call, earlier) =>
      call.path === '/api/token' ? tokens(earlier) : call.method === 'GET' ? { body: odd } : envelope(),
    );
    open.push(server);
    await asBot(server.url).update('teams', 3, renamed, always);
    expect(JSON.parse(server.received.at(-1)?.body ?? '')).toEqual({ ...odd, Name: 'New' });
  });
});
