import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { type NexudusStandIn, startNexudus } from '../../../src/sandbox/nexudus/start-nexudus.ts';
import { type Caller, callerAs } from './nexudus-caller.ts';

const SOHO = 1414940210;
let nexudus: NexudusStandIn;
let get: (path: string) => ReturnType<Caller>;
beforeAll(async () => {
  nexudus = await startNexudus();
  const call = await callerAs(nexudus, 'ana@harbour.example');
  get = (path) => call('GET', path);
});
beforeEach(() => nexudus.reset());
afterAll(() => nexudus.close());

const names = async (path: string): Promise<string[]> =>
  (await get(path)).json.Records.map(({ Name, FullName }: Record<string, string>) => Name ?? FullName);

describe('A list of the stand-in Nexudus', () => {
  test('comes in pages of 25 by id, in the documented envelope', async () => {
    const { json } = await get('/api/spaces/coworkers');
    const { Records, ...envelope } = json;
    expect(Records.map((row: { Id: number }) => row.Id)).toEqual(
      Array.from({ length: 25 }, (_, n) => 1415000001 + n),
    );
    expect(envelope).toEqual({
      CurrentPage: 1,
      CurrentPageSize: 25,
      CurrentOrderField: 'Id',
      CurrentSortDirection: 0,
      FirstItem: 1,
      LastItem: 25,
      PageNumber: 1,
      PageSize: 25,
      TotalItems: 60,
      TotalPages: 3,
      HasNextPage: true,
      HasPreviousPage: false,
    });
  });

  test('ends with a page that has no next one', async () => {
    const { json } = await get('/api/spaces/coworkers?page=3&size=25');
    expect(json).toMatchObject({ FirstItem: 51, LastItem: 60, HasNextPage: false, HasPreviousPage: true });
    expect(json.Records).toHaveLength(10);
  });

  test('never has more than 1,000 rows on a page', async () => {
    const { json } = await get('/api/security/roles?size=5000');
    expect(json.Records).toHaveLength(1000);
    expect(json).toMatchObject({ PageSize: 1000, TotalItems: 1040, TotalPages: 2 });
  });

  test('is ordered by any property, both ways', async () => {
    expect(await names('/api/community/videorooms?orderBy=NumberOfParticipants&dir=1&size=2')).toEqual([
      'Town hall',
      'Lock-side “lounge” 🎧',
    ]);
    expect(await names('/api/community/videorooms?orderBy=Name&dir=0&size=2')).toEqual([
      'Blue room',
      'Blue room',
    ]);
  });

  test('finds text anywhere in a property, whatever the case of text and filter', async () => {
    expect(await names('/api/spaces/teams?Team_Name=acme')).toEqual(['Acme', 'Acme Studios']);
    expect(await names('/api/spaces/teams?team_name=STUDIOS')).toEqual(['Acme Studios']);
    expect(await names("/api/spaces/coworkers?Coworker_FullName=o'brien")).toEqual(["Siobhán O'Brien"]);
    expect(await names('/api/sys/users?User_Email=ana@harbour.example')).toEqual(['Ana Ruiz']);
    expect(await names('/api/spaces/coworkers?Coworker_Email=ewa.nowak@')).toEqual(['Ewa Nowak']);
  });

  test('filters foreign keys without "Id" and ignores them with it', async () => {
    expect(await names(`/api/security/userroles?UserRole_Business=${SOHO}`)).toEqual([
      'Network admin',
      'Reception',
      'Accounts',
      'Bot',
    ]);
    expect(await names(`/api/security/userroles?UserRole_BusinessId=${SOHO}`)).toHaveLength(6);
  });

  test('filters by names of related records, members, ticks and ids', async () => {
    expect(await names('/api/security/userroles?UserRole_Business_Name=camden')).toEqual(['Events']);
    expect(await names('/api/spaces/teams?Team_PayingMember_FullName=siobhan')).toEqual([]);
    expect(await names('/api/spaces/teams?Team_PayingMember_FullName=siobh%C3%A1n')).toEqual(['Acme']);
    expect(await names('/api/spaces/teams?Team_TeamMembers=1415000001')).toEqual(['Acme', "O'Brien Legal"]);
    expect(await names('/api/collaboration/workspaces?Workspace_Archived=true')).toEqual(['Move 2022']);
    expect(await names('/api/spaces/teams?Id=1414300002')).toEqual(['Acme Studios']);
  });

  test('combines filters', async () => {
    expect(await names(`/api/spaces/teams?Team_Business=${SOHO}&Team_Name=northwind`)).toEqual(['Northwind']);
  });

  test('answers everything when the filter is misspelt', async () => {
    expect((await get('/api/spaces/teams?Team_Nam=acme&PageSize=2')).json).toMatchObject({
      TotalItems: 15,
      PageSize: 25,
    });
  });

  test('filters by when records were made', async () => {
    nexudus.put('videorooms', { Name: 'Yesterday', CreatedOn: '2025-06-01T10:30:00Z' });
    const from = '/api/community/videorooms?from_VideoRoom_CreatedOn=';
    expect(await names(`${from}2025-06-01T10:30`)).toEqual(['Yesterday']);
    expect(await names(`${from}2025-06-01T10:31`)).toEqual([]);
    expect(await names(`${from}2025-05-01T00:00&to_VideoRoom_CreatedOn=2025-06-01T10:29`)).toEqual([]);
  });

  test('leaves the list properties out of its rows', async () => {
    const team = (await get('/api/spaces/teams?Id=1414300001')).json.Records[0];
    expect(team).toMatchObject({ Name: 'Acme', BusinessName: 'Soho', DiscountTimePasses: 12.5 });
    for (const list of ['TeamMembers', 'TeamAdministrators', 'ExtraServices', 'AddedTeamMembers']) {
      expect(team).not.toHaveProperty(list);
    }
    expect(team.CoworkerIds).toBe('1415000001,1415000004,1415000007,1415000010,1415000013,1415000016');
    expect((await get('/api/security/userroles')).json.Records[0]).not.toHaveProperty('Users');
    expect((await get('/api/sys/users')).json.Records[0]).not.toHaveProperty('UserRoles');
  });

  test('shows a change at once', async () => {
    expect(await names('/api/spaces/teams?Team_PayingMember_FullName=marcus')).toEqual([]);
    nexudus.put('coworkers', { Id: 1415000001, FullName: 'Marcus O’Brien' });
    expect(await names('/api/spaces/teams?Team_PayingMember_FullName=marcus')).toEqual(['Acme']);
  });
});

