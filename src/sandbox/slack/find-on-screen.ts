import { type BlockJson, interactiveElements, textOf } from './block-kit.ts';
import type { Field } from './input-state.ts';
import type { ButtonName, FieldName } from './slack-stand-in.ts';

/** A field by both ids; or by its label, an id, the label in other letters, the text of one of its boxes. */
export function findField(fields: Field[], wanted: FieldName): Field | undefined {
  if (typeof wanted !== 'string')
    return fields.find((each) => each.blockId === wanted.blockId && each.actionId === wanted.actionId);
  const same = (text: string | undefined) => text?.trim().toLowerCase() === wanted.trim().toLowerCase();
  return (
    fields.find((each) => each.label === wanted) ??
    fields.find((each) => each.blockId === wanted || each.actionId === wanted) ??
    fields.find((each) => same(each.label)) ??
    fields.find(
      (each) =>
        each.element.type === 'checkboxes' && each.element.options?.some((option) => same(option.text.text)),
    )
  );
}

/** A button by its text or ids, as block_actions carries it. */
export function findButton(blocks: BlockJson[], wanted: ButtonName): Record<string, unknown> | undefined {
  for (const block of blocks)
    for (const element of interactiveElements(block)) {
      const { type, action_id, text, value, style } = element;
      const { block_id } = block;
      const meant =
        typeof wanted === 'string'
          ? textOf(text) === wanted
          : wanted.actionId === action_id && (wanted.blockId ?? block_id) === block_id;
      if (type !== 'button' || !meant) continue;
      return {
        type,
        action_id,
        block_id,
        text,
        ...(value !== undefined && { value }),
        ...(style ? { style } : {}),
      };
    }
  return undefined;
}
