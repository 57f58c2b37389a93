import { resourceOf } from '../nexudus/resources.ts';
import type { Operation } from './operation.ts';

/** The field that sets the record's location; undefined where none does. */
export function locationField({ resource, fields }: Operation): string | undefined {
  const { location } = resourceOf(resource);
  return Object.keys(fields).find((name) => location !== undefined && fields[name]?.wire === location);
}
