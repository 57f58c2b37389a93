import type { z } from 'zod';
import { newVideoRoomBody, teamBody, userRoleBody, videoRoomBody, workspaceBody } from './bodies.ts';
import { idOf } from './ids.ts';

/** A record as the API gives it: every property, also those that this bot knows nothing of. */
export type NexudusRecord = { Id: number; [property: string]: unknown };

interface Resource {
  path: string;
  /** The API's name of the record type: permissions are `{entity}-List`, filters `{entity}_{Property}`. */
  entity: string;
  /** The property people know a record by. */
  name: string;
  /** The property with the e-mail address, where the records are people: it distinguishes those of one name. */
  email?: string;
  /** The property that says which location a record belongs to; absent where records belong to none. */
  location?: string;
  /** A record without a location belongs to all of them (assumed). */
  belongsAnywhere?: boolean;
  /** Properties that hold ids of other records. Rows of a list come without them, and records read by their ids may (documented). */
  lists?: readonly string[];
  /** Names are `{entity}-{act}`: pickers show them by entity. */
  namedByEntity?: boolean;
  /** Nexudus's own: operators add none, rename none and remove none (assumed), so they are seldom read again. */
  builtIn?: boolean;
  /** Its records are people, listed only to those who may list them in Nexudus. */
  listedByPermission?: boolean;
  create?: z.ZodType<Record<string, unknown>>;
  update?: z.ZodObject;
}

// Paths are documented; that extraservices are under billing was seen.
export const resources = {
  videorooms: {
    path: 'api/community/videorooms',
    entity: 'VideoRoom',
    name: 'Name',
    location: 'BusinessId',
    create: newVideoRoomBody,
    update: videoRoomBody,
  },
  workspaces: {
    path: 'api/collaboration/workspaces',
    entity: 'Workspace',
    name: 'Name',
    location: 'BusinessId',
    update: workspaceBody,
  },
  teams: { path: 'api/spaces/teams', entity: 'Team', name: 'Name', location: 'BusinessId', update: teamBody },
  userroles: {
    path: 'api/security/userroles',
    entity: 'UserRole',
    name: 'Name',
    location: 'BusinessId',
    lists: ['Roles', 'Users'],
    update: userRoleBody,
  },
  roles: {
    path: 'api/security/roles',
    entity: 'Role',
    name: 'Name',
    lists: ['UserRoles'],
    namedByEntity: true,
    builtIn: true,
  },
  users: {
    path: 'api/sys/users',
    entity: 'User',
    name: 'FullName',
    email: 'Email',
    lists: ['UserRoles', 'Businesses'],
    listedByPermission: true,
    location: 'DefaultBusinessId',
    belongsAnywhere: true,
  },
  businesses: { path: 'api/sys/businesses', entity: 'Business', name: 'Name', location: 'Id' },
  coworkers: {
    path: 'api/spaces/coworkers',
    entity: 'Coworker',
    name: 'FullName',
    email: 'Email',
    listedByPermission: true,
    location: 'InvoicingBusinessId',
  },
  tariffs: { path: 'api/billing/tariffs', entity: 'Tariff', name: 'Name', location: 'BusinessId' },
  extraservices: {
    path: 'api/billing/extraservices',
    entity: 'ExtraService',
    name: 'Name',
    location: 'BusinessId',
  },
} as const satisfies Record<string, Resource>;

export type ResourceName = keyof typeof resources;
export const resourceNames = Object.keys(resources) as ResourceName[];

/** The records that locations are. */
export const LOCATIONS = 'businesses' satisfies ResourceName;

/** Resources whose records are people with an e-mail address. */
export type PeopleResource = {
  [K in ResourceName]: (typeof resources)[K] extends { email: string } ? K : never;
}[ResourceName];
export const isOfPeople = (name: ResourceName): name is PeopleResource => 'email' in resources[name];

/** The resource's declaration with its optional parts readable on every resource. */
export const resourceOf = (name: ResourceName): Resource => resources[name];

/** What people call a record; undefined where it came without its name. */
export function recordName(of: ResourceName, record: Readonly<Record<string, unknown>>): string | undefined {
  const name = record[resources[of].name];
  return typeof name === 'string' ? name : undefined;
}

/** The location that a record belongs to; null where it belongs to none. */
export function locationOf(of: ResourceName, record: NexudusRecord): number | null {
  const { location } = resourceOf(of);
  return (location === undefined ? undefined : idOf(record[location])) ?? null;
}
