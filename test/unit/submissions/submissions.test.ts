import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { addUsersToRole } from '../../../src/operations/role.ts';
import { renameTeam, updateTeam } from '../../../src/operations/team.ts';
import { createVideoRoom, updateVideoRoom } from '../../../src/operations/video-room.ts';
import { updateWorkspace } from '../../../src/operations/workspace.ts';
import { type NexudusStandIn, startNexudus } from '../../../src/sandbox/nexudus/start-nexudus.ts';
import { pressOf, startSubmissions } from './in-memory.ts';

const [SOHO, CAMDEN, ACME, RECEPTION] = [1_414_940_210, 1_414_940_212, 1_414_300_001, 1_413_000_002];
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
const rename = (formId: string, newName: string) => pressOf(formId, renameTeam, { team: ACME, newName });

describe('a submission that succeeds', () => {
  test.each([
    ['video-room.create', createVideoRoom, green],
    ['video-room.update', updateVideoRoom, { room: 1_414_200_001, participants: 9 }],
    ['workspace.update', updateWorkspace, { workspace: 1_414_700_001, archived: true }],
    ['team.rename', renameTeam, { team: ACME, newName: 'Acme Ltd' }],
    ['team.update', updateTeam, { team: ACME, twitter: '@new' }],
    ['role.add-users', addUsersToRole, { role: RECEPTION, users: [1_412_000_008] }],
  ])('%s is answered, recorded, and announced once with what changed', async (id, operation, input) => {
    const answer = await life.submissions.submit(pressOf('form-1', operation, input));
    expect(answer).toMatchObject({ status: 'succeeded', outcome: { rehearsed: false } });
    const [only, second] = await life.until(1);
    expect(second).toBeUndefined();
    expect(only).toMatchObject({
      announcement: { kind: 'result', deliveries: 1 },
      submission: {
        formId: 'form-1',
        press: 1,
        operation: id,
        status: 'succeeded',
        requester: 'UANA',
        channel: 'C0OPS',
        verification: { differing: [], unverified: false },
      },
    });
    expect(writes()).toHaveLength(1);
    expect(life.ended).toEqual([[id, 'succeeded']]);
    expect(life.problems).toEqual([]);
  });

  test('says before and after, in words', async () => {
    await life.submissions.submit(rename('form-1', 'Acme Ltd'));
    const [only] = await life.until(1);
    expect(only?.submission).toMatchObject({
      verification: { changes: [{ label: 'New name', private: false, before: 'Acme', after: 'Acme Ltd' }] },
    });
  });

  test('is done once, however often its form is delivered at the same time', async () => {
    const [first, second, third] = await Promise.all([
      life.submissions.submit(pressOf('form-1', createVideoRoom, green)),
      life.submissions.submit(pressOf('form-1', createVideoRoom, green)),
      life.submissions.submit(pressOf('form-1', createVideoRoom, { ...green, name: 'Another' })),
    ]);
    expect(first.status).toBe('succeeded');
    expect(second).toEqual(first);
    // What is not done is not said to be done.
    expect(third).toEqual({ status: 'conflicting-resubmission' });
    expect(writes()).toHaveLength(1);
  });

  test('does not answer for what its form held later', async () => {
    await life.submissions.submit(rename('form-1', 'Acme Ltd'));
    expect(await life.submissions.submit(rename('form-1', 'Acme Inc'))).toEqual({
      status: 'conflicting-resubmission',
    });
    expect(await life.submissions.submit(rename('form-1', 'Acme Ltd'))).toMatchObject({
      status: 'succeeded',
    });
    expect(writes()).toHaveLength(1);
  });

  test('is done once, also when its form comes again later', async () => {
    const first = await life.submissions.submit(pressOf('form-1', createVideoRoom, green));
    await life.until(1);
    const again = await life.submissions.submit(pressOf('form-1', createVideoRoom, green));
    expect(again).toMatchObject({
      status: 'succeeded',
      outcome: { id: first.status === 'succeeded' && first.outcome.id },
    });
    expect(writes()).toHaveLength(1);
    expect(life.announced).toHaveLength(1);
  });

  test('of another form is another submission', async () => {
    await life.submissions.submit(pressOf('form-1', createVideoRoom, green));
    await life.submissions.submit(pressOf('form-2', createVideoRoom, green));
    expect(writes()).toHaveLength(2);
  });
});

