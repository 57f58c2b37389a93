import type { InputBlock, KnownBlock, ModalView, SectionBlock } from '@slack/types';
import type { Operation, Values } from '../operations/operation.ts';
import { TAKE_THEIRS_LABEL } from '../operations/sentences.ts';
import { aside, banner, option, plain } from './blocks.ts';
import { ACTION_ID, type InputElement, type NameOf, rowOf, ticksElement } from './controls.ts';
import type { Form } from './form.ts';
import {
  blockId,
  blockIdOf,
  type Input,
  inputsInView,
  namesIn,
  type OwnField,
  SECTION,
  showsFields,
  tooLongToShow,
} from './inputs.ts';
import { limits } from './limits.ts';

/** Action id of the button that gives up a person's entry for the one in Nexudus; its value is the field's name. */
export const TAKE_THEIRS = 'take-theirs';

const labelled = (
  block_id: string,
  { label, hint, required = false }: { label: string; hint?: string; required?: boolean },
  element: InputElement,
): InputBlock => ({
  type: 'input',
  block_id,
  label: plain(label, limits.label),
  ...(hint ? { hint: plain(hint, limits.hint) } : {}),
  // Slack blocks the submit of a form while any input that is not optional is blank, ticks included.
  optional: !required,
  element,
});

function inputBlock(input: Input, values: Values, nameOf: NameOf): KnownBlock {
  if ('ticks' in input) {
    const hints = new Set(input.ticks.map(([, { hint }]) => hint));
    const inCommon = hints.size === 1 ? [...hints][0] : undefined;
    const ticks = input.ticks.map(([name, { label, hint }]) => ({
      name,
      label,
      hint: inCommon ? undefined : hint,
      on: values[name] === true,
    }));
    return labelled(input.block, { label: input.group, hint: inCommon }, ticksElement(ticks));
  }
  const { block, name, field } = input;
  const value = values[name];
  return tooLongToShow(value)
    ? aside(`${field.label}: ${value.length} characters, more than Slack can show. It stays as it is.`)
    : labelled(block, field, rowOf(field.control).element(field.control, value, nameOf));
}

/** Slack asks for a submit button wherever an input is, so a form that can't be submitted has its picker beside a text. */
function pickerBlocks(
  operation: Operation,
  form: Form,
  name: string,
  field: OwnField,
  nameOf: NameOf,
): KnownBlock[] {
  const block_id = blockIdOf(operation, form, name);
  const element = rowOf(field.control).element(field.control, form.recordId, nameOf);
  if (form.before) return [{ ...labelled(block_id, field, element), dispatch_action: true }];
  const alone: SectionBlock = {
    type: 'section',
    block_id,
    text: plain(field.label, limits.label),
    accessory: element as SectionBlock['accessory'],
  };
  return [alone, ...(field.hint ? [aside(field.hint)] : [])];
}

function sectionSelect(
  operation: Operation,
  form: Form,
  changed: ReadonlyMap<string, number>,
  focused: boolean,
): InputBlock {
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
      // Drawn afresh like every other input, the select loses the focus that it had when a section was chosen in it.
      ...(focused ? { focus_on_load: true } : {}),
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

/** Action id of the button that reads the picked record: Slack sends nothing when what is picked is picked again. */
export const LOAD_AGAIN = 'load-again';

const loading = (form: Form): KnownBlock[] => [
  aside('Loading…'),
  {
    type: 'actions',
    block_id: blockId(LOAD_AGAIN, form.render),
    elements: [{ type: 'button', action_id: LOAD_AGAIN, text: plain('Load again', limits.button) }],
  },
];

/** What a form shows besides its values. */
export interface Drawing {
  /** How many fields of a section were changed. */
  changed?: ReadonlyMap<string, number>;
  /** What a list holds now, in a sentence by its property. */
  current?: ReadonlyMap<string, string>;
  /** A section was just chosen, so that the focus stays on its select. */
  focusesSection?: boolean;
}

/** The form as a modal. `values` holds what each input shows. */
export function formView(
  operation: Operation,
  form: Form,
  values: Values,
  nameOf: NameOf,
  { changed = new Map(), current, focusesSection: focused = false }: Drawing = {},
): ModalView {
  const blocks: KnownBlock[] = form.notices.map(({ level, text }) => banner(level, text));
  const beside = (name: string): KnownBlock[] => {
    if (!form.problems[name]) return [];
    const said = aside(`⚠️ ${form.problems[name]}`);
    return form.clashes?.includes(name) ? [said, takeTheirs(form, name)] : [said];
  };

  const picker = operation.record ? operation.fields[operation.record] : undefined;
  if (operation.record && picker) {
    const name = operation.record;
    blocks.push(...pickerBlocks(operation, form, name, picker as OwnField, nameOf), ...beside(name));
    if (form.recordId !== undefined && !form.before) blocks.push(...loading(form));
  }
  if (operation.sections && form.before) blocks.push(sectionSelect(operation, form, changed, focused));
  for (const input of inputsInView(operation, form)) {
    const control = 'field' in input ? input.field.control : undefined;
    const holds = control?.kind === 'add' ? current?.get(control.list) : undefined;
    if (holds) blocks.push(aside(holds));
    blocks.push(inputBlock(input, values, nameOf), ...namesIn(input).flatMap(beside));
  }
  return {
    type: 'modal',
    callback_id: operation.id,
    private_metadata: form.id,
    title: plain(operation.title, limits.title),
    ...(showsFields(operation, form) ? { submit: plain(operation.submit, limits.button) } : {}),
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
