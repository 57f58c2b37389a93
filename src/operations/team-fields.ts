import { adding, number, record, removing, text, tick, url } from './field.ts';

const basics = { section: 'Basics' };
const people = { section: 'People', private: true, of: 'coworkers' as const };
const billing = { section: 'Billing', private: true };
const prices = { section: 'Prices', private: true };
const profile = { section: 'Profile' };
const images = { section: 'Images', action: true };
const social = { section: 'Social' };

const IMAGE_HINT = 'Must be a public URL: Nexudus downloads the picture from it.';
const REMOVE_HINT = 'A removed image can’t be restored.';

const discount = (wire: string, label: string) =>
  number({ ...prices, wire, label, hint: '%, from 0 to 100.', min: 0, max: 100 });
const picture = (wire: string, label: string) => url({ ...images, wire, label, hint: IMAGE_HINT });
const removal = (wire: string, label: string) =>
  tick({ ...images, group: 'Removal', wire, label, hint: REMOVE_HINT });
const shared = (wire: string, label: string) => tick({ ...billing, group: 'Sharing', wire, label });
const account = (wire: string, label: string) => text({ ...social, wire, label });

export const team = record({ wire: 'Id', label: 'Team', of: 'teams', required: 'Choose a team.' });

// Nexudus documents this bound for a team's name and for no other name.
export const LONGEST_TEAM_NAME = 254;

/** Every property of PUT /api/spaces/teams, by the sections of the form. */
export const teamFields = {
  team,
  location: record({
    ...basics,
    wire: 'BusinessId',
    label: 'Location',
    of: 'businesses',
    required: 'Choose a location.',
  }),
  name: text({ ...basics, wire: 'Name', label: 'Name', max: LONGEST_TEAM_NAME, required: 'Enter a name.' }),
  description: text({
    ...basics,
    wire: 'Description',
    label: 'Description',
    hint: 'For staff only.',
    private: true,
    multiline: true,
  }),
  tunnelGroup: text({ ...basics, wire: 'TunnelPrivateGroupId', label: 'Tunnel private group ID' }),
  maximumMembers: number({
    ...basics,
    wire: 'MaxTeamMemberCount',
    label: 'Maximum members',
    hint: 'Leave blank for no limit.',
    whole: true,
    min: 0,
    usual: 10_000,
  }),
  noAttendance: tick({
    ...basics,
    wire: 'DisableAttendanceDashboard',
    label: 'Disable attendance dashboard',
  }),

  addMembers: adding({
    ...people,
    wire: 'AddedTeamMembers',
    label: 'Add members',
    list: 'TeamMembers',
    noun: 'members',
  }),
  removeMembers: removing({
    ...people,
    wire: 'RemovedTeamMembers',
    label: 'Remove members',
    list: 'TeamMembers',
  }),
  addAdministrators: adding({
    ...people,
    wire: 'AddedTeamAdministrators',
    label: 'Add administrators',
    hint: 'Customers who may manage the team in the members’ portal.',
    list: 'TeamAdministrators',
    noun: 'administrators',
  }),
  removeAdministrators: removing({
    ...people,
    wire: 'RemovedTeamAdministrators',
    label: 'Remove administrators',
    list: 'TeamAdministrators',
  }),

  oneInvoice: tick({
    ...billing,
    group: 'Invoices',
    wire: 'CreateSingleInvoiceForTeam',
    label: 'One invoice for the team',
  }),
  payingCustomer: record({ ...billing, wire: 'PayingMemberId', label: 'Paying customer', of: 'coworkers' }),
  defaultPlan: record({ ...billing, wire: 'DefaultMemberTariffId', label: 'Default plan', of: 'tariffs' }),
  combineCredits: shared('TransferCreditsToPayingMember', 'Combine credits with the paying customer'),
  sharePasses: shared('ShareTimePasses', 'Share passes'),
  shareServices: shared('ShareExtraServices', 'Share extra services'),
  shareCredit: shared('ShareBookingCredit', 'Share booking credit'),

  specialPrices: tick({ ...prices, wire: 'UseSpecialPrices', label: 'Use special prices' }),
  discountServices: discount('DiscountExtraServices', 'Discount on extra services'),
  discountPasses: discount('DiscountTimePasses', 'Discount on passes'),
  discountCharges: discount('DiscountCharges', 'Discount on charges'),
  discountPlans: discount('DiscountTariffs', 'Discount on plans'),
  addRates: adding({
    ...prices,
    wire: 'AddedExtraServices',
    label: 'Add rates',
    of: 'extraservices',
    list: 'ExtraServices',
    noun: 'rates',
  }),
  removeRates: removing({
    ...prices,
    wire: 'RemovedExtraServices',
    label: 'Remove rates',
    of: 'extraservices',
    list: 'ExtraServices',
  }),

  summary: text({ ...profile, wire: 'ProfileSummary', label: 'Profile summary', multiline: true }),
  tags: text({ ...profile, wire: 'ProfileTags', label: 'Profile tags', hint: 'Separated by spaces.' }),
  website: text({ ...profile, wire: 'ProfileWebsite', label: 'Profile website' }),
  maps: text({ ...profile, wire: 'GoogleMapsLink', label: 'Google Maps link' }),
  isPublic: tick({ ...profile, wire: 'ProfileIsPublic', label: 'Profile is public' }),
  hasGroup: tick({ ...profile, wire: 'HasCommunityGroup', label: 'Has a community group' }),

  logoUrl: picture('NewTeamLogoUrl', 'Logo URL'),
  removeLogo: removal('ClearTeamLogoFile', 'Remove logo'),
  image1Url: picture('NewTeamImage1Url', 'Image 1 URL'),
  removeImage1: removal('ClearTeamImage1File', 'Remove image 1'),
  image2Url: picture('NewTeamImage2Url', 'Image 2 URL'),
  removeImage2: removal('ClearTeamImage2File', 'Remove image 2'),
  image3Url: picture('NewTeamImage3Url', 'Image 3 URL'),
  removeImage3: removal('ClearTeamImage3File', 'Remove image 3'),

  twitter: account('Twitter', 'Twitter'),
  facebook: account('Facebook', 'Facebook'),
  linkedin: account('Linkedin', 'LinkedIn'),
  skype: account('Skype', 'Skype'),
  telegram: account('Telegram', 'Telegram'),
  github: account('Github', 'GitHub'),
  pinterest: account('Pinterest', 'Pinterest'),
  flickr: account('Flickr', 'Flickr'),
  instagram: account('Instagram', 'Instagram'),
  vimeo: account('Vimeo', 'Vimeo'),
  tumblr: account('Tumblr', 'Tumblr'),
  blogger: account('Blogger', 'Blogger'),
};
