import type { Nexudus } from '../nexudus/client.ts';
import { NexudusIncomplete } from '../nexudus/errors.ts';
import { idList, idsOf } from '../nexudus/ids.ts';
import type { NexudusRecord, ResourceName } from '../nexudus/resources.ts';
import type { Fields, Input } from './field.ts';
import type { Attempt, Outcome, Values } from './operation.ts';
import { nothingAsked, requireWhole } from './whole-record.ts';

/** A list of ids, as numbers or texts; null may be a hidden one. */
const isReadable = (list: unknown): boolean => list === null || idList(list) !== undefined;

/**
 * The properties that `input` sets, as the API spells them. Lists are sent as the final list *and* as the difference,
 * because the API doesn't say which one wins: every reading then ends in the same state (assumed).
 */
export function toProperties<F extends Fields>(
  fields: F,
  input: Input<F>,
  before?: NexudusRecord,
): Record<string, unknown> {
  const body: Record<string, unknown> = {};
  const lists = new Map<string, { added: number[]; removed: number[] }>();
  for (const [name, value] of Object.entries(input)) {
    const field = fields[name];
    if (!field?.wire || value === undefined) continue;
    const { control } = field;
    if (control.kind === 'add' || control.kind === 'remove') {
      const list = lists.get(control.list) ?? { added: [], removed: [] };
      list[control.kind === 'add' ? 'added' : 'removed'].push(...idsOf(value));
      lists.set(control.list, list);
    } else {
      body[field.wire] = value;
    }
  }
  for (const [list, { added, removed }] of lists) {
    if (before && !isReadable(before[list])) throw new NexudusIncomplete([list]);
    const current = idsOf(before?.[list]);
    const reallyAdded = [...new Set(added)].filter((id) => !current.includes(id));
    const reallyRemoved = [...new Set(removed)].filter((id) => current.includes(id));
    // A list that reads as null may only be hidden: then the difference alone is sent, so nothing is lost (assumed).
    if (before?.[list] === null) {
      Object.assign(body, {
        [`Added${list}`]: [...new Set(added)],
        [`Removed${list}`]: [...new Set(removed)],
      });
      continue;
    }
    body[list] = [...current, ...reallyAdded].filter((id) => !reallyRemoved.includes(id));
    body[`Added${list}`] = reallyAdded;
    body[`Removed${list}`] = reallyRemoved;
  }
  return body;
}

/** The input without what its lists have already: only what is new is asked for and written. */
export function onlyNew(fields: Fields, input: Values, before: NexudusRecord): Values {
  const left: Record<string, unknown> = { ...input };
  for (const [name, { control }] of Object.entries(fields)) {
    const given = input[name];
    if (control.kind !== 'add' || !Array.isArray(given)) continue;
    const current = idsOf(before[control.list]);
    const added = given.filter((id) => !current.includes(id));
    if (added.length > 0) left[name] = added;
    else delete left[name];
  }
  return left;
}

/**
 * GET → guards → change → PUT of the whole record: a PUT clears what it leaves out (documented in the older pages; the
 * pages of the four records don't say so). Read-only properties go back as they came, which was seen to be accepted.
 */
export async function changeRecord(
  nexudus: Nexudus,
  resource: ResourceName,
  id: number,
  change: (before: NexudusRecord) => Record<string, unknown>,
  { guards, mayWrite, mayLack }: Pick<Attempt, 'guards' | 'mayWrite' | 'mayLack'>,
): Promise<Outcome> {
  const changed = (before: NexudusRecord): NexudusRecord => {
    for (const guard of guards) guard(before);
    const asked = change(before);
    const sent = { ...before, ...nothingAsked(resource), ...asked };
    requireWhole(resource, before, sent, mayLack);
    return sent;
  };
  return { ...(await nexudus.update(resource, id, changed, mayWrite)), id };
}
