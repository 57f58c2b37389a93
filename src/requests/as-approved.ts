import type { NexudusRecord } from '../nexudus/resources.ts';
import { InputRefused, type Operation, type Values } from '../operations/operation.ts';
import { givesMore, type SeenRole } from '../operations/rights.ts';
import type { RequestRow } from './database.ts';

/** Of a request that a second person said yes to: refuses when the role would by now give more than they saw. */
export function refuseMoreThanApproved(
  row: RequestRow,
  { rights, record = '' }: Operation,
  input: Values,
  role: NexudusRecord,
): void {
  if (!rights || row.approved_role === null) return;
  const seen = JSON.parse(row.approved_role) as SeenRole;
  if (!givesMore(rights(input, { Id: 0 }), seen, role)) return;
  throw new InputRefused({
    [record]:
      'The role changed after the yes, and would give more than the second person saw. Send it again to ask anew.',
  });
}
