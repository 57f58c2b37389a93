import type {
  Checkboxes,
  DateTimepicker,
  ExternalSelect,
  MultiExternalSelect,
  MultiUsersSelect,
  NumberInput,
  PlainTextInput,
  URLInput,
} from '@slack/types';
import type { ResourceName } from '../nexudus/resources.ts';
import type { Control } from '../operations/field.ts';
import { option, plain } from './blocks.ts';
import { limits } from './limits.ts';

/** Every input has the same action id: the block id names the field. */
export const ACTION_ID = 'value';

export type InputElement =
  | PlainTextInput
  | NumberInput
  | URLInput
  | Checkboxes
  | DateTimepicker
  | ExternalSelect
  | MultiExternalSelect
  | MultiUsersSelect;

/** Ticks have an input in common. */
export type OwnControl = Exclude<Control, { kind: 'tick' }>;

export type NameOf = (resource: ResourceName, id: number) => string;

/** One input's part of `view.state.values`, as Slack sends it. Nothing in it is trusted to be there. */
export interface StateValue {
  type?: unknown;
  value?: unknown;
  selected_option?: { value?: unknown } | null;
  selected_options?: { value?: unknown }[] | null;
  selected_users?: unknown[] | null;
  selected_date_time?: unknown;
}

interface Row<C extends OwnControl> {
  element(control: C, value: unknown, nameOf: NameOf): InputElement;
  /** The value, trimmed; blank is undefined, and what is of another kind is handed on for the schema to reject. */
  read(state: StateValue): unknown;
}

type Rows = { [K in OwnControl['kind']]: Row<Extract<Control, { kind: K }>> };

const blankless = (value: unknown): unknown => {
  if (typeof value !== 'string') return value ?? undefined;
  return value.trim() === '' ? undefined : value.trim();
};

/** Reads plain decimals only: Number('') is 0, Number('0x10') is 16 and Number('1e3') is 1000. */
export const plainDecimal = (text: string): number | undefined =>
  /^-?\d+([.]\d+)?$/.test(text) && Number.isFinite(Number(text)) ? Number(text) : undefined;

const idOf = (value: unknown): unknown =>
  typeof value === 'string' && /^\d{1,15}$/.test(value) ? Number(value) : value;

/** A string of digits, by Slack's rule: it rejects the exponent that String() gives 1e21 and 1e-7. */
const decimals = new Intl.NumberFormat('en-US', { useGrouping: false, maximumFractionDigits: 20 }).format;

/** Slack rejects a whole view when the initial value of a URL input is none. */
export const canBeShownAsUrl = (value: unknown): value is string =>
  typeof value === 'string' && /^https?:\/\/\S+$/.test(value);

const pick = (text: string) => plain(text, limits.placeholder);

const severalRecords = (placeholder: string): Row<Extract<Control, { kind: 'add' | 'remove' }>> => ({
  element: ({ of }, value, nameOf) => {
    // What is no id is rejected when it is sent; anything else than text in its place could not even be drawn.
    const ids = (Array.isArray(value) ? (value as number[]) : []).filter((id) => typeof id !== 'object');
    return {
      type: 'multi_external_select',
      action_id: ACTION_ID,
      min_query_length: 0,
      // More could be picked, but not shown again when the form is redrawn.
      max_selected_items: limits.options,
      placeholder: pick(placeholder),
      ...(ids.length > 0 ? { initial_options: ids.map((id) => option(nameOf(of, id), String(id))) } : {}),
    };
  },
  read: (state) => {
    const options = Array.isArray(state.selected_options) ? state.selected_options : [];
    return options.length > 0 ? options.map((chosen) => idOf(chosen?.value)) : undefined;
  },
});

