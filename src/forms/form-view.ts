import type { InputBlock, KnownBlock, ModalView } from '@slack/types';
import type { Field } from '../operations/field.ts';
import type { Operation, Values } from '../operations/operation.ts';
import { TAKE_THEIRS_LABEL } from '../operations/sentences.ts';
import { aside, banner, option, plain } from './blocks.ts';
import { ACTION_ID, type NameOf, rowOf } from './controls.ts';
import type { Form } from './form.ts';
import { limits } from './limits.ts';

/** The block id of the Section select. No field has this name. */
export const SECTION = 'section';

/** Action id of the button that gives up a person's entry for the one in Nexudus; its value is the field's name. */
export const TAKE_THEIRS = 'take-theirs';

const blockId = (name: string, render: number): string => `${name}~${render}`;

/** The block that shows a field as the form was last drawn. */
export const blockIdOf = (operation: Operation, form: Form, name: string): string =>
  blockId(name, name === operation.record ? form.pickerRender : form.render);

/** The field that a block shows. */
export const fieldNameOf = (id: string): string => id.split('~')[0] ?? '';

/** The fields in view, in order: those of the open section, or all; none before the record of an update is read. */
export function fieldsInView(operation: Operation, form: Form): [string, Field][] {
  const all = Object.entries(operation.fields).filter(([name]) => name !== operation.record);
  if (operation.record && !form.before) return [];
  return operation.sections ? all.filter(([, field]) => field.section === form.section) : all;
}

/** Slack rejects an initial value over its limit, so a longer text can be neither shown nor changed from here. */
export const tooLongToShow = (value: unknown): value is string =>
  typeof value === 'string' && value.length > limits.inputValue;

const inputBlock = (id: string, field: Field, value: unknown, nameOf: NameOf): InputBlock => ({
  type: 'input',
  block_id: id,
  label: plain(field.label, limits.label),
  ...(field.hint ? { hint: plain(field.hint, limits.hint) } : {}),
  // Slack blocks the submit of a form while any input that is not optional is blank, ticks included.
  optional: !field.required,
  element: rowOf(field.control).element(field.control, value, nameOf),
});

function sectionSelect(operation: Operation, form: Form, changed: ReadonlyMap<string, number>): InputBlock {
  const sections = operation.sections ?? [];
  const options = sections.map((name) => {
    const count = changed.get(name) ?? 0;
    return option(count > 0 ? `${name} (${count} changed)` : name, name);
  });
  return {
    type: 'input',
    block_id: blockIdOf(operation, form, SECTION),
    dispatch_action: true,
    label: plain('Section'),
    element: {
      type: 'static_select',
      action_id: ACTION_ID,
      options,
      initial_option: options[sections.indexOf(form.section ?? '')] ?? options[0],
    },
  };
}

const takeTheirs = (form: Form, name: string): KnownBlock => ({
  type: 'actions',
  block_id: blockId(`${TAKE_THEIRS}.${name}`, form.render),
  elements: [
    {
      type: 'button',
      action_id: TAKE_THEIRS,
      text: plain(TAKE_THEIRS_LABEL, limits.button),
      value: name,
    },
  ],
});

/** The form as a modal. `values` holds what each input shows; `changed` how many fields of a section were changed. */
export function formView(
  operation: Operation,
  form: Form,
  values: Values,
  nameOf: NameOf,
  changed: ReadonlyMap<string, number> = new Map(),
): ModalView {
  const blocks: KnownBlock[] = form.notices.map(({ level, text }) => banner(level, text));
  const beside = (name: string): KnownBlock[] => {
    if (!form.problems[name]) return [];
    const said = aside(`⚠️ ${form.problems[name]}`);
    return form.clashes?.includes(name) ? [said, takeTheirs(form, name)] : [said];
  };

  const picker = operation.record ? operation.fields[operation.record] : undefined;
  if (operation.record && picker) {
    const block = inputBlock(blockIdOf(operation, form, operation.record), picker, form.recordId, nameOf);
    blocks.push({ ...block, dispatch_action: true }, ...beside(operation.record));
    if (form.recordId !== undefined && !form.before) blocks.push(aside('Loading…'));
  }
  if (operation.sections && form.before) blocks.push(sectionSelect(operation, form, changed));
  for (const [name, field] of fieldsInView(operation, form)) {
    const value = values[name];
    if (tooLongToShow(value)) {
      blocks.push(
        aside(`${field.label}: ${value.length} characters, more than Slack can show. It stays as it is.`),
      );
    } else {
      blocks.push(inputBlock(blockIdOf(operation, form, name), field, value, nameOf), ...beside(name));
    }
  }
  return {
    type: 'modal',
    callback_id: operation.id,
    private_metadata: form.id,
    title: plain(operation.title, limits.title),
    submit: plain(operation.submit, limits.button),
    close: plain('Cancel', limits.button),
    blocks,
  };
}

/** A modal that only says something. */
export function textView(operation: Operation, form: Form, blocks: KnownBlock[], close: string): ModalView {
  return {
    type: 'modal',
    callback_id: operation.id,
    private_metadata: form.id,
    title: plain(operation.title, limits.title),
    close: plain(close, limits.button),
    blocks,
  };
}
