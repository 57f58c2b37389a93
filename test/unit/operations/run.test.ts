import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { Nexudus } from '../../../src/nexudus/client.ts';
import { createDirectory } from '../../../src/nexudus/directory.ts';
import { NexudusNotFound } from '../../../src/nexudus/errors.ts';
import { type Operation, ValidationError, type Values } from '../../../src/operations/operation.ts';
import { addUsersToRole, roleOperations, updateRole } from '../../../src/operations/role.ts';
import { renameTeam, updateTeam } from '../../../src/operations/team.ts';
import { createVideoRoom, updateVideoRoom } from '../../../src/operations/video-room.ts';
import { updateWorkspace } from '../../../src/operations/workspace.ts';
import { type NexudusStandIn, startNexudus } from '../../../src/sandbox/nexudus/start-nexudus.ts';
import { always, asBot } from '../nexudus/bot-account.ts';

const SOHO = 1_414_940_210;
const CAMDEN = 1_414_940_212;
const ACME = 1_414_300_001;
const BLUE_ROOM = 1_414_200_001;
const NEWSLETTER = 1_414_700_001;
const [RECEPTION, BOT_ROLE] = [1_413_000_002, 1_413_000_005];
const [SAM, UMA, TESS] = [1_412_000_003, 1_412_000_007, 1_412_000_008];

let standIn: NexudusStandIn;
let nexudus: Nexudus;
beforeAll(async () => {
  standIn = await startNexudus();
  nexudus = asBot(standIn.url);
});
beforeEach(() => standIn.reset());
afterAll(() => standIn.close());

const run = async (operation: Operation, input: Values, again = false) => {
  const { record } = operation;
  const before = record ? await nexudus.get(operation.resource, Number(input[record])) : undefined;
  const looking = before && { directory: createDirectory(nexudus), nexudus, before, now: Date.now() };
  // What is tried again was prepared before.
  const prepared = looking && operation.prepare && !again ? await operation.prepare(input, looking) : input;
  return operation.run(prepared, nexudus, {
    again,
    guards: [],
    mayWrite: always,
    mayLack: [],
    lent: [],
    now: Date.now,
  });
};
const writes = () => standIn.calls.filter(({ method, path }) => method !== 'GET' && path !== '/api/token');
/** The only write that was sent. */
const written = () => {
  expect(writes()).toHaveLength(1);
  const [{ method, path, requestBody } = { method: '', path: '' }] = writes();
  return { call: `${method} ${path}`, body: requestBody };
};
const recordOf = (...of: Parameters<NexudusStandIn['record']>) => {
  const record = standIn.record(...of);
  if (!record) throw new Error('no such record');
  return record;
};

test('creating a video room posts what was filled in, and nothing else', async () => {
  const outcome = await run(createVideoRoom, {
    location: SOHO,
    name: 'Green room',
    participants: 8,
    imageUrl: 'https://pictures.example/green.png',
    active: true,
    onlyForContacts: false,
    onlyForMembers: true,
  });
  expect(written()).toEqual({
    call: 'POST /api/community/videorooms',
    body: {
      BusinessId: SOHO,
      Name: 'Green room',
      NumberOfParticipants: 8,
      NewImageUrl: 'https://pictures.example/green.png',
      Active: true,
      OnlyForContacts: false,
      OnlyForMembers: true,
    },
  });
  expect(outcome).toMatchObject({ message: 'VideoRoom was successfully created.', rehearsed: false });
  expect(standIn.record('videorooms', outcome.id ?? 0)).toMatchObject({ Name: 'Green room', Active: true });
});

