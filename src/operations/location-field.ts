import { locationOf, type NexudusRecord, resourceOf } from '../nexudus/resources.ts';
import type { Operation, Values } from './operation.ts';

/** The field that sets the record's location; undefined where none does. */
export function locationField({ resource, fields }: Operation): string | undefined {
  const { location } = resourceOf(resource);
  return Object.keys(fields).find((name) => location !== undefined && fields[name]?.wire === location);
}

/** The location that a change moves its record to; undefined where it moves it nowhere. */
export function movedTo(operation: Operation, input: Values): number | undefined {
  const to = input[locationField(operation) ?? ''];
  return typeof to === 'number' ? to : undefined;
}

/** Locations of a record, before and after a change; null where it belongs to none. */
export function locationsOf(
  operation: Operation,
  before: NexudusRecord | undefined,
  input: Values,
): (number | null)[] {
  const to = movedTo(operation, input);
  return [...(before ? [locationOf(operation.resource, before)] : []), ...(to === undefined ? [] : [to])];
}
