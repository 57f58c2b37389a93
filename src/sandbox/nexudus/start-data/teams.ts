import type { NexudusRecord } from '../nexudus-stand-in.ts';
import { customerNamed, FIRST_CUSTOMER } from './customers.ts';
import { CAMDEN, locationInTurn, SHOREDITCH, SOHO } from './locations.ts';
import { FIRST_PLAN, FIRST_RATE } from './prices.ts';

export const FIRST_TEAM = 1_414_300_001;

const someone = (...numbers: number[]) => numbers.map((n) => FIRST_CUSTOMER + n);

/** Every property is filled, with a value that tells whether it was kept. */
const ACME: Omit<NexudusRecord, 'Id'> = {
  BusinessId: SOHO,
  Name: 'Acme',
  Description: 'Makes everything.\nThird floor, keys 31 to 36.',
  TunnelPrivateGroupId: 'vlan-120',
  TeamMembers: someone(0, 3, 6, 9, 12, 15),
  TeamAdministrators: someone(0, 6),
  CreateSingleInvoiceForTeam: true,
  UseSpecialPrices: true,
  PayingMemberId: customerNamed("Siobhán O'Brien"),
  DefaultMemberTariffId: FIRST_PLAN + 2,
  MaxTeamMemberCount: 12,
  TransferCreditsToPayingMember: true,
  ShareTimePasses: true,
  ShareExtraServices: true,
  ShareBookingCredit: true,
  DiscountExtraServices: 10,
  DiscountTimePasses: 12.5,
  DiscountCharges: 5,
  DiscountTariffs: 20,
  ProfileSummary: 'Anvils, rockets and giant magnets since 1949.',
  ProfileTags: 'hardware rockets anvils',
  ProfileWebsite: 'https://acme.example',
  GoogleMapsLink: 'https://maps.example/acme',
  ProfileIsPublic: true,
  HasCommunityGroup: true,
  TeamLogoFileName: 'acme-logo.png',
  TeamImage1FileName: 'acme-anvil.jpg',
  TeamImage2FileName: 'acme-rocket.jpg',
  TeamImage3FileName: 'acme-magnet.jpg',
  Twitter: '@acme',
  Facebook: 'https://facebook.example/acme',
  Linkedin: 'https://linkedin.example/company/acme',
  Skype: 'acme.calls',
  Telegram: '@acme_tg',
  Github: 'https://github.example/acme',
  Pinterest: 'https://pinterest.example/acme',
  Flickr: 'https://flickr.example/acme',
  Instagram: 'https://instagram.example/acme',
  Vimeo: 'https://vimeo.example/acme',
  Tumblr: 'https://acme.tumblr.example',
  Blogger: 'https://acme.blogger.example',
  DisableAttendanceDashboard: true,
  ExtraServices: [FIRST_RATE, FIRST_RATE + 2],
  AvgChurnProbability: 0.12,
  EngagementLevel: 3,
  SystemId: 'crm-acme-77',
};

const LONGEST =
  'The Society for the Careful Preservation of Extraordinarily Long Company Names and Other Curiosities '.repeat(
    3,
  );

const team = (BusinessId: number, Name: string, TeamMembers: number[], more: object = {}) => ({
  BusinessId,
  Name,
  TeamMembers,
  ...more,
});

const OTHERS: readonly Omit<NexudusRecord, 'Id'>[] = [
  team(SHOREDITCH, 'Acme Studios', someone(1, 4), { Description: 'Not Acme.' }),
  team(SOHO, 'Northwind', someone(18, 21), { ProfileIsPublic: true }),
  team(CAMDEN, 'Northwind', someone(2, 5, 8), { MaxTeamMemberCount: 5 }),
  team(SHOREDITCH, '<script>alert(1)</script>', someone(7)),
  team(CAMDEN, '*bold* @here <!channel> & _more_', [], { Description: '`code` ~gone~ > quote' }),
  team(SOHO, LONGEST.slice(0, 254), someone(24)),
  team(SOHO, 'Bluebird Design', someone(27, 30, 33), {
    TeamAdministrators: someone(27),
    CreateSingleInvoiceForTeam: true,
    PayingMemberId: FIRST_CUSTOMER + 27,
    DiscountTariffs: 15,
    ProfileIsPublic: true,
    ProfileTags: 'design brand web',
  }),
  team(
    SHOREDITCH,
    'Kestrel Robotics',
    someone(10, 13, 16, 19, 22, 25, 28, 31, 34, 37, 40, 43, 46, 49, 52, 55, 58),
    {
      TeamAdministrators: someone(10),
      CreateSingleInvoiceForTeam: true,
      PayingMemberId: FIRST_CUSTOMER + 10,
      DefaultMemberTariffId: FIRST_PLAN + 4,
      MaxTeamMemberCount: 20,
      ShareBookingCredit: true,
    },
  ),
  team(CAMDEN, 'Łódź Film Works', someone(11, 14, 17), { HasCommunityGroup: true }),
  team(SHOREDITCH, '東京デザイン', someone(29)),
  team(SOHO, "O'Brien Legal", someone(0, 36), { ProfileWebsite: 'https://obrien.example' }),
  team(CAMDEN, 'Zephyr 🚀 Labs', someone(20, 23, 26), { ShareTimePasses: true, DiscountCharges: 0 }),
  team(CAMDEN, 'Juniper & Co', someone(32, 35, 59), {
    PayingMemberId: FIRST_CUSTOMER + 59,
    CreateSingleInvoiceForTeam: true,
  }),
  team(SHOREDITCH, 'Harbour Light Coffee', [], { DisableAttendanceDashboard: true }),
];

export const teams = (): NexudusRecord[] =>
  [ACME, ...OTHERS].map((team, n) => ({ ...team, Id: FIRST_TEAM + n }) as NexudusRecord);

const FIRST =
  'Amber Copper Delta Elm Foxglove Granite Hazel Iron Jade Kite Lark Maple Nova Onyx Pine Quartz'.split(' ');
const SECOND =
  'Analytics Bakery Capital Dynamics Energy Foods Gaming Health Imports Journal Kitchens Legal'.split(' ');

/** The n-th team of the large data, with three members. */
export function manyTeam(n: number): NexudusRecord {
  const Name = `${FIRST[n % FIRST.length]} ${SECOND[Math.floor(n / FIRST.length) % SECOND.length]} ${n}`;
  return {
    Id: FIRST_TEAM + n,
    BusinessId: locationInTurn(n),
    Name,
    TeamMembers: someone(60 + n * 3, 61 + n * 3, 62 + n * 3),
  };
}
