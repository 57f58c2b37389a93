import type { NexudusRecord } from '../nexudus/resources.ts';
import type { Operation, Values } from '../operations/operation.ts';
import { gives, type Rights } from '../operations/rights.ts';
import { withoutLent } from '../operations/temporary.ts';

const NO_ROLE: NexudusRecord = { Id: 0 };

/** How long an approval can be given. */
export const APPROVAL_MS = 24 * 60 * 60_000;
/** Its requester may have the approvers reminded so often. */
export const REMIND_EVERY_MS = 60 * 60_000;

/**
 * What a change grants and takes away; undefined for operations that do neither.
 * @param role as it is now; without it all named users count as added, also those who have the role already
 */
export const grantOf = (
  operation: Operation,
  input: Values,
  role: NexudusRecord = NO_ROLE,
): Rights | undefined => operation.rights?.(input, role);

/**
 * The same, where who has the role only until a moment counts as added, and is removed as anyone is.
 * @param lent who that is
 */
export const grantOver = (
  operation: Operation,
  input: Values,
  role: NexudusRecord,
  lent: readonly number[],
): Rights | undefined => {
  const given = grantOf(operation, input, withoutLent(role, lent));
  const changed = grantOf(operation, input, role);
  return given && changed && { ...given, usersRemoved: changed.usersRemoved };
};

/** Changes that grant access have to be approved, whichever way they are submitted; taking away runs at once. */
export function needsApproval(operation: Operation, input: Values): boolean {
  const grant = grantOf(operation, input);
  return grant !== undefined && gives(grant);
}
