import type { Access } from '../../access/access.ts';
import type { Person } from '../../access/person.ts';
import { type Asking, mayPick, pickable, searchListed } from '../../access/pickable.ts';
import type { Prefill } from '../../forms/command-text.ts';
import { canBeShownAsUrl, plainDecimal } from '../../forms/controls.ts';
import type { OpenForm } from '../../forms/form-sessions.ts';
import { limits, shortened } from '../../forms/limits.ts';
import { momentInWords } from '../../forms/moment-in-words.ts';
import { mentionedIn, readable } from '../../forms/readable.ts';
import type { Nexudus } from '../../nexudus/client.ts';
import { failureOf } from '../../nexudus/failure.ts';
import {
  isOfPeople,
  LOCATIONS,
  locationOf,
  type NexudusRecord,
  type ResourceName,
} from '../../nexudus/resources.ts';
import type { Field } from '../../operations/field.ts';
import { locationField } from '../../operations/location-field.ts';
import type { Values } from '../../operations/operation.ts';
import type { Lookups } from '../lookup/lookups.ts';
import { denialSentence } from '../text/denial-sentence.ts';
import { failureSentence } from '../text/failure-sentence.ts';
import { say } from '../text/say.ts';

/** Anything else that was typed is shown as it is: it was unescaped when it was read. */
const MENTION = /^<@[UW][A-Z0-9]+>$/;

const YES = new Set(['yes', 'y', 'true', 'on', '1']);
const NO = new Set(['no', 'n', 'false', 'off', '0']);

/** Which records a typed text may mean, of those that the pickers would offer to this person. */
interface Meant {
  /** Set when it means just one. */
  id?: number;
  /** Undefined where there are too many to tell. */
  count?: number;
}

async function meant(of: ResourceName, text: string, asking: Asking): Promise<Meant> {
  const { directory } = asking;
  const isAddress = text.includes('@') && isOfPeople(of);
  const named = isAddress ? await directory.withEmail(of, text) : await directory.named(of, text);
  const may = await pickable(
    of,
    named.map(({ id }) => id),
    asking,
  );
  if (!may) return { count: 0 };
  const [first, second] = [...may];
  if (first !== undefined) return { id: second === undefined ? first : undefined, count: may.size };
  // A part of a name is not enough to fill it in, but to say how many there are.
  if (isAddress) return { count: 0 };
  const found = await searchListed(of, text, 1, asking);
  if (!('total' in found)) return { count: 0 };
  const isSure = !found.atLeast && (found.total > 1 || !found.untold || found.untold === 'none-like-it');
  return { count: isSure ? found.total : undefined };
}

/** The value that a typed text means for a field that picks no record; undefined when it means none. */
function simpleValueOf({ control }: Field, text: string): unknown {
  switch (control.kind) {
    case 'text':
      // A form can't show a longer one, so no one could shorten it there.
      return text.length <= limits.inputValue ? text : undefined;
    case 'url':
      return canBeShownAsUrl(text) ? text : undefined;
    case 'number':
      return plainDecimal(text);
    case 'tick':
      return YES.has(text.toLowerCase()) ? true : NO.has(text.toLowerCase()) ? false : undefined;
    default:
      return undefined;
  }
}

/**
 * Puts what was typed after the command into the form; what can't be understood is named at its top.
 * @returns the fields that something was typed for which can't be understood
 */
export async function fillFromText(
  open: OpenForm,
  prefill: Prefill,
  { personOf, access, directory }: Lookups,
): Promise<string[]> {
  const { form, operation } = open;
  const asking = { access, directory, person: await personOf(open.owner) };
  const leftovers = [...prefill.leftovers];
  const unclear: string[] = [];
  const warn = (text: string) => form.notices.push({ level: 'warning', text });
  const typed: Record<string, unknown> = { ...form.typed };
  for (const [name, text] of Object.entries(prefill.texts)) {
    const field = operation.fields[name];
    if (!field) {
      leftovers.push(text);
      continue;
    }
    if (!('of' in field.control)) {
      const value =
        field.control.kind === 'moment'
          ? await momentInWords(text, Date.now(), asking.person.timeZone)
          : simpleValueOf(field, text);
      if (value !== undefined) typed[name] = value;
      else {
        unclear.push(name);
        leftovers.push(`${field.label}: ${text}`);
      }
      continue;
    }
    const { kind, of } = field.control;
    const { id, count } = await meant(of, text, asking);
    // Of the record itself the form says why it can't be shown.
    const [only, more] = name === operation.record && count === 0 ? await directory.named(of, text) : [];
    const hidden = more ? undefined : only?.id;
    if (name === operation.record && (id ?? hidden) !== undefined) form.recordId = id ?? hidden;
    else if (id !== undefined) typed[name] = kind === 'record' ? id : [id];
    else {
      unclear.push(name);
      warn(say.notOne(of, text, count));
    }
  }
  const { people, emails } = operation.text ?? {};
  if (people && prefill.people.length > 0) typed[people] = prefill.people.map((id) => ({ id }));
  const picker = emails ? operation.fields[emails]?.control : undefined;
  if (emails && picker && 'of' in picker) {
    const ids: number[] = [];
    for (const email of prefill.emails) {
      const { id, count } = await meant(picker.of, email, asking);
      if (id !== undefined && ids.length < limits.options) ids.push(id);
      else if (id === undefined && count !== undefined && count > 1)
        warn(say.notOne(picker.of, email, count));
      else leftovers.push(email);
    }
    if (ids.length > 0) typed[emails] = ids;
  }
  form.typed = typed;
  form.section = prefill.section;
  if (leftovers.length > 0) {
    const shown = leftovers.map((text) => (MENTION.test(text) ? asPeopleRead(text, personOf) : text));
    warn(say.leftovers(await Promise.all(shown)));
  }
  return unclear;
}

