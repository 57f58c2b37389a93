import type { Directory, Found, Within } from '../nexudus/directory.ts';
import { CouldNotAsk } from '../nexudus/failure.ts';
import { idsOf } from '../nexudus/ids.ts';
import { type NexudusRecord, type ResourceName, resourceNames, resourceOf } from '../nexudus/resources.ts';
import type { Control } from '../operations/field.ts';
import type { Operation, Problems, Values } from '../operations/operation.ts';
import { fieldSentences } from '../operations/sentences.ts';
import type { Access, Decision, Denial } from './access.ts';
import type { Person } from './person.ts';

/** Records that only people with Nexudus's own permission to list them are shown. */
export const LISTED_BY_PERMISSION: readonly ResourceName[] = resourceNames.filter(
  (name) => resourceOf(name).listedByPermission,
);

/** Who asks, and of whom. */
export interface Asking {
  directory: Directory;
  access: Access;
  person: Person;
  /** They are only shown by name, so what is known may be some minutes old. */
  toShow?: boolean;
  /** When a search is answered with what is there: milliseconds since 1970. */
  until?: number;
}

/** Whether this person may list such records: the bot's own account must not widen what a person can see. */
const mayList = (of: ResourceName, { access, person, toShow }: Asking): Promise<Decision> => {
  const { entity, listedByPermission } = resourceOf(of);
  return access.decide(person, { permission: listedByPermission ? `${entity}-List` : undefined, toShow });
};

/** The first `most` records that a text may mean, of those that this person may list. */
export async function searchListed(
  of: ResourceName,
  text: string,
  most: number,
  asking: Asking,
  which: Pick<Within, 'among' | 'without'> = {},
): Promise<Found | Denial> {
  const decision = await mayList(of, asking);
  if (!decision.allowed) return decision;
  const { directory, until } = asking;
  const withinMs = until === undefined ? undefined : Math.max(0, until - Date.now());
  return directory.search(of, text, most, { ...which, locations: decision.user?.locations, withinMs });
}

/**
 * What a picker in the form of an operation offers to this person.
 * @param before the record in the form: only what is on its list can be taken out of it, and only what isn't put into it
 */
export async function offered(
  { permission }: Operation,
  control: Extract<Control, { of: ResourceName }>,
  before: NexudusRecord | undefined,
  text: string,
  most: number,
  asking: Asking,
): Promise<Found | Denial> {
  // A form stays open to its owner where access was denied, so its pickers are asked for access too.
  const decision = await asking.access.decide(asking.person, { permission, toShow: asking.toShow });
  if (!decision.allowed) return decision;
  if (control.kind === 'record') return searchListed(control.of, text, most, asking);
  const current = new Set(idsOf(before?.[control.list]));
  const which = control.kind === 'remove' ? { among: current } : { without: current };
  return searchListed(control.of, text, most, asking, which);
}

/** Those of the records that exist and that this person may pick; undefined: none at all. Throws CouldNotAsk when access can't be decided. */
export async function pickable(
  of: ResourceName,
  ids: readonly number[],
  asking: Asking,
): Promise<Set<number> | undefined> {
  const decision = await mayList(of, asking);
  if (!decision.allowed) {
    if (decision.reason === 'could-not-ask') throw new CouldNotAsk(decision.failure);
    return undefined;
  }
  const missing = await asking.directory.missing(of, ids, decision.user?.locations, asking.toShow);
  return new Set(ids.filter((id) => !missing.includes(id)));
}

/** Whether all of these records exist and this person may pick them; of none, whether they may pick any. */
export async function mayPick(of: ResourceName, ids: readonly number[], asking: Asking): Promise<boolean> {
  const found = await pickable(of, ids, asking);
  return found !== undefined && ids.every((id) => found.has(id));
}

/**
 * Ids that came from the chat: each must be of a record of the right kind that exists and that this person may pick.
 * Only what is on a list can be taken out of it, so for that it is enough to be shown the list.
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
      if (!(await mayPick(control.matchedIn, [], asking))) {
        problems[name] = fieldSentences.mayNotListPeople;
      }
      continue;
    }
    if (!('of' in control) || name === record) continue;
    const ids = [input[name]].flat().filter((id): id is number => typeof id === 'number');
    if (ids.length === 0) continue;
    if (!(await mayPick(control.of, control.kind === 'remove' ? [] : ids, asking))) {
      problems[name] = fieldSentences.notPickable;
    }
  }
  return problems;
}