describe('an update reads the record, changes what was asked for and puts the whole back', () => {
  test('video room', async () => {
    const before = recordOf('videorooms', BLUE_ROOM);
    const outcome = await run(updateVideoRoom, {
      room: BLUE_ROOM,
      participants: 12,
      description: null,
      removeImage: true,
    });
    expect(written()).toEqual({
      call: 'PUT /api/community/videorooms',
      body: { ...before, NumberOfParticipants: 12, Description: null, ClearImageFile: true },
    });
    expect(outcome.before).toEqual(before);
    expect(outcome.id).toBe(BLUE_ROOM);
    expect(standIn.calls.map(({ method }) => method).slice(-2)).toEqual(['GET', 'PUT']);
  });

  test('team, renamed', async () => {
    const before = recordOf('teams', ACME);
    await run(renameTeam, { team: ACME, newName: 'Acme Ltd' });
    expect(written()).toEqual({ call: 'PUT /api/spaces/teams', body: { ...before, Name: 'Acme Ltd' } });
  });

  test('team, with its lists whole and as the difference', async () => {
    const before = recordOf('teams', ACME);
    await run(updateTeam, {
      team: ACME,
      location: CAMDEN,
      maximumMembers: null,
      discountPasses: 17.5,
      oneInvoice: false,
      payingCustomer: 1_415_000_004,
      addMembers: [1_415_000_009, 1_415_000_001],
      removeMembers: [1_415_000_004, 1_415_000_099],
      linkedin: 'acme',
    });
    expect(written()).toEqual({
      call: 'PUT /api/spaces/teams',
      body: {
        ...before,
        BusinessId: CAMDEN,
        MaxTeamMemberCount: null,
        DiscountTimePasses: 17.5,
        CreateSingleInvoiceForTeam: false,
        PayingMemberId: 1_415_000_004,
        TeamMembers: [
          1_415_000_001, 1_415_000_007, 1_415_000_010, 1_415_000_013, 1_415_000_016, 1_415_000_009,
        ],
        AddedTeamMembers: [1_415_000_009],
        RemovedTeamMembers: [1_415_000_004],
        Linkedin: 'acme',
      },
    });
  });

  test('collaboration workspace', async () => {
    const before = recordOf('workspaces', NEWSLETTER);
    await run(updateWorkspace, {
      workspace: NEWSLETTER,
      administrator: 1_415_000_007,
      archived: true,
      removeMembers: [1_415_000_001],
    });
    expect(written()).toEqual({
      call: 'PUT /api/collaboration/workspaces',
      body: {
        ...before,
        AdministratorId: 1_415_000_007,
        Archived: true,
        Members: [1_415_000_002, 1_415_000_004, 1_415_000_010, 1_415_000_013],
        AddedMembers: [],
        RemovedMembers: [1_415_000_001],
      },
    });
  });

  test('role, with users and with permissions', async () => {
    const before = recordOf('userroles', RECEPTION);
    const roles = before.Roles as number[];
    await run(updateRole, {
      role: RECEPTION,
      name: 'Front desk',
      addPermissions: [1_401_000_003],
      removePermissions: [roles[0]],
      addUsers: [TESS],
      removeUsers: [SAM],
    });
    expect(written()).toEqual({
      call: 'PUT /api/security/userroles',
      body: {
        ...before,
        Name: 'Front desk',
        Roles: [...roles.slice(1), 1_401_000_003],
        AddedRoles: [1_401_000_003],
        RemovedRoles: [roles[0]],
        Users: [TESS],
        AddedUsers: [TESS],
        RemovedUsers: [SAM],
      },
    });
  });

  test('of a record that is gone writes nothing', async () => {
    await expect(run(renameTeam, { team: 99, newName: 'x' })).rejects.toThrow(NexudusNotFound);
    expect(writes()).toEqual([]);
  });
});

