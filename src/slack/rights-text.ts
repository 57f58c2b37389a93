import type { PermissionGroup, RightsInWords } from '../operations/rights.ts';

const MOST_GROUPS = 60;

const groupLines = (groups: readonly PermissionGroup[]): string[] => {
  const lines = groups
    .slice(0, MOST_GROUPS)
    .map(({ entity, acts, dangerous }) => `${dangerous ? '⚠️ ' : '• '}${entity}: ${acts.join(', ')}`);
  const more = groups.length - lines.length;
  return more > 0 ? [...lines, `… and ${more} more record types`] : lines;
};

const section = (title: string, lines: readonly string[]): string[] =>
  lines.length > 0 ? [[title, ...lines].join('\n')] : [];

const nobody = (names: readonly string[]): string => names.join(', ') || 'nobody yet';

/** Who gets what, in paragraphs: for the review and for the approval card. Plain text, shown as it is. */
export const rightsParagraphs = (words: RightsInWords): string[] => [
  `Role: ${words.role}`,
  ...section('Added to the role:', words.usersAdded.length > 0 ? [words.usersAdded.join(', ')] : []),
  ...section('Taken out of the role:', words.usersRemoved.length > 0 ? [words.usersRemoved.join(', ')] : []),
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
