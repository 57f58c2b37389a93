import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { addUsersToRole } from '../../../src/operations/role.ts';
import { renameTeam } from '../../../src/operations/team.ts';
import { createVideoRoom } from '../../../src/operations/video-room.ts';
import { type NexudusStandIn, startNexudus } from '../../../src/sandbox/nexudus/start-nexudus.ts';
import { startRequests, submission } from './in-memory.ts';

const [SOHO, ACME] = [1_414_940_210, 1_414_300_001];
const green = { location: SOHO, name: 'Green room', participants: 8, active: true };
let standIn: NexudusStandIn;
let life: Awaited<ReturnType<typeof startRequests>>;
beforeAll(async () => {
  standIn = await startNexudus();
});
beforeEach(async () => {
  standIn.reset();
  life = await startRequests(standIn);
});
afterEach(() => life.close());
afterAll(() => standIn.close());

const writes = () => standIn.calls.filter(({ method, path }) => method !== 'GET' && path !== '/api/token');
const renaming = submission('form-1', renameTeam, { team: ACME, newName: 'Acme Ltd' });
const greenRooms = () => standIn.records('videorooms').filter(({ Name }) => Name === 'Green room');

describe('while Nexudus gives no usable answer', () => {
  test.each([
    ['a throttle', { throttle: '409', only: 'writes', times: 1 }, 'throttled'],
    ['a 503', { down: '503', only: 'writes', times: 1 }, 'unsure'],
  ] as const)('an update waits for %s to pass and is done then', async (_what, switches, why) => {
    Object.assign(standIn.switches, switches);
    expect(await life.requests.submit(renaming)).toMatchObject({ kind: 'waiting', failure: { why } });
    const [waiting, success] = await life.until(2);
    expect(waiting?.ending).toMatchObject({ kind: 'waiting', failure: { why } });
    expect(success?.ending).toMatchObject({ kind: 'succeeded' });
    expect(success?.row.message_ts).toBe('1.0');
    expect(standIn.record('teams', ACME)?.Name).toBe('Acme Ltd');
    expect(writes()).toHaveLength(2);
  });

  test('a create whose answer got lost is looked for, and never made twice', async () => {
    Object.assign(standIn.switches, { cutAfterActing: true, only: 'writes', times: 1 });
    const ending = await life.requests.submit(submission('form-1', createVideoRoom, green));
    expect(ending).toMatchObject({ kind: 'waiting', failure: { why: 'unsure', mayHaveActed: true } });
    // Sent again meanwhile by somebody impatient: it is the same request.
    await life.requests.submit(submission('form-1', createVideoRoom, green));
    const all = await life.until(2, 15_000);
    expect(all.at(-1)?.ending).toMatchObject({ kind: 'succeeded', found: true, twins: [] });
    expect(writes()).toHaveLength(1);
    expect(greenRooms()).toHaveLength(1);
  }, 20_000);

  test('a create whose answer got lost is not claimed when the record came without what was sent', async () => {
    Object.assign(standIn.switches, {
      cutAfterActing: true,
      only: 'writes',
      times: 1,
      readAs: [{ resource: 'videorooms', property: 'NumberOfParticipants', value: undefined }],
    });
    await life.requests.submit(submission('form-1', createVideoRoom, green));
    const [, failed] = await life.until(2, 15_000);
    const [room] = greenRooms();
    expect(failed?.ending).toMatchObject({
      kind: 'failed',
      failure: {
        why: 'look-alike',
        mayHaveActed: true,
        lookAlikes: [{ id: room?.Id, differing: [], unseen: ['NumberOfParticipants'] }],
      },
    });
    expect(failed?.row.created_key).toBeNull();
    expect(writes()).toHaveLength(1);
  }, 20_000);

  test('of two just alike, one that was only throttled never says that it may have been done', async () => {
    Object.assign(standIn.switches, { throttle: '409', only: 'writes', times: 1 });
    await life.requests.submit(submission('form-1', createVideoRoom, green));
    Object.assign(standIn.switches, { slowAfterMs: 4000, only: 'writes', times: 1 });
    await life.requests.submit(submission('form-2', createVideoRoom, green));
    await life.until(3, 20_000);
    const first = life.told.filter(({ row }) => row.form_id === 'form-1').map(({ ending }) => ending);
    expect(first).toMatchObject([
      { kind: 'waiting', failure: { why: 'throttled', mayHaveActed: false } },
      { kind: expect.anything() },
    ]);
    expect(first.some((ending) => ending.kind === 'waiting' && ending.failure.why === 'unsure')).toBe(false);
  }, 25_000);

  test.each([
    ['found, claimed and looked at', undefined],
    ['told as done but not looked at when it is not found', 'Another'],
  ])('a create that was answered without its id is %s', async (_what, name) => {
    standIn.switches.bodyAs = (path, json) =>
      name && path.includes('/videorooms') ? json.replaceAll('Green room', name) : json;
    standIn.switches.withoutValue = true;
    expect(await life.requests.submit(submission('form-1', createVideoRoom, green))).toMatchObject({
      kind: 'succeeded',
    });
    await life.until(1);
    const [room] = greenRooms();
    const row = await life.journal.row('form-1');
    expect(row?.created_key).toBe(name ? null : `videorooms:${room?.Id}`);
    expect(life.told[0]?.ending).toMatchObject({
      kind: 'succeeded',
      outcome: name ? {} : { id: room?.Id },
      aftermath: { unverified: name !== undefined },
    });
    expect(writes()).toHaveLength(1);
  });

  test('a role that somebody else gave while the request was throttled is not told as given by it', async () => {
    const [RECEPTION, USER] = [1_413_000_002, 1_412_000_008];
    const before = standIn.record('userroles', RECEPTION);
    Object.assign(standIn.switches, { throttle: '409', only: 'writes', times: 1 });
    const adding = { role: RECEPTION, users: [USER] };
    await life.requests.submit(submission('form-1', addUsersToRole, adding, { base: before }));
    const Users = [...((before?.Users ?? []) as number[]), USER];
    standIn.put('userroles', { Id: RECEPTION, Users });
    expect((await life.until(2))[1]?.ending).toMatchObject({
      kind: 'invalid',
      problems: { users: 'Everybody chosen has this role already.' },
    });
    expect(writes()).toHaveLength(1);
  });

  test('a create that was answered with a 500 is looked for before it is repeated', async () => {
    Object.assign(standIn.switches, { down: '500', only: 'writes', times: 1 });
    const ending = await life.requests.submit(submission('form-1', createVideoRoom, green));
    expect(ending).toMatchObject({ kind: 'waiting' });
    const [, success] = await life.until(2, 15_000);
    expect(success?.ending).toMatchObject({ kind: 'succeeded' });
    const sinceFirst = standIn.calls.slice(
      standIn.calls.findIndex(({ method, path }) => method === 'POST' && path !== '/api/token'),
    );
    expect(sinceFirst.map(({ method, path }) => `${method} ${path}`).slice(0, 3)).toEqual([
      'POST /api/community/videorooms',
      'GET /api/community/videorooms',
      'POST /api/community/videorooms',
    ]);
    expect(greenRooms()).toHaveLength(1);
  }, 20_000);

  test('a request that waits can be cancelled, and is then not done', async () => {
    Object.assign(standIn.switches, { throttle: '409', only: 'writes' });
    await life.requests.submit(renaming);
    expect(await life.requests.cancel('form-1')).toBe(true);
    expect(await life.requests.cancel('form-1')).toBe(false);
    Object.assign(standIn.switches, { throttle: 'off' });
    const before = writes().length;
    await new Promise((resolve) => setTimeout(resolve, 2500));
    expect(writes()).toHaveLength(before);
    expect(standIn.record('teams', ACME)?.Name).toBe('Acme');
    expect(life.ended.at(-1)).toEqual(['team.rename', 'cancelled']);
    // It may be sent again.
    expect(await life.requests.submit(renaming)).toMatchObject({ kind: 'succeeded' });
  });

  test('what can’t be mended by waiting is told at once', async () => {
    const role = standIn.named('userroles', 'Bot');
    const edit = standIn.named('roles', 'Team-Edit').Id;
    standIn.put('userroles', { ...role, Roles: (role.Roles as number[]).filter((id) => id !== edit) });
    expect(await life.requests.submit(renaming)).toMatchObject({
      kind: 'failed',
      failure: { why: 'bot-denied', mayHaveActed: false },
    });
    const [telling] = await life.until(1);
    expect(telling?.ending.kind).toBe('failed');
  });

  test('a record that is gone is told at once', async () => {
    standIn.remove('teams', ACME);
    expect(await life.requests.submit(renaming)).toMatchObject({ kind: 'failed', failure: { why: 'gone' } });
    expect(writes()).toEqual([]);
  });
});

describe('without the journal', () => {
  test('nothing is sent, and the person is told', async () => {
    await life.db.schema.dropTable('requests').execute();
    expect(await life.requests.submit(renaming)).toEqual({ kind: 'unrecorded', sure: true });
    expect(standIn.calls.filter(({ path }) => path !== '/api/token')).toEqual([]);
    expect(life.problems.length).toBeGreaterThan(0);
  });
});
