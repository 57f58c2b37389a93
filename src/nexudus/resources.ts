import type { z } from 'zod';
import { newVideoRoomBody, teamBody, userRoleBody, videoRoomBody, workspaceBody } from './bodies.ts';

/** A record as the API gives it: every property, also those that this bot knows nothing of. */
export type NexudusRecord = { Id: number; [property: string]: unknown };

interface Resource {
  path: string;
  /** The API's name of the record type: permissions are `{entity}-List`, filters `{entity}_{Property}`. */
  entity: string;
  /** The property people know a record by. */
  name: string;
  /** A second property that tells records of one name apart. */
  detail?: string;
  /** The property that says which location a record belongs to; absent where records belong to none. */
  location?: string;
  /** A record without a location belongs to all of them (assumed). */
  belongsAnywhere?: boolean;
  create?: z.ZodType<Record<string, unknown>>;
  update?: z.ZodObject;
}

// Paths: nexudus-api.md §3.1 (documented; extraservices under billing: seen).
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
    update: userRoleBody,
  },
  roles: { path: 'api/security/roles', entity: 'Role', name: 'Name' },
  users: {
    path: 'api/sys/users',
    entity: 'User',
    name: 'FullName',
    detail: 'Email',
    location: 'DefaultBusinessId',
    belongsAnywhere: true,
  },
  businesses: { path: 'api/sys/businesses', entity: 'Business', name: 'Name', location: 'Id' },
  coworkers: {
    path: 'api/spaces/coworkers',
    entity: 'Coworker',
    name: 'FullName',
    detail: 'Email',
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

/** The resource's declaration with its optional parts readable on every resource. */
export const resourceOf = (name: ResourceName): Resource => resources[name];
