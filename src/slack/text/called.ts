import { type ResourceName, resourceOf } from '../../nexudus/resources.ts';

/** What people call records of each kind: one, several. */
export const CALLED: Record<ResourceName, readonly [string, string]> = {
  videorooms: ['video room', 'video rooms'],
  workspaces: ['collaboration workspace', 'collaboration workspaces'],
  teams: ['team', 'teams'],
  userroles: ['role', 'roles'],
  roles: ['permission', 'permissions'],
  users: ['admin user', 'admin users'],
  businesses: ['location', 'locations'],
  coworkers: ['customer', 'customers'],
  tariffs: ['plan', 'plans'],
  extraservices: ['rate', 'rates'],
};

const NAMES = new Map(
  (Object.keys(CALLED) as ResourceName[]).map((name) => [resourceOf(name).entity, CALLED[name][1]]),
);

const severalOf = (word: string): string => {
  if (/[^aeiou]y$/.test(word)) return `${word.slice(0, -1)}ies`;
  return /(s|x|ch|sh)$/.test(word) ? `${word}es` : `${word}s`;
};

/** What people call records of an entity of the API: `teams`, `tax rates`. A name that is made otherwise stays as it is. */
export function recordsCalled(entity: string): string {
  const known = NAMES.get(entity);
  if (known !== undefined || !/^([A-Z][a-z]+)+$/.test(entity)) return known ?? entity;
  return severalOf(entity.replace(/(?<=[a-z])(?=[A-Z])/g, ' ').toLowerCase());
}
