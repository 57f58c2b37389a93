import type { Nexudus } from '../nexudus/client.ts';
import type { Directory } from '../nexudus/directory.ts';
import { idList } from '../nexudus/ids.ts';
import { apartFromOthers, describeChanges } from '../operations/describe-changes.ts';
import type { Operation, Values } from '../operations/operation.ts';
import { type Discrepancy, verifyChange } from '../operations/verify-change.ts';
import type { Succeeded, Verification } from './submission.ts';

/** What was taken off a list is on it all the same, or the list can't be read. */
const isStillThere = (sent: Readonly<Record<string, unknown>>, { property, found }: Discrepancy): boolean => {
  const removed = idList(sent[`Removed${property}`]) ?? [];
  const now = idList(found);
  return removed.length > 0 && (!now || removed.some((id) => now.includes(id)));
};

/** Reads again what was written, and puts it into words. Never rejects. */
export async function verificationOf(
  nexudus: Nexudus,
  directory: Directory,
  operation: Operation,
  input: Values,
  { outcome, twins }: Succeeded,
): Promise<Verification> {
  const labelOf = (property: string): string =>
    Object.values(operation.fields).find(
      ({ wire, control }) => wire === property || ('list' in control && control.list === property),
    )?.label ?? property;
  const changes = describeChanges(operation.fields, outcome, directory, input).catch(() => []);
  const record = { ...outcome.before, ...outcome.sent, Id: outcome.id ?? 0 };
  const apart = apartFromOthers(operation.resource, record, directory, { twins }).catch(() => undefined);
  try {
    const { differing, held } = await verifyChange(nexudus, operation.resource, outcome);
    return {
      changes: await changes,
      differing: differing.map(({ property }) => labelOf(property)),
      ...(differing.some((one) => isStillThere(outcome.sent, one)) ? { stillThere: true as const } : {}),
      // Without its id a record can't be read again.
      unverified: !outcome.rehearsed && outcome.id === undefined,
      apart: await apart,
      held,
    };
  } catch {
    return { changes: await changes, differing: [], unverified: true, apart: await apart };
  }
}
