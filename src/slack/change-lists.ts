import type { RichTextBlock, RichTextElement, RichTextSection } from '@slack/types';
import { limits, shortened } from '../forms/limits.ts';
import { line, words } from '../forms/rich-text.ts';
import type { Change } from '../operations/describe-changes.ts';

/** A longer value is cut in messages; the record has all of it. */
export const LONGEST_VALUE = 300;

const changeWords = (change: Change, reveal: boolean): RichTextElement[] => {
  if (change.private && !reveal) return [words(`${change.label}: changed`)];
  const after = shortened(change.after, LONGEST_VALUE);
  return change.before === undefined
    ? [words(`${change.label}: ${after}`)]
    : [words(`${change.label}: ${shortened(change.before, LONGEST_VALUE)} → ${after}`)];
};

/**
 * Bullet lists of at most what one rich text holds.
 * @param reveal also the values of private fields, for somebody who may see them
 */
export function changeLists(changes: readonly Change[], reveal = false): RichTextBlock[] {
  const blocks: RichTextBlock[] = [];
  let items: RichTextSection[] = [];
  let length = 0;
  const close = () => {
    if (items.length === 0) return;
    blocks.push({
      type: 'rich_text',
      elements: [{ type: 'rich_text_list', style: 'bullet', elements: items }],
    });
    items = [];
    length = 0;
  };
  for (const change of changes) {
    const elements = changeWords(change, reveal);
    const size = elements.reduce(
      (sum, element) => sum + ('text' in element ? String(element.text).length : 0),
      0,
    );
    if (length + size > limits.richText) close();
    items.push(line(...elements));
    length += size;
  }
  close();
  return blocks;
}
