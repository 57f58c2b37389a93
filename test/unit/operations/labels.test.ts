import { describe, expect, test } from '@jest/globals';
import { operations } from '../../../src/operations/index.ts';

// Labels, sections, controls and what is private, as fields.md lists them: people and other checks look for these.
// A line: wire | label | control | * required | † private

const tables: Readonly<Record<string, string>> = {
  'video-room.create': `
    BusinessId           | Location               | record businesses | *
    Name                 | Name                   | text              | *
    NumberOfParticipants | Number of participants | number whole ≥ 1  | *
    Description          | Description            | text multi-line   |
    NewImageUrl          | Image URL              | url               |
    Active               | Active                 | tick on           |
    OnlyForContacts      | Only for contacts      | tick              |
    OnlyForMembers       | Only for members       | tick              |`,
  'video-room.update': `
    Id                   | Video room             | record videorooms | *
    BusinessId           | Location               | record businesses | *
    Name                 | Name                   | text              | *
    NumberOfParticipants | Number of participants | number whole ≥ 1  | *
    Description          | Description            | text multi-line   |
    NewImageUrl          | Image URL              | url               |
    ClearImageFile       | Remove current image   | tick              |
    Active               | Active                 | tick              |
    OnlyForContacts      | Only for contacts      | tick              |
    OnlyForMembers       | Only for members       | tick              |`,
  'workspace.update': `
    Id                | Collaboration workspace | record workspaces | *
    BusinessId        | Location                | record businesses | *
    AdministratorId   | Administrator           | record coworkers  | * †
    Name              | Name                    | text              | *
    Description       | Description             | text multi-line   |
    VisibleInMySpaces | Visible in My Spaces    | tick              |
    VisibleByEveryone | Visible by everyone     | tick              |
    Archived          | Archived                | tick              |
    AddedMembers      | Add members             | add coworkers     | †
    RemovedMembers    | Remove members          | remove coworkers  | †`,
  'team.rename': `
    Id   | Team     | record teams | *
    Name | New name | text         | *`,
  'team.update': `
    Id | Team | record teams | *
    Basics
    BusinessId                 | Location                     | record businesses | *
    Name                       | Name                         | text              | *
    Description                | Description                  | text multi-line   | †
    TunnelPrivateGroupId       | Tunnel private group ID      | text              |
    MaxTeamMemberCount         | Maximum members              | number whole ≥ 0  |
    DisableAttendanceDashboard | Disable attendance dashboard | tick              |
    People
    AddedTeamMembers           | Add members                  | add coworkers     | †
    RemovedTeamMembers         | Remove members               | remove coworkers  | †
    AddedTeamAdministrators    | Add administrators           | add coworkers     | †
    RemovedTeamAdministrators  | Remove administrators        | remove coworkers  | †
    Billing
    CreateSingleInvoiceForTeam    | One invoice for the team                 | tick             | †
    PayingMemberId                | Paying customer                          | record coworkers | †
    DefaultMemberTariffId         | Default plan                             | record tariffs   | †
    TransferCreditsToPayingMember | Combine credits with the paying customer | tick             | †
    ShareTimePasses               | Share passes                             | tick             | †
    ShareExtraServices            | Share extra services                     | tick             | †
    ShareBookingCredit            | Share booking credit                     | tick             | †
    Prices
    UseSpecialPrices      | Use special prices         | tick                 | †
    DiscountExtraServices | Discount on extra services | number ≥ 0 ≤ 100     | †
    DiscountTimePasses    | Discount on passes         | number ≥ 0 ≤ 100     | †
    DiscountCharges       | Discount on charges        | number ≥ 0 ≤ 100     | †
    DiscountTariffs       | Discount on plans          | number ≥ 0 ≤ 100     | †
    AddedExtraServices    | Add rates                  | add extraservices    | †
    RemovedExtraServices  | Remove rates               | remove extraservices | †
    Profile
    ProfileSummary    | Profile summary       | text multi-line |
    ProfileTags       | Profile tags          | text            |
    ProfileWebsite    | Profile website       | text            |
    GoogleMapsLink    | Google Maps link      | text            |
    ProfileIsPublic   | Profile is public     | tick            |
    HasCommunityGroup | Has a community group | tick            |
    Images
    NewTeamLogoUrl      | Logo URL       | url  |
    ClearTeamLogoFile   | Remove logo    | tick |
    NewTeamImage1Url    | Image 1 URL    | url  |
    ClearTeamImage1File | Remove image 1 | tick |
    NewTeamImage2Url    | Image 2 URL    | url  |
    ClearTeamImage2File | Remove image 2 | tick |
    NewTeamImage3Url    | Image 3 URL    | url  |
    ClearTeamImage3File | Remove image 3 | tick |
    Social
    Twitter   | Twitter   | text |
    Facebook  | Facebook  | text |
    Linkedin  | LinkedIn  | text |
    Skype     | Skype     | text |
    Telegram  | Telegram  | text |
    Github    | GitHub    | text |
    Pinterest | Pinterest | text |
    Flickr    | Flickr    | text |
    Instagram | Instagram | text |
    Vimeo     | Vimeo     | text |
    Tumblr    | Tumblr    | text |
    Blogger   | Blogger   | text |`,
  'role.add-users': `
    Id         | Role         | record userroles | *
    AddedUsers | Users        | add users        |
               | Slack people | people           |
               | Until        | moment           |`,
  'role.update': `
    Id           | Role               | record userroles  | *
    BusinessId   | Location           | record businesses | *
    Name         | Name               | text              | *
    AddedRoles   | Add permissions    | add roles         | †
    RemovedRoles | Remove permissions | remove roles      | †
    AddedUsers   | Add users          | add users         |
    RemovedUsers | Remove users       | remove users      |`,
};

