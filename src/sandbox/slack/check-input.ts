import type { ElementJson } from './block-kit.ts';
import { type Field, fieldsOf, isEmpty, valueIn } from './input-state.ts';
import { keyOf, type StoredView } from './view-store.ts';

// What Slack's client itself stops at submit; the bot hears nothing of it. The sentences are worded here.

type Check = (text: string, element: ElementJson) => string | undefined;

const isUrl: Check = (text) => {
  const fits = URL.canParse(text) && /^https?:\/\/[^\s]+\.[^\s]+|^https?:\/\/localhost/.test(text);
  return fits ? undefined : 'Please enter a valid URL.';
};

const isNumber: Check = (text, { is_decimal_allowed }) => {
  if (!/^-?\d+(\.\d+)?$/.test(text)) return 'Please enter a valid number.';
  return !is_decimal_allowed && text.includes('.') ? 'Please enter a whole number.' : undefined;
};

const hasLength: Check = (text, { max_length = 3000 }) =>
  text.length > max_length ? `Please enter no more than ${max_length} characters.` : undefined;

const checks: Record<string, Check> = {
  plain_text_input: hasLength,
  number_input: isNumber,
  url_text_input: isUrl,
};

function complaint({ block, element }: Field, value: unknown): string | undefined {
  if (block.type !== 'input') return undefined;
  if (isEmpty(value)) return block.optional ? undefined : 'Please complete this required field.';
  return typeof value === 'string' ? checks[element.type]?.(value, element) : undefined;
}

/** Sentences by block_id for what cannot be submitted. */
export function checkInputs(view: StoredView): Map<string, string> {
  const found = new Map<string, string>();
  for (const field of fieldsOf(view.json)) {
    const held = view.state.get(keyOf(field.blockId, field.actionId));
    const sentence = complaint(field, held && valueIn(held.value));
    if (sentence) found.set(field.blockId, sentence);
  }
  return found;
}
