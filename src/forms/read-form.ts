import type { Operation, Values } from '../operations/operation.ts';
import { ACTION_ID, rowOf, type StateValue } from './controls.ts';
import type { Form } from './form.ts';
import { blockIdOf, fieldsInView, tooLongToShow } from './form-view.ts';

/** `view.state.values`: by block id, then by action id. */
export type State = Readonly<Record<string, Readonly<Record<string, StateValue>> | undefined>>;

const inputOf = (state: State, block: string): StateValue | undefined =>
  Object.hasOwn(state, block) ? state[block]?.[ACTION_ID] : undefined;

function readPicker(operation: Operation, form: Form, state: State): unknown {
  const picker = operation.record ? operation.fields[operation.record] : undefined;
  if (!operation.record || !picker) return undefined;
  return rowOf(picker.control).read(inputOf(state, blockIdOf(operation, form, operation.record)) ?? {});
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

/** True when the record picker holds something that is no id. */
export function holdsNoId(operation: Operation, form: Form, state: State): boolean {
  return !['number', 'undefined'].includes(typeof readPicker(operation, form, state));
}

/**
 * True when something came back blank that nobody can leave blank: Slack then returned inputs that nobody touched as
 * blank (slack-platform.md §1.3), ticked boxes among them, which look just as if they had been unticked.
 */
function slackBlanked(operation: Operation, form: Form, state: State, values: Values): boolean {
  if (form.recordId !== undefined && readRecordId(operation, form, state) === undefined) return true;
  return fieldsInView(operation, form).some(
    ([name, { required }]) => required && values[name] === undefined && form.rendered[name] !== undefined,
  );
}

/** What the fields in view hold. Undefined when the inputs are not the ones drawn last: then they may belong to another record. */
export function readForm(operation: Operation, form: Form, state: State): Values | undefined {
  const values: Record<string, unknown> = {};
  for (const [name, { control }] of fieldsInView(operation, form)) {
    if (tooLongToShow(form.rendered[name])) continue;
    const input = inputOf(state, blockIdOf(operation, form, name));
    // Slack names every input of the view, blank ones too.
    if (!input) return undefined;
    values[name] = rowOf(control).read(input);
  }
  if (slackBlanked(operation, form, state, values)) {
    for (const [name, { control }] of fieldsInView(operation, form)) {
      if (control.kind === 'tick' && values[name] === false && form.rendered[name] === true)
        values[name] = undefined;
    }
  }
  return values;
}
