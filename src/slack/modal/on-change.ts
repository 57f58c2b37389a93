import type { OpenForm } from '../../forms/form-sessions.ts';
import { LOAD_AGAIN, TAKE_THEIRS } from '../../forms/form-view.ts';
import { fieldNameOf, SECTION } from '../../forms/inputs.ts';
import {
  keepOlder,
  keepReading,
  pickedText,
  readForm,
  readRecordId,
  type State,
} from '../../forms/read-form.ts';
import { checkInput } from '../../operations/check-input.ts';
import type { Values } from '../../operations/operation.ts';
import type { Click } from '../http/click.ts';
import type { Lookups } from '../lookup/lookups.ts';
import { say } from '../text/say.ts';
import { drawForm, drawLoading, learnPicked, learnRecord, valuesNow } from './draw-form.ts';
import { type LoadParts, loadIntoForm } from './fill-form.ts';
import { type ScreenParts, showView } from './show-view.ts';

export interface OnChangeParts extends ScreenParts, Lookups, LoadParts {}

/** How long a record may take before the form says that it is loading. */
const SAY_LOADING_AFTER_MS = 400;

/** Another record was picked: its fields take the place of those before. */
export async function onRecordPicked(
  parts: OnChangeParts,
  open: OpenForm,
  state: State,
  id = readRecordId(open.operation, open.form, state),
): Promise<void> {
  const { form, operation } = open;
  if (id === form.recordId && (form.before || open.loading === id)) return;
  const changes = changesIn(open, state);
  const staying = Object.entries(changes).filter(([name]) => operation.fields[name]?.stays);
  const hadChanges = Object.keys(changes).length > staying.length;
  open.step += 1;
  const { step } = open;
  // What was typed after the command is for whichever record is picked first.
  if (form.before) form.typed = Object.fromEntries(staying);
  const previous = form.before?.Name;
  form.recordId = id;
  // What is on the screen is the record before: until the new one is drawn, it is not the drawing that a form is read from.
  form.render += 1;
  form.since = form.render;
  form.before = undefined;
  form.rendered = {};
  form.doubted = {};
  form.taken = {};
  form.problems = {};
  form.notices = hadChanges
    ? [{ level: 'info', text: say.discarded(typeof previous === 'string' ? previous : undefined) }]
    : [];
  if (id === undefined) {
    await showView(parts, open, await drawForm(parts, open, { keepsPicker: true }));
    return;
  }

  const picked = pickedText(operation, form, state);
  const loading = loadIntoForm(parts, open, id);
  const timer = setTimeout(() => {
    void showView(parts, open, drawLoading(open, picked ?? `#${id}`));
  }, SAY_LOADING_AFTER_MS);
  await loading;
  clearTimeout(timer);
  // A newer pick has its own answer.
  if (open.step !== step) return;
  learnRecord(open, picked);
  // The picker is drawn afresh too: blank where the record could not be read, else so that how it comes back shows whether
  // Slack blanks what it was drawn with.
  await showView(parts, open, await drawForm(parts, open));
}

/** What differs from the record that is shown, by field; what came back blank counts too. */
function changesIn(open: OpenForm, state: State): Values {
  const { form, operation } = open;
  if (!form.before) return {};
  const given = { ...valuesNow(open), ...readForm(operation, form, state)?.values };
  const { input, problems, cleared } = checkInput(operation, given, form.rendered, form.before);
  const names = [...Object.keys(input), ...Object.keys(problems), ...cleared];
  return Object.fromEntries(
    names.filter((name) => name !== operation.record).map((name) => [name, given[name]]),
  );
}

/** Keeps what the view holds, also where Slack has not shown the last drawing yet. */
function keepTyped(open: OpenForm, state: State): void {
  const { form, operation } = open;
  const read = readForm(operation, form, state);
  if (read) keepReading(form, read);
  else keepOlder(operation, form, state);
  learnPicked(open, state);
}

/** Another section was chosen: what was typed in this one is kept by the bot. */
async function onSectionChosen(
  parts: ScreenParts & Lookups,
  open: OpenForm,
  section: string,
  state: State,
): Promise<void> {
  const { form, operation } = open;
  if (!operation.sections?.includes(section) || section === form.section) return;
  keepTyped(open, state);
  form.section = section;
  form.problems = {};
  form.notices = [];
  open.step += 1;
  const { step } = open;
  const view = await drawForm(parts, open, { keepsPicker: true, focusesSection: true });
  if (open.step === step) await showView(parts, open, view);
}

/** The person gives up what they entered in a field for what is in Nexudus. */
async function onTakeTheirs(
  parts: ScreenParts & Lookups,
  open: OpenForm,
  name: string,
  state: State,
): Promise<void> {
  const { form } = open;
  const taken = form.taken ?? {};
  const clashes = form.clashes ?? [];
  if (!clashes.includes(name) && !Object.hasOwn(taken, name)) return;
  keepTyped(open, state);
  // Pressed twice, it gives up nothing more.
  if (Object.hasOwn(form.typed, name))
    form.taken = { ...taken, [name]: { value: form.typed[name], render: form.render } };
  form.typed = without(form.typed, name);
  form.doubted = without(form.doubted, name);
  form.problems = without(form.problems, name);
  form.clashes = clashes.filter((each) => each !== name);
  form.notices = [];
  open.step += 1;
  const { step } = open;
  const view = await drawForm(parts, open, { keepsPicker: true });
  if (open.step === step) await showView(parts, open, view);
}

const without = <T>(values: Readonly<Record<string, T>>, name: string): Record<string, T> =>
  Object.fromEntries(Object.entries(values).filter(([each]) => each !== name));

/** Another process of the bot may go on with a form in the same moment; more often than this it does not. */
const MOST_TRIES = 3;

/** Something was chosen in a form that changes what it shows. */
export async function onChange(parts: OnChangeParts, click: Click): Promise<void> {
  const { actionId, view, user, block, value, chosen } = click;
  const at = Number(click.at);
  for (let tries = 1; tries <= MOST_TRIES; tries++) {
    const open = view && (await parts.forms.of(view.metadata, user));
    if (!open || at < (open.form.chosenAt ?? 0)) return;
    if (at > 0) open.form.chosenAt = at;
    const name = fieldNameOf(block);
    if (name === SECTION) await onSectionChosen(parts, open, chosen, view.state);
    else if (actionId === TAKE_THEIRS) await onTakeTheirs(parts, open, value, view.state);
    // The process that began to read it may have died.
    else if (actionId === LOAD_AGAIN) await onRecordPicked(parts, open, view.state, open.form.recordId);
    else if (name === open.operation.record) await onRecordPicked(parts, open, view.state);
    if (!open.superseded) return;
  }
}
