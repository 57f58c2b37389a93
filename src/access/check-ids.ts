import type { Directory } from '../nexudus/directory.ts';
import { CouldNotAsk } from '../nexudus/failure.ts';
import { type ResourceName, resourceOf } from '../nexudus/resources.ts';
import type { Operation, Problems, Values } from '../operations/operation.ts';
import type { Access } from './access.ts';
import type { Person } from './person.ts';

/** What is listed only to those who may list it in Nexudus: the bot's own account must not widen what one can see. */
export const LISTED_BY_PERMISSION: ReadonlySet<ResourceName> = new Set<ResourceName>(['coworkers', 'users']);

/** Who asks, and of whom. */
export interface Asking {
  directory: Directory;
  access: Access;
  person: Person;
  /** They are only shown by name, so what is known may be some minutes old. */
  toShow?: boolean;
}

/** Those of the records that exist and that this person may pick; undefined: none at all. Throws when that can't be told. */
export async function pickable(
  of: ResourceName,
  ids: readonly number[],
  { directory, access, person, toShow }: Asking,
): Promise<Set<number> | undefined> {
  const permission = LISTED_BY_PERMISSION.has(of) ? `${resourceOf(of).entity}-List` : undefined;
  const decision = await access.decide(person, { permission, toShow });
  if (!decision.allowed) {
    if (decision.reason === 'could-not-ask') throw new CouldNotAsk(decision.failure);
    return undefined;
  }
  const missing = await directory.missing(of, ids, decision.user?.locations, toShow);
  return new Set(ids.filter((id) => !missing.includes(id)));
}

/** Whether all of these records exist and this person may pick them; of none, whether they may pick any. */
export async function mayPick(of: ResourceName, ids: readonly number[], asking: Asking): Promise<boolean> {
  const found = await pickable(of, ids, asking);
  return found !== undefined && ids.every((id) => found.has(id));
}

/**
 * Ids that came from the chat: each must be of a record of the right kind that exists and that this person may pick.
 * Only what is on a list can be taken out of it, so for that it is enough to be somebody who is shown the list.
 * @returns a sentence per field
 */
export async function checkIds(
  { fields, record }: Operation,
  input: Values,
  asking: Asking,
): Promise<Problems> {
  const problems: Record<string, string> = {};
  for (const [name, { control }] of Object.entries(fields)) {
    if (control.kind === 'people' && (input[name] as unknown[] | undefined)?.length) {
      if (!(await mayPick('users', [], asking))) {
        problems[name] =
          'Your role in Nexudus may not list admin users, so people can’t be found there by their e-mail address. Ask a network administrator.';
      }
      continue;
    }
    if (!('of' in control) || name === record) continue;
    const ids = [input[name]].flat().filter((id): id is number => typeof id === 'number');
    if (ids.length === 0) continue;
    if (!(await mayPick(control.of, control.kind === 'remove' ? [] : ids, asking))) {
      problems[name] =
        'Something chosen here is not in Nexudus, or not in a place that you look after. Choose from the list.';
    }
  }
  return problems;
}
