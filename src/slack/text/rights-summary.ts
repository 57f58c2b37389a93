import type { RichTextElement } from '@slack/types';
import { limits, shortened } from '../../forms/limits.ts';
import { DAY_AND_TIME, moment, words } from '../../forms/rich-text.ts';
import { KINDS, type Kind, kindOf } from '../../operations/danger.ts';
import { counted, listed, several } from '../../operations/listed.ts';
import { dangerousActs, type PermissionGroup, type RightsInWords } from '../../operations/rights.ts';
import { recordsCalled } from './called.ts';
import { countOf, HIDDEN_PERMISSIONS, heldBy, LONGEST_ROLE, onOneLine, withEmail } from './rights-text.ts';
import { say } from './say.ts';

/** So many people are named in the sentence; of more it says how many, and they stand below it. */
const NAMED = 3;
/** On so few record types the permissions are named, on more they are counted. */
const FEW_TYPES = 3;
const MOST_DANGERS = 3;
const LONGEST_PERSON = 200;

/** `view 181 kinds of records, change 12 (374 permissions)`; of few record types their names. */
function actsInWords(groups: readonly PermissionGroup[]): string {
  const few = groups.length <= FEW_TYPES;
  const typesBy = new Map<Kind, string[]>();
  let others = 0;
  for (const { entity, acts } of groups) {
    for (const kind of new Set(acts.map(kindOf))) {
      if (kind) typesBy.set(kind, [...(typesBy.get(kind) ?? []), onOneLine(recordsCalled(entity), 60)]);
    }
    others += acts.length === 0 ? 1 : acts.filter((act) => kindOf(act) === undefined).length;
  }
  const parts = KINDS.flatMap((kind) => {
    const types = typesBy.get(kind) ?? [];
    return types.length === 0 ? [] : [{ kind, types }];
  }).map(({ kind, types }, index) => {
    if (few) return `${kind} ${listed(types)}`;
    return `${kind} ${index === 0 ? several(types.length, 'kind of records', 'kinds of records') : counted(types.length)}`;
  });
  if (others > 0)
    parts.push(`${parts.length > 0 ? '' : 'use '}${several(others, 'permission')} unknown to this bot`);
  return `${parts.join(', ')}${few ? '' : ` (${several(countOf(groups), 'permission')})`}`;
}

const nameWith = (group: PermissionGroup): string => {
  const acts = dangerousActs(group);
  const kinds = [...new Set((acts.length > 0 ? acts : group.acts).map((act) => kindOf(act) ?? act))];
  const entity = onOneLine(recordsCalled(group.entity), 60);
  return kinds.some(Boolean) ? `${entity} (${onOneLine(kinds.join(', '), 60)})` : entity;
};

/** The dangerous ones come first (groupPermissions sorts them so). */
function dangerInWords(groups: readonly PermissionGroup[]): string {
  const dangerous = groups.filter((group) => group.dangerous);
  if (dangerous.length === 0) return 'nothing dangerous';
  const more = dangerous.length - MOST_DANGERS;
  const named = dangerous.slice(0, MOST_DANGERS).map(nameWith);
  return `⚠️ dangerous: ${more > 0 ? `${listed([...named, `${counted(more)} more`])}` : listed(named)}`;
}

/** As many of the first texts as fit, with how many are left out. */
function fitting(texts: readonly string[], separator: string, most: number): { text: string; cut: boolean } {
  const shown: string[] = [];
  let length = 0;
  for (const text of texts) {
    length += text.length + separator.length;
    if (length > most) break;
    shown.push(text);
  }
  const left = texts.length - shown.length;
  return {
    text: [...shown, ...(left > 0 ? [`… and ${counted(left)} more`] : [])].join(separator),
    cut: left > 0,
  };
}

/** Whether what is given ends, and when: of some, where the others keep it. */
function lastsUntil({ until, temporary }: RightsInWords): RichTextElement[] {
  if (until === undefined) return [words(say.permanent)];
  const names = temporary?.map((name) => onOneLine(name, LONGEST_PERSON)) ?? [];
  const who = names.length > NAMED ? `${counted(names.length)} of them` : listed(names);
  return [words(temporary ? say.permanentExcept(who) : say.temporaryUntil), moment(until, DAY_AND_TIME)];
}

/** What a change does to who may do what, in words. */
export interface RightsSummary {
  /** What stands out in them are names of records and people. */
  paragraphs: RichTextElement[][];
  /** People or other changes are left out; permissions are only ever counted. */
  cut: boolean;
}

/**
 * Who gets what, in a few sentences: for the review and for the approval card. What the permissions are in full is one
 * press away (`allRights`).
 * @param namesHolders false for a person who may not list admin users
 * @param most characters of each list of people or changes
 */
export function rightsSummary(rights: RightsInWords, namesHolders = true, most = 2000): RightsSummary {
  const role = words(onOneLine(rights.role, LONGEST_ROLE), true);
  const holders = heldBy(rights.holders, namesHolders);
  const paragraphs: RichTextElement[][] = [];
  let cut = false;
  const list = (texts: readonly string[], separator = ', ', heading = '') => {
    const found = fitting(texts, separator, Math.min(most, limits.richText - 200));
    cut ||= found.cut;
    paragraphs.push([words(`${heading}${found.text}`)]);
  };
  const people = (act: string, names: readonly string[], to: string, rest = '') => {
    const short = names.map((name) => shortened(name, LONGEST_PERSON));
    const few = names.length <= NAMED;
    const who = few ? listed(short) : several(names.length, 'admin user');
    paragraphs.push([
      words(`${act} `),
      words(who, true),
      words(` ${to} `),
      role,
      ...(rest ? [words(rest)] : []),
    ]);
    if (!few) list(short);
  };
  const { usersAdded, usersRemoved, given, permissionsAdded, permissionsRemoved, others } = rights;
  if (usersAdded.length > 0) {
    const known = given.length > 0 ? `lets them ${actsInWords(given)} · ${dangerInWords(given)}` : '';
    const lets = rights.hidden
      ? [known, HIDDEN_PERMISSIONS].filter(Boolean).join(' · ')
      : known || 'gives no permissions yet';
    const act = rights.extends ? 'Extend access of' : 'Add';
    people(act, usersAdded.map(withEmail), 'to', ` · ${lets}`);
    paragraphs.push(lastsUntil(rights));
  }
  if (usersRemoved.length > 0)
    people(
      'Remove',
      usersRemoved.map((name) => onOneLine(name)),
      'from',
    );
  const everyone = (may: string) =>
    paragraphs.push([words('Everyone with '), role, words(` (${holders}) ${may}`)]);
  if (permissionsAdded.length > 0)
    everyone(`gets to ${actsInWords(permissionsAdded)} · ${dangerInWords(permissionsAdded)}`);
  if (permissionsRemoved.length > 0) everyone(`may no longer ${actsInWords(permissionsRemoved)}`);
  if (others.length > 0) {
    const changes = others.map(({ label, before = '', after }) =>
      shortened(`• ${label}: ${onOneLine(before)} → ${onOneLine(after)}`, most),
    );
    list(changes, '\n', 'Also changed:\n');
  }
  return { paragraphs, cut };
}
