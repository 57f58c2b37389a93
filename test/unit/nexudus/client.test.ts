import { afterEach, describe, expect, test } from '@jest/globals';
import type { NexudusOptions } from '../../../src/nexudus/client.ts';
import { NexudusDenied, NexudusNotFound, NexudusUnavailable } from '../../../src/nexudus/errors.ts';
import type { Turn } from '../../../src/nexudus/pace.ts';
import { always, asBot, noWaiting } from './bot-account.ts';
import { type Received, type Reply, type ScriptedServer, startScripted, tokens } from './scripted-server.ts';

const open: ScriptedServer[] = [];
afterEach(async () => {
  for (const server of open.splice(0)) await server.close();
});

/** A Nexudus that signs everybody in and answers calls of the API as the test says. */
async function started(
  answer: (call: Received, earlier: readonly Received[]) => Reply,
  more: Partial<NexudusOptions> = {},
) {
  const server = await startScripted((call, earlier) =>
    call.path === '/api/token'
      ? tokens(earlier)
      : answer(
          call,
          earlier.filter(({ path }) => path !== '/api/token'),
        ),
  );
  open.push(server);
  const pace = noWaiting();
  const nexudus = asBot(server.url, { pace, ...more });
  const calls = () => server.received.filter(({ path }) => path !== '/api/token');
  const signIns = () => server.received.length - calls().length;
  return { server, nexudus, calls, signIns, pace };
}
const team = { Id: 3, BusinessId: 11, Name: 'Acme' };

describe('a read', () => {
  test('carries the token, and says who is calling and what it understands', async () => {
    const { nexudus, calls } = await started(() => ({ body: team }));
    expect(await nexudus.get('teams', 3)).toEqual(team);
    const [{ method, path, headers } = {} as Received] = calls();
    expect(`${method} ${path}`).toBe('GET /api/spaces/teams/3');
    expect(headers).toMatchObject({
      authorization: 'Bearer token-1',
      accept: 'application/json',
      'user-agent': 'nexudus-for-slack',
    });
  });

  test.each([
    ['videorooms', '/api/community/videorooms/3'],
    ['workspaces', '/api/collaboration/workspaces/3'],
    ['teams', '/api/spaces/teams/3'],
    ['userroles', '/api/security/userroles/3'],
    ['roles', '/api/security/roles/3'],
    ['users', '/api/sys/users/3'],
    ['businesses', '/api/sys/businesses/3'],
    ['coworkers', '/api/spaces/coworkers/3'],
    ['tariffs', '/api/billing/tariffs/3'],
    ['extraservices', '/api/billing/extraservices/3'],
  ] as const)('of %s goes to %s', async (resource, path) => {
    const { nexudus, calls } = await started(() => ({ body: { Id: 3 } }));
    await nexudus.get(resource, 3);
    expect(calls()[0]?.path).toBe(path);
  });

  test('tells who the bot is', async () => {
    const me = { Id: 1, Email: 'bot@example.com', FullName: null, UserRoles: [5] };
    const { nexudus, calls } = await started(() => ({ body: me }));
    expect(await nexudus.me()).toEqual(me);
    expect(calls()[0]?.path).toBe('/api/auth/me');
  });

  test.each<[string, Reply]>([
    ['a list in place of a record', { body: [team] }],
    ['a record without an id', { body: { Name: 'Acme' } }],
    ['an id that is a text', { body: { Id: '3' } }],
    ['a bare string', { body: '"ok"' }],
    ['null', { body: 'null' }],
    ['HTML', { body: '<html>' }],
    ['nothing', { body: '' }],
  ])('answered with %s is a failure that changed nothing', async (_what, reply) => {
    const { nexudus } = await started(() => reply);
    const failed = nexudus.get('teams', 3);
    await expect(failed).rejects.toThrow(NexudusUnavailable);
    await expect(failed).rejects.toMatchObject({ acted: 'no' });
  });

  test.each<[string, Reply]>([
    ['500', { status: 500, body: { Message: 'An error has occurred.' } }],
    ['502 in HTML', { status: 502, body: '<html>' }],
    ['503', { status: 503, body: '' }],
    ['a cut connection', { cut: true }],
    ['a reset connection', { reset: true }],
  ])('is repeated after %s', async (_what, reply) => {
    const { nexudus, calls } = await started((_call, { length }) => (length < 2 ? reply : { body: team }));
    expect(await nexudus.get('teams', 3)).toEqual(team);
    expect(calls()).toHaveLength(3);
  });

  test('takes a turn of the pace each time it is repeated', async () => {
    let turns = 0;
    const turn: Turn = (call) => {
      turns += 1;
      return call();
    };
    const { nexudus, calls } = await started(
      (_call, { length }) => (length < 2 ? { status: 503, body: '' } : { body: team }),
      { pace: noWaiting(turn) },
    );
    await nexudus.get('teams', 3);
    // The sign-in takes one, too.
    expect([turns, calls().length]).toEqual([4, 3]);
  });

  test('is given up after the third time, and changed nothing', async () => {
    const { nexudus, calls } = await started(() => ({ status: 500, body: '' }));
    await expect(nexudus.get('teams', 3)).rejects.toMatchObject({ name: 'NexudusUnavailable', acted: 'no' });
    expect(calls()).toHaveLength(3);
  });

  test.each(['cut', 'silence'] as const)('whose answer ends in %s half way changed nothing', async (half) => {
    const { nexudus } = await started(() => ({ body: team, half }), { timeoutMs: 300 });
    const startedAt = Date.now();
    await expect(nexudus.get('teams', 3)).rejects.toMatchObject({ name: 'NexudusUnavailable', acted: 'no' });
    expect(Date.now() - startedAt).toBeLessThan(5000);
  });

  test.each([
    [404, NexudusNotFound],
    [403, NexudusDenied],
  ])('answered with %i is not repeated', async (status, type) => {
    const { nexudus, calls, signIns } = await started(() => ({ status, body: '"no"' }));
    await expect(nexudus.get('teams', 3)).rejects.toThrow(type);
    expect(calls()).toHaveLength(1);
    expect(signIns()).toBe(1);
  });

  test('reports each call with its status and time', async () => {
    const seen: unknown[] = [];
    const { nexudus } = await started(() => ({ status: 404, body: '""' }), {
      onCall: (method, outcome, ms) => seen.push([method, outcome, ms >= 0]),
    });
    await expect(nexudus.get('teams', 3)).rejects.toThrow();
    expect(seen).toEqual([['get', '404', true]]);
  });
});

