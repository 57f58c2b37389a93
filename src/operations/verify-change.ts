import { z } from 'zod';
import type { Nexudus } from '../nexudus/client.ts';
import { type ResourceName, resourceOf } from '../nexudus/resources.ts';
import { isInstruction } from './instruction.ts';
import type { Outcome } from './operation.ts';
import { isHeld, sameValue } from './same-value.ts';

/** A property that Nexudus holds with another value than was sent. */
export interface Discrepancy {
  property: string;
  sent: unknown;
  found: unknown;
}

/** What Nexudus holds some time after a write. */
export interface Verified {
  differing: Discrepancy[];
  /** The properties that the write changed, lists left out, as they are now. */
  held: Record<string, unknown>;
}

/**
 * Compares what Nexudus holds now with what was sent, over the writable properties. Asks for the record unless the
 * reply to the write already held it whole.
 */
export async function verifyChange(
  nexudus: Nexudus,
  resource: ResourceName,
  outcome: Outcome,
): Promise<Verified> {
  if (outcome.rehearsed || outcome.id === undefined) return { differing: [], held: {} };
  const { update, create } = resourceOf(resource);
  const schema = update ?? create;
  const writable = schema instanceof z.ZodObject ? Object.keys(schema.shape) : [];
  const compared = writable.filter((property) => !isInstruction(property) && property in outcome.sent);
  const whole = outcome.record && compared.every((property) => property in (outcome.record ?? {}));
  const now = whole ? outcome.record : await nexudus.reread(resource, outcome.id, compared);
  const changed = compared.filter(
    (property) =>
      !Array.isArray(outcome.sent[property]) &&
      !sameValue(outcome.before?.[property], outcome.sent[property]),
  );
  return {
    differing: compared
      .filter((property) => !isHeld(outcome.sent[property], now?.[property]))
      .map((property) => ({ property, sent: outcome.sent[property], found: now?.[property] })),
    held: Object.fromEntries(changed.map((property) => [property, now?.[property]])),
  };
}
