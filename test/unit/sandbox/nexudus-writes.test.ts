import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { type NexudusStandIn, startNexudus } from '../../../src/sandbox/nexudus/start-nexudus.ts';
import { type Caller, callerAs } from './nexudus-caller.ts';

const SOHO = 1414940210;
const CAMDEN = 1414940212;
const ACME = 1414300001;
let nexudus: NexudusStandIn;
let call: Caller;
beforeAll(async () => {
  nexudus = await startNexudus();
  call = await callerAs(nexudus, 'nexudus-bot@harbour.example');
});
beforeEach(() => nexudus.reset());
afterAll(() => nexudus.close());

const acme = () => nexudus.record('teams', ACME);
const putTeam = (body: object) => call('PUT', '/api/spaces/teams', body);

describe('PUT to the stand-in Nexudus', () => {
  test('answers as the seed page shows', async () => {
    const { status, json } = await putTeam({ ...acme(), Name: 'Acme Ltd' });
    expect(status).toBe(200);
    expect(json).toEqual({
      Status: 200,
      Message: 'Team was successfully updated.',
      Value: { Id: ACME },
      OpenInDialog: false,
      OpenInWindow: false,
      RedirectURL: null,
      JavaScript: null,
      UpdatedOn: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/),
      UpdatedBy: 'nexudus-bot@harbour.example',
      Errors: null,
      WasSuccessful: true,
    });
  });

  test('changes nothing but what differs when the whole record comes back', async () => {
    const before = acme();
    await putTeam({ ...before, Name: 'Acme Ltd' });
    expect(acme()).toEqual({
      ...before,
      Name: 'Acme Ltd',
      ToStringText: 'Acme Ltd',
      UpdatedOn: expect.any(String),
      UpdatedBy: 'nexudus-bot@harbour.example',
    });
  });

  test('clears whatever is left out', async () => {
    await putTeam({ Id: ACME, BusinessId: SOHO, Name: 'Acme' });
    expect(acme()).toMatchObject({
      Description: null,
      CreateSingleInvoiceForTeam: false,
      PayingMemberId: null,
      PayingMemberFullName: null,
      DiscountTimePasses: null,
      GoogleMapsLink: null,
      TeamMembers: [],
      TeamAdministrators: [],
      ExtraServices: [],
      DisableAttendanceDashboard: false,
    });
  });

  test('keeps read-only properties, the tail and images, and ignores names it does not know', async () => {
    await putTeam({
      Id: ACME,
      BusinessId: SOHO,
      Name: 'Acme',
      TeamLogoFileName: 'mine.png',
      CreatedOn: '1999-01-01T00:00:00Z',
      EngagementLevel: 9,
      Descripton: 'misspelt',
    });
    expect(acme()).toMatchObject({
      TeamLogoFileName: 'acme-logo.png',
      CreatedOn: '2024-03-04T09:00:00Z',
      EngagementLevel: 3,
      SystemId: 'crm-acme-77',
    });
    expect(acme()).not.toHaveProperty('Descripton');
  });

  test('replaces a list, then adds, then removes', async () => {
    await putTeam({
      ...acme(),
      TeamMembers: [1415000001, 1415000002, 1415000002],
      AddedTeamMembers: [1415000003, 1415000001],
      RemovedTeamMembers: [1415000002],
    });
    expect(acme()).toMatchObject({ TeamMembers: [1415000001, 1415000003], AddedTeamMembers: null });
  });

  test('keeps a team and its customers in step', async () => {
    await putTeam({ ...acme(), TeamMembers: [1415000002] });
    expect(nexudus.record('coworkers', 1415000002)).toMatchObject({
      Teams: [1414300002, ACME],
      TeamIds: '1414300002,1414300001',
    });
    expect(nexudus.record('coworkers', 1415000001)?.Teams).toEqual([1414300012]);
    expect(acme()).toMatchObject({ CoworkerIds: '1415000002', CoworkerFullNames: 'Marcus Webb' });
  });

  test('keeps a role, its users and its permissions in step', async () => {
    const events = nexudus.named('userroles', 'Events');
    const body = { ...events, Users: [1412000003], Roles: [1401000001] };
    expect((await call('PUT', '/api/security/userroles', body)).json.Message).toBe(
      'UserRole was successfully updated.',
    );
    expect(nexudus.named('users', 'Sam Field').UserRoles).toEqual([1413000002, 1413000006]);
    expect(nexudus.named('users', 'tess@harbour.example').UserRoles).toEqual([]);
    expect(nexudus.record('roles', 1401000001)?.UserRoles).toContain(1413000006);
  });

  test('sets and clears images by address and tick', async () => {
    const url = 'https://files.example/2025/acme-new.png?size=2';
    await putTeam({ ...acme(), NewTeamLogoUrl: url, ClearTeamImage1File: true, ClearTeamImage2File: false });
    expect(acme()).toMatchObject({
      TeamLogoFileName: 'acme-new.png',
      NewTeamLogoUrl: null,
      TeamImage1FileName: null,
      ClearTeamImage1File: null,
      TeamImage2FileName: 'acme-rocket.jpg',
    });
  });

  test('of a collaboration workspace changes its members and administrator', async () => {
    const newsletter = nexudus.named('workspaces', 'Newsletter');
    const body = { ...newsletter, AdministratorId: 1415000001, RemovedMembers: [1415000002] };
    expect((await call('PUT', '/api/collaboration/workspaces', body)).json.Message).toBe(
      'Workspace was successfully updated.',
    );
    expect(nexudus.named('workspaces', 'Newsletter')).toMatchObject({
      AdministratorId: 1415000001,
      Members: [1415000001, 1415000004, 1415000010, 1415000013],
      Description: 'Drafts and pictures for the monthly letter.',
    });
  });
});

