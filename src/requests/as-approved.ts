import type { Nexudus } from '../nexudus/client.ts';
import { InputRefused, type Operation, type Values } from '../operations/operation.ts';
import { givesMore, type SeenRole } from '../operations/rights.ts';
import type { RequestRow } from './database.ts';

/**
 * Nexudus for a request that a second person said yes to: a role that would by now give more than they saw is not read
 * for the change, so it is not written.
 */
export function asApproved(row: RequestRow, operation: Operation, input: Values, nexudus: Nexudus): Nexudus {
  const { rights, record = '', resource } = operation;
  if (!rights || row.approved_role === null) return nexudus;
  const seen = JSON.parse(row.approved_role) as SeenRole;
  return {
    ...nexudus,
    async get(of, id) {
      const role = await nexudus.get(of, id);
      if (of === resource && id === input[record] && givesMore(rights(input, { Id: 0 }), seen, role)) {
        throw new InputRefused({
          [record]:
            'The role changed after the yes, and would give more than the second person saw. Send it again to ask anew.',
        });
      }
      return role;
    },
  };
}
