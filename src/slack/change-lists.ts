import type { RichTextBlock, RichTextElement, RichTextSection } from '@slack/types';
import type { Access } from '../access/access.ts';
import type { Person } from '../access/person.ts';
import { limits, shortened } from '../forms/limits.ts';
import { line, words } from '../forms/rich-text.ts';
import { type ResourceName, resourceOf } from '../nexudus/resources.ts';
import type { Change } from '../operations/describe-changes.ts';
import type { Operation } from '../operations/operation.ts';
import { LISTED_BY_PERMISSION } from '../requests/check-ids.ts';

/** A longer value is cut in messages; the record has all of it. */
export const LONGEST_VALUE = 300;

/** Whether the values of a change are shown, or only its label. */
export type Reveal = (change: Change) => boolean;

/** What everybody in the channel may see. */
const open: Reveal = (change) => !change.private;

/** What somebody may see who may change such records themselves; names of people only as far as they may list them. */
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

const changeWords = (change: Change, reveal: Reveal): RichTextElement[] => {
  if (!reveal(change)) return [words(`${change.label}: changed`)];
  const after = shortened(change.after, LONGEST_VALUE);
  return change.before === undefined
    ? [words(`${change.label}: ${after}`)]
    : [words(`${change.label}: ${shortened(change.before, LONGEST_VALUE)} → ${after}`)];
};

/** Bullet lists of at most what one rich text holds. */
export function changeLists(changes: readonly Change[], reveal: Reveal = open): RichTextBlock[] {
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
