import { limits, pieces, shortened } from '../../forms/limits.ts';
import type { PermissionGroup, RightsInWords } from '../../operations/rights.ts';

/** So many permissions have a line each; the rest stand close together. */
const LINES_EACH = 30;
const MOST_HOLDERS = 6;
const LONGEST_HOLDER = 60;
/** Slack cuts nothing off a section, it refuses one that is longer. */
const LONGEST_PARAGRAPH = limits.sectionText - 100;
export const LONGEST_ROLE = 150;
/** For a review: a view holds 250 KB, and a letter takes up to three bytes. */
const REVIEW_MOST = 60_000;
/** Of one entry, where not everything fits. */
const LONGEST_ENTRY = 200;

export const HIDDEN_PERMISSIONS = '⚠️ Nexudus doesn’t show the bot which permissions this role has';

/** Names are typed by people: one with line breaks in it could look like lines of ours. */
export const onOneLine = (name: string, most = Number.POSITIVE_INFINITY): string =>
  shortened(name.replace(/\s+/g, ' ').trim(), most);

/** What a change does, of one kind: a heading, and what stands under it, the most important first. */
interface Part {
  heading: string;
  entries: string[];
  /** What stands before an entry that is not the first. */
  separator(index: number): string;
  /** What is said of those that are left out. */
  rest(from: number): string;
}

const groupText = ({ entity, acts, dangerous }: PermissionGroup): string =>
  onOneLine(`${dangerous ? '⚠️ ' : ''}${[entity, acts.join(', ')].filter(Boolean).join(': ')}`);

/** How many permissions they are. */
export const countOf = (groups: readonly PermissionGroup[]): number =>
  groups.reduce((sum, { acts }) => sum + Math.max(1, acts.length), 0);

/** Dangerous ones come first (groupPermissions sorts them so). */
const permissions = (heading: string, groups: readonly PermissionGroup[]): Part => ({
  heading,
  entries: groups.map(
    (group, index) => `${index < LINES_EACH && !group.dangerous ? '• ' : ''}${groupText(group)}`,
  ),
  separator: (index) => (index < LINES_EACH ? '\n' : ' · '),
  rest(from) {
    const left = groups.slice(from);
    const dangerous = left.filter((group) => group.dangerous).length;
    const warned = dangerous > 0 ? `, ⚠️ ${dangerous} of them dangerous` : '';
    const [permissions, types] = [countOf(left), left.length];
    return `… and ${permissions} more permission${permissions > 1 ? 's' : ''} on ${types} record type${types > 1 ? 's' : ''}${warned}`;
  },
});

const people = (heading: string, names: readonly string[]): Part => ({
  heading,
  entries: [...names],
  separator: () => ', ',
  rest: (from) => `… and ${names.length - from} more`,
});

export const withEmail = ({ name, detail }: RightsInWords['usersAdded'][number]): string =>
  [onOneLine(name), ...(detail ? [`(${onOneLine(detail)})`] : [])].join(' ');

export const heldBy = (names: readonly string[], byName: boolean): string => {
  if (names.length === 0) return 'no one yet';
  if (!byName) return names.length === 1 ? '1 admin user' : `${names.length} admin users`;
  const more = names.length - MOST_HOLDERS;
  const shown = names
    .slice(0, MOST_HOLDERS)
    .map((name) => onOneLine(name, LONGEST_HOLDER))
    .join(', ');
  return more > 0 ? `${shown} and ${more} more` : shown;
};

