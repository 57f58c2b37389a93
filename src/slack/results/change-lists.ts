import type { RichTextBlock, RichTextSection } from '@slack/types';
import type { Access } from '../../access/access.ts';
import type { Person } from '../../access/person.ts';
import { LISTED_BY_PERMISSION } from '../../access/pickable.ts';
import { charactersIn, limits, pieces } from '../../forms/limits.ts';
import { line, words } from '../../forms/rich-text.ts';
import { type ResourceName, resourceOf } from '../../nexudus/resources.ts';
import type { Change } from '../../operations/describe-changes.ts';
import { several } from '../../operations/listed.ts';
import type { Operation } from '../../operations/operation.ts';
import { onOneLine } from '../text/rights-text.ts';
import { say } from '../text/say.ts';
import { grouped, PAGE_MOST } from './pages.ts';

/** A longer value is cut in a result; *Show all* shows all of it. */
const LONGEST_VALUE = 150;
/** What a result shows of the changes. */
const MOST_LINES = 5;
/** So many entries are named in a title, of more it says how many. */
const NAMED = 3;

/** Whether the values of a change are shown, or only its label. */
export type Reveal = (change: Change) => boolean;

/** What all readers of the channel may see. */
const open: Reveal = (change) => !change.private;

/** What a person may see who may change such records themselves: names of people only as far as they may list them. */
export async function revealTo(
  person: Person,
  access: Access,
  operation: Operation,
): Promise<{ reveal: Reveal; isAll: boolean }> {
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
  const isAll = hidden.size === 0;
  return {
    isAll,
    reveal: ({ label, of = listed.get(label) }) => isAll || (of ? !hidden.has(of) : listed.has(label)),
  };
}

/** `30 members`, of a list whose field is labelled “Add members”. */
function countOf({ label }: Change, count: number): string {
  const many = label.replace(/^(Add|Remove) /, '').toLowerCase();
  return several(count, many.replace(/s$/, ''), many);
}

/** What came to a list, or was on it already, for a title: the names of a few, of more how many they are. */
export function entriesOf(change: Change): string | undefined {
  const { count, names } = change.held ?? { count: change.added ?? 0, names: change.after };
  if (count === 0) return undefined;
  return count > NAMED || change.private ? countOf(change, count) : onOneLine(names, LONGEST_VALUE);
}

/** All that is to be said of it stands in a title that names what came to the list. */
export const isInTitle = (change: Change, entries: string | undefined): boolean =>
  entries !== undefined &&
  !change.private &&
  change.already === undefined &&
  entriesOf(change) === entries &&
  onOneLine(change.held?.names ?? change.after) === entries;

/** All that is to be said of it stands in a title that names the record as it was and as it is. */
export const isRename = (
  { before, after }: Change,
  names: { before?: string; after: string } | undefined,
): boolean => names !== undefined && before === names.before && after === names.after;

/** @param shown a value as it is to be shown */
export function changeText(change: Change, reveal: Reveal, shown: (value: string) => string): string {
  const { label, before, after, added, removed, already, unchanged } = change;
  const count = added ?? removed;
  if (count !== undefined) {
    const what = `${countOf(change, count)} ${added === undefined ? say.removed : say.added}`;
    return reveal(change) ? `${what}: ${shown([after, already].filter(Boolean).join('; '))}` : what;
  }
  if (!reveal(change)) return `${label}: ${unchanged ? say.nothingChanged : say.changed}`;
  return before === undefined ? `${label}: ${shown(after)}` : `${label}: ${shown(before)} → ${shown(after)}`;
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

/** The changes as a message shows them to all readers of a channel, a line each, and whether that is all of them in full. */
export function changesInShort(changes: readonly Change[]): { lists: RichTextBlock[]; complete: boolean } {
  const shown = changes.length > MOST_LINES ? changes.slice(0, MOST_LINES - 1) : changes;
  const texts = shown.map((change) => changeText(change, open, (value) => onOneLine(value, LONGEST_VALUE)));
  const left = changes.length - shown.length;
  if (left > 0) return { lists: listsOf([...texts, say.more(left)]), complete: false };
  const isFull = changes.every((change, index) => changeText(change, open, onOneLine) === texts[index]);
  return { lists: listsOf(texts), complete: isFull };
}

/** All of the changes in full, a page for each message. */
export const changePages = (changes: readonly Change[], reveal: Reveal): RichTextBlock[][] =>
  grouped(
    listsOf(changes.map((change) => changeText(change, reveal, (value) => value))),
    charactersIn,
    PAGE_MOST,
  );
