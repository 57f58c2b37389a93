import type { Directory } from '../nexudus/directory.ts';
import { idsOf } from '../nexudus/ids.ts';
import {
  LOCATIONS,
  locationOf,
  type NexudusRecord,
  type ResourceName,
  recordName,
} from '../nexudus/resources.ts';
import type { Field, Fields } from './field.ts';
import { counted, listed } from './listed.ts';
import type { Operation, Outcome, Values } from './operation.ts';
import { sameValue } from './same-value.ts';

/** One thing that a write changed, in the words people see. */
export interface Change {
  label: string;
  private: boolean;
  /** Of which records the values are names. */
  of?: ResourceName;
  /** Absent for a new record, and for instructions such as a new picture. */
  before?: string;
  after: string;
  /** How many entries came to the list or left it; `after` names them. */
  added?: number;
  removed?: number;
  /** What was asked for and was so already. */
  already?: string;
  /** All of it was so already. */
  unchanged?: true;
  /** Of these, by name. */
  held?: { count: number; names: string };
}

const BLANK = '(blank)';

type Shown = (of: ResourceName, ids: readonly number[]) => Promise<string>;

/** A value as people read it. */
export async function inWords(field: Field, value: unknown, namesOf: Shown): Promise<string> {
  const { control } = field;
  if (control.kind === 'tick') return value === true ? 'yes' : 'no';
  if (value === undefined || value === null || value === '') return BLANK;
  if (control.kind === 'record') return namesOf(control.of, [Number(value)]);
  return typeof value === 'number' ? counted(value) : String(value);
}

/** @param asked what was put into the field, where that is known */
async function changeOf(
  field: Field,
  before: NexudusRecord | undefined,
  sent: Outcome['sent'],
  namesOf: Shown,
  asked: unknown,
) {
  const { wire, label, control, action } = field;
  const entry = { label, private: field.private, ...('of' in control ? { of: control.of } : {}) };
  if (control.kind === 'add' || control.kind === 'remove') {
    const adds = control.kind === 'add';
    const ids = idsOf(sent[`${adds ? 'Added' : 'Removed'}${control.list}`]);
    const without = [...new Set(idsOf(asked))].filter((id) => !ids.includes(id));
    const names = ids.length > 0 ? await namesOf(control.of, ids) : '';
    const written = { ...entry, after: names, [adds ? 'added' : 'removed']: ids.length };
    if (without.length === 0) return names ? written : undefined;
    const named = await namesOf(control.of, without);
    const already = adds ? `already there: ${named}` : `${named} had already been removed`;
    if (!names) {
      const held = adds ? { held: { count: without.length, names: named } } : {};
      const after = adds ? already : `${already}. Nothing is left to do.`;
      return { ...entry, after, unchanged: true as const, ...held };
    }
    return { ...written, already };
  }
  const value = sent[wire];
  if (action) return value ? { ...entry, after: await inWords(field, value, namesOf) } : undefined;
  // Of a new record an unticked box says something only where the form had ticked it.
  const unticked = !before && control.kind === 'tick' && control.startsOn && value === false;
  if (!wire || wire === 'Id' || (!unticked && sameValue(value, before?.[wire]))) return undefined;
  const after = await inWords(field, value, namesOf);
  return before
    ? { ...entry, before: await inWords(field, before[wire], namesOf), after }
    : { ...entry, after };
}

/** What an input will change besides what it adds and removes. */
export function describeOthers(
  { fields }: Operation,
  input: Values,
  before: NexudusRecord,
  directory: Directory,
): Promise<Change[]> {
  const sent: NexudusRecord = { ...before };
  const others = Object.entries(fields).filter(
    ([, { control }]) => !['add', 'remove'].includes(control.kind),
  );
  for (const [name, { wire }] of others) if (wire && input[name] !== undefined) sent[wire] = input[name];
  return describeChanges(
    Object.fromEntries(others),
    { before, sent, message: '', rehearsed: true },
    directory,
  );
}

/**
 * What a write changed, in the order of the form.
 * @param input what was asked for; what was so already is said as well
 */
export async function describeChanges(
  fields: Fields,
  outcome: Outcome,
  directory: Directory,
  input: Values = {},
): Promise<Change[]> {
  const namesOf: Shown = async (of, ids) => listed([...(await directory.labels(of, ids)).values()]);
  const changes: Change[] = [];
  for (const [name, field] of Object.entries(fields)) {
    const change = await changeOf(field, outcome.before, outcome.sent, namesOf, input[name]);
    if (change) changes.push(change);
  }
  return changes;
}

/**
 * What distinguishes a record from the others of its name: its location, and its id where that is the same. Undefined where no
 * other has the name.
 * @param twins ids of records that are known to be just like it, also where no list was read
 * @param asks false: of a large list, where any name may have others like it, the location alone is told, without a call
 */
export async function apartFromOthers(
  resource: ResourceName,
  record: NexudusRecord,
  directory: Directory,
  { twins = [], asks = true }: { twins?: readonly number[]; asks?: boolean } = {},
): Promise<string | undefined> {
  const named = await directory.namesakes(resource, recordName(resource, record) ?? '', asks);
  const others = named?.filter(({ id }) => id !== record.Id);
  if (others?.length === 0 && twins.length === 0) return undefined;
  const at = locationOf(resource, record);
  const location = at === null ? undefined : (await directory.names(LOCATIONS, [at])).get(at);
  const isElsewhere = others ? others.every(({ detail }) => detail !== location) : !asks;
  if (location && twins.length === 0 && isElsewhere) return location;
  return [location, `#${record.Id}`].filter(Boolean).join(', ');
}
