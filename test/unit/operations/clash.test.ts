import { describe, expect, test } from '@jest/globals';
import type { Directory } from '../../../src/nexudus/directory.ts';
import { Clash, clashesOf, clashSentences, unchangedSince } from '../../../src/operations/clash.ts';
import { updateTeam } from '../../../src/operations/team.ts';
import { updateVideoRoom } from '../../../src/operations/video-room.ts';

/** Base, theirs and ours of one property of a team. */
const between = (field: string, wire: string, base: unknown, theirs: unknown, ours: unknown) =>
  clashesOf(updateTeam, { team: 7, [field]: ours }, { Id: 7, [wire]: base }, { Id: 7, [wire]: theirs });

describe('of one field', () => {
  test.each([
    ['name', 'Name', 'Acme', 'Acme Two', 'Acme Ltd'],
    ['maximumMembers', 'MaxTeamMemberCount', 12, 20, 30],
    ['maximumMembers', 'MaxTeamMemberCount', 12, null, 30],
    ['maximumMembers', 'MaxTeamMemberCount', 12, 20, null],
    ['maximumMembers', 'MaxTeamMemberCount', null, 0, 30],
    ['tags', 'ProfileTags', null, 'theirs', 'mine'],
    ['tags', 'ProfileTags', undefined, 'theirs', 'mine'],
    ['defaultPlan', 'DefaultMemberTariffId', 3, 4, 5],
    ['description', 'Description', 'one', 'two', 'three'],
    ['removeLogo', 'TeamLogoFileName', 'a.png', 'b.png', true],
    ['logoUrl', 'TeamLogoFileName', 'a.png', 'b.png', 'https://a.example/c.png'],
    ['logoUrl', 'TeamLogoFileName', 'a.png', null, 'https://a.example/c.png'],
    ['image2Url', 'TeamImage2FileName', null, 'b.png', 'https://a.example/c.png'],
  ])('%s: %s was %j, is %j, and is to be %j: a clash', (field, wire, base, theirs, ours) => {
    expect(between(field, wire, base, theirs, ours)).toEqual([field]);
  });

  test.each([
    ['no one else changed it', 'name', 'Name', 'Acme', 'Acme', 'Acme Ltd'],
    ['both entered the same', 'name', 'Name', 'Acme', 'Acme Ltd', 'Acme Ltd'],
    ['the same in HTML', 'description', 'Description', 'one', '<p>a &amp; b</p>', 'a & b'],
    ['only the kind changed', 'maximumMembers', 'MaxTeamMemberCount', 12, '12', 30],
    ['only blanks changed', 'summary', 'ProfileSummary', 'a\r\nb ', 'a\nb', 'c'],
    ['both cleared it', 'maximumMembers', 'MaxTeamMemberCount', 12, null, null],
    ['a cleared number reads as 0', 'maximumMembers', 'MaxTeamMemberCount', 12, 0, null],
    ['both ticked it', 'shareCredit', 'ShareBookingCredit', false, true, true],
    ['both unticked it', 'shareCredit', 'ShareBookingCredit', true, null, false],
    ['both removed the picture', 'removeLogo', 'TeamLogoFileName', 'a.png', null, true],
    ['the picture is as it was', 'logoUrl', 'TeamLogoFileName', 'a.png', 'a.png', 'https://a.example/c.png'],
    ['entries are added', 'addMembers', 'TeamMembers', [1], [2, 3], [4]],
    ['entries are removed', 'removeMembers', 'TeamMembers', [1, 4], [1], [4]],
  ])('%s: no clash', (_, field, wire, base, theirs, ours) => {
    expect(between(field, wire, base, theirs, ours)).toEqual([]);
  });
});

test('a field that was not entered is not compared', () => {
  expect(clashesOf(updateTeam, { team: 7, tags: 'a' }, { Id: 7, Name: 'A' }, { Id: 7, Name: 'B' })).toEqual(
    [],
  );
});

