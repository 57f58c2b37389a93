import type { Prefill } from '../forms/command-text.ts';
import { limits, shortened } from '../forms/limits.ts';
import { mentionedIn, readable } from '../forms/readable.ts';
import type { Nexudus } from '../nexudus/client.ts';
import type { Directory } from '../nexudus/directory.ts';
import type { Field } from '../operations/field.ts';
import type { Values } from '../operations/operation.ts';
import type { OpenForm } from './open-forms.ts';
import type { People } from './people.ts';
import { say } from './say.ts';

/** Reads the record that was chosen into the form. Throws what the nexudus room throws. */
export async function loadRecord({ form, operation }: OpenForm, nexudus: Nexudus, id: number): Promise<void> {
  const before = await nexudus.get(operation.resource, id);
  // Somebody may have picked another record in the meantime.
  if (form.recordId !== id) return;
  form.before = before;
  form.section ??= operation.sections?.[0];
  form.rendered = {};
}

const YES = new Set(['yes', 'y', 'true', 'on', '1']);
const NO = new Set(['no', 'n', 'false', 'off', '0']);

/** The value that a typed text means for a field; undefined when it means none. */
async function meaningOf({ control }: Field, text: string, directory: Directory): Promise<unknown> {
  switch (control.kind) {
    case 'text':
    case 'url':
      return text;
    case 'number':
      return Number.isFinite(Number(text)) ? Number(text) : undefined;
    case 'tick':
      return YES.has(text.toLowerCase()) ? true : NO.has(text.toLowerCase()) ? false : undefined;
    case 'record': {
      const [found, second] = await directory.named(control.of, text);
      return second ? undefined : found?.id;
    }
    case 'add':
    case 'remove': {
      const [found, second] = await directory.named(control.of, text);
      return second || !found ? undefined : [found.id];
    }
    case 'people':
      return undefined;
  }
}

/** Puts what was typed after the command into the form; what can't be understood is named at its top. */
export async function fillFromText(open: OpenForm, prefill: Prefill, directory: Directory): Promise<void> {
  const { form, operation } = open;
  const leftovers = [...prefill.leftovers];
  const typed: Record<string, unknown> = { ...form.typed };
  for (const [name, text] of Object.entries(prefill.texts)) {
    const field = operation.fields[name];
    const value = field ? await meaningOf(field, text, directory) : undefined;
    if (value === undefined) leftovers.push(field ? `${field.label}: ${text}` : text);
    else if (name === operation.record) form.recordId = value as number;
    else typed[name] = value;
  }
  const { people, emails } = operation.text ?? {};
  if (people && prefill.people.length > 0) typed[people] = prefill.people.map((id) => ({ id }));
  if (emails) {
    const ids: number[] = [];
    for (const email of prefill.emails) {
      const [found, second] = await directory.named('users', email);
      if (found && !second) ids.push(found.id);
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

/** A new record starts with the only location there is, else with the one last used in this channel. */
export async function chooseLocation(
  open: OpenForm,
  last: number | undefined,
  directory: Directory,
): Promise<void> {
  const { form, operation } = open;
  const entry = Object.entries(operation.fields).find(([, { wire }]) => wire === 'BusinessId');
  if (operation.record || !entry || form.typed[entry[0]] !== undefined) return;
  const { entries, total } = await directory.search('businesses', '', 1);
  const only = total === 1 ? entries[0]?.id : last;
  if (only !== undefined) form.typed = { ...form.typed, [entry[0]]: only };
}
