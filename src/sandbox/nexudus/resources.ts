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

const resource = (path: string, more: Partial<Resource> = {}): Omit<Resource, 'entity'> => ({
  path: `/api/${path}`,
  lists: {},
  keys: {},
  images: [],
  ...more,
});
const inBusiness = { BusinessId: 'businesses' } as const;

export const RESOURCES: Readonly<Record<ResourceName, Resource>> = {
  videorooms: {
    entity: 'VideoRoom',
    ...resource('community/videorooms', { keys: inBusiness, images: [image('Image')] }),
  },
  workspaces: {
    entity: 'Workspace',
    ...resource('collaboration/workspaces', {
      lists: { Members: 'coworkers' },
      keys: { ...inBusiness, AdministratorId: 'coworkers' },
    }),
  },
  teams: {
    entity: 'Team',
    ...resource('spaces/teams', {
      lists: { TeamMembers: 'coworkers', TeamAdministrators: 'coworkers', ExtraServices: 'extraservices' },
      keys: { ...inBusiness, PayingMemberId: 'coworkers', DefaultMemberTariffId: 'tariffs' },
      images: ['TeamLogo', 'TeamImage1', 'TeamImage2', 'TeamImage3'].map(image),
    }),
  },
  userroles: {
    entity: 'UserRole',
    ...resource('security/userroles', { lists: { Roles: 'roles', Users: 'users' }, keys: inBusiness }),
  },
  roles: { entity: 'Role', ...resource('security/roles', { lists: { UserRoles: 'userroles' } }) },
  users: {
    entity: 'User',
    ...resource('sys/users', {
      lists: { Businesses: 'businesses', UserRoles: 'userroles', ChatRooms: undefined },
      keys: { DefaultBusinessId: 'businesses' },
      images: [image('Avatar')],
    }),
  },
  businesses: { entity: 'Business', ...resource('sys/businesses') },
  // assumed: coworker rows leave out Teams and Businesses as the other lists leave out theirs; no page was seen.
  coworkers: {
    entity: 'Coworker',
    ...resource('spaces/coworkers', {
      lists: { Teams: 'teams', Businesses: 'businesses' },
      keys: { InvoicingBusinessId: 'businesses' },
    }),
  },
  tariffs: { entity: 'Tariff', ...resource('billing/tariffs', { keys: inBusiness }) },
  extraservices: { entity: 'ExtraService', ...resource('billing/extraservices', { keys: inBusiness }) },
};

export const RESOURCE_NAMES = Object.keys(RESOURCES) as ResourceName[];