describe('One record', () => {
  test('comes bare, with its lists and with null in the action fields', async () => {
    const { status, json } = await get('/api/security/userroles/1413000003');
    expect(status).toBe(200);
    expect(json).toMatchObject({
      Id: 1413000003,
      BusinessName: 'Shoreditch',
      Name: 'Location manager',
      Users: [1412000005],
      AddedUsers: null,
      RemovedUsers: null,
      IsNew: false,
      SystemId: null,
      ToStringText: 'Location manager',
    });
    expect(json.Roles).toHaveLength(39);
    expect(json).not.toHaveProperty('WasSuccessful');
    expect((await get('/api/community/videorooms/1414200001')).json).toMatchObject({
      ImageFileName: 'blue-room.jpg',
      NewImageUrl: null,
      ClearImageFile: null,
    });
  });

  test('that does not exist is 404 with a bare string', async () => {
    expect(await get('/api/spaces/teams/999')).toMatchObject({ status: 404, text: '"Not found"' });
  });

  test('can be asked for together with others, in a plain array', async () => {
    const { json } = await get('/api/spaces/coworkers/?id=[1415000002,1415000001,7]');
    expect(json.map((row: { FullName: string }) => row.FullName)).toEqual(['Marcus Webb', "Siobhán O'Brien"]);
    expect(json[1].Teams).toEqual([1414300001, 1414300012]);
    expect(json[1].Businesses).toEqual([SOHO]);
  });

  test('cannot be made, changed or deleted where the bot has no business', async () => {
    const call = await callerAs(nexudus, 'ana@harbour.example');
    for (const [method, path] of [
      ['DELETE', '/api/spaces/coworkers/1415000001'],
      ['PUT', '/api/security/roles'],
      ['POST', '/api/spaces/teams'],
      ['PATCH', '/api/spaces/teams'],
    ] as const) {
      expect((await call(method, path)).status).toBe(405);
    }
  });
});
