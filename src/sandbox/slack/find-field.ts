import type { Field } from './input-state.ts';
import type { FieldName } from './slack-stand-in.ts';

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