describe('adding users to a role', () => {
  test('takes picked users and people of the chat together, each once', async () => {
    const before = recordOf('userroles', RECEPTION);
    await run(addUsersToRole, {
      role: RECEPTION,
      users: [TESS, SAM],
      people: [
        { id: 'U1', email: 'TESS@harbour.example' },
        { id: 'U2', email: 'uma@harbour.example' },
      ],
    });
    expect(written()).toEqual({
      call: 'PUT /api/security/userroles',
      body: { ...before, Users: [SAM, TESS, UMA], AddedUsers: [TESS, UMA], RemovedUsers: [] },
    });
  });

  test.each([
    [
      [{ id: 'U1', email: 'nobody@harbour.example' }],
      /no admin user with the e-mail address of nobody@harbour\.example\. Take them out/,
    ],
    [[{ id: 'U1' }], /without a confirmed e-mail address can’t be matched: U1\./],
    [
      [
        { id: 'U1', email: 'sam@harbour' },
        { id: 'U2', email: 'x@y.z' },
      ],
      /sam@harbour and x@y\.z\./,
    ],
  ])('refuses people who can’t be told for certain: %j', async (people, sentence) => {
    const refused = run(addUsersToRole, { role: RECEPTION, people });
    await expect(refused).rejects.toThrow(ValidationError);
    await expect(refused).rejects.toMatchObject({ problems: { people: expect.stringMatching(sentence) } });
    expect(writes()).toEqual([]);
  });

  test('refuses an e-mail that two admin users have', async () => {
    standIn.put('users', { Id: UMA, Email: 'tess@harbour.example' });
    const refused = run(addUsersToRole, {
      role: RECEPTION,
      people: [{ id: 'U', email: 'tess@harbour.example' }],
    });
    await expect(refused).rejects.toThrow(ValidationError);
    expect(writes()).toEqual([]);
  });

  test('takes an e-mail address as it is: one with other accents is another person’s', async () => {
    standIn.put('users', { Id: UMA, Email: 'zoe@harbour.example' });
    const refused = run(addUsersToRole, {
      role: RECEPTION,
      people: [{ id: 'U', email: 'zoë@harbour.example' }],
    });
    await expect(refused).rejects.toThrow(ValidationError);
    expect(writes()).toEqual([]);
  });

  test('says so when everybody has the role already, but not when an earlier try may have given it', async () => {
    await expect(run(addUsersToRole, { role: RECEPTION, users: [SAM] })).rejects.toMatchObject({
      problems: { users: 'Sam Field already has this role. Choose other people.' },
    });
    expect(writes()).toEqual([]);
    await run(addUsersToRole, { role: RECEPTION, users: [SAM] }, true);
    expect(writes()).toHaveLength(1);
  });
});

// When a form is sent, and again at the write: what was approved or tried before may be older than the setting.
describe.each([
  ['at the form', false],
  ['at the write', true],
])('ROLE_MAX_DAYS=30, %s', (_when, again) => {
  const [add, update] = roleOperations(30);
  const DAY_MS = 86_400_000;
  const role = RECEPTION;
  const TOO_LATE = {
    until: 'Access can last at most 30 days here. Choose an earlier date and time.',
  };
  test.each([
    [
      'no end',
      add,
      { role, users: [TESS] },
      { until: 'Choose when this access ends: at most 30 days from now.' },
    ],
    ['an end after 31 days', add, { role, users: [TESS], until: Date.now() + 31 * DAY_MS }, TOO_LATE],
    [
      'users by an update',
      update,
      { role, addUsers: [TESS] },
      {
        addUsers:
          'Users can only be added for a limited time here. Use “Add users to role”, which asks until when.',
      },
    ],
  ])('refuses %s', async (_what, operation, input, problems) => {
    await expect(run(operation, input, again)).rejects.toMatchObject({ problems });
    expect(writes()).toEqual([]);
  });

  test('takes an end after 29 days, and an update that takes users out', async () => {
    await run(add, { role, users: [TESS], until: Date.now() + 29 * DAY_MS }, again);
    expect(recordOf('userroles', RECEPTION).Users).toEqual([SAM, TESS]);
    await run(update, { role, removeUsers: [SAM] }, again);
    expect(recordOf('userroles', RECEPTION).Users).toEqual([TESS]);
  });
});

describe('a role that the bot’s own account holds', () => {
  const problems = {
    role: 'The bot’s own account holds this role, so the bot never changes it. Use the Nexudus dashboard.',
  };
  test.each([
    ['gets no users', addUsersToRole, { role: BOT_ROLE, users: [SAM] }],
    ['is not updated', updateRole, { role: BOT_ROLE, name: 'Mine' }],
  ])('%s', async (_what, operation, input) => {
    await expect(run(operation, input)).rejects.toMatchObject({ problems });
    expect(writes()).toEqual([]);
  });
});
