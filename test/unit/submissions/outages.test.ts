import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { addUsersToRole } from '../../../src/operations/role.ts';
import { renameTeam } from '../../../src/operations/team.ts';
import { createVideoRoom } from '../../../src/operations/video-room.ts';
import { type NexudusStandIn, startNexudus } from '../../../src/sandbox/nexudus/start-nexudus.ts';
import { pressOf, startSubmissions } from './in-memory.ts';

const [SOHO, ACME] = [1_414_940_210, 1_414_300_001];
const green = { location: SOHO, name: 'Green room', participants: 8, active: true };
let standIn: NexudusStandIn;
let life: Awaited<ReturnType<typeof startSubmissions>>;
beforeAll(async () => {
  standIn = await startNexudus();
});
beforeEach(async () => {
  standIn.reset();
  life = await startSubmissions(standIn);
});
afterEach(() => life.close());
afterAll(() => standIn.close());

const writes = () => standIn.calls.filter(({ method, path }) => method !== 'GET' && path !== '/api/token');
const renaming = pressOf('form-1', renameTeam, { team: ACME, newName: 'Acme Ltd' });
const greenRooms = () => standIn.records('videorooms').filter(({ Name }) => Name === 'Green room');

describe('while Nexudus gives no usable answer', () => {
  test.each([
    ['a throttle', { throttle: '409', only: 'writes', times: 1 }, 'throttled'],
    ['a 503', { down: '503', only: 'writes', times: 1 }, 'unsure'],
  ] as const)('an update waits for %s to pass and is done then', async (_what, switches, why) => {
    Object.assign(standIn.switches, switches);
    expect(await life.submissions.submit(renaming)).toMatchObject({ status: 'waiting', failure: { why } });
    const [waiting, success] = await life.until(2);
    expect(waiting?.submission).toMatchObject({ status: 'waiting', failure: { why } });
    expect(success?.submission).toMatchObject({ status: 'succeeded' });
    expect(success?.announcement.posted?.ts).toBe('1.0');
    expect(standIn.record('teams', ACME)?.Name).toBe('Acme Ltd');
    expect(writes()).toHaveLength(2);
  });

  test('a create whose answer got lost is looked for, and never made twice', async () => {
    Object.assign(standIn.switches, { cutAfterActing: true, only: 'writes', times: 1 });
    const answer = await life.submissions.submit(pressOf('form-1', createVideoRoom, green));
    expect(answer).toMatchObject({ status: 'waiting', failure: { why: 'unsure', mayHaveActed: true } });
    // Sent again meanwhile by an impatient person: it is the same submission.
    await life.submissions.submit(pressOf('form-1', createVideoRoom, green));
    const all = await life.until(2, 15_000);
    expect(all.at(-1)?.submission).toMatchObject({ status: 'succeeded', found: true, twins: [] });
    expect(writes()).toHaveLength(1);
    expect(greenRooms()).toHaveLength(1);
  }, 20_000);

  test('a create of which the database can’t say whose record was found waits, and looks again', async () => {
    const rename = (from: string, to: string) =>
      life.db.schema.alterTable('submissions').renameColumn(from, to).execute();
    standIn.switches.emptyBodies = true;
    let isAway = false;
    const looks = new Promise<void>((resolve) => {
      standIn.switches.onArrival = (method, path) => {
        if (method !== 'GET' || !path.endsWith('/videorooms') || writes().length === 0 || isAway) return;
        isAway = true;
        void rename('created_key', 'created_key_away').then(resolve);
      };
    });
    const answer = await life.submissions.submit(pressOf('form-1', createVideoRoom, green));
    expect(answer).toMatchObject({ status: 'waiting', failure: { why: 'unsure' } });
    await looks;
    const [, waiting] = await life.until(2, 20_000);
    expect(waiting?.submission).toMatchObject({ status: 'waiting', failure: { why: 'store' } });
    await rename('created_key_away', 'created_key');
    const [, , success] = await life.until(3, 20_000);
    expect(success?.submission).toMatchObject({ status: 'succeeded', found: true, twins: [] });
    expect(writes()).toHaveLength(1);
    expect(greenRooms()).toHaveLength(1);
  }, 45_000);

  test('a create whose answer got lost is not claimed when the record came without what was sent', async () => {
    Object.assign(standIn.switches, {
      cutAfterActing: true,
      only: 'writes',
      times: 1,
      readAs: [{ resource: 'videorooms', property: 'NumberOfParticipants', value: undefined }],
    });
    await life.submissions.submit(pressOf('form-1', createVideoRoom, green));
    const [, failed] = await life.until(2, 15_000);
    const [room] = greenRooms();
    expect(failed?.submission).toMatchObject({
      status: 'failed',
      failure: {
        why: 'look-alike',
        mayHaveActed: true,
        lookAlikes: [{ id: room?.Id, differing: [], unseen: ['NumberOfParticipants'] }],
      },
    });
    expect(failed?.submission.createdKey).toBeUndefined();
    expect(writes()).toHaveLength(1);
  }, 20_000);

  test('of two just alike, one that was only throttled never says that it may have been done', async () => {
    Object.assign(standIn.switches, { throttle: '409', only: 'writes', times: 1 });
    await life.submissions.submit(pressOf('form-1', createVideoRoom, green));
    Object.assign(standIn.switches, { slowAfterMs: 4000, only: 'writes', times: 1 });
    await life.submissions.submit(pressOf('form-2', createVideoRoom, green));
    await life.until(3, 20_000);
    const first = life.announced
      .map(({ submission }) => submission)
      .filter(({ formId }) => formId === 'form-1');
    expect(first).toMatchObject([
      { status: 'waiting', failure: { why: 'throttled', mayHaveActed: false } },
      { status: expect.anything() },
    ]);
    expect(first.some((one) => one.status === 'waiting' && one.failure.why === 'unsure')).toBe(false);
  }, 25_000);

  test.each([
    ['found, claimed and looked at', undefined],
    ['announced as done but not looked at when it is not found', 'Another'],
  ])('a create that was answered without its id is %s', async (_what, name) => {
    standIn.switches.bodyAs = (path, json) =>
      name && path.includes('/videorooms') ? json.replaceAll('Green room', name) : json;
    standIn.switches.withoutValue = true;
    expect(await life.submissions.submit(pressOf('form-1', createVideoRoom, green))).toMatchObject({
      status: 'succeeded',
    });
    await life.until(1);
    const [room] = greenRooms();
    const made = await life.store.submissions.latest('form-1');
    expect(made?.createdKey).toBe(name ? undefined : `videorooms:${room?.Id}`);
    expect(life.announced[0]?.submission).toMatchObject({
      status: 'succeeded',
      outcome: name ? {} : { id: room?.Id },
      verification: { unverified: name !== undefined },
    });
    expect(writes()).toHaveLength(1);
  });

  test('a role that another person gave while it was throttled is not announced as given by it', async () => {
    const [RECEPTION, USER] = [1_413_000_002, 1_412_000_008];
    const before = standIn.record('userroles', RECEPTION);
    Object.assign(standIn.switches, { throttle: '409', only: 'writes', times: 1 });
    const adding = { role: RECEPTION, users: [USER] };
    await life.submissions.submit(pressOf('form-1', addUsersToRole, adding, { base: before }));
    const Users = [...((before?.Users ?? []) as number[]), USER];
    standIn.put('userroles', { Id: RECEPTION, Users });
    expect((await life.until(2))[1]?.submission).toMatchObject({
      status: 'invalid',
      problems: { users: 'Everyone you chose has this role already.' },
    });
    expect(writes()).toHaveLength(1);
  });

  test('a create that was answered with a 500 is looked for before it is repeated', async () => {
    Object.assign(standIn.switches, { down: '500', only: 'writes', times: 1 });
    const answer = await life.submissions.submit(pressOf('form-1', createVideoRoom, green));
    expect(answer).toMatchObject({ status: 'waiting' });
    const [, success] = await life.until(2, 15_000);
    expect(success?.submission).toMatchObject({ status: 'succeeded' });
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

  test('a submission that waits can be cancelled, and is then not done', async () => {
    Object.assign(standIn.switches, { throttle: '409', only: 'writes' });
    await life.submissions.submit(renaming);
    expect(await life.submissions.cancel('form-1', 'UANA')).toBe(true);
    expect(await life.submissions.cancel('form-1', 'UANA')).toBe(false);
    Object.assign(standIn.switches, { throttle: 'off' });
    const before = writes().length;
    await new Promise((resolve) => setTimeout(resolve, 2500));
    expect(writes()).toHaveLength(before);
    expect(standIn.record('teams', ACME)?.Name).toBe('Acme');
    expect(life.ended.at(-1)).toEqual(['team.rename', 'cancelled']);
    // It may be sent again.
    expect(await life.submissions.submit(renaming)).toMatchObject({ status: 'succeeded' });
  });

  test('what can’t be mended by waiting is announced at once', async () => {
    const role = standIn.named('userroles', 'Bot');
    const edit = standIn.named('roles', 'Team-Edit').Id;
    standIn.put('userroles', { ...role, Roles: (role.Roles as number[]).filter((id) => id !== edit) });
    expect(await life.submissions.submit(renaming)).toMatchObject({
      status: 'failed',
      failure: { why: 'bot-denied', mayHaveActed: false },
    });
    const [only] = await life.until(1);
    expect(only?.submission.status).toBe('failed');
  });

  test('a record that is gone is announced at once', async () => {
    standIn.remove('teams', ACME);
    expect(await life.submissions.submit(renaming)).toMatchObject({
      status: 'failed',
      failure: { why: 'gone' },
    });
    expect(writes()).toEqual([]);
  });
});

describe('without the store', () => {
  test('nothing is sent, and the person is told', async () => {
    await life.db.schema.dropTable('submissions').execute();
    expect(await life.submissions.submit(renaming)).toEqual({ status: 'unrecorded', sure: true });
    expect(standIn.calls.filter(({ path }) => path !== '/api/token')).toEqual([]);
    expect(life.problems.length).toBeGreaterThan(0);
  });
});
