import { NexudusIncomplete } from '../nexudus/errors.ts';
import { type NexudusRecord, type ResourceName, resourceOf } from '../nexudus/resources.ts';
import { isInstruction } from './instruction.ts';

const propertiesOf = (resource: ResourceName): string[] =>
  Object.keys(resourceOf(resource).update?.shape ?? {});

/**
 * Writable properties that a record came without: a PUT clears what it leaves out, so each of them is lost with it.
 * Lists stand apart, because a person can't be asked about entries that were not read.
 */
export function absentFrom(
  resource: ResourceName,
  record: NexudusRecord,
): { lists: string[]; others: string[] } {
  const all = propertiesOf(resource);
  const absent = all.filter((property) => !isInstruction(property) && record[property] === undefined);
  const isList = (property: string) => all.includes(`Added${property}`);
  return { lists: absent.filter(isList), others: absent.filter((property) => !isList(property)) };
}

/** Every instruction of the resource as null: what a record still shows of an earlier one must not be done again. */
export const nothingAsked = (resource: ResourceName): Record<string, null> =>
  Object.fromEntries(
    propertiesOf(resource)
      .filter(isInstruction)
      .map((property) => [property, null]),
  );

/**
 * Stops a write that would clear a property that was not read.
 * @param mayLack properties that the person agreed to lose
 */
export function requireWhole(
  resource: ResourceName,
  before: NexudusRecord,
  sent: NexudusRecord,
  mayLack: readonly string[],
): void {
  const lists = absentFrom(resource, before).lists;
  const others = absentFrom(resource, sent).others.filter((property) => !mayLack.includes(property));
  if (lists.length + others.length > 0) throw new NexudusIncomplete([...lists, ...others]);
}
