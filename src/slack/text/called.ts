import type { ResourceName } from '../../nexudus/resources.ts';

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
