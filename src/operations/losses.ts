import type { NexudusRecord } from '../nexudus/resources.ts';
import { nameOf } from './name-of.ts';
import type { Operation, Values } from './operation.ts';
import { absentFrom } from './whole-record.ts';

/**
 * What saving may clear because Nexudus didn't return it, as people call it.
 * @param base the record as it is known
 */
export function lossesOf({ fields, resource }: Operation, input: Values, base: NexudusRecord): string[] {
  const set = Object.keys(input).map((name) => fields[name]?.wire);
  const lost = absentFrom(resource, base).others.filter((property) => !set.includes(property));
  return lost.map((property) => nameOf(property, resource));
}
