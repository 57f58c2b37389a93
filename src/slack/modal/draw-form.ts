import type { ModalView } from '@slack/types';
import { pickable } from '../../access/pickable.ts';
import type { NameOf } from '../../forms/controls.ts';
import type { OpenForm } from '../../forms/form-sessions.ts';
import { type Drawing, formView } from '../../forms/form-view.ts';
import { fieldsInView, showsFields } from '../../forms/inputs.ts';
import { pickedRecords, type State } from '../../forms/read-form.ts';
import type { ResourceName } from '../../nexudus/resources.ts';
import { valuesOf } from '../../operations/check-input.ts';
import type { Field } from '../../operations/field.ts';
import type { Values } from '../../operations/operation.ts';
import { sameValue } from '../../operations/same-value.ts';
import { byThen } from '../http/in-time.ts';
import type { Lookups } from '../lookup/lookups.ts';
import { say } from '../text/say.ts';
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

const idsOf = (value: unknown): number[] =>
  [value].flat().filter((id): id is number => typeof id === 'number');

/**
 * Those of the ids in an input that its owner may know by name: what came from the chat may be any number. Undefined when
 * access can't be decided now.
 */
async function nameable(
  { personOf, access, directory }: Lookups,
  { form, owner }: OpenForm,
  { control, wire }: Field,
  ids: readonly number[],
): Promise<number[] | undefined> {
  if (!('of' in control) || ids.length === 0) return [];
  const shown = control.kind === 'remove' ? form.before?.[control.list] : wire && form.before?.[wire];
  const onRecord = ids.filter((id) => idsOf(shown).includes(id));
  if (control.kind === 'record' && onRecord.length === ids.length) return onRecord;
  try {
    const asking = { access, directory, person: await personOf(owner), toShow: true };
    const found = await pickable(control.of, control.kind === 'remove' ? [] : ids, asking);
    return found ? [...new Set([...onRecord, ...found])] : [];
  } catch {
    return undefined;
  }
}

/** So many of those on a list are named in a form, the first ones. */
const MOST_CURRENT = 8;
/** A form waits no longer for them: without, it says how many there are. */
const CURRENT_WITHIN_MS = 1000;

/** The lists that fields in view put something into, and what is on them; none where Nexudus didn't return it. */
const currentLists = ({ form, operation }: OpenForm) =>
  fieldsInView(operation, form).flatMap(([, field]) => {
    const { control } = field;
    const list = control.kind === 'add' ? form.before?.[control.list] : undefined;
    return control.kind === 'add' && Array.isArray(list) ? [{ field, control, ids: list.map(Number) }] : [];
  });

/** Sentences by list: how many are on it, and the names of the first that the form's owner may know. */
const currentOf = (open: OpenForm): Map<string, string> =>
  new Map(
    currentLists(open).map(({ control: { list, noun, of }, ids }) => {
      const names = ids.slice(0, MOST_CURRENT).flatMap((id) => open.form.names[keyOf(of, id)] ?? []);
      return [list, say.current(noun, ids.length, names)];
    }),
  );

const keyOf = (of: ResourceName, id: number): string => `${of}/${id}`;

/** Notes down the names of all records that the inputs in view show; the form keeps them for when Nexudus can't be asked. */
async function learnNames(parts: Lookups, open: OpenForm, values: Values): Promise<void> {
  const { form, operation } = open;
  const learn = async (of: ResourceName, ids: readonly number[]) => {
    // A form with ids in place of names is better than none.
    const names = await parts.directory.labels(of, ids).catch(() => new Map<number, string>());
    for (const [id, name] of names) {
      if (name !== `#${id}`) form.names[keyOf(of, id)] = name;
    }
  };
  const nameKnown = async (field: Field, ids: readonly number[]) => {
    if (!('of' in field.control)) return;
    const { of } = field.control;
    const known = await nameable(parts, open, field, ids);
    if (!known) return;
    // A name that came from the chat proves nothing.
    for (const id of ids) if (!known.includes(id)) delete form.names[keyOf(of, id)];
    await learn(of, known);
  };
  const current = currentLists(open).map(({ field, ids }) => nameKnown(field, ids.slice(0, MOST_CURRENT)));
  const picker = operation.record ? operation.fields[operation.record] : undefined;
  await Promise.all([
    byThen(Promise.all(current), Date.now() + CURRENT_WITHIN_MS),
    // The record itself is named once its owner was let in.
    picker && 'of' in picker.control && form.before && learn(picker.control.of, idsOf(form.recordId)),
    ...fieldsInView(operation, form).map(([name, field]) => nameKnown(field, idsOf(values[name]))),
  ]);
}

/** Notes down how the records that are picked now were called in their pickers. */
export function learnPicked({ form, operation }: OpenForm, state: State): void {
  for (const { of, id, text } of pickedRecords(operation, form, state)) form.names[keyOf(of, id)] = text;
}

/** Notes down how the record in the form was called where it was picked; what it is called in Nexudus goes before that. */
export function learnRecord({ form, operation }: OpenForm, text: string | undefined): void {
  if (text && form.before) form.names[keyOf(operation.resource, form.before.Id)] = text;
}

/** How long the form waits for names, where Slack waits for nothing. */
const NAMES_WITHIN_MS = 5000;

interface HowToDraw extends Pick<Drawing, 'focusesSection'> {
  /** The picker of the record stays as it is on the screen. */
  keepsPicker?: boolean;
  namesWithinMs?: number;
}

/**
 * The form as it stands, with its inputs drawn afresh: Slack then shows these values and not what it kept. In place of
 * names that are not known in time stand those that the form showed before.
 */
export async function drawForm(parts: Lookups, open: OpenForm, how: HowToDraw = {}): Promise<ModalView> {
  const values = valuesNow(open);
  await byThen(learnNames(parts, open, values), Date.now() + (how.namesWithinMs ?? NAMES_WITHIN_MS));
  return draw(open, values, (of, id) => open.form.names[keyOf(of, id)] ?? `#${id}`, how);
}

/** The form while its record is read, under the words by which the record was picked. Makes no call. */
export function drawLoading(open: OpenForm, picked: string): ModalView {
  return draw(open, valuesNow(open), () => picked, { keepsPicker: true });
}

function draw(
  open: OpenForm,
  values: Values,
  nameOf: NameOf,
  { keepsPicker = false, focusesSection }: HowToDraw,
): ModalView {
  const { form, operation } = open;
  form.render += 1;
  const pickerAlone = !showsFields(operation, form);
  if (!keepsPicker || (form.pickerAlone ?? false) !== pickerAlone) {
    form.pickerRender = form.render;
    form.pickerShown = form.recordId;
    form.pickerAlone = pickerAlone;
  }
  const inView = fieldsInView(operation, form).map(([name]) => [name, values[name]]);
  form.rendered = { ...form.rendered, ...Object.fromEntries(inView) };
  const changed = changedBySection(open, values);
  const view = formView(operation, form, values, nameOf, {
    changed,
    current: currentOf(open),
    focusesSection,
  });
  if (open.asksWhere && view.submit) view.blocks.push(whereBlock());
  return view;
}
