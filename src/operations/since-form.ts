import type { NexudusRecord } from '../nexudus/resources.ts';
import { toProperties } from './change-record.ts';
import { isInstruction } from './instruction.ts';
import type { Operation, Outcome, Values } from './operation.ts';

/**
 * The outcome of an update that was tried before, compared with the record as the form showed it: the earlier try may have
 * done its work already. What the form did not ask for was changed elsewhere, and is compared with the record as it is now.
 */
export function sinceForm(
  { fields }: Operation,
  input: Values,
  base: NexudusRecord,
  outcome: Outcome,
): Outcome {
  const asked = toProperties(fields, input, { ...outcome.before, ...base });
  const before: NexudusRecord = { ...base, ...outcome.before };
  const sent = { ...outcome.sent };
  for (const [property, value] of Object.entries(asked)) {
    if (isInstruction(property)) sent[property] = value;
    else before[property] = base[property];
  }
  return { ...outcome, before, sent };
}
