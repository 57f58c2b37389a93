/** What a person does in one section of the team form, and what must come of it. Acme, all in literals. */
export interface SectionCase {
  section: string;
  /** The word after `/nexudus team` that opens it. */
  word: string;
  /** By label: text to type, boxes to tick or untick, entries to pick. Every field of the section is here. */
  fill: Readonly<Record<string, string | boolean | readonly string[]>>;
  /** What stands over its groups of boxes. */
  groups?: readonly string[];
  /** Every property that differs afterwards, computed ones included. */
  changes: Readonly<Record<string, unknown>>;
  /** Instructions, which read back as null: they are looked up in what was sent. */
  sent?: Readonly<Record<string, unknown>>;
  /** Of the message in the channel: the bullets. */
  bullets: readonly string[];
  /** Must be nowhere in the message. */
  secret?: RegExp;
}

export const sectionCases: readonly SectionCase[] = [
  {
    section: 'Basics',
    word: 'update',
    groups: ['Options'],
    fill: {
      Location: ['Camden'],
      Name: 'Acme Ltd',
      Description: 'By the lock.\nKeys 1 to 6.',
      'Tunnel private group ID': 'vlan-7',
      'Maximum members': '30',
      'Disable attendance dashboard': false,
    },
    changes: {
      BusinessId: 1_414_940_212,
      BusinessName: 'Camden',
      Name: 'Acme Ltd',
      Description: 'By the lock.\nKeys 1 to 6.',
      TunnelPrivateGroupId: 'vlan-7',
      MaxTeamMemberCount: 30,
      DisableAttendanceDashboard: false,
    },
    bullets: [
      '• Location: Soho → Camden',
      '• Name: Acme → Acme Ltd',
      '• Description: changed',
      '• Tunnel private group ID: vlan-120 → vlan-7',
      '• Maximum members: 12 → 30',
      '• Disable attendance dashboard: yes → no',
    ],
    secret: /lock|Keys|keys|Makes/,
  },
  {
    section: 'People',
    word: 'members',
    fill: {
      'Add members': ['Nia Roberts', 'Max 🚀 Power'],
      'Remove members': ['Amara Okafor', '李小龙'],
      'Add administrators': ['Nia Roberts'],
      'Remove administrators': ['Chris Taylor'],
    },
    changes: {
      TeamMembers: [1_415_000_001, 1_415_000_007, 1_415_000_013, 1_415_000_016, 1_415_000_014, 1_415_000_009],
      TeamAdministrators: [1_415_000_001, 1_415_000_014],
      CoworkerIds: '1415000001,1415000007,1415000013,1415000016,1415000014,1415000009',
      CoworkerFullNames:
        "Siobhán O'Brien,Chris Taylor,Bartholomew Fitzgerald-Wolverhampton van der Westhuizen-Montgomery III,Fatima Zahra Benali,Nia Roberts,Max 🚀 Power",
      CoworkerBillingNames:
        "Siobhán O'Brien,Chris Taylor,Bartholomew Fitzgerald-Wolverhampton van der Westhuizen-Montgomery III,Fatima Zahra Benali,Nia Roberts,Max 🚀 Power",
      ActiveContracts: 6,
    },
    sent: {
      AddedTeamMembers: [1_415_000_014, 1_415_000_009],
      RemovedTeamMembers: [1_415_000_004, 1_415_000_010],
      AddedTeamAdministrators: [1_415_000_014],
      RemovedTeamAdministrators: [1_415_000_007],
    },
    bullets: [
      '• 2 members added',
      '• 2 members removed',
      '• 1 administrator added',
      '• 1 administrator removed',
    ],
    secret: /Nia|Power|Okafor|李小龙|Taylor|14150000/,
  },
  {
    section: 'Billing',
    word: 'billing',
    groups: ['Invoices', 'Sharing'],
    fill: {
      'One invoice for the team': false,
      'Paying customer': ['Amara Okafor'],
      'Default plan': ['Dedicated desk'],
      'Combine credits with the paying customer': false,
      'Share passes': false,
      'Share extra services': false,
      'Share booking credit': false,
    },
    changes: {
      CreateSingleInvoiceForTeam: false,
      PayingMemberId: 1_415_000_004,
      PayingMemberFullName: 'Amara Okafor',
      PayingMemberBillingName: 'Amara Okafor',
      PayingMemberCompanyName: null,
      DefaultMemberTariffId: 1_414_500_002,
      DefaultMemberTariffName: 'Dedicated desk',
      TransferCreditsToPayingMember: false,
      ShareTimePasses: false,
      ShareExtraServices: false,
      ShareBookingCredit: false,
    },
    bullets: [
      '• One invoice for the team: changed',
      '• Paying customer: changed',
      '• Default plan: changed',
      '• Combine credits with the paying customer: changed',
      '• Share passes: changed',
      '• Share extra services: changed',
      '• Share booking credit: changed',
    ],
    secret: /Okafor|O'Brien|Dedicated|Team member|14150000|14145000|: yes|: no/,
  },
  {
    section: 'Prices',
    word: 'prices',
    groups: ['Options'],
    fill: {
      'Use special prices': false,
      'Discount on extra services': '0',
      'Discount on passes': '17.5',
      'Discount on charges': '100',
      'Discount on plans': '33',
      'Add rates': ['Locker', 'Phone booth'],
      'Remove rates': ['Podcast studio'],
    },
    changes: {
      UseSpecialPrices: false,
      DiscountExtraServices: 0,
      DiscountTimePasses: 17.5,
      DiscountCharges: 100,
      DiscountTariffs: 33,
      ExtraServices: [1_414_600_001, 1_414_600_004, 1_414_600_011],
    },
    sent: {
      AddedExtraServices: [1_414_600_004, 1_414_600_011],
      RemovedExtraServices: [1_414_600_003],
    },
    bullets: [
      '• Use special prices: changed',
      '• Discount on extra services: changed',
      '• Discount on passes: changed',
      '• Discount on charges: changed',
      '• Discount on plans: changed',
      '• 2 rates added',
      '• 1 rate removed',
    ],
    secret: /17\.5|\b33\b|12\.5|Locker|Podcast|booth|14146000/,
  },
  {
    section: 'Profile',
    word: 'profile',
    groups: ['Options'],
    fill: {
      'Profile summary': 'Anvils only.\nSince 1949.',
      'Profile tags': 'anvils iron',
      'Profile website': 'https://anvils.example',
      'Google Maps link': 'https://maps.example/anvils',
      'Profile is public': false,
      'Has a community group': false,
    },
    changes: {
      ProfileSummary: 'Anvils only.\nSince 1949.',
      ProfileTags: 'anvils iron',
      ProfileWebsite: 'https://anvils.example',
      GoogleMapsLink: 'https://maps.example/anvils',
      ProfileIsPublic: false,
      HasCommunityGroup: false,
    },
    bullets: [
      '• Profile summary: Anvils, rockets and giant magnets since 1949. → Anvils only. Since 1949.',
      '• Profile tags: hardware rockets anvils → anvils iron',
      '• Profile website: https://acme.example → https://anvils.example',
      '• Google Maps link: https://maps.example/acme → https://maps.example/anvils',
      '• Profile is public: yes → no',
      '• Has a community group: yes → no',
    ],
  },
  {
    section: 'Images',
    word: 'images',
    groups: ['Removal'],
    fill: {
      'Logo URL': 'https://pictures.example/new-logo.png',
      'Remove logo': false,
      'Image 1 URL': 'https://pictures.example/one.jpg',
      'Remove image 1': false,
      'Image 2 URL': 'https://pictures.example/two.jpg',
      'Remove image 2': false,
      'Image 3 URL': '',
      'Remove image 3': true,
    },
    changes: {
      TeamLogoFileName: 'new-logo.png',
      TeamImage1FileName: 'one.jpg',
      TeamImage2FileName: 'two.jpg',
      TeamImage3FileName: null,
    },
    sent: {
      NewTeamLogoUrl: 'https://pictures.example/new-logo.png',
      ClearTeamLogoFile: null,
      NewTeamImage1Url: 'https://pictures.example/one.jpg',
      ClearTeamImage1File: null,
      NewTeamImage2Url: 'https://pictures.example/two.jpg',
      ClearTeamImage2File: null,
      NewTeamImage3Url: null,
      ClearTeamImage3File: true,
    },
    bullets: [
      '• Logo URL: https://pictures.example/new-logo.png',
      '• Image 1 URL: https://pictures.example/one.jpg',
      '• Image 2 URL: https://pictures.example/two.jpg',
      '• Remove image 3: yes',
    ],
  },
  {
    section: 'Images',
    word: 'logo',
    groups: ['Removal'],
    fill: {
      'Logo URL': '',
      'Remove logo': true,
      'Image 1 URL': '',
      'Remove image 1': true,
      'Image 2 URL': '',
      'Remove image 2': true,
      'Image 3 URL': 'https://pictures.example/three.webp',
      'Remove image 3': false,
    },
    changes: {
      TeamLogoFileName: null,
      TeamImage1FileName: null,
      TeamImage2FileName: null,
      TeamImage3FileName: 'three.webp',
    },
    sent: {
      NewTeamLogoUrl: null,
      ClearTeamLogoFile: true,
      ClearTeamImage1File: true,
      ClearTeamImage2File: true,
      NewTeamImage3Url: 'https://pictures.example/three.webp',
      ClearTeamImage3File: null,
    },
    bullets: [
      '• Remove logo: yes',
      '• Remove image 1: yes',
      '• Remove image 2: yes',
      '• Image 3 URL: https://pictures.example/three.webp',
    ],
  },
  {
    section: 'Social',
    word: 'social',
    fill: Object.fromEntries(
      'Twitter Facebook LinkedIn Skype Telegram GitHub Pinterest Flickr Instagram Vimeo Tumblr Blogger'
        .split(' ')
        .map((label) => [label, `new-on-${label}`]),
    ),
    changes: {
      Twitter: 'new-on-Twitter',
      Facebook: 'new-on-Facebook',
      Linkedin: 'new-on-LinkedIn',
      Skype: 'new-on-Skype',
      Telegram: 'new-on-Telegram',
      Github: 'new-on-GitHub',
      Pinterest: 'new-on-Pinterest',
      Flickr: 'new-on-Flickr',
      Instagram: 'new-on-Instagram',
      Vimeo: 'new-on-Vimeo',
      Tumblr: 'new-on-Tumblr',
      Blogger: 'new-on-Blogger',
    },
    bullets: [
      '• Twitter: @acme → new-on-Twitter',
      '• Facebook: https://facebook.example/acme → new-on-Facebook',
      '• LinkedIn: https://linkedin.example/company/acme → new-on-LinkedIn',
      '• Skype: acme.calls → new-on-Skype',
      '• Telegram: @acme_tg → new-on-Telegram',
      '• GitHub: https://github.example/acme → new-on-GitHub',
      '• Pinterest: https://pinterest.example/acme → new-on-Pinterest',
      '• Flickr: https://flickr.example/acme → new-on-Flickr',
      '• Instagram: https://instagram.example/acme → new-on-Instagram',
      '• Vimeo: https://vimeo.example/acme → new-on-Vimeo',
      '• Tumblr: https://acme.tumblr.example → new-on-Tumblr',
      '• Blogger: https://acme.blogger.example → new-on-Blogger',
    ],
  },
];