/** @param all names every holder, and the role in full */
const partsOf = (words: RightsInWords, namesHolders: boolean, all: boolean): Part[] => {
  const holders = heldBy(words.holders, namesHolders);
  const everyHolder = words.holders.map((name) => onOneLine(name));
  const concerned = words.permissionsAdded.length > 0 || words.permissionsRemoved.length > 0;
  const others: Part = {
    heading: 'Also changed:',
    entries: words.others.map(
      ({ label, before = '', after }) => `• ${label}: ${onOneLine(before)} → ${onOneLine(after)}`,
    ),
    separator: () => '\n',
    rest: (from) => `… and ${words.others.length - from} more`,
  };
  const [role, ...rest] = [
    people(`Role: ${onOneLine(words.role, all ? undefined : LONGEST_ROLE)}`, []),
    people(words.extends ? 'Access extended:' : 'Added to role:', words.usersAdded.map(withEmail)),
    people(
      'Removed from role:',
      words.usersRemoved.map((name) => onOneLine(name)),
    ),
    permissions('Permissions granted:', words.given),
    people('Permissions granted:', words.hidden ? [HIDDEN_PERMISSIONS] : []),
    permissions(`Everyone with this role gains (${holders}):`, words.permissionsAdded),
    permissions(`Everyone with this role loses (${holders}):`, words.permissionsRemoved),
    people('With this role now:', all && concerned && everyHolder.join(', ') !== holders ? everyHolder : []),
    others,
  ] as [Part, ...Part[]];
  return [role, ...rest.filter(({ entries }) => entries.length > 0)];
};

/** A heading with its entries, in as many paragraphs as they take. */
function paragraphsOf({ heading, entries, separator }: Part): string[] {
  const found: string[] = [];
  let last = '';
  const add = (text: string, before: string) => {
    for (const [index, piece] of pieces(text, LONGEST_PARAGRAPH).entries()) {
      const joined = index === 0 && last !== '' ? last + before + piece : piece;
      if (joined.length > LONGEST_PARAGRAPH || (index > 0 && last !== '')) {
        found.push(last);
        last = piece;
      } else last = joined;
    }
  };
  add(heading, '');
  for (const [index, entry] of entries.entries()) add(entry, index === 0 ? '\n' : separator(index));
  return [...found, last];
}

const lengthOf = (paragraphs: readonly string[]): number =>
  paragraphs.reduce((sum, { length }) => sum + length, 0);

/** As many of the first entries as fit; what is left out is counted. */
function shortenedPart(part: Part, most: number): Part {
  const entries: string[] = [];
  let length = part.heading.length + 80;
  for (const [index, full] of part.entries.entries()) {
    const entry = shortened(full, LONGEST_ENTRY);
    length += entry.length + 3;
    if (length > most && index < part.entries.length) break;
    entries.push(entry);
  }
  if (entries.length === part.entries.length) return { ...part, entries };
  const rest = part.rest(entries.length);
  return {
    ...part,
    entries: [...entries, rest],
    separator: (index) => (index === entries.length ? '\n' : part.separator(index)),
  };
}

/** Everything, in full. */
export const allRights = (words: RightsInWords): string[] => partsOf(words, true, true).flatMap(paragraphsOf);

/**
 * Who gets what, permission by permission, behind the summary of a review. Plain text, shown as it is. Where it would be
 * longer than `most`, dangerous permissions still come first and what is left out is counted.
 * @param namesHolders false for a person who may not list admin users
 */
export function rightsParagraphs(words: RightsInWords, namesHolders = true, most = REVIEW_MOST): string[] {
  const full = partsOf(words, namesHolders, false);
  const paragraphs = full.flatMap(paragraphsOf);
  if (lengthOf(paragraphs) <= most) return paragraphs;
  // The short ones take what they need, and the long ones share the rest.
  const fitting = new Map<Part, Part>();
  let left = most;
  const byLength = [...full].sort((a, b) => lengthOf(paragraphsOf(a)) - lengthOf(paragraphsOf(b)));
  for (const [index, part] of byLength.entries()) {
    const fits = shortenedPart(part, Math.floor(left / (byLength.length - index)));
    fitting.set(part, fits);
    left -= lengthOf(paragraphsOf(fits));
  }
  return full.flatMap((part) => paragraphsOf(fitting.get(part) ?? part));
}
