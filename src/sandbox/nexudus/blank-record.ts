import type { NexudusRecord, ResourceName } from './nexudus-stand-in.ts';

// Properties of each record, nexudus-api.md §3.4 and the page named; a new record starts like this.

const all = <Value>(value: Value, names: string): Record<string, Value> =>
  Object.fromEntries(names.split(' ').map((name) => [name, value]));

// documented: nexudus-api.md §3.4, "common tail". UniqueId and ToStringText are computed.
const TAIL = {
  CreatedOn: '2024-03-04T09:00:00Z',
  UpdatedOn: '2024-03-04T09:00:00Z',
  UpdatedBy: 'ana@harbour.example',
  IsNew: false,
  ...all(null, 'SystemId LocalizationDetails CustomFields'),
};

const BLANK: Readonly<Record<ResourceName, Readonly<Record<string, unknown>>>> = {
  videorooms: {
    ...all(null, 'BusinessId Description ImageFileName'),
    ...all(false, 'Active OnlyForContacts OnlyForMembers'),
    Name: '',
    NumberOfParticipants: 4,
  },
  workspaces: {
    ...all(null, 'BusinessId AdministratorId Description'),
    ...all(false, 'VisibleInMySpaces VisibleByEveryone Archived'),
    Name: '',
    Members: [],
  },
  teams: {
    Name: '',
    ...all(null, 'BusinessId Description TunnelPrivateGroupId PayingMemberId DefaultMemberTariffId'),
    ...all(
      null,
      'MaxTeamMemberCount DiscountExtraServices DiscountTimePasses DiscountCharges DiscountTariffs',
    ),
    ...all(
      null,
      'ProfileSummary ProfileTags ProfileWebsite GoogleMapsLink TeamLogoFileName TeamImage1FileName',
    ),
    ...all(
      null,
      'TeamImage2FileName TeamImage3FileName Twitter Facebook Linkedin Skype Telegram Github Pinterest',
    ),
    ...all(null, 'Flickr Instagram Vimeo Tumblr Blogger AvgChurnProbability EngagementLevel'),
    ...all(
      false,
      'CreateSingleInvoiceForTeam UseSpecialPrices TransferCreditsToPayingMember ShareTimePasses',
    ),
    ...all(false, 'ShareExtraServices ShareBookingCredit ProfileIsPublic HasCommunityGroup'),
    DisableAttendanceDashboard: false,
    ...all([], 'TeamMembers TeamAdministrators ExtraServices'),
  },
  userroles: { BusinessId: null, Name: '', Roles: [], Users: [] },
  roles: { Name: '', UserRoles: [] },
  // documented (old): the sample of GET /api/auth/me, without its secrets.
  users: {
    FullName: '',
    DefaultCurrencyId: 3005,
    DefaultCurrencyName: 'UK Pound Sterling (GBP)',
    DefaultCurrencyCode: 'GBP',
    DefaultCountryId: 1220,
    DefaultCountryName: 'United Kingdom',
    DefaultSimpleTimeZoneId: 2023,
    DefaultSimpleTimeZoneName: 'GMT Standard Time',
    DefaultSimpleTimeZoneNameIana: 'Europe/London',
    PreferredLanguageId: 287965678,
    InvalidLoginAttempts: 0,
    ...all(null, 'DefaultBusinessId Email NewPassword NewPasswordConfirm OldPassword PassportNumber'),
    ...all(null, 'PassportCardNumber LastAccess Devices LastLoginAttempt AvatarFileName'),
    ...all(
      true,
      'EnablePassportAccess Active IsAdmin APIAccess Validated OnNewEmail OnHelpDeskMsg OnNewWallPost',
    ),
    ...all(
      true,
      'OnNewMember OnProfileChanges OnTariffChange OnBookingChange OnPurchases OnVisitorRegistration',
    ),
    OnPlaformInvoices: true,
    ...all(false, 'MustResetPassword OnNewBlogComment OnNewEventComment ReceiveCommunityDigest'),
    ReceiveEveryMessage: false,
    ...all([], 'Businesses UserRoles ChatRooms'),
  },
  businesses: {
    ...all(null, 'WebAddress Address PostalCode TownCity EmailContact Phone'),
    Name: '',
    CountryName: 'United Kingdom',
    CurrencyCode: 'GBP',
    SimpleTimeZoneId: 2023,
  },
  // seen: no BusinessId (nexudus-api.md §3.4).
  coworkers: {
    CoworkerType: 1,
    FullName: '',
    Active: true,
    ProfileIsPublic: false,
    ...all(
      null,
      'Email CompanyName BillingName BillingEmail Position MobilePhone UserId InvoicingBusinessId',
    ),
    ...all(null, 'CoworkerContractIds AvatarFileName'),
    ...all([], 'Businesses Teams'),
  },
  tariffs: {
    ...all(null, 'BusinessId Description GroupName DiscountExtraServices DiscountTimePasses DiscountCharges'),
    Name: '',
    Price: 0,
    CurrencyCode: 'GBP',
    Visible: true,
    Archived: false,
    InvoiceEvery: 1,
  },
  extraservices: {
    ...all(null, 'BusinessId Description ResourceTypeNames'),
    ...all(false, 'OnlyForContacts OnlyForMembers IsPrintingCredit IsBookingCredit'),
    Name: '',
    Visible: true,
    Price: 0,
    ChargePeriod: 1,
    CurrencyCode: 'GBP',
  },
};

export function blankRecord(resource: ResourceName, id: number): NexudusRecord {
  return { ...BLANK[resource], Id: id, ...TAIL };
}
