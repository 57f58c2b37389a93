import type { NexudusRecord } from '../nexudus/resources.ts';
import { toProperties } from './change-record.ts';
import { isInstruction } from './instruction.ts';
import { type Guard, type Operation, type Outcome, ValidationError, type Values } from './operation.ts';
import { sameText } from './same-text.ts';
import { isHeld, sameValue } from './same-value.ts';
import { fieldSentences } from './sentences.ts';

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

const isSame = (one: unknown, other: unknown): boolean =>
  isHeld(one, other) || (typeof one === 'string' && typeof other === 'string' && sameText(one, other));

/** The picture that is to be removed is not the one that the form showed. */
function hasNewFile(wire: string, base: NexudusRecord, now: NexudusRecord): boolean {
  const file = wire.replace(/^Clear(.+File)$/, '$1Name');
  return Boolean(now[file]) && !sameValue(base[file], now[file]);
}

/**
 * Stops an update from being repeated over what came to the record since the form showed it: a value that is neither the
 * one then nor the one that was asked for is a later change. Of lists only the difference is repeated.
 */
export const unchangedSince =
  ({ fields }: Operation, input: Values, base: NexudusRecord): Guard =>
  (now) => {
    const problems: Record<string, string> = {};
    for (const [name, value] of Object.entries(input)) {
      const { wire, control, label } = fields[name] ?? {};
      if (!wire || control?.kind === 'add' || control?.kind === 'remove') continue;
      const changed = isInstruction(wire)
        ? value === true && hasNewFile(wire, base, now)
        : base[wire] !== undefined && !sameValue(base[wire], now[wire]) && !isSame(value, now[wire]);
      if (changed) problems[name] = fieldSentences.changedSince(label ?? name);
    }
    if (Object.keys(problems).length > 0) throw new ValidationError(problems);
  };
