import type { ViewResponseAction } from '@slack/bolt';
import { banner, plain } from '../../forms/blocks.ts';
import { limits } from '../../forms/limits.ts';
import { say } from '../text/say.ts';

/** A sentence under the first input of a view: what was typed stays on the screen. A view without inputs goes away. */
export function underFirstInput(
  blocks: readonly { type?: string; block_id?: string }[],
  sentence: string,
): { response_action: 'errors'; errors: Record<string, string> } | undefined {
  const first = blocks.find(({ type }) => type === 'input')?.block_id;
  return first ? { response_action: 'errors', errors: { [first]: sentence } } : undefined;
}

/** What is read of a view that a sentence is put into. */
interface SaidIn {
  callback_id: string;
  private_metadata: string;
  title?: { text?: string };
  blocks: readonly { type?: string; block_id?: string }[];
}

/**
 * Says something under the first field rather than in its place: what was typed stays on the screen. A view without
 * fields is one on top of a form, and what is said takes its place: an empty answer would close it like a success.
 */
export const sentenceIn = (view: SaidIn, sentence: string): ViewResponseAction =>
  underFirstInput(view.blocks, sentence) ?? {
    response_action: 'update',
    view: {
      type: 'modal',
      callback_id: view.callback_id,
      private_metadata: view.private_metadata,
      title: plain(view.title?.text || 'Nexudus', limits.title),
      close: plain(say.back, limits.button),
      blocks: [banner('info', sentence)],
    },
  };