test('a picture that an earlier attempt may have given is not someone else’s', () => {
  const [base, now] = [
    { Id: 7, ImageFileName: 'a.png' },
    { Id: 7, ImageFileName: 'c.png' },
  ];
  const input = { room: 7, imageUrl: 'https://a.example/c.png' };
  expect(clashesOf(updateVideoRoom, input, base, now, { mayBeOurs: true })).toEqual([]);
  expect(clashesOf(updateVideoRoom, input, base, now)).toEqual(['imageUrl']);
});

test('what every reader may see names no value', () => {
  const now = { Id: 7, DiscountTariffs: 8.5, UpdatedBy: 'priya@harbour.example' };
  const guard = unchangedSince(updateTeam, { team: 7, discountPlans: 7 }, { Id: 7, DiscountTariffs: 20 }, {});
  let thrown: unknown;
  try {
    guard(now);
  } catch (error) {
    thrown = error;
  }
  expect(thrown).toBeInstanceOf(Clash);
  const { problems, record } = thrown as Clash;
  expect(problems).toEqual({
    discountPlans:
      'Discount on plans changed in Nexudus after the form was opened, so it was not overwritten. Fix and resubmit to choose which value stays.',
  });
  expect(record).toEqual(now);
});

describe('what the form says', () => {
  const directory = {
    labels: async (_of: string, ids: readonly number[]) => new Map(ids.map((id) => [id, `Plan ${id}`])),
  } as unknown as Directory;
  const said = async (field: string, now: Record<string, unknown>, from = directory, zone?: string) =>
    (await clashSentences(updateTeam, [field], { Id: 7, ...now }, from, zone))[field];
  const end = 'Submit again to keep your entry, or press “Use current value”.';

  test('says when in the reader’s zone, and in UTC where that is none', async () => {
    const now = { MaxTeamMemberCount: 20, UpdatedOn: '2026-11-26T23:30:00' };
    const saved = async (zone: string) =>
      / on (.*)\. Submit/.exec((await said('maximumMembers', now, directory, zone)) ?? '')?.[1];
    expect(await saved('Europe/Madrid')).toBe('27 Nov, 00:30 CET');
    expect(await saved('America/New_York')).toBe('26 Nov, 18:30 GMT-5');
    expect(await saved('Mars/Olympus')).toBe('26 Nov, 23:30 UTC');
  });

  test.each([
    [
      'maximumMembers',
      { MaxTeamMemberCount: 20, UpdatedOn: '2026-11-26T14:03:59Z', UpdatedBy: 'priya@harbour.example' },
      'Maximum members was changed in Nexudus to “20” after the form was opened. The record was last saved on 26 Nov, 14:03 UTC by priya@harbour.example.',
    ],
    [
      'maximumMembers',
      { MaxTeamMemberCount: null, UpdatedOn: '2026-11-26T14:03:59' },
      'Maximum members was cleared in Nexudus after the form was opened. The record was last saved on 26 Nov, 14:03 UTC.',
    ],
    [
      'defaultPlan',
      { DefaultMemberTariffId: 5, UpdatedOn: 'yesterday', UpdatedBy: ' ' },
      'Default plan was changed in Nexudus to “Plan 5” after the form was opened.',
    ],
    [
      'removeLogo',
      { TeamLogoFileName: 'new.png', UpdatedBy: 'Priya' },
      'The current picture was replaced in Nexudus by “new.png” after the form was opened. The record was last saved by Priya.',
    ],
    [
      'logoUrl',
      { TeamLogoFileName: null },
      'The current picture was removed in Nexudus after the form was opened.',
    ],
    [
      'maximumMembers',
      { Name: 'Acme' },
      'Nexudus didn’t return Maximum members this time, so the bot can’t tell whether someone changed it.',
    ],
  ])('%s: %j', async (field, now, sentence) => {
    expect(await said(field, now)).toBe(`${sentence} ${end}`);
  });

  test('a name that can’t be looked up is its id', async () => {
    const down = { labels: () => Promise.reject(new Error('down')) } as unknown as Directory;
    expect(await said('defaultPlan', { DefaultMemberTariffId: 5 }, down)).toContain('“#5”');
  });

  test('a long text is cut', async () => {
    const sentence = (await said('summary', { ProfileSummary: '🎪'.repeat(400) })) ?? '';
    expect(sentence).toContain(`“${'🎪'.repeat(299)}…”`);
  });
});
