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
  create?: z.ZodType<Record<string, unknown>>;
  update?: z.ZodObject;
}

// Paths: nexudus-api.md §3.1 (documented; extraservices under billing: seen).
export const resources = {
  videorooms: {
    path: 'api/community/videorooms',
    entity: 'VideoRoom',
    name: 'Name',
    create: newVideoRoomBody,
    update: videoRoomBody,
  },
  workspaces: {
    path: 'api/collaboration/workspaces',
    entity: 'Workspace',
    name: 'Name',
    update: workspaceBody,
  },
  teams: { path: 'api/spaces/teams', entity: 'Team', name: 'Name', update: teamBody },
  userroles: { path: 'api/security/userroles', entity: 'UserRole', name: 'Name', update: userRoleBody },
  roles: { path: 'api/security/roles', entity: 'Role', name: 'Name' },
  users: { path: 'api/sys/users', entity: 'User', name: 'FullName', detail: 'Email' },
  businesses: { path: 'api/sys/businesses', entity: 'Business', name: 'Name' },
  coworkers: { path: 'api/spaces/coworkers', entity: 'Coworker', name: 'FullName', detail: 'Email' },
  tariffs: { path: 'api/billing/tariffs', entity: 'Tariff', name: 'Name' },
  extraservices: { path: 'api/billing/extraservices', entity: 'ExtraService', name: 'Name' },
} as const satisfies Record<string, Resource>;

export type ResourceName = keyof typeof resources;

/** The resource's declaration with its optional parts readable on every resource. */
export const resourceOf = (name: ResourceName): Resource => resources[name];
