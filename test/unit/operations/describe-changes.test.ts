import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { createDirectory, type Directory } from '../../../src/nexudus/directory.ts';
import type { NexudusRecord } from '../../../src/nexudus/resources.ts';
import { describeChanges } from '../../../src/operations/describe-changes.ts';
import type { Operation, Outcome } from '../../../src/operations/operation.ts';
import { addUsersToRole } from '../../../src/operations/role.ts';
import { updateTeam } from '../../../src/operations/team.ts';
import { createVideoRoom, updateVideoRoom } from '../../../src/operations/video-room.ts';
import { updateWorkspace } from '../../../src/operations/workspace.ts';
import { type NexudusStandIn, startNexudus } from '../../../src/sandbox/nexudus/start-nexudus.ts';
import { asBot } from '../nexudus/bot-account.ts';

const SOHO = 1_414_940_210;
const CAMDEN = 1_414_940_212;
let standIn: NexudusStandIn;
let directory: Directory;
beforeAll(async () => {
  standIn = await startNexudus();
});
beforeEach(() => {
  standIn.reset();
  directory = createDirectory(asBot(standIn.url));
});
afterAll(() => standIn.close());

const describeOf = ({ fields }: Operation, sent: object, before?: NexudusRecord) => {
  const outcome: Outcome = { message: '', before, sent: { ...before, ...sent }, rehearsed: false };
  return describeChanges(fields, outcome, directory);
};

describe('what a write changed', () => {
  test('is told as before and after, in people’s words, in the order of the form', async () => {
    const before = {
      Id: 5,
      BusinessId: SOHO,
      Name: 'Blue room',
      NumberOfParticipants: 8,
      Description: null,
      Active: true,
      OnlyForMembers: null,
    };
    const sent = {
      BusinessId: CAMDEN,
      Name: 'Red room',
      NumberOfParticipants: 12,
      Description: 'New',
      Active: false,
      OnlyForMembers: true,
    };
    expect(await describeOf(updateVideoRoom, sent, before)).toEqual([
      { label: 'Location', private: false, of: 'businesses', before: 'Soho', after: 'Camden' },
      { label: 'Name', private: false, before: 'Blue room', after: 'Red room' },
      { label: 'Number of participants', private: false, before: '8', after: '12' },
      { label: 'Description', private: false, before: '(blank)', after: 'New' },
      { label: 'Active', private: false, before: 'yes', after: 'no' },
      { label: 'Only for members', private: false, before: 'no', after: 'yes' },
    ]);
  });

  test('tells what was cleared, and a zero from a blank', async () => {
    const before = { Id: 3, Description: 'Old', MaxTeamMemberCount: 0, DiscountTariffs: 15 };
    const sent = { Description: null, MaxTeamMemberCount: null, DiscountTariffs: 0 };
    expect(await describeOf(updateTeam, sent, before)).toEqual([
      { label: 'Description', private: true, before: 'Old', after: '(blank)' },
      { label: 'Maximum members', private: false, before: '0', after: '(blank)' },
      { label: 'Discount on plans', private: true, before: '15', after: '0' },
    ]);
  });

  test('names who was added and removed, and marks what is private', async () => {
    const before = { Id: 4, AdministratorId: 1_415_000_001, Members: [] };
    const sent = {
      AdministratorId: 1_415_000_004,
      AddedMembers: [1_415_000_014, 1_415_000_009],
      RemovedMembers: [1_415_000_007],
    };
    expect(await describeOf(updateWorkspace, sent, before)).toEqual([
      {
        label: 'Administrator',
        private: true,
        of: 'coworkers',
        before: "Siobhán O'Brien",
        after: 'Amara Okafor',
      },
      {
        label: 'Add members',
        private: true,
        of: 'coworkers',
        added: 2,
        after: 'Nia Roberts and Max 🚀 Power',
      },
      {
        label: 'Remove members',
        private: true,
        of: 'coworkers',
        removed: 1,
        after: 'Chris Taylor (chris.taylor@example.com)',
      },
    ]);
    expect(
      await describeOf(addUsersToRole, { AddedUsers: [1_412_000_003], RemovedUsers: [] }, before),
    ).toEqual([{ label: 'Users', private: false, of: 'users', added: 1, after: 'Sam Field' }]);
  });

  test('shows an id where there is no name', async () => {
    expect(await describeOf(updateWorkspace, { AddedMembers: [42] }, { Id: 4 })).toEqual([
      { label: 'Add members', private: true, of: 'coworkers', added: 1, after: '#42' },
    ]);
  });

  test('tells instructions, which have no before', async () => {
    const before = { Id: 3, NewTeamLogoUrl: null, ClearTeamImage3File: null };
    const sent = {
      NewTeamLogoUrl: 'https://a.example/b.png',
      ClearTeamImage3File: true,
      ClearTeamLogoFile: false,
    };
    expect(await describeOf(updateTeam, sent, before)).toEqual([
      { label: 'Logo URL', private: false, after: 'https://a.example/b.png' },
      { label: 'Remove image 3', private: false, after: 'yes' },
    ]);
  });

  test('of a new record are its filled fields, and a box that was ticked at first and unticked', async () => {
    const sent = {
      BusinessId: SOHO,
      Name: 'Green room',
      NumberOfParticipants: 8,
      NewImageUrl: 'https://a.example/b.png',
      Active: false,
      OnlyForContacts: false,
      OnlyForMembers: true,
    };
    expect(await describeOf(createVideoRoom, sent)).toEqual([
      { label: 'Location', private: false, of: 'businesses', after: 'Soho' },
      { label: 'Name', private: false, after: 'Green room' },
      { label: 'Number of participants', private: false, after: '8' },
      { label: 'Image URL', private: false, after: 'https://a.example/b.png' },
      { label: 'Active', private: false, after: 'no' },
      { label: 'Only for members', private: false, after: 'yes' },
    ]);
  });

  test('is nothing where nothing differs', async () => {
    const before = { Id: 5, BusinessId: SOHO, Name: 'Blue room', Description: 'a\r\nb', Active: false };
    const sent = { Name: 'Blue room', Description: 'a\nb', Active: null, NewImageUrl: null };
    expect(await describeOf(updateVideoRoom, sent, before)).toEqual([]);
  });

  test('asks Nexudus for names only where there are some to show', async () => {
    await describeOf(updateTeam, { Name: 'New' }, { Id: 3, Name: 'Old', BusinessId: SOHO });
    expect(standIn.calls).toEqual([]);
  });
});
