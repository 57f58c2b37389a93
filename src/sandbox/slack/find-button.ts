import {
  type BlockJson,
  type ElementJson,
  flatBlocks,
  interactiveElements,
  type OptionJson,
  textOf,
} from './block-kit.ts';
import type { ButtonName } from './slack-stand-in.ts';

export interface FoundButton {
  element: ElementJson;
  /** As block_actions carries it. */
  action: Record<string, unknown>;
}

/** A button, or an entry of an overflow menu, by its text or ids. */
export function findButton(blocks: BlockJson[], wanted: ButtonName): FoundButton | undefined {
  const ids = typeof wanted === 'string' ? undefined : wanted;
  const entry = ids ? ids.option : wanted;
  for (const block of flatBlocks(blocks)) {
    if (ids?.blockId !== undefined && ids.blockId !== block.block_id) continue;
    for (const element of interactiveElements(block)) {
      const byId = ids?.actionId === element.action_id;
      const base = { type: element.type, action_id: element.action_id, block_id: block.block_id };
      if (element.type === 'overflow') {
        const option = element.options?.find((each: OptionJson) =>
          entry === undefined ? byId : each.text.text === entry,
        );
        if (option && (byId || !ids)) return { element, action: { ...base, selected_option: option } };
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
