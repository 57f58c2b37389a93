import { idOf } from '../nexudus/ids.ts';
import type { NexudusRecord } from '../nexudus/resources.ts';
import type { Control, Field, Fields } from './field.ts';
import type { Operation, Problems, Values } from './operation.ts';
import { sameValue } from './same-value.ts';
import { fieldSentences } from './sentences.ts';

/** What a form came to, before anything is asked of Nexudus. */
export interface Checked {
  /** What to run with: everything for a new record, only what changed for an update. */
  input: Values;
  problems: Problems;
  /** Fields that were filled and came back blank. */
  cleared: string[];
  /** An update in which nothing was changed. */
  unchanged: boolean;
}

const isBlank = (value: unknown): boolean =>
  value === undefined || value === null || value === '' || (Array.isArray(value) && value.length === 0);

/** A box counts as filled when it is ticked. */
export const isFilled = (value: unknown): boolean => !isBlank(value) && value !== false;

const isList = ({ kind }: Control): boolean => kind === 'add' || kind === 'remove' || kind === 'people';

/** What a form shows of a record: values by field name, blank ones left out. */
export function valuesOf(fields: Fields, record: NexudusRecord): Values {
  const values: Record<string, unknown> = {};
  for (const [name, { wire, control, action }] of Object.entries(fields)) {
    if (action || isList(control)) continue;
    const value = record[wire];
    if (control.kind === 'tick') values[name] = value === true;
    // Spaces alone come back blank from a form, though no one emptied it.
    else if (sameValue(value, null)) continue;
    else if (control.kind === 'number' || control.kind === 'record') {
      const number = control.kind === 'record' ? idOf(value) : Number(value);
      // What is no number, or no id, can't be shown as one: it stays as it is.
      if (number !== undefined && Number.isFinite(number)) values[name] = number;
    } else values[name] = String(value);
  }
  return values;
}

/** The same picture can't be replaced and removed, nor the same entry added and removed. */
function conflictsOf(fields: Fields, input: Values): Problems {
  const problems: Problems = {};
  const ticked = (wire: string) =>
    Object.entries(fields).some(([name, f]) => f.wire === wire && input[name] === true);
  for (const [name, field] of Object.entries(fields)) {
    const { control, wire } = field;
    if (control.kind === 'url' && input[name] && ticked(wire.replace(/^New(.+)Url$/, 'Clear$1File'))) {
      problems[name] = fieldSentences.imageAndRemoval;
    }
    if (control.kind !== 'remove') continue;
    const removed = (input[name] ?? []) as number[];
    for (const [other, { control: otherControl, label }] of Object.entries(fields)) {
      if (otherControl.kind !== 'add' || otherControl.list !== control.list) continue;
      if (((input[other] ?? []) as number[]).some((id) => removed.includes(id))) {
        problems[name] = fieldSentences.addedAndRemoved(label);
      }
    }
  }
  return problems;
}

const firstSentence = (field: Field, value: unknown): { value?: unknown; problem?: string } => {
  const result = field.schema.safeParse(value);
  if (result.success) return { value: result.data };
  return { problem: result.error.issues[0]?.message ?? fieldSentences.invalid };
};

/** What is wrong with those fields of an input that are kept as they were. */
export function problemsOf(fields: Fields, input: Values, kept: readonly string[]): Problems {
  const problems: Record<string, string> = {};
  for (const name of kept) {
    const field = name in input ? fields[name] : undefined;
    const problem = field && firstSentence(field, input[name]).problem;
    if (problem) problems[name] = problem;
  }
  return { ...problems, ...conflictsOf(fields, input) };
}

/** Sentences that ask about numbers far out of the ordinary: a typing mistake is as likely. */
export const unusualNumbers = ({ fields }: Operation, input: Values): string[] =>
  Object.entries(input).flatMap(([name, value]) => {
    const { label, control } = fields[name] ?? {};
    if (control?.kind !== 'number' || typeof value !== 'number' || value <= (control.usual ?? Infinity))
      return [];
    return [fieldSentences.unusual(label ?? name, value.toLocaleString('en-GB'))];
  });

/**
 * Checks what a form gave.
 * @param given what the controls read; blank is undefined
 * @param held what each field held before it came back blank. Slack may return an untouched input as blank
 *   (seen): a required one falls back to this. Every other one that was filled here or in the record
 *   is asked about; a box only if it is undefined, because false is one that a person unticked.
 * @param before the record as the form showed it
 */
export function checkInput(
  operation: Operation,
  given: Values,
  held: Values,
  before?: NexudusRecord,
): Checked {
  const { fields, record } = operation;
  const shown = before ? valuesOf(fields, before) : {};
  const input: Record<string, unknown> = {};
  const problems: Record<string, string> = {};
  const cleared: string[] = [];

  for (const [name, field] of Object.entries(fields)) {
    // A form that was kept over a restart has null where it was emptied.
    let value: unknown = given[name] ?? undefined;
    const wasFilled = name !== record && (isFilled(held[name]) || isFilled(shown[name]));
    if (value === undefined && wasFilled && field.required) value = held[name] ?? shown[name];
    const isInDoubt = wasFilled && !field.required;
    if (field.control.kind === 'tick') {
      if (value === undefined && isInDoubt) cleared.push(name);
      value ??= false;
    } else if (isBlank(value) && isInDoubt) cleared.push(name);

    if (before && name !== record) {
      if (sameValue(value, shown[name])) continue;
    } else if (isBlank(value) && !field.required) continue;
    if (isBlank(value) && !field.required) {
      input[name] = null;
      continue;
    }
    const checked = firstSentence(field, value);
    if (checked.problem) problems[name] = checked.problem;
    else input[name] = checked.value;
  }
  const unchanged =
    before !== undefined && cleared.length === 0 && Object.keys(input).every((name) => name === record);
  Object.assign(problems, conflictsOf(fields, input));
  if (Object.keys(problems).length === 0) Object.assign(problems, operation.check?.(input, before));
  return { input, problems, cleared, unchanged };
}