describe('POST of a video room', () => {
  test('makes one with the next id, inactive unless told otherwise', async () => {
    const body = { BusinessId: CAMDEN, Name: 'Green room', NumberOfParticipants: 12 };
    const { json } = await call('POST', '/api/community/videorooms', body);
    expect(json).toMatchObject({ Message: 'VideoRoom was successfully created.', Value: { Id: 1414200009 } });
    const room = nexudus.named('videorooms', 'Green room');
    expect(room).toMatchObject({
      ...body,
      Id: 1414200009,
      Active: false,
      OnlyForMembers: false,
      Description: null,
      UpdatedBy: 'nexudus-bot@harbour.example',
    });
    expect(Math.abs(Date.parse(String(room.CreatedOn)) - Date.now())).toBeLessThan(5000);
  });
});

describe('A body with mistakes', () => {
  test('is refused as the seed page shows, and changes nothing', async () => {
    const before = acme();
    const { status, json } = await putTeam({ ...before, Name: '  ' });
    expect(status).toBe(400);
    expect(json).toEqual({
      Message: 'Name: is a required field',
      Value: null,
      Errors: [{ AttemptedValue: '  ', Message: 'is a required field', PropertyName: 'Name' }],
      WasSuccessful: false,
    });
    expect(acme()).toEqual(before);
  });

  test('gets one error for each mistake, with foreign keys named without "Id"', async () => {
    const { json } = await call('POST', '/api/community/videorooms', {
      BusinessId: 17,
      NumberOfParticipants: 0,
      Active: 'yes',
      NewImageUrl: 'https://files.example/a.png',
      ClearImageFile: true,
    });
    expect(json.Errors).toEqual([
      { AttemptedValue: 17, Message: 'is a required field', PropertyName: 'Business' },
      { AttemptedValue: null, Message: 'is a required field', PropertyName: 'Name' },
      {
        AttemptedValue: 0,
        Message: 'must be greater than or equal to 1',
        PropertyName: 'NumberOfParticipants',
      },
      { AttemptedValue: 'yes', Message: 'is not valid', PropertyName: 'Active' },
      {
        AttemptedValue: 'https://files.example/a.png',
        Message: 'cannot be used together with ClearImageFile',
        PropertyName: 'NewImageUrl',
      },
    ]);
    expect(json.Message).toBe('Business: is a required field');
    expect(nexudus.records('videorooms')).toHaveLength(8);
  });

  test.each([
    ['a number written as text', { MaxTeamMemberCount: '12' }, 'MaxTeamMemberCount', '12'],
    ['a customer that does not exist', { PayingMemberId: 5 }, 'PayingMember', 5],
    ['a plan that does not exist', { DefaultMemberTariffId: 0 }, 'DefaultMemberTariff', 0],
    ['a list with unknown customers', { AddedTeamMembers: [1415000001, 6] }, 'AddedTeamMembers', [6]],
    ['a list that is none', { ExtraServices: '1,2' }, 'ExtraServices', '1,2'],
    ['an address that is none', { NewTeamImage3Url: 'C:\\logo.png' }, 'NewTeamImage3Url', 'C:\\logo.png'],
  ])('is refused for %s', async (_what, change, property, attempted) => {
    const { status, json } = await putTeam({ ...acme(), ...change });
    expect(status).toBe(400);
    expect(json.Errors).toEqual([
      { AttemptedValue: attempted, Message: 'is not valid', PropertyName: property },
    ]);
  });

  test('is refused for participants that are no whole number', async () => {
    const room = nexudus.record('videorooms', 1414200001);
    const body = { ...room, NumberOfParticipants: 2.5 };
    expect((await call('PUT', '/api/community/videorooms', body)).json.Message).toBe(
      'NumberOfParticipants: is not valid',
    );
  });

  test('is refused for a team name of 255 characters and taken for one of 254', async () => {
    expect((await putTeam({ ...acme(), Name: 'x'.repeat(254) })).status).toBe(200);
    const { json } = await putTeam({ ...acme(), Name: 'x'.repeat(255) });
    expect(json.Message).toBe('Name: must be 254 characters or fewer');
  });

  test('is refused without Id, for a record that does not exist, and when it is no JSON object', async () => {
    expect((await putTeam({ BusinessId: SOHO, Name: 'Acme' })).json.Errors).toEqual([
      { AttemptedValue: null, Message: 'is a required field', PropertyName: 'Id' },
    ]);
    expect((await putTeam({ Id: 4, BusinessId: SOHO, Name: 'Acme' })).status).toBe(404);
    expect((await putTeam([])).status).toBe(400);
  });
});
