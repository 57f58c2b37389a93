import type { Operation } from './operation.ts';
import { roleOperations } from './role.ts';
import { renameTeam, updateTeam } from './team.ts';
import type { MaxDays } from './temporary.ts';
import { createVideoRoom, updateVideoRoom } from './video-room.ts';
import { updateWorkspace } from './workspace.ts';

/**
 * Everything a person can do, in the order of help: the three ordered jobs first.
 * @param maxDays the longest time that a role is given for (`ROLE_MAX_DAYS`)
 */
export function operationsWithin(maxDays: MaxDays): readonly Operation[] {
  const [addUsersToRole, updateRole] = roleOperations(maxDays);
  return [
    createVideoRoom,
    renameTeam,
    addUsersToRole,
    updateVideoRoom,
    updateWorkspace,
    updateTeam,
    updateRole,
  ];
}

export const operations: readonly Operation[] = operationsWithin(undefined);
