import type { Prefill } from '../forms/command-text.ts';
import { canBeShownAsUrl } from '../forms/controls.ts';
import { limits, shortened } from '../forms/limits.ts';
import { mentionedIn, readable } from '../forms/readable.ts';
import type { Directory, Entry } from '../nexudus/directory.ts';
import type { NexudusRecord, ResourceName } from '../nexudus/resources.ts';
import type { Field } from '../operations/field.ts';
import type { Values } from '../operations/operation.ts';
import { type Asking, mayPick } from '../requests/check-ids.ts';
import type { Parts } from './context.ts';
import type { OpenForm } from './open-forms.ts';
import type { People } from './people.ts';
import { say } from './say.ts';

/** Puts the record that was chosen into the form, unless another one was picked in the meantime. */
export function putRecord({ form, operation }: OpenForm, before: NexudusRecord): void {
  if (form.recordId !== before.Id) return;
  form.before = before;
  form.section ??= operation.sections?.[0];
  form.rendered = {};
  form.doubted = {};
}

const YES = new Set(['yes', 'y', 'true', 'on', '1']);
const NO = new Set(['no', 'n', 'false', 'off', '0']);

const onlyOne = ([found, second]: readonly Entry[]): number | undefined => (second ? undefined : found?.id);

/** The value that a typed text means for a field; undefined when it means none. */
async function meaningOf({ control }: Field, text: string, directory: Directory): Promise<unknown> {
  switch (control.kind) {
    case 'text':
      return text;
    case 'url':
      return canBeShownAsUrl(text) ? text : undefined;
    case 'number':
      return Number.isFinite(Number(text)) ? Number(text) : undefined;
    case 'tick':
      return YES.has(text.toLowerCase()) ? true : NO.has(text.toLowerCase()) ? false : undefined;
    case 'record':
      return onlyOne(await directory.named(control.of, text));
    case 'add':
    case 'remove': {
      const id = onlyOne(await directory.named(control.of, text));
      return id === undefined ? undefined : [id];
    }
    case 'people':
      return undefined;
  }
}

/** Puts what was typed after the command into the form; what can't be understood is named at its top. */
export async function fillFromText(open: OpenForm, prefill: Prefill, parts: Parts): Promise<void> {
  const { form, operation } = open;
  const { directory, access } = parts;
  const person = await parts.people.person(open.owner);
  /** Names and ids that are typed find nothing that the pickers wouldn't offer. */
  const offered = async (of: ResourceName, ids: readonly number[]) =>
    mayPick(of, ids, { directory, access, person });
  const leftovers = [...prefill.leftovers];
  const typed: Record<string, unknown> = { ...form.typed };
  for (const [name, text] of Object.entries(prefill.texts)) {
    const field = operation.fields[name];
    let value = field ? await meaningOf(field, text, directory) : undefined;
    // Of the record itself the form says why it can't be shown.
    if (field && 'of' in field.control && value !== undefined && name !== operation.record) {
      if (!(await offered(field.control.of, [value].flat() as number[]))) value = undefined;
    }
    if (value === undefined) leftovers.push(field ? `${field.label}: ${text}` : text);
    else if (name === operation.record) form.recordId = value as number;
    else typed[name] = value;
  }
  const { people, emails } = operation.text ?? {};
  if (people && prefill.people.length > 0) typed[people] = prefill.people.map((id) => ({ id }));
  if (emails) {
    const ids: number[] = [];
    for (const email of prefill.emails) {
      const id = onlyOne(await directory.named('users', email));
      if (id !== undefined && ids.length < limits.options && (await offered('users', [id]))) ids.push(id);
      else leftovers.push(email);
    }
    if (ids.length > 0) typed[emails] = ids;
  }
  form.typed = typed;
  form.section = prefill.section;
  if (leftovers.length > 0) form.notices.push({ level: 'warning', text: say.leftovers(leftovers) });
}

/** Puts a message into a field, as people read it. */
export async function fillFromMessage(
  { form }: OpenForm,
  field: string,
  message: string,
  people: People,
): Promise<void> {
  const names = new Map<string, string>();
  for (const id of mentionedIn(message)) {
    const person = await people.person(id).catch(() => undefined);
    names.set(id, person?.name ?? 'somebody');
  }
  const text = readable(message, (id) => names.get(id) ?? 'somebody').trim();
  form.typed = { ...form.typed, [field]: shortened(text, limits.inputValue) };
}

/** Puts what was sent before back into the form. */
export function fillAgain({ form, operation }: OpenForm, input: Values): void {
  const { record } = operation;
  if (record) form.recordId = input[record] as number;
  form.typed = Object.fromEntries(Object.entries(input).filter(([name]) => name !== record));
}

/** A new record starts with the only location, else with the one last used in this channel, if its maker may pick it. */
export async function chooseLocation(
  open: OpenForm,
  last: number | undefined,
  asking: Asking,
): Promise<void> {
  const { form, operation } = open;
  const entry = Object.entries(operation.fields).find(([, { wire }]) => wire === 'BusinessId');
  if (operation.record || !entry || form.typed[entry[0]] !== undefined) return;
  const { entries, total } = await asking.directory.search('businesses', '', 1);
  const only = total === 1 ? entries[0]?.id : last;
  if (only !== undefined && (await mayPick('businesses', [only], asking)))
    form.typed = { ...form.typed, [entry[0]]: only };
}
