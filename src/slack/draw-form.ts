import type { ModalView } from '@slack/types';
import type { NameOf } from '../forms/controls.ts';
import { fieldsInView, formView } from '../forms/form-view.ts';
import type { Directory } from '../nexudus/directory.ts';
import type { ResourceName } from '../nexudus/resources.ts';
import { valuesOf } from '../operations/check-input.ts';
import type { Values } from '../operations/operation.ts';
import { sameValue } from '../operations/verify-change.ts';
import type { OpenForm } from './open-forms.ts';
import { whereBlock } from './where-block.ts';

/** What the fields hold now: what the record has, under what was typed. */
export const valuesNow = ({ form, operation }: OpenForm): Values => ({
  ...(form.before ? valuesOf(operation.fields, form.before) : startingValues(operation.fields)),
  ...form.typed,
});

const startingValues = (fields: OpenForm['operation']['fields']): Values =>
  Object.fromEntries(
    Object.entries(fields).flatMap(([name, { control }]) =>
      control.kind === 'tick' && control.startsOn ? [[name, true]] : [],
    ),
  );

/** How many fields of each section differ from the record. */
function changedBySection({ form, operation }: OpenForm, values: Values): Map<string, number> {
  const shown = form.before ? valuesOf(operation.fields, form.before) : {};
  const counts = new Map<string, number>();
  for (const [name, { section }] of Object.entries(operation.fields)) {
    if (section && !sameValue(values[name], (shown as Record<string, unknown>)[name])) {
      counts.set(section, (counts.get(section) ?? 0) + 1);
    }
  }
  return counts;
}

/** Names of all records that the inputs in view show. */
async function namesInView(
  { form, operation }: OpenForm,
  values: Values,
  directory: Directory,
): Promise<NameOf> {
  const ids = new Map<ResourceName, Set<number>>();
  const want = (of: ResourceName, value: unknown) => {
    const set = ids.get(of) ?? new Set<number>();
    for (const id of [value].flat()) if (typeof id === 'number') set.add(id);
    ids.set(of, set);
  };
  const picker = operation.record ? operation.fields[operation.record] : undefined;
  if (picker && 'of' in picker.control) want(picker.control.of, form.recordId);
  for (const [name, { control }] of fieldsInView(operation, form))
    if ('of' in control) want(control.of, values[name]);
  const names = new Map<ResourceName, Map<number, string>>();
  await Promise.all(
    [...ids].map(async ([of, set]) => {
      // A form with ids in place of names is better than none.
      names.set(of, await directory.names(of, [...set]).catch(() => new Map<number, string>()));
    }),
  );
  return (of, id) => names.get(of)?.get(id) ?? `#${id}`;
}

/** The form as it stands, with its inputs drawn afresh: Slack then shows these values and not what it kept. */
export async function drawForm(open: OpenForm, directory: Directory, keepPicker = false): Promise<ModalView> {
  const { form, operation } = open;
  const values = valuesNow(open);
  const nameOf = await namesInView(open, values, directory);
  form.render += 1;
  if (!keepPicker) form.pickerRender = form.render;
  const inView = fieldsInView(operation, form).map(([name]) => [name, values[name]]);
  form.rendered = { ...form.rendered, ...Object.fromEntries(inView) };
  const view = formView(operation, form, values, nameOf, changedBySection(open, values));
  if (open.asksWhere) view.blocks.push(whereBlock());
  return view;
}
