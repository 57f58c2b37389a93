import type { ResourceName } from './nexudus-stand-in.ts';

// The property names, types and required flags of the five endpoints, read from the seed pages (`documented`) and from
// nothing in the bot: a name misspelt there must not be able to pass here. What a page does not say is in `refersTo`,
// `maxLength`, `minimum`, each with its source.

export type PropertyType = 'string' | 'boolean' | 'integer' | 'number' | 'integer[]';

export interface Property {
  type: PropertyType;
  required: boolean;
  /** Whose ids these are: nexudus-api.md §4. */
  refersTo?: ResourceName;
  maxLength?: number;
  minimum?: number;
}

export interface Endpoint {
  /** The seed page. */
  page: string;
  resource: ResourceName;
  properties: Readonly<Record<string, Property>>;
}

export type EndpointName =
  | 'videorooms POST'
  | 'videorooms PUT'
  | 'workspaces PUT'
  | 'teams PUT'
  | 'userroles PUT';

const STRING: Property = { type: 'string', required: false };
const BOOLEAN: Property = { type: 'boolean', required: false };
const NUMBER: Property = { type: 'number', required: false };
const NAME: Property = { type: 'string', required: true };
const ID: Property = { type: 'integer', required: true };
const BUSINESS: Property = { type: 'integer', required: true, refersTo: 'businesses' };
const one = (refersTo: ResourceName): Property => ({ type: 'integer', required: false, refersTo });
const all = (property: Property, names: string): Record<string, Property> =>
  Object.fromEntries(names.split(' ').map((name) => [name, property]));
/** A list, and what is added to it or removed. */
const list = (name: string, refersTo: ResourceName): Record<string, Property> =>
  all({ type: 'integer[]', required: false, refersTo }, `${name} Added${name} Removed${name}`);

const VIDEO_ROOM: Readonly<Record<string, Property>> = {
  BusinessId: BUSINESS,
  Name: NAME,
  // assumed: at least 1 (nexudus-api.md §13: bounds unknown).
  NumberOfParticipants: { type: 'integer', required: true, minimum: 1 },
  ...all(STRING, 'Description NewImageUrl'),
  ...all(BOOLEAN, 'ClearImageFile Active OnlyForContacts OnlyForMembers'),
};

export const ENDPOINTS: Readonly<Record<EndpointName, Endpoint>> = {
  'videorooms POST': {
    page: '001_d32786f807aed75f.txt',
    resource: 'videorooms',
    properties: VIDEO_ROOM,
  },
  'videorooms PUT': {
    page: '000_bf0f27f5040a45f2.txt',
    resource: 'videorooms',
    properties: { Id: ID, ...VIDEO_ROOM },
  },
  'workspaces PUT': {
    page: '002_21a00fdaf250fd4d.txt',
    resource: 'workspaces',
    properties: {
      Id: ID,
      BusinessId: BUSINESS,
      // documented (nexudus-api.md §4): a customer, not an admin user.
      AdministratorId: { type: 'integer', required: true, refersTo: 'coworkers' },
      Name: NAME,
      ...all(BOOLEAN, 'VisibleInMySpaces VisibleByEveryone Archived'),
      Description: STRING,
      ...list('Members', 'coworkers'),
    },
  },
  'teams PUT': {
    page: '003_3b96b4b5505d735c.txt',
    resource: 'teams',
    properties: {
      Id: ID,
      BusinessId: BUSINESS,
      // documented (nexudus-api.md §13): at most 254 characters.
      Name: { type: 'string', required: true, maxLength: 254 },
      ...list('TeamMembers', 'coworkers'),
      ...list('TeamAdministrators', 'coworkers'),
      ...list('ExtraServices', 'extraservices'),
      PayingMemberId: one('coworkers'),
      DefaultMemberTariffId: one('tariffs'),
      ...all(
        NUMBER,
        'MaxTeamMemberCount DiscountExtraServices DiscountTimePasses DiscountCharges DiscountTariffs',
      ),
      ...all(
        BOOLEAN,
        'CreateSingleInvoiceForTeam UseSpecialPrices TransferCreditsToPayingMember ShareTimePasses',
      ),
      ...all(BOOLEAN, 'ShareExtraServices ShareBookingCredit ProfileIsPublic HasCommunityGroup'),
      ...all(BOOLEAN, 'DisableAttendanceDashboard ClearTeamLogoFile ClearTeamImage1File ClearTeamImage2File'),
      ClearTeamImage3File: BOOLEAN,
      ...all(
        STRING,
        'Description TunnelPrivateGroupId ProfileSummary ProfileTags ProfileWebsite NewTeamLogoUrl',
      ),
      ...all(
        STRING,
        'NewTeamImage1Url NewTeamImage2Url NewTeamImage3Url Twitter Facebook Linkedin Skype Telegram',
      ),
      ...all(STRING, 'Github Pinterest Flickr Instagram Vimeo Tumblr Blogger'),
      // The page lost this name and shows only "Google Maps link."; the name is from nexudus-api.md §13 (documented).
      GoogleMapsLink: STRING,
    },
  },
  'userroles PUT': {
    page: '004_40409b0c267cc20c.txt',
    resource: 'userroles',
    properties: {
      Id: ID,
      BusinessId: BUSINESS,
      Name: NAME,
      ...list('Roles', 'roles'),
      ...list('Users', 'users'),
    },
  },
};
