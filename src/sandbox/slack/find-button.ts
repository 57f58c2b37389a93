import {
  type BlockJson,
  type ElementJson,
  flatBlocks,
  interactiveElements,
  type OptionJson,
  textOf,
} from './block-kit.ts';

export interface FoundButton {
  element: ElementJson;
  /** As block_actions carries it. */
  action: Record<string, unknown>;
}

/** A button, or an entry of an overflow menu, by its text or action_id. */
export function findButton(
  blocks: BlockJson[],
  wanted: string | { actionId: string },
): FoundButton | undefined {
  for (const block of flatBlocks(blocks)) {
    for (const element of interactiveElements(block)) {
      const byId = typeof wanted !== 'string' && element.action_id === wanted.actionId;
      const base = { type: element.type, action_id: element.action_id, block_id: block.block_id };
      if (element.type === 'overflow') {
        const option = element.options?.find((each: OptionJson) => byId || each.text.text === wanted);
        if (option) return { element, action: { ...base, selected_option: option } };
      } else if (element.type === 'button' && (byId || textOf(element.text) === wanted)) {
        const { text, value, style, url, confirm } = element;
        const more = Object.entries({ text, value, style, url, confirm }).filter(
          ([, each]) => each !== undefined,
        );
        return { element, action: { ...base, ...Object.fromEntries(more) } };
      }
    }
  }
  return undefined;
}