describe('a list', () => {
  const page = (Records: object[], TotalPages: number, TotalItems = 0): Reply => ({
    body: { Records, TotalPages, TotalItems, CurrentPage: 1, HasNextPage: true },
  });

  test('is read page by page to its end', async () => {
    const { nexudus, calls } = await started(({ query }) => page([{ Id: Number(query.page) }], 3, 3));
    expect(await nexudus.list('teams', { Team_Business: '11' })).toEqual([{ Id: 1 }, { Id: 2 }, { Id: 3 }]);
    expect(calls().map(({ query }) => query)).toEqual([
      { page: '1', size: '500', orderBy: 'Id', dir: '0', Team_Business: '11' },
      { page: '2', size: '500', orderBy: 'Id', dir: '0', Team_Business: '11' },
      { page: '3', size: '500', orderBy: 'Id', dir: '0', Team_Business: '11' },
    ]);
  });

  test('can be empty', async () => {
    const { nexudus, calls } = await started(() => page([], 0));
    expect(await nexudus.list('teams')).toEqual([]);
    expect(calls()).toHaveLength(1);
  });

  test('ends with the first empty page, whatever it says of more', async () => {
    const { nexudus, calls } = await started(({ query }) => page(query.page === '1' ? [{ Id: 1 }] : [], 99));
    expect(await nexudus.list('teams')).toEqual([{ Id: 1 }]);
    expect(calls()).toHaveLength(2);
  });

  test('that never ends is a failure, not an endless loop', async () => {
    const { nexudus, calls } = await started(({ query }) => page([{ Id: 1 }], Number(query.page) + 1));
    await expect(nexudus.list('teams')).rejects.toThrow('The list of teams did not end');
    expect(calls()).toHaveLength(1000);
  });

  test('of another shape is a failure', async () => {
    const { nexudus } = await started(() => ({ body: { Records: 'none' } }));
    await expect(nexudus.list('teams')).rejects.toThrow(NexudusUnavailable);
  });

  test('can be peeked at for one row', async () => {
    const { nexudus, calls } = await started(() => page([{ Id: 1 }], 900));
    expect(await nexudus.peek('coworkers')).toEqual([{ Id: 1 }]);
    expect(calls().map(({ path, query }) => [path, query])).toEqual([
      ['/api/spaces/coworkers', { page: '1', size: '1' }],
    ]);
  });
});

describe('401', () => {
  const denied: Reply = { status: 401, body: '' };

  test('renews the sign-in once and asks again with the new token', async () => {
    const { nexudus, calls, signIns } = await started((_c, { length }) =>
      length === 0 ? denied : { body: team },
    );
    expect(await nexudus.get('teams', 3)).toEqual(team);
    expect(calls().map(({ headers }) => headers.authorization)).toEqual(['Bearer token-1', 'Bearer token-2']);
    expect(signIns()).toBe(2);
  });

  test.each(['get', 'update'] as const)(
    'after that is believed: %s is denied, and there is no loop',
    async (act) => {
      const { nexudus, calls, signIns } = await started(() => denied);
      const asked =
        act === 'get' ? nexudus.get('teams', 3) : nexudus.update('teams', 3, (row) => row, always);
      await expect(asked).rejects.toThrow(NexudusDenied);
      expect(calls()).toHaveLength(2);
      expect(signIns()).toBe(2);
    },
  );

  test('on many calls at once renews once', async () => {
    const { nexudus, signIns } = await started(({ headers }) =>
      headers.authorization === 'Bearer token-1' ? { ...denied, after: 20 } : { body: team },
    );
    await Promise.all(Array.from({ length: 10 }, () => nexudus.get('teams', 3)));
    expect(signIns()).toBe(2);
  });
});
