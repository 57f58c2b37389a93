import { type BlockJson, type ElementJson, interactiveElements, textOf, type ViewJson } from './block-kit.ts';
import type { SlackChannel } from './start-channels.ts';

/** One entry of view.state.values. */
export type StateValue = { type: string } & Record<string, unknown>;

export interface Field {
  block: BlockJson;
  element: ElementJson;
  blockId: string;
  actionId: string;
  label: string;
}

type Kind = { value: string; initial: keyof ElementJson; blank?: unknown };

// Names and blanks as Slack sends them (bolt ViewStateValue). A number input that is left blank has no `value` at all.
const kinds: Record<string, Kind> = {
  plain_text_input: { value: 'value', initial: 'initial_value', blank: null },
  url_text_input: { value: 'value', initial: 'initial_value', blank: null },
  number_input: { value: 'value', initial: 'initial_value' },
  static_select: { value: 'selected_option', initial: 'initial_option', blank: null },
  external_select: { value: 'selected_option', initial: 'initial_option', blank: null },
  radio_buttons: { value: 'selected_option', initial: 'initial_option', blank: null },
  multi_external_select: { value: 'selected_options', initial: 'initial_options', blank: [] },
  checkboxes: { value: 'selected_options', initial: 'initial_options', blank: [] },
  multi_users_select: { value: 'selected_users', initial: 'initial_users', blank: [] },
  datetimepicker: { value: 'selected_date_time', initial: 'initial_date_time', blank: null },
  // The bot sends no initial_conversation: it has `default_to_current_conversation`.
  conversations_select: { value: 'selected_conversation', initial: 'initial_value', blank: null },
};

function valueName(type: string): string {
  return kinds[type]?.value ?? 'value';
}

/** The elements of a view or message that hold a value, in the order in which they are seen. */
export function fieldsOf({ blocks }: Pick<ViewJson, 'blocks'>): Field[] {
  return blocks.flatMap((block) =>
    interactiveElements(block)
      .filter((element) => element.type in kinds)
      .map((element) => ({
        block,
        element,
        blockId: block.block_id ?? '',
        actionId: element.action_id ?? '',
        label: labelOf(block, element),
      })),
  );
}

function labelOf(block: BlockJson, element: ElementJson): string {
  if (block.label) return textOf(block.label);
  const beside = block.type === 'section' ? textOf(block.text).replace(/[*_~`]/g, '') : '';
  return beside || textOf(element.placeholder);
}

export function blankState(element: ElementJson): StateValue {
  const kind = kinds[element.type];
  if (!kind || kind.blank === undefined) return { type: element.type };
  return { type: element.type, [kind.value]: Array.isArray(kind.blank) ? [] : kind.blank };
}

export function hasInitial(element: ElementJson): boolean {
  const kind = kinds[element.type];
  const initial = kind ? element[kind.initial] : undefined;
  return initial !== undefined && initial !== '' && !(Array.isArray(initial) && initial.length === 0);
}

/** @param conversation the one that its person had open when the view was opened */
export function initialState(element: ElementJson, conversation?: SlackChannel): StateValue {
  const kind = kinds[element.type];
  const { default_to_current_conversation: isDefault, filter } = element;
  if (isDefault && conversation && (filter?.include?.includes(conversation.kind) ?? true))
    return withValue(element, conversation.id);
  if (!kind || !hasInitial(element)) return blankState(element);
  return { type: element.type, [kind.value]: structuredClone(element[kind.initial]) };
}

export function withValue(element: ElementJson, value: unknown): StateValue {
  return isEmpty(value) ? blankState(element) : { type: element.type, [valueName(element.type)]: value };
}

export function valueIn(state: StateValue): unknown {
  return state[valueName(state.type)];
}

export function isEmpty(value: unknown): boolean {
  return (
    value === undefined || value === null || value === '' || (Array.isArray(value) && value.length === 0)
  );
}

/** False when a static element no longer offers what was chosen in it. */
export function stillOffered(element: ElementJson, state: StateValue): boolean {
  const { options: offered } = element;
  if (!offered) return true;
  const chosen = [valueIn(state)].flat().filter((each) => each !== null && each !== undefined);
  return chosen.every((each) =>
    offered.some((option) => option.value === (each as { value?: string }).value),
  );
}
