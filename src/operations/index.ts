import type { Operation } from './operation.ts';
import { addUsersToRole, updateRole } from './role.ts';
import { renameTeam, updateTeam } from './team.ts';
import { createVideoRoom, updateVideoRoom } from './video-room.ts';
import { updateWorkspace } from './workspace.ts';

/** Everything a person can do, in the order of help: the three ordered jobs first. */
export const operations: readonly Operation[] = [
  createVideoRoom,
  renameTeam,
  addUsersToRole,
  updateVideoRoom,
  updateWorkspace,
  updateTeam,
  updateRole,
];
