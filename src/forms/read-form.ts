import type { ResourceName } from '../nexudus/resources.ts';
import { isFilled } from '../operations/check-input.ts';
import type { Operation, Values } from '../operations/operation.ts';
import { sameValue } from '../operations/same-value.ts';
import { ACTION_ID, type OwnControl, rowOf, type StateValue, tickedIn } from './controls.ts';
import type { Form } from './form.ts';
import {
  blockIdOf,
  fieldOf,
  fieldsInView,
  inputsInView,
  namesIn,
  readInput,
  SECTION,
  ticksNamed,
  tooLongToShow,
} from './inputs.ts';

/** `view.state.values`: by block id, then by action id. */
export type State = Readonly<Record<string, Readonly<Record<string, StateValue>> | undefined>>;

const inputOf = (state: State, block: string): StateValue | undefined =>
  Object.hasOwn(state, block) ? state[block]?.[ACTION_ID] : undefined;

function readPicker(operation: Operation, form: Form, state: State): unknown {
  const picker = operation.record ? operation.fields[operation.record] : undefined;
  if (!operation.record || !picker) return undefined;
  const input = inputOf(state, blockIdOf(operation, form, operation.record)) ?? {};
  return rowOf(picker.control as OwnControl).read(input);
}

/** The id that the record picker shows; undefined while it is blank. */
export function readRecordId(operation: Operation, form: Form, state: State): number | undefined {
  const id = readPicker(operation, form, state);
  return typeof id === 'number' ? id : undefined;
}

/** How the record that was picked was called in the picker. */
export function pickedText(operation: Operation, form: Form, state: State): string | undefined {
  const input = operation.record && inputOf(state, blockIdOf(operation, form, operation.record));
  const text = (input as { selected_option?: { text?: { text?: unknown } } } | undefined)?.selected_option
    ?.text?.text;
  return typeof text === 'string' && text.trim() ? text : undefined;
}

/** What is picked in the fields in view, as the pickers called it. */
export function pickedRecords(
  operation: Operation,
  form: Form,
  state: State,
): { of: ResourceName; id: number; text: string }[] {
  return fieldsInView(operation, form).flatMap(([name, { control }]) => {
    if (!('of' in control)) return [];
    const { selected_option, selected_options } = inputOf(state, blockIdOf(operation, form, name)) ?? {};
    const options = [selected_option, Array.isArray(selected_options) ? selected_options : []].flat();
    return options.flatMap((option) => {
      const { value, text } = (option ?? {}) as { value?: unknown; text?: { text?: unknown } };
      const known = typeof value === 'string' && /^\d{1,15}$/.test(value) && typeof text?.text === 'string';
      return known ? [{ of: control.of, id: Number(value), text: String(text.text) }] : [];
    });
  });
}

/** True when the record picker holds something that is no id. */
export function holdsNoId(operation: Operation, form: Form, state: State): boolean {
  return !['number', 'undefined'].includes(typeof readPicker(operation, form, state));
}

/** What the fields in view came to. */
export interface Reading {
  /** What they hold. A field that Slack blanked is left out: it holds what it held. */
  values: Values;
  /** Fields that came back blank and may not have been emptied by a person, and what they held. */
  doubted: Values;
}

/**
 * What the fields in view hold. Undefined when the inputs are not the ones drawn last: then they may belong to another
 * record.
 *
 * Slack may return an untouched input as blank once its view was redrawn (seen), and unticked boxes look just like ones
 * that were blanked. So the whole view is looked at:
 * - Slack blanked it when something came back blank that a person can't leave blank, or when of all that was drawn filled
 *   nothing came back as it was drawn. Then no blank counts: every field keeps what it held, and is asked about. Boxes
 *   alone show nothing of the kind in the form of a new record, where little else is drawn filled.
 * - Otherwise a blank is the person's. It is asked about all the same, except boxes that were unticked in a view where
 *   nothing else came back blank.
 * Of a group of boxes all have to come back as they were drawn: one that a person touched says nothing of the others.
 */
