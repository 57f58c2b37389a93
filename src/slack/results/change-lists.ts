import type { RichTextBlock, RichTextSection } from '@slack/types';
import type { Access } from '../../access/access.ts';
import type { Person } from '../../access/person.ts';
import { LISTED_BY_PERMISSION } from '../../access/pickable.ts';
import { charactersIn, limits, pieces, shortened } from '../../forms/limits.ts';
import { line, words } from '../../forms/rich-text.ts';
import { type ResourceName, resourceOf } from '../../nexudus/resources.ts';
import type { Change } from '../../operations/describe-changes.ts';
import type { Operation } from '../../operations/operation.ts';
import { say } from '../text/say.ts';
import { grouped, PAGE_MOST } from './pages.ts';

/** A longer value is cut in a result; *Show all* shows all of it. */
export const LONGEST_VALUE = 300;

/** Whether the values of a change are shown, or only its label. */
export type Reveal = (change: Change) => boolean;

/** What all readers of the channel may see. */
const open: Reveal = (change) => !change.private;

/** What a person may see who may change such records themselves; names of people only as far as they may list them. */
export async function revealTo(person: Person, access: Access, operation: Operation): Promise<Reveal> {
  const hidden = new Set<ResourceName>();
  for (const of of LISTED_BY_PERMISSION) {
    const permission = `${resourceOf(of).entity}-List`;
    if (!(await access.decide(person, { permission })).allowed) hidden.add(of);
  }
  const listed = new Map(
    Object.values(operation.fields).map(({ label, control }) => [
      label,
      'of' in control ? control.of : undefined,
    ]),
  );
  // Changes that were written down without it are known by their label; one that no field has any more may be anything.
  return ({ label, of = listed.get(label) }) =>
    hidden.size === 0 || (of ? !hidden.has(of) : listed.has(label));
}

/** @param longest of a value; a longer one is cut */
export function changeText(change: Change, reveal: Reveal, longest: number): string {
  const { label, before, after, unchanged } = change;
  if (!reveal(change)) return `${label}: ${unchanged ? say.nothingChanged : say.changed}`;
  const to = shortened(after, longest);
  return before === undefined ? `${label}: ${to}` : `${label}: ${shortened(before, longest)} → ${to}`;
}

const listOf = (texts: readonly string[]): RichTextBlock => ({
  type: 'rich_text',
  elements: [
    {
      type: 'rich_text_list',
      style: 'bullet',
      elements: texts.map((text): RichTextSection => line(words(text))),
    },
  ],
});

/** Bullet lists of at most what one rich text holds. */
const listsOf = (texts: readonly string[]): RichTextBlock[] =>
  grouped(
    texts.flatMap((text) => pieces(text, limits.richText)),
    ({ length }) => length,
    limits.richText,
  ).map(listOf);

/** Of a value, the more of them there are. */
const LENGTHS = [LONGEST_VALUE, 100, 40];

/**
 * The changes as one message shows them to all readers of a channel, and whether that is all of them in full.
 * @param most characters that they may take
 */
export function changesInShort(
  changes: readonly Change[],
  most: number,
): { lists: RichTextBlock[]; complete: boolean } {
  const texts = (longest: number) => changes.map((change) => changeText(change, open, longest));
  const full = texts(Number.POSITIVE_INFINITY).join('');
  for (const longest of LENGTHS) {
    const shown = texts(longest);
    const all = shown.join('');
    if (all.length <= most) return { lists: listsOf(shown), complete: all === full };
  }
  const short = texts(LENGTHS.at(-1) ?? 0);
  const [first = []] = grouped(short, ({ length }) => length, most);
  return { lists: listsOf([...first, `… and ${short.length - first.length} more`]), complete: false };
}

/** All of the changes in full, a page for each message. */
export const changePages = (changes: readonly Change[], reveal: Reveal): RichTextBlock[][] =>
  grouped(
    listsOf(changes.map((change) => changeText(change, reveal, Number.POSITIVE_INFINITY))),
    charactersIn,
    PAGE_MOST,
  );
