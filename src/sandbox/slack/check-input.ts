import type { ElementJson } from './block-kit.ts';
import { type Field, fieldsOf, isEmpty, valueIn } from './input-state.ts';
import { keyOf, type StoredView } from './view-store.ts';

// What Slack's client itself stops at submit; the bot hears nothing of it. The sentences are worded here.

type Check = (text: string, element: ElementJson) => string | undefined;

const isUrl: Check = (text) => {
  const fits = URL.canParse(text) && /^https?:\/\/[^\s]+\.[^\s]+|^https?:\/\/localhost/.test(text);
  return fits ? undefined : 'Please enter a valid URL.';
};

const isEmail: Check = (text) =>
  /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(text) ? undefined : 'Please enter a valid email address.';

const isNumber: Check = (text, { is_decimal_allowed, min_value, max_value }) => {
  if (!/^-?\d+(\.\d+)?$/.test(text)) return 'Please enter a valid number.';
  if (!is_decimal_allowed && text.includes('.')) return 'Please enter a whole number.';
  if (min_value !== undefined && Number(text) < Number(min_value))
    return `Please enter ${min_value} or more.`;
  if (max_value !== undefined && Number(text) > Number(max_value))
    return `Please enter ${max_value} or less.`;
  return undefined;
};

const hasLength: Check = (text, { min_length = 0, max_length = 3000 }) => {
  if (text.length < min_length) return `Please enter at least ${min_length} characters.`;
  return text.length > max_length ? `Please enter no more than ${max_length} characters.` : undefined;
};

const checks: Record<string, Check> = {
  plain_text_input: hasLength,
  number_input: isNumber,
  url_text_input: isUrl,
  email_text_input: isEmail,
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
