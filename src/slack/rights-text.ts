import { shortened } from '../forms/limits.ts';
import type { PermissionGroup, RightsInWords } from '../operations/rights.ts';

// So much that a paragraph never passes Slack's 3,000 characters: what is cut off there nobody could say yes to.
const MOST_GROUPS = 45;
const MOST_HOLDERS = 6;
const NAMES_EACH = 40;
const LONGEST_NAME = 60;

const groupLines = (groups: readonly PermissionGroup[]): string[] => {
  const lines = groups
    .slice(0, MOST_GROUPS)
    .map(({ entity, acts, dangerous }) => `${dangerous ? '⚠️ ' : '• '}${entity}: ${acts.join(', ')}`);
  const more = groups.length - lines.length;
  return more > 0 ? [...lines, `… and ${more} more record types`] : lines;
};

const section = (title: string, lines: readonly string[]): string[] =>
  lines.length > 0 ? [[title, ...lines].join('\n')] : [];

const named = (names: readonly string[]): string =>
  names.map((name) => shortened(name, LONGEST_NAME)).join(', ');

const nobody = (names: readonly string[]): string => {
  const more = names.length - MOST_HOLDERS;
  const shown = named(names.slice(0, MOST_HOLDERS)) || 'nobody yet';
  return more > 0 ? `${shown} and ${more} more` : shown;
};

/** All names, in as many paragraphs as they take. */
const everybody = (title: string, names: readonly string[]): string[] =>
  names.length > 0
    ? [...section(title, [named(names.slice(0, NAMES_EACH))]), ...everybody(title, names.slice(NAMES_EACH))]
    : [];

/** Who gets what, in paragraphs: for the review and for the approval card. Plain text, shown as it is. */
export const rightsParagraphs = (words: RightsInWords): string[] => [
  `Role: ${words.role}`,
  ...everybody('Added to the role:', words.usersAdded),
  ...everybody('Taken out of the role:', words.usersRemoved),
  ...section('Whoever is added may then:', groupLines(words.given)),
  ...section(
    `New for everybody with this role (${nobody(words.holders)}):`,
    groupLines(words.permissionsAdded),
  ),
  ...section(
    `No longer for anybody with this role (${nobody(words.holders)}):`,
    groupLines(words.permissionsRemoved),
  ),
];
