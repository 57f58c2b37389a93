import { z } from 'zod';
import type { Nexudus } from '../nexudus/client.ts';
import { type ResourceName, resourceOf } from '../nexudus/resources.ts';
import type { Outcome } from './operation.ts';

/** A property that Nexudus holds otherwise than it was sent. */
export interface Discrepancy {
  property: string;
  sent: unknown;
  found: unknown;
}

// Instructions read back as null whatever was sent (documented for lists, assumed for files).
export const isInstruction = (property: string): boolean => /^(Added|Removed|New|Clear)[A-Z]/.test(property);

/** Of what came from outside: String() fails on objects that have their own idea of toString. */
const asText = (value: unknown): string =>
  typeof value === 'object' ? JSON.stringify(value) : String(value);

/** Null, absent, blank and false are one thing to the API: it answers any of them for what is not set. */
const normalised = (value: unknown): unknown => {
  if (value === undefined || value === null || value === '' || value === false) return null;
  if (Array.isArray(value)) return value.length === 0 ? null : value.map(asText).sort().join(',');
  if (typeof value === 'string') return value.replace(/\r\n/g, '\n').trim();
  // Ids may come as texts (assumed).
  return typeof value === 'number' ? String(value) : value;
};

export const sameValue = (a: unknown, b: unknown): boolean => normalised(a) === normalised(b);

/** What was sent is held; a number that was cleared may read back as 0 (assumed). */
export const isHeld = (sent: unknown, found: unknown): boolean =>
  sameValue(sent, found) || (normalised(sent) === null && found === 0);

/**
 * Compares what Nexudus holds now with what was sent, over the writable properties. Asks for the record unless the
 * reply to the write already held it whole.
 */
export async function verifyChange(
  nexudus: Nexudus,
  resource: ResourceName,
  outcome: Outcome,
): Promise<Discrepancy[]> {
  if (outcome.rehearsed || outcome.id === undefined) return [];
  const { update, create } = resourceOf(resource);
  const schema = update ?? create;
  const writable = schema instanceof z.ZodObject ? Object.keys(schema.shape) : [];
  const compared = writable.filter((property) => !isInstruction(property) && property in outcome.sent);
  const whole = outcome.record && compared.every((property) => property in (outcome.record ?? {}));
  const now = whole ? outcome.record : await nexudus.get(resource, outcome.id);
  return compared
    .filter((property) => !isHeld(outcome.sent[property], now?.[property]))
    .map((property) => ({ property, sent: outcome.sent[property], found: now?.[property] }));
}
