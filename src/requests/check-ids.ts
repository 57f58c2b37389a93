import type { Access } from '../access/access.ts';
import type { Person } from '../access/person.ts';
import type { Directory } from '../nexudus/directory.ts';
import { type ResourceName, resourceOf } from '../nexudus/resources.ts';
import type { Operation, Problems, Values } from '../operations/operation.ts';

/** What is listed only to those who may list it in Nexudus: the bot's own account must not widen what one can see. */
export const LISTED_BY_PERMISSION: ReadonlySet<ResourceName> = new Set<ResourceName>(['coworkers', 'users']);

interface Asking {
  directory: Directory;
  access: Access;
  person: Person;
}

/** Whether all of these records exist and this person may pick them. */
export async function mayPick(
  of: ResourceName,
  ids: readonly number[],
  { directory, access, person }: Asking,
): Promise<boolean> {
  const permission = LISTED_BY_PERMISSION.has(of) ? `${resourceOf(of).entity}-List` : undefined;
  const decision = await access.decide(person, { permission });
  return decision.allowed && (await directory.missing(of, ids, decision.user?.locations)).length === 0;
}

/**
 * Ids that came from the chat: each must be of a record of the right kind that exists and that this person may pick.
 * What is taken out of a list is left alone here: only what is on it can be taken out.
 * @returns a sentence per field
 */
export async function checkIds(
  { fields, record }: Operation,
  input: Values,
  asking: Asking,
): Promise<Problems> {
  const problems: Record<string, string> = {};
  for (const [name, { control }] of Object.entries(fields)) {
    if ((control.kind !== 'record' && control.kind !== 'add') || name === record) continue;
    const ids = [input[name]].flat().filter((id): id is number => typeof id === 'number');
    if (ids.length === 0) continue;
    if (!(await mayPick(control.of, ids, asking))) {
      problems[name] =
        'Something chosen here is not in Nexudus, or not in a place that you look after. Choose from the list.';
    }
  }
  return problems;
}