interface Line {
  wire: string;
  label: string;
  control: string;
  required: boolean;
  isPrivate: boolean;
  section?: string;
}

function linesOf(table: string): Line[] {
  const lines: Line[] = [];
  let section: string | undefined;
  for (const line of table.split('\n').filter((text) => text.trim())) {
    const [wire = '', label, control = '', marks = ''] = line.split('|').map((cell) => cell.trim());
    if (label === undefined) section = wire;
    else {
      const [required, isPrivate] = [marks.includes('*'), marks.includes('†')];
      lines.push({ wire, label, control, required, isPrivate, section });
    }
  }
  return lines;
}

describe('the fields are those of fields.md', () => {
  test('there is a table for every operation', () => {
    expect(operations.map(({ id }) => id).sort()).toEqual(Object.keys(tables).sort());
  });

  test.each(operations)('$id: properties, labels, controls, sections and what is private', (operation) => {
    const declared = Object.values(operation.fields).map(
      ({ wire, label, control, required, private: isPrivate, section }): Line => {
        const words: string[] = [control.kind];
        if ('of' in control) words.push(control.of);
        if (control.kind === 'text' && control.multiline) words.push('multi-line');
        if (control.kind === 'tick' && control.startsOn) words.push('on');
        if (control.kind === 'number') {
          if (control.whole) words.push('whole');
          if (control.min !== undefined) words.push(`≥ ${control.min}`);
          if (control.max !== undefined) words.push(`≤ ${control.max}`);
        }
        return { wire, label, control: words.join(' '), required, isPrivate, section };
      },
    );
    expect(declared).toEqual(linesOf(tables[operation.id] ?? ''));
  });

  test('the sections of the team form are in the order of the table, and cover all fields but the picker', () => {
    const team = operations.find(({ id }) => id === 'team.update');
    expect(team?.sections).toEqual(['Basics', 'People', 'Billing', 'Prices', 'Profile', 'Images', 'Social']);
    const outside = Object.entries(team?.fields ?? {}).filter(([, { section }]) => !section);
    expect(outside.map(([name]) => name)).toEqual([team?.record]);
  });

  test('entry words open sections that exist', () => {
    for (const { entries = {}, sections = [] } of operations) {
      for (const section of Object.values(entries)) expect(sections).toContain(section);
    }
  });
});
