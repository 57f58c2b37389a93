import { shortened } from '../forms/limits.ts';
import type { PermissionGroup, RightsInWords } from '../operations/rights.ts';

// So much that a paragraph never passes Slack's 3,000 characters: what is cut off there nobody could say yes to.
const GROUPS_EACH = 30;
const LONGEST_GROUP = 80;
/** Nexudus has about 200 record types (documented). */
const MOST_GROUPS = 350;
const MOST_HOLDERS = 6;
const NAMES_EACH = 20;
const LONGEST_NAME = 60;
export const LONGEST_ROLE = 150;

/** Names are typed by people: one with line breaks in it could look like lines of ours. */
export const onOneLine = (name: string, most: number): string =>
  shortened(name.replace(/\s+/g, ' ').trim(), most);

const groupText = ({ entity, acts, dangerous }: PermissionGroup): string =>
  onOneLine(`${dangerous ? '⚠️ ' : ''}${entity}: ${acts.join(', ')}`, LONGEST_GROUP);

/** All of them: the first, which hold the dangerous ones, a line each, the rest close together. */
const permissions = (title: string, groups: readonly PermissionGroup[]): string[] => {
  const [first, rest] = [groups.slice(0, GROUPS_EACH), groups.slice(GROUPS_EACH, MOST_GROUPS)];
  const more = groups.length - MOST_GROUPS;
  return [
    ...section(
      title,
      first.map((group) => `${group.dangerous ? '' : '• '}${groupText(group)}`),
    ),
    ...inParagraphs(rest),
    ...(more > 0 ? [`… and ${more} more record types`] : []),
  ];
};

const inParagraphs = (groups: readonly PermissionGroup[]): string[] =>
  groups.length > 0
    ? [groups.slice(0, GROUPS_EACH).map(groupText).join(' · '), ...inParagraphs(groups.slice(GROUPS_EACH))]
    : [];

const section = (title: string, lines: readonly string[]): string[] =>
  lines.length > 0 ? [[title, ...lines].join('\n')] : [];

const withEmail = ({ name, detail }: RightsInWords['usersAdded'][number]): string =>
  [onOneLine(name, LONGEST_NAME), ...(detail ? [`(${onOneLine(detail, LONGEST_NAME)})`] : [])].join(' ');

const named = (names: readonly string[]): string =>
  names.map((name) => onOneLine(name, LONGEST_NAME)).join(', ');

const heldBy = (names: readonly string[], byName: boolean): string => {
  if (names.length === 0) return 'nobody yet';
  if (!byName) return names.length === 1 ? '1 admin user' : `${names.length} admin users`;
  const more = names.length - MOST_HOLDERS;
  const shown = named(names.slice(0, MOST_HOLDERS));
  return more > 0 ? `${shown} and ${more} more` : shown;
};

/** All names, in as many paragraphs as they take. */
const everybody = (title: string, names: readonly string[]): string[] =>
  names.length > 0
    ? [
        ...section(title, [names.slice(0, NAMES_EACH).join(', ')]),
        ...everybody(title, names.slice(NAMES_EACH)),
      ]
    : [];

/**
 * Who gets what, in paragraphs: for the review and for the approval card. Plain text, shown as it is.
 * @param namesHolders false for somebody who may not list admin users
 */
export const rightsParagraphs = (words: RightsInWords, namesHolders = true): string[] => [
  `Role: ${onOneLine(words.role, LONGEST_ROLE)}`,
  ...everybody('Added to the role:', words.usersAdded.map(withEmail)),
  ...everybody(
    'Taken out of the role:',
    words.usersRemoved.map((name) => onOneLine(name, LONGEST_NAME)),
  ),
  ...permissions('Whoever is added may then:', words.given),
  ...permissions(
    `New for everybody with this role (${heldBy(words.holders, namesHolders)}):`,
    words.permissionsAdded,
  ),
  ...permissions(
    `No longer for anybody with this role (${heldBy(words.holders, namesHolders)}):`,
    words.permissionsRemoved,
  ),
  ...section(
    'Also changed:',
    words.others.map(
      ({ label, before = '', after }) =>
        `• ${label}: ${onOneLine(before, LONGEST_ROLE)} → ${onOneLine(after, LONGEST_ROLE)}`,
    ),
  ),
];
