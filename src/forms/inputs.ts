import type { Field } from '../operations/field.ts';
import type { Operation, Values } from '../operations/operation.ts';
import { type OwnControl, rowOf, type StateValue, tickedIn } from './controls.ts';
import type { Form } from './form.ts';
import { limits } from './limits.ts';

/** A field that is an input of its own. */
export type OwnField = Field & { control: OwnControl };

/** The block id of the Section select. No field has this name. */
export const SECTION = 'section';

/** What the block ids of groups of ticks begin with. No field has a name with a dot. */
const TICKS = 'ticks.';

export const blockId = (name: string, render: number): string => `${name}~${render}`;

/** What a block shows: a field, or a group of ticks. */
export const fieldNameOf = (id: string): string => id.split('~')[0] ?? '';

/** The field of that name. Block ids come from outside, so `constructor` may be asked for as well. */
export const fieldOf = ({ fields }: Pick<Operation, 'fields'>, name: string): Field | undefined =>
  Object.hasOwn(fields, name) ? fields[name] : undefined;

/** The name of the input that a field stands in: its own, or its group's. */
const inputNameOf = (name: string, field: Field | undefined): string =>
  field?.control.kind === 'tick' ? `${TICKS}${field.control.group}` : name;

/** The block that shows a field as the form was last drawn. */
export const blockIdOf = (operation: Operation, form: Form, name: string): string =>
  blockId(
    inputNameOf(name, fieldOf(operation, name)),
    name === operation.record ? form.pickerRender : form.render,
  );

/** True where the fields are shown: an update shows none before its record is read. */
export const showsFields = (operation: Operation, form: Form): boolean => !operation.record || !!form.before;

/** The fields in view, in order: those of the open section, or all. */
export function fieldsInView(operation: Operation, form: Form): [string, Field][] {
  if (!showsFields(operation, form)) return [];
  const all = Object.entries(operation.fields).filter(([name]) => name !== operation.record);
  return operation.sections ? all.filter(([, field]) => field.section === form.section) : all;
}

/** Slack rejects an initial value over its limit, so a longer text can be neither shown nor changed from here. */
export const tooLongToShow = (value: unknown): value is string =>
  typeof value === 'string' && value.length > limits.inputValue;

/** An input of a form: a field, or ticks that belong together, with the word that stands over them. */
export type Input =
  | { block: string; name: string; field: OwnField }
  | { block: string; group: string; ticks: [string, Field][] };

/** The inputs in view, in order. Ticks stand where the last of their group does. */
export function inputsInView(operation: Operation, form: Form): Input[] {
  const fields = fieldsInView(operation, form);
  const inputs = new Map<string, Input>();
  for (const [name, field] of fields) {
    const block = blockIdOf(operation, form, name);
    if (field.control.kind !== 'tick') {
      inputs.set(block, { block, name, field: field as OwnField });
      continue;
    }
    const { group } = field.control;
    const known = inputs.get(block);
    const before = known && 'ticks' in known ? known.ticks : [];
    inputs.delete(block);
    inputs.set(block, { block, group, ticks: [...before, [name, field]] });
  }
  return [...inputs.values()];
}

/** The names of the fields that an input shows. */
export const namesIn = (input: Input): string[] =>
  'ticks' in input ? input.ticks.map(([name]) => name) : [input.name];

/** What an input came back with, by field. Blank is undefined; a box is undefined where Slack left its input out. */
export function readInput(input: Input, state: StateValue): Values {
  if (!('ticks' in input)) return { [input.name]: rowOf(input.field.control).read(state) };
  const ticked = tickedIn(state);
  return Object.fromEntries(namesIn(input).map((name) => [name, ticked?.includes(name)]));
}

/** The ticks of a group by its block, or the one of a block that an earlier version drew for each. */
export const ticksNamed = ({ fields }: Operation, blockName: string): string[] =>
  Object.entries(fields).flatMap(([name, field]) =>
    field.control.kind === 'tick' && [name, inputNameOf(name, field)].includes(blockName) ? [name] : [],
  );