describe('submissions on one record', () => {
  test('run one after another, each reading what the one before wrote', async () => {
    standIn.switches.slowMs = 30;
    const answers = await Promise.all([
      life.submissions.submit(rename('form-1', 'One')),
      life.submissions.submit(pressOf('form-2', updateTeam, { team: ACME, twitter: '@two' })),
      life.submissions.submit(pressOf('form-3', updateTeam, { team: ACME, facebook: 'three' })),
    ]);
    expect(answers.map(({ status }) => status)).toEqual(['succeeded', 'succeeded', 'succeeded']);
    expect(standIn.record('teams', ACME)).toMatchObject({ Name: 'One', Twitter: '@two', Facebook: 'three' });
    expect(writes()).toHaveLength(3);
  });

  test('go on after one of them was rejected', async () => {
    Object.assign(standIn.switches, { slowMs: 20, refuse: [{ property: 'Name', message: 'is taken' }] });
    const first = life.submissions.submit(rename('form-1', 'One'));
    const second = life.submissions.submit(rename('form-2', 'Two'));
    expect(await first).toMatchObject({ status: 'rejected' });
    standIn.switches.refuse = [];
    expect((await second).status).toMatch(/succeeded|rejected/);
    expect(await life.submissions.submit(rename('form-3', 'Three'))).toMatchObject({ status: 'succeeded' });
  });
});

describe('a submission that Nexudus rejects', () => {
  test('tells which fields, and may be sent again with the same form', async () => {
    standIn.switches.refuse = [
      { property: 'Name', message: 'is taken' },
      { property: 'Team', message: 'Not today' },
    ];
    const rejected = await life.submissions.submit(rename('form-1', 'Taken'));
    expect(rejected).toEqual({
      status: 'rejected',
      problems: { newName: 'New name is taken.' },
      others: ['Team: Not today.'],
      forAll: false,
    });
    await life.until(1);
    standIn.switches.refuse = [];
    expect(await life.submissions.submit(rename('form-1', 'Free'))).toMatchObject({ status: 'succeeded' });
    expect(standIn.record('teams', ACME)?.Name).toBe('Free');
    // The second message takes the place of the first.
    const [, success] = await life.until(2);
    expect(success).toMatchObject({
      announcement: { posted: { channel: 'C0OPS', ts: '1.0' } },
      submission: { press: 2 },
    });
  });
});

describe('a submission that can’t be what was meant', () => {
  test('sends nothing and answers only who sent it', async () => {
    const nobody = { role: RECEPTION, users: [1_412_000_003] };
    expect(await life.submissions.submit(pressOf('form-1', addUsersToRole, nobody))).toEqual({
      status: 'invalid',
      problems: { users: 'Everyone you chose has this role already.' },
    });
    expect(writes()).toEqual([]);
    expect(life.announced).toEqual([]);
  });

  test('as with ids that no record has, or that this person may not pick', async () => {
    const said =
      'Something you chose isn’t in Nexudus, or is at a location you don’t have access to. Choose from the list.';
    const forged = pressOf('form-1', updateTeam, { team: ACME, payingCustomer: 77, addMembers: [1] });
    expect(await life.submissions.submit(forged)).toEqual({
      status: 'invalid',
      problems: { payingCustomer: said, addMembers: said },
    });
    const outside = pressOf('form-2', updateTeam, { team: ACME, location: CAMDEN }, { requester: 'ULEO' });
    expect(await life.submissions.submit(outside)).toEqual({
      status: 'invalid',
      problems: { location: said },
    });
    expect(writes()).toEqual([]);
  });
});

describe('a submission of a person who may not', () => {
  test.each([
    ['without the permission', 'USAM', [], { reason: 'no-permission', permission: 'Team-Edit' }],
    ['as a guest', 'UGUEST', [], { reason: 'guest' }],
    ['in another location', 'ULEO', [CAMDEN], { reason: 'location', locations: [CAMDEN] }],
  ])('%s sends nothing and answers only them', async (_what, requester, locations, decision) => {
    const asked = { ...rename('form-1', 'Mine'), requester, locations };
    expect(await life.submissions.submit(asked)).toMatchObject({
      status: 'denied',
      decision: { allowed: false, ...decision },
    });
    expect(writes()).toEqual([]);
    expect(life.announced).toEqual([]);
  });

  test('may be sent again once they may', async () => {
    const asked = { ...rename('form-1', 'Mine'), requester: 'ULEO', locations: [CAMDEN] };
    expect(await life.submissions.submit(asked)).toMatchObject({ status: 'denied' });
    expect(await life.submissions.submit({ ...asked, locations: [SOHO] })).toMatchObject({
      status: 'succeeded',
    });
  });
});