/** A text of Slack's with people by name. */
async function asPeopleRead(text: string, personOf: Lookups['personOf']): Promise<string> {
  const names = new Map<string, string>();
  for (const id of mentionedIn(text)) {
    const person = await personOf(id).catch(() => undefined);
    names.set(id, person?.name ?? 'someone');
  }
  return readable(text, (id) => names.get(id) ?? 'someone').trim();
}

/** Puts a message into a field, as people read it. */
export async function fillFromMessage(
  { form }: OpenForm,
  field: string,
  message: string,
  personOf: Lookups['personOf'],
): Promise<void> {
  const text = await asPeopleRead(message, personOf);
  form.typed = { ...form.typed, [field]: shortened(text, limits.inputValue) };
}

/** Puts what was submitted before back into the form. */
export function fillAgain({ form, operation }: OpenForm, input: Values): void {
  const { record } = operation;
  if (record) form.recordId = input[record] as number;
  form.typed = Object.fromEntries(Object.entries(input).filter(([name]) => name !== record));
}

/**
 * A new record starts with the only location, else with the one last used in this channel, if its maker may pick it and
 * nothing that they gave names another one.
 * @param given what the form was opened with: words for fields that it has no value for, and the message it is about
 */
export async function chooseLocation(
  open: OpenForm,
  lastInChannel: () => Promise<number | undefined>,
  given: { unclear?: readonly string[]; fromMessage?: boolean },
  asking: Asking,
): Promise<void> {
  const { form, operation } = open;
  const name = locationField(operation);
  if (operation.record || !name || form.typed[name] !== undefined || given.unclear?.includes(name)) return;
  const { entries, total } = await asking.directory.search(LOCATIONS, '', limits.options);
  const last = total === 1 ? undefined : await lastInChannel();
  const words = Object.values(form.typed)
    .filter((value) => typeof value === 'string')
    .join('\n')
    .toLowerCase();
  const namesAnother = entries.some((entry) => entry.id !== last && words.includes(entry.name.toLowerCase()));
  const lastUsed = given.fromMessage || namesAnother ? undefined : last;
  const chosen = total === 1 ? entries[0]?.id : lastUsed;
  if (chosen !== undefined && (await mayPick(LOCATIONS, [chosen], asking)))
    form.typed = { ...form.typed, [name]: chosen };
}

/** Puts the record that was chosen into the form, unless another one was picked in the meantime. */
function putRecord({ form, operation }: OpenForm, before: NexudusRecord): void {
  if (form.recordId !== before.Id) return;
  form.before = before;
  form.section ??= operation.sections?.[0];
  form.rendered = {};
  form.doubted = {};
}

export interface LoadParts {
  nexudus: Nexudus;
  personOf(id: string): Promise<Person>;
  access: Access;
}

/** Reads the record into the form; when that can't be, says so at its top and leaves the picker. */
export async function loadIntoForm(
  { nexudus, personOf, access }: LoadParts,
  open: OpenForm,
  id: number,
): Promise<void> {
  const { form, operation } = open;
  const giveUp = (text: string) => {
    // Another record may have been picked in the meantime.
    if (form.recordId !== id) return;
    form.recordId = undefined;
    form.before = undefined;
    form.notices = [...form.notices, { level: 'error', text }];
  };
  open.loading = id;
  try {
    const record = await nexudus.get(operation.resource, id);
    const locations = [locationOf(operation.resource, record)];
    const person = await personOf(open.owner).catch(() => undefined);
    if (!person) return giveUp(say.unknownPerson);
    const decision = await access.decide(person, { permission: operation.permission, locations });
    // Only now: what is in the form may be drawn at any moment.
    if (decision.allowed) putRecord(open, record);
    else giveUp(denialSentence(decision, operation));
  } catch (error) {
    giveUp(failureSentence(failureOf(error), operation));
  } finally {
    if (open.loading === id) open.loading = undefined;
  }
}
