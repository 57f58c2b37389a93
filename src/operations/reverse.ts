import { idList } from '../nexudus/ids.ts';
import { type NexudusRecord, resourceOf } from '../nexudus/resources.ts';
import type { Field } from './field.ts';
import { isInstruction } from './instruction.ts';
import type { Operation, Outcome, Values } from './operation.ts';
import { sameValue } from './same-value.ts';

/** What puts back what a write changed, and nothing else. */
export interface Reverse {
  /** May be another one of the same records: what one adds, only another one may remove. */
  operation: Operation;
  input: Values;
  /** The record as the write left it: what someone changed since is not overwritten. */
  base: NexudusRecord;
  /** Labels of what was changed and can't be put back. */
  stays: string[];
}

/** One thing to put back. */
type Part =
  | { label: string; property: string; value: unknown }
  | { label: string; list: string; kind: 'add' | 'remove'; ids: number[] };

/** The value as its kind of field sets it; what is not set is null. */
function restored({ control }: Field, value: unknown): unknown {
  if (value === null || value === undefined) return null;
  if (control.kind === 'tick') return value === true;
  if (value === '') return null;
  if (control.kind === 'record') return Number(value) || null;
  return control.kind === 'number' ? Number(value) : String(value);
}

/** False for a value that its kind of field would set as another one. */
const isRestorable = ({ control }: Field, value: unknown): boolean => {
  if (value === null || value === undefined || value === '') return true;
  if (control.kind === 'tick') return typeof value === 'boolean';
  const isNumber = control.kind === 'number' || control.kind === 'record';
  return isNumber ? Number.isFinite(Number(value)) : typeof value !== 'object';
};

/** What a field's write changed; `stays` where it can't be put back, undefined where it changed nothing. */
function partOf(field: Field, before: NexudusRecord, sent: Outcome['sent']): Part | 'stays' | undefined {
  const { wire, label, control, action } = field;
  if (control.kind === 'add' || control.kind === 'remove') {
    const { list } = control;
    const adds = control.kind === 'add';
    const written = idList(sent[`${adds ? 'Added' : 'Removed'}${list}`]) ?? [];
    if (written.length === 0) return undefined;
    const held = idList(before[list]);
    // A list that read as null may have been hidden: which entries were new is not known.
    if (!held) return 'stays';
    const ids = written.filter((id) => held.includes(id) !== adds);
    return ids.length > 0 ? { label, list, kind: adds ? 'remove' : 'add', ids } : undefined;
  }
  if (!wire || wire === 'Id') return undefined;
  // A picture, or its removal: Nexudus gives back no address that it could be loaded from again.
  if (action) return sent[wire] ? 'stays' : undefined;
  if (sameValue(before[wire], sent[wire])) return undefined;
  return wire in before && isRestorable(field, before[wire])
    ? { label, property: wire, value: restored(field, before[wire]) }
    : 'stays';
}

/** The field of an operation that puts a part back. */
const fieldFor = ({ fields }: Operation, part: Part): string | undefined =>
  Object.keys(fields).find((name) => {
    const { control, wire, action } = fields[name] as Field;
    if (control.kind === 'add' || control.kind === 'remove')
      return 'list' in part && control.kind === part.kind && control.list === part.list;
    return 'property' in part && wire === part.property && !action;
  });

/** The record as a write left it, without instructions. Of a new one, what was not sent is not set. */
function after(operation: Operation, { before, sent }: Outcome, held: Record<string, unknown>, id: number) {
  const writable = before ? [] : Object.keys(resourceOf(operation.resource).update?.shape ?? {});
  const all = { ...Object.fromEntries(writable.map((property) => [property, null])), ...sent, ...held };
  const kept = Object.entries(all).filter(([property]) => !isInstruction(property));
  return { ...Object.fromEntries(kept), Id: id };
}

/**
 * What undoes a write; undefined where nothing of it can be.
 * @param held what Nexudus held afterwards of the properties that it changed
 * @param operations those that may be used
 */
export function reverseOf(
  operation: Operation,
  outcome: Outcome,
  held: Record<string, unknown>,
  operations: readonly Operation[],
): Reverse | undefined {
  const { id, before, sent, rehearsed } = outcome;
  if (rehearsed || id === undefined) return undefined;
  const parts: Part[] = [];
  const stays: string[] = [];
  if (before) {
    for (const field of Object.values(operation.fields)) {
      const part = partOf(field, before, sent);
      if (part === 'stays') stays.push(field.label);
      else if (part) parts.push(part);
    }
  } else {
    for (const [property, value] of Object.entries(operation.deactivates ?? {}))
      if (!sameValue(sent[property], value)) parts.push({ label: property, property, value });
  }
  if (parts.length === 0) return undefined;
  const mayUndo = [operation, ...operations].filter(
    ({ resource, record }) => resource === operation.resource && record,
  );
  const by = mayUndo.find((one) => parts.every((part) => fieldFor(one, part)));
  if (!by?.record) return undefined;
  const input: Record<string, unknown> = { [by.record]: id };
  for (const part of parts) input[fieldFor(by, part) as string] = 'ids' in part ? part.ids : part.value;
  return { operation: by, input, base: after(operation, outcome, held, id), stays };
}
