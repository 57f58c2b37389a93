import { z } from 'zod';
import type { PeopleResource, ResourceName } from '../nexudus/resources.ts';

/** A person of the chat; `email` is absent where the chat gave none. */
export interface ChatPerson {
  id: string;
  name?: string;
  email?: string;
}

/** How a value is asked for. The kind is declared, never guessed from a schema or from what arrives. */
export type Control =
  | { kind: 'text'; multiline?: boolean }
  /** More than `usual` is asked about. */
  | { kind: 'number'; whole: boolean; min?: number; max?: number; usual?: number }
  | { kind: 'url' }
  /** Ticks of one group are one input, under that word. */
  | { kind: 'tick'; group: string; startsOn?: boolean }
  /** A date and time, to the minute; milliseconds since 1970. */
  | { kind: 'moment' }
  /** One record, picked by name. */
  | { kind: 'record'; of: ResourceName }
  /** Records to put into, or take out of, the list property `list` of the record; `noun` is what people call them. */
  | { kind: 'add'; of: ResourceName; list: string; noun: string }
  | { kind: 'remove'; of: ResourceName; list: string }
  /** People of the chat, matched to records by their e-mail address. */
  | { kind: 'people'; matchedIn: PeopleResource };

export interface Field<S extends z.ZodType = z.ZodType> {
  /** The API's name of the property; empty where the field is no property of the record. */
  wire: string;
  label: string;
  hint?: string;
  control: Control;
  /** Checks a value that the control has read; blank is undefined. Its messages are sentences for people. */
  schema: S;
  required: boolean;
  section?: string;
  /** Named in the channel without its value. */
  private: boolean;
  /** An instruction ("New…Url", "Clear…File"): it reads back as null, so it is neither prefilled nor compared. */
  action: boolean;
  /** What was typed into it is for whichever record is picked in the end. */
  stays: boolean;
}

export type Fields = Readonly<Record<string, Field>>;

/** What was filled in, checked. In an update only what changed; null means "cleared". */
export type Input<F extends Fields> = { [K in keyof F]?: z.output<F[K]['schema']> | null };

interface Common {
  wire: string;
  label: string;
  hint?: string;
  section?: string;
  private?: boolean;
  action?: boolean;
  stays?: boolean;
}

interface MaybeRequired extends Common {
  /** The sentence shown when it is blank; makes the field required. */
  required?: string;
}

const made = <S extends z.ZodType>(
  { wire, label, hint, section, private: isPrivate = false, action = false, stays = false }: Common,
  control: Control,
  schema: S,
  required = false,
): Field<S> => ({ wire, label, hint, section, private: isPrivate, action, stays, control, schema, required });

const orBlank = <S extends z.ZodType>(schema: S, required?: string) =>
  (required ? schema : schema.optional()) as S;

// Slack's own bound for a text input (documented), where Nexudus documents none.
const LONGEST_TEXT = 3000;

export function text(options: MaybeRequired & { multiline?: boolean; max?: number }) {
  const max = options.max ?? LONGEST_TEXT;
  const sentence = options.required ?? 'Enter a text.';
  const schema = z
    .string(sentence)
    .min(1, sentence)
    .max(max, {
      error: (issue) => `Use at most ${max} characters (this has ${String(issue.input).length}).`,
    });
  return made(
    options,
    { kind: 'text', multiline: options.multiline },
    orBlank(schema, options.required),
    !!options.required,
  );
}

export function number(
  options: MaybeRequired & { whole?: boolean; min?: number; max?: number; usual?: number },
) {
  const { whole = false, min, max, usual } = options;
  const noun = whole ? 'a whole number' : 'a number';
  const range =
    min !== undefined && max !== undefined
      ? ` from ${min} to ${max}`
      : min !== undefined
        ? ` of ${min} or more`
        : max !== undefined
          ? ` of ${max} or less`
          : '';
  const sentence = `Enter ${noun}${range}.`;
  const schema = z
    .number({ error: (issue) => (issue.input === undefined ? options.required : sentence) ?? sentence })
    .refine(
      (value) =>
        (!whole || Number.isSafeInteger(value)) &&
        (min === undefined || value >= min) &&
        (max === undefined || value <= max),
      sentence,
    );
  return made(
    options,
    { kind: 'number', whole, min, max, usual },
    orBlank(schema, options.required),
    !!options.required,
  );
}

const isWebAddress = (value: string): boolean => {
  try {
    const { protocol, hostname } = new URL(value);
    return (protocol === 'https:' || protocol === 'http:') && hostname.includes('.');
  } catch {
    return false;
  }
};

const WEB_ADDRESS = 'Enter a full web address, such as https://example.com/picture.png.';

/** A web address that Nexudus downloads from, so it must be public (documented). */
export function url(options: Common) {
  const schema = z.string(WEB_ADDRESS).refine(isWebAddress, WEB_ADDRESS).optional();
  return made(options, { kind: 'url' }, schema);
}

export function tick({
  group = 'Options',
  startsOn,
  ...options
}: Common & { group?: string; startsOn?: boolean }) {
  return made(options, { kind: 'tick', group, startsOn }, z.boolean('Tick the box or leave it blank.'));
}

export function record(options: MaybeRequired & { of: ResourceName }) {
  const schema = z
    .int({ error: options.required ?? 'Choose one from the list.' })
    .positive('Choose one from the list.');
  return made(
    options,
    { kind: 'record', of: options.of },
    orBlank(schema, options.required),
    !!options.required,
  );
}

const A_MOMENT = 'Choose a date and time.';

/** It is shown in its viewer's time zone, and is no property of the record. */
export function moment({ required, ...options }: Omit<MaybeRequired, 'wire'>) {
  const schema = z.int({ error: required ?? A_MOMENT }).positive(A_MOMENT);
  return made({ ...options, wire: '' }, { kind: 'moment' }, orBlank(schema, required), !!required);
}

const FROM_LIST = 'Choose from the list.';
const several = z.array(z.int(FROM_LIST).positive(FROM_LIST), FROM_LIST).optional();

export function adding({ noun, ...options }: Common & { of: ResourceName; list: string; noun: string }) {
  return made(options, { kind: 'add', of: options.of, list: options.list, noun }, several);
}

export function removing(options: Common & { of: ResourceName; list: string }) {
  return made(options, { kind: 'remove', of: options.of, list: options.list }, several);
}

export function chatPeople({ matchedIn, ...options }: Omit<Common, 'wire'> & { matchedIn: PeopleResource }) {
  const person = z.object({ id: z.string(FROM_LIST), email: z.string(FROM_LIST).optional() }, FROM_LIST);
  const schema = z.array(person, FROM_LIST).optional();
  return made({ ...options, wire: '' }, { kind: 'people', matchedIn }, schema);
}