/** What each kind of control looks like and how it is read back, side by side so that they can't drift apart. */
const rows: Rows = {
  text: {
    // A single line would lose the line breaks of a value that has some.
    element: ({ multiline = false }, value) => {
      const text = typeof value === 'string' ? value : '';
      return {
        type: 'plain_text_input',
        action_id: ACTION_ID,
        multiline: multiline || text.includes('\n'),
        ...(text ? { initial_value: text } : {}),
      };
    },
    // Typed spaces are an answer, and a wrong one where a text is required; nothing at all may be Slack's doing.
    read: (state) =>
      typeof state.value === 'string' && state.value !== '' ? state.value.trim() : blankless(state.value),
  },
  number: {
    // Bounds are left to the schema: with Slack's, a record that is outside them already could not be saved at all.
    element: ({ whole }, value) => ({
      type: 'number_input',
      action_id: ACTION_ID,
      is_decimal_allowed: !whole || (typeof value === 'number' && !Number.isInteger(value)),
      ...(typeof value === 'number' ? { initial_value: decimals(value) } : {}),
    }),
    read: (state) => {
      const value = blankless(state.value);
      return typeof value === 'string' ? (plainDecimal(value) ?? value) : value;
    },
  },
  url: {
    element: (_control, value) => ({
      type: 'url_text_input',
      action_id: ACTION_ID,
      ...(canBeShownAsUrl(value) ? { initial_value: value } : {}),
    }),
    read: (state) => blankless(state.value),
  },
  moment: {
    // Slack rejects a whole view when the moment is not of ten digits (documented).
    element: (_control, value) => {
      const seconds = typeof value === 'number' ? Math.floor(value / 1000) : 0;
      const isShowable = String(seconds).length === 10 && seconds > 0;
      return {
        type: 'datetimepicker',
        action_id: ACTION_ID,
        ...(isShowable ? { initial_date_time: seconds } : {}),
      };
    },
    read: ({ selected_date_time: seconds }) =>
      typeof seconds === 'number' ? seconds * 1000 : (seconds ?? undefined),
  },
  record: {
    element: ({ of }, value, nameOf) => ({
      type: 'external_select',
      action_id: ACTION_ID,
      min_query_length: 0,
      placeholder: pick('Type a name'),
      ...(typeof value === 'number' ? { initial_option: option(nameOf(of, value), String(value)) } : {}),
    }),
    read: (state) => idOf(state.selected_option?.value ?? undefined),
  },
  add: severalRecords('Type a name'),
  remove: severalRecords('Select from current ones'),
  people: {
    element: (_control, value) => {
      const people = Array.isArray(value) ? (value as { id: string }[]) : [];
      return {
        type: 'multi_users_select',
        action_id: ACTION_ID,
        placeholder: pick('Choose people'),
        ...(people.length > 0 ? { initial_users: people.map(({ id }) => id) } : {}),
      };
    },
    read: (state) => {
      const ids = Array.isArray(state.selected_users) ? state.selected_users : [];
      return ids.length > 0 ? ids.map((id) => ({ id })) : undefined;
    },
  },
};

/** The row of one control. The cast joins what the table's type keeps apart: each row takes its own kind. */
export const rowOf = (control: OwnControl): Row<OwnControl> => rows[control.kind] as Row<OwnControl>;

/** A box of a group. */
export interface Tick {
  /** The field's name: the value of its option. */
  name: string;
  label: string;
  hint?: string;
  on: boolean;
}

export const ticksElement = (ticks: readonly Tick[]): Checkboxes => {
  const options = ticks.map(({ name, label, hint }) => option(label, name, hint));
  const on = options.filter((_, index) => ticks[index]?.on);
  return {
    type: 'checkboxes',
    action_id: ACTION_ID,
    options,
    ...(on.length > 0 ? { initial_options: on } : {}),
  };
};

/** Names of the boxes that are ticked. No list at all means that Slack left an untouched input out. */
export const tickedIn = ({ selected_options }: StateValue): unknown[] | undefined =>
  Array.isArray(selected_options) ? selected_options.map((chosen) => chosen?.value) : undefined;
