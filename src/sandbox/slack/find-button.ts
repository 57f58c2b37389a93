import { type BlockJson, interactiveElements, textOf } from './block-kit.ts';
import type { ButtonName } from './slack-stand-in.ts';

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