export function readForm(operation: Operation, form: Form, state: State): Reading | undefined {
  const read: Record<string, unknown> = {};
  const asDrawn: boolean[] = [];
  for (const input of inputsInView(operation, form)) {
    if (!('ticks' in input) && tooLongToShow(form.rendered[input.name])) continue;
    const given = inputOf(state, input.block);
    // Slack names every input of the view, blank ones too.
    if (!given) return undefined;
    const values = readInput(input, given);
    Object.assign(read, values);
    const names = namesIn(input);
    if (names.some((name) => isFilled(form.rendered[name])))
      asDrawn.push(names.every((name) => sameValue(values[name], form.rendered[name])));
  }
  const drawn = Object.keys(read).filter((name) => isFilled(form.rendered[name]));
  // Spaces are typed, so they are not Slack's doing.
  const blank = drawn.filter((name) => !isFilled(read[name]) && read[name] !== '');
  const isTick = (name: string) => operation.fields[name]?.control.kind === 'tick';

  const section = operation.sections ? inputOf(state, blockIdOf(operation, form, SECTION)) : undefined;
  const sectionShown = section?.selected_option?.value;
  const picked = readRecordId(operation, form, state);
  const mustBeFilled =
    (form.recordId !== undefined && picked === undefined) ||
    (section !== undefined && sectionShown === undefined) ||
    blank.some((name) => operation.fields[name]?.required);
  const cameAsDrawn =
    (section !== undefined && sectionShown === form.section) ||
    (picked !== undefined && picked === form.pickerShown) ||
    asDrawn.includes(true);
  const boxesOnly = blank.every(isTick);
  const personsOwn = cameAsDrawn || (form.before === undefined && boxesOnly);
  const slackBlanked = blank.length > 0 && (mustBeFilled || !personsOwn);

  const values: Record<string, unknown> = { ...read };
  const doubted: Record<string, unknown> = {};
  for (const name of blank) {
    if (slackBlanked) delete values[name];
    if (operation.fields[name]?.required) continue;
    const unticked = isTick(name) && read[name] === false && boxesOnly && !slackBlanked;
    if (!unticked) doubted[name] = form.rendered[name];
  }
  return { values, doubted };
}

/** Keeps what was read from the fields in view. */
export function keepReading(form: Form, { values, doubted }: Reading): void {
  form.typed = { ...form.typed, ...values };
  // What was blank before, and drawn so, is asked about until it is filled again.
  const before = Object.entries(form.doubted).filter(([name]) => !isFilled(values[name]));
  form.doubted = { ...Object.fromEntries(before), ...doubted };
}

/** Keeps what was typed in a view that is not the one drawn last. */
export function keepOlder(operation: Operation, form: Form, state: State): { render: number } {
  const { typed, render } = readOlder(operation, form, state);
  keepReading(form, { values: typed, doubted: {} });
  return { render };
}

/** The values to check: what is in doubt counts as blank, which is asked about. */
export const withDoubts = ({ doubted }: Form, values: Values): Values => ({
  ...values,
  ...Object.fromEntries(Object.keys(doubted).map((name) => [name, undefined])),
});

/**
 * What was typed into an older drawing of the same record, as far as it differs from what Slack lost: blank fields
 * and ticks that are off are left out, and so is what was given up since for someone else's value.
 * @returns `render`: the newest drawing of which something is on the screen
 */
export function readOlder(operation: Operation, form: Form, state: State): { typed: Values; render: number } {
  const typed: Record<string, unknown> = {};
  let newest = 0;
  for (const block of Object.keys(state)) {
    const [name = '', drawing = ''] = block.split('~');
    const render = /^\d{1,9}$/.test(drawing) ? Number(drawing) : 0;
    newest = Math.max(newest, render);
    if (render < form.since) continue;
    const input = inputOf(state, block) ?? {};
    const isGivenUp = (field: string, value: unknown) => {
      const taken = form.taken?.[field];
      return taken !== undefined && render <= taken.render && sameValue(taken.value, value);
    };
    const ticks = ticksNamed(operation, name);
    const ticked = tickedIn(input) ?? [];
    // Where every tick was a block of its own, its value was another one.
    for (const tick of ticks)
      if ((ticked.includes(tick) || (tick === name && ticked.length > 0)) && !isGivenUp(tick, true))
        typed[tick] = true;
    const field = fieldOf(operation, name);
    if (!field || name === operation.record || field.control.kind === 'tick') continue;
    const value = rowOf(field.control).read(input);
    if (value === undefined || (Array.isArray(value) && value.length === 0)) continue;
    if (isGivenUp(name, value)) continue;
    typed[name] = value;
  }
  return { typed, render: newest };
}
