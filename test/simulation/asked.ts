import type { Values } from '../../src/operations/operation.ts';

/** What a submission may change of a record, by the names of the API. Written by hand: the rooms under test have their own. */
export interface GrantAsked {
  values: Readonly<Record<string, unknown>>;
  added: Readonly<Record<string, readonly number[]>>;
  removed: Readonly<Record<string, readonly number[]>>;
  /** It gives someone rights. */
  grants: boolean;
}

const VALUES: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'video-room.create': {
    location: 'BusinessId',
    name: 'Name',
    participants: 'NumberOfParticipants',
    description: 'Description',
    active: 'Active',
  },
  'video-room.update': {
    location: 'BusinessId',
    participants: 'NumberOfParticipants',
    description: 'Description',
    active: 'Active',
  },
  'team.rename': { newName: 'Name' },
  'team.update': { summary: 'ProfileSummary', sharePasses: 'ShareTimePasses' },
  'workspace.update': { description: 'Description', archived: 'Archived' },
  'role.update': { name: 'Name' },
};
const ADDED: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'role.add-users': { users: 'Users' },
  'role.update': { addUsers: 'Users', addPermissions: 'Roles' },
  'workspace.update': { addMembers: 'Members' },
};
const REMOVED: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'role.update': { removeUsers: 'Users', removePermissions: 'Roles' },
  'role.end-access': { users: 'Users' },
  'workspace.update': { removeMembers: 'Members' },
};

/** The permission of Nexudus that each takes. */
export const PERMISSION: Readonly<Record<string, string>> = {
  'video-room.create': 'VideoRoom-Create',
  'video-room.update': 'VideoRoom-Edit',
  'team.rename': 'Team-Edit',
  'team.update': 'Team-Edit',
  'workspace.update': 'Workspace-Edit',
  'role.add-users': 'UserRole-Edit',
  'role.update': 'UserRole-Edit',
};

export function askedOf(operation: string, input: Values): GrantAsked {
  const named = (table: Readonly<Record<string, string>> = {}) =>
    Object.entries(table).flatMap(([field, property]) =>
      input[field] === undefined ? [] : [[property, input[field]] as const],
    );
  const added = Object.fromEntries(named(ADDED[operation])) as Record<string, number[]>;
  return {
    values: Object.fromEntries(named(VALUES[operation])),
    added,
    removed: Object.fromEntries(named(REMOVED[operation])) as Record<string, number[]>,
    grants: operation.startsWith('role.') && Object.keys(added).length > 0,
  };
}
