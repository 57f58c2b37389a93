import type { RejectionReason } from '../nexudus/errors.ts';
import type { Fields } from './field.ts';
import type { Problems, Values } from './operation.ts';

const withoutId = (property: string): string => property.toLowerCase().replace(/id$/, '');

/** Nexudus writes half sentences ("is a required field"); under a field they start with its name. */
const sentence = (label: string, message: string): string => {
  const text = /^[a-z]/.test(message) ? `${label} ${message}` : message;
  return /[.!?…]$/.test(text) ? text : `${text}.`;
};

/** Field names by the properties that a rejection may name. */
function namesByWire(fields: Fields): Map<string, string> {
  const byWire = new Map<string, string>();
  for (const [name, { wire, control }] of Object.entries(fields)) {
    if (wire) byWire.set(withoutId(wire), name);
    if (control.kind === 'add') byWire.set(withoutId(control.list), name);
  }
  return byWire;
}

/** Whether an input sets something private: then also what Nexudus says of it may name customers, people or amounts. */
export const setsPrivate = (fields: Fields, input: Values): boolean =>
  Object.keys(input).some((name) => fields[name]?.private);

/** Whether a channel may show the reasons. A property that no field has may be a private one. */
export function isForAll(fields: Fields, input: Values, reasons: readonly RejectionReason[]): boolean {
  const byWire = namesByWire(fields);
  const isOpen = (property: string) => fields[byWire.get(withoutId(property)) ?? '']?.private === false;
  return !setsPrivate(fields, input) && reasons.every(({ property }) => !property || isOpen(property));
}

/**
 * Finds the field that each reason of a rejection names. PropertyName comes with and without "Id" (documented in the older pages), in any case, and a list
 * may be named itself or by its Added… property. What names no field of the form goes to `others`, never lost.
 */
export function mapErrorsToFields(
  fields: Fields,
  reasons: readonly RejectionReason[],
): { problems: Problems; others: string[] } {
  const byWire = namesByWire(fields);
  const problems: Record<string, string> = {};
  const others: string[] = [];
  for (const { property, message } of reasons) {
    const name = property ? byWire.get(withoutId(property)) : undefined;
    const field = name ? fields[name] : undefined;
    if (name && field) {
      const said = sentence(field.label, message);
      problems[name] = problems[name] ? `${problems[name]} ${said}` : said;
    } else {
      const said = sentence(property ?? 'Nexudus:', message);
      others.push(property && !said.startsWith(property) ? `${property}: ${said}` : said);
    }
  }
  return { problems, others };
}
