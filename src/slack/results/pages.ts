import type { KnownBlock } from '@slack/types';
import { plain } from '../../forms/blocks.ts';
import { charactersIn, limits } from '../../forms/limits.ts';
import { say } from '../text/say.ts';

/** What a page holds of a message's characters; the heading and a button take the rest. */
export const PAGE_MOST = limits.messageCharacters - 1000;
/** Slack takes five answers to one click. */
const PAGES_AT_ONCE = 5;

/** As many groups as it takes for none to be longer than `most`. */
export function grouped<T>(all: readonly T[], lengthOf: (one: T) => number, most: number): T[][] {
  const groups: T[][] = [];
  let length = 0;
  for (const one of all) {
    const last = groups.at(-1);
    length += lengthOf(one);
    if (last && length <= most) last.push(one);
    else {
      groups.push([one]);
      length = lengthOf(one);
    }
  }
  return groups;
}

/** Paragraphs of plain text, a page for each message. */
export const textPages = (paragraphs: readonly string[]): KnownBlock[][] =>
  grouped(
    paragraphs.map((text): KnownBlock => ({ type: 'section', text: plain(text) })),
    charactersIn,
    PAGE_MOST,
  );

/**
 * Shows pages to one person, as many as one click can be answered with; a button on the last one goes on.
 * @param from the first page to show, as the button said
 */
export async function showPages(
  only: (text: string, more: KnownBlock[]) => Promise<void>,
  heading: string,
  pages: readonly KnownBlock[][],
  from: number,
  button: { actionId: string; value(from: number): string },
): Promise<void> {
  const first = Number.isInteger(from) && from > 0 && from < pages.length ? from : 0;
  const next = first + PAGES_AT_ONCE;
  for (const [index, page] of pages.slice(first, next).entries()) {
    const at = first + index + 1;
    const goOn: KnownBlock[] =
      at === next && next < pages.length
        ? [
            {
              type: 'actions',
              elements: [
                {
                  type: 'button',
                  action_id: button.actionId,
                  text: plain(say.showMore, limits.button),
                  value: button.value(next),
                },
              ],
            },
          ]
        : [];
    const title = pages.length > 1 ? `${heading} — ${at} of ${pages.length}` : heading;
    // One after the other: they are read in this order.
    await only(title, [...page, ...goOn]);
  }
}
