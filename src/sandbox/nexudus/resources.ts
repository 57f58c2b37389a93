import type { ResourceName } from './nexudus-stand-in.ts';

// nexudus-api.md §3.1 (paths, entity names), §3.3 (what list rows leave out), §3.4 and §4 (properties, what ids refer to).

/** New…Url, Clear…File and the file name that they set. */
export interface Image {
  url: string;
  clear: string;
  file: string;
}

export interface Resource {
  path: string;
  /** Prefix of filters and permissions. */
  entity: string;
  /** List properties, present in "get one" only, and whose ids they hold (undefined: a resource not played here). */
  lists: Readonly<Record<string, ResourceName | undefined>>;
  /** Foreign keys, and whose ids they hold. */
  keys: Readonly<Record<string, ResourceName>>;
  images: readonly Image[];
}

const image = (name: string): Image => ({
  url: `New${name}Url`,
  clear: `Clear${name}File`,
  file: `${name}FileName`,
});

export const RESOURCES: Readonly<Record<ResourceName, Resource>> = {
  videorooms: {
    path: '/api/community/videorooms',
    entity: 'VideoRoom',
    lists: {},
    keys: { BusinessId: 'businesses' },
    images: [image('Image')],
  },
  workspaces: {
    path: '/api/collaboration/workspaces',
    entity: 'Workspace',
    lists: { Members: 'coworkers' },
    keys: { BusinessId: 'businesses', AdministratorId: 'coworkers' },
    images: [],
  },
  teams: {
    path: '/api/spaces/teams',
    entity: 'Team',
    lists: { TeamMembers: 'coworkers', TeamAdministrators: 'coworkers', ExtraServices: 'extraservices' },
    keys: { BusinessId: 'businesses', PayingMemberId: 'coworkers', DefaultMemberTariffId: 'tariffs' },
    images: [image('TeamLogo'), image('TeamImage1'), image('TeamImage2'), image('TeamImage3')],
  },
  userroles: {
    path: '/api/security/userroles',
    entity: 'UserRole',
    lists: { Roles: 'roles', Users: 'users' },
    keys: { BusinessId: 'businesses' },
    images: [],
  },
  roles: {
    path: '/api/security/roles',
    entity: 'Role',
    lists: { UserRoles: 'userroles' },
    keys: {},
    images: [],
  },
  users: {
    path: '/api/sys/users',
    entity: 'User',
    lists: { Businesses: 'businesses', UserRoles: 'userroles', ChatRooms: undefined },
    keys: { DefaultBusinessId: 'businesses' },
    images: [image('Avatar')],
  },
  businesses: {
    path: '/api/sys/businesses',
    entity: 'Business',
    lists: {},
    keys: {},
    images: [],
  },
  // assumed: coworker rows leave out Teams and Businesses as the other lists leave out theirs; no page was seen.
  coworkers: {
    path: '/api/spaces/coworkers',
    entity: 'Coworker',
    lists: { Teams: 'teams', Businesses: 'businesses' },
    keys: { InvoicingBusinessId: 'businesses' },
    images: [],
  },
  tariffs: {
    path: '/api/billing/tariffs',
    entity: 'Tariff',
    lists: {},
    keys: { BusinessId: 'businesses' },
    images: [],
  },
  extraservices: {
    path: '/api/billing/extraservices',
    entity: 'ExtraService',
    lists: {},
    keys: { BusinessId: 'businesses' },
    images: [],
  },
};

export const RESOURCE_NAMES = Object.keys(RESOURCES) as ResourceName[];
