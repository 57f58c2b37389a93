import type { KnownBlock, RichTextElement } from '@slack/types';
import { looksAfter } from '../../access/access.ts';
import type { Person } from '../../access/person.ts';
import { aside } from '../../forms/blocks.ts';
import { shortened } from '../../forms/limits.ts';
import { DAY_AND_TIME, line, moment, person, words } from '../../forms/rich-text.ts';
import type { Directory } from '../../nexudus/directory.ts';
import { recordNameOf, type Submission } from '../../submissions/submission.ts';
import type { TemporaryAccess, TemporaryStore } from '../../submissions/temporary-access.ts';
import { accessActions } from '../temporary/temporary-parts.ts';
import { usersNamed } from '../temporary/users-named.ts';
import { denialSentence } from '../text/denial-sentence.ts';
import { say } from '../text/say.ts';
import { allowedTo, type HelpParts } from './help.ts';

const SHOWN = 12;
const SHOWN_AT_HOME = 5;

export interface AccessListParts extends Pick<HelpParts, 'operations' | 'access'> {
  temporary: Pick<TemporaryStore, 'running'>;
  directory: Directory;
}

/** Temporary access as one person may see it. */
export interface SeenAccess {
  access: TemporaryAccess;
  /** What gave it. */
  submission: Submission;
  /** They may extend and end it. */
  mayChange: boolean;
  /** They gave it, or have it. */
  isOwn: boolean;
}

/** The role has moved out of these locations, so that who is limited to them would be refused at the press. */
async function isElsewhere(
  directory: Directory,
  role: number,
  locations: readonly number[] | undefined,
): Promise<boolean> {
  if (!locations) return false;
  const missing = await directory.missing('userroles', [role], locations, true).catch(() => []);
  return missing.length > 0;
}

/** What this person gave or has, and all that they may change; the next to end first. */
export async function accessFor(
  { operations, access, temporary, directory }: AccessListParts,
  asker: Person,
): Promise<SeenAccess[]> {
  const who = await access.decide(asker, {});
  if (!who.allowed) return [];
  const seen: SeenAccess[] = [];
  for (const { access: given, submission } of await temporary.running()) {
    const operation = operations.find(({ id }) => id === submission.operation);
    const { locations, requester } = submission;
    const decision =
      operation && (await access.decide(asker, { permission: operation.permission, locations }));
    const own = decision?.allowed ? decision.user?.locations : undefined;
    const mayChange =
      decision?.allowed === true &&
      locations.every((at) => looksAfter(own, at)) &&
      !(await isElsewhere(directory, given.role, own));
    const { user } = who;
    const isOwn = requester === asker.id || (user !== undefined && new Set(given.users).has(user.id));
    if (mayChange || isOwn) seen.push({ access: given, submission, mayChange, isOwn });
  }
  return seen;
}

/** One line: who, which role, until when, by whom, the receipt; and what can be done about it. */
function entry({ access, submission, mayChange }: SeenAccess, who: string): KnownBlock[] {
  const { receipt, requester, formId } = submission;
  const until: RichTextElement[] =
    access.status === 'running'
      ? [words(say.endsAt), moment(access.until, DAY_AND_TIME)]
      : [words(say.endsNow)];
  const role = recordNameOf(submission) ?? `#${access.role}`;
  const elements = [
    words(who, true),
    words(` · ${shortened(role, 150)}`),
    ...until,
    words(say.givenBy),
    person(requester),
    words(` · ${receipt}`),
  ];
  return [
    { type: 'rich_text', elements: [line(...elements)] },
    ...(mayChange && access.status === 'running' ? accessActions(formId) : []),
  ];
}

async function entries(
  { access, directory }: AccessListParts,
  asker: Person,
  seen: readonly SeenAccess[],
  most: number,
): Promise<KnownBlock[]> {
  const blocks: KnownBlock[] = [];
  for (const one of seen.slice(0, most)) {
    const names = await usersNamed({ access, directory, person: asker }, one.access.users);
    blocks.push(...entry(one, shortened(names, 300)));
  }
  return seen.length > most ? [...blocks, aside(say.moreAccess(seen.length - most))] : blocks;
}

/** What is temporary, as far as this person may see it, under a heading. */
export async function accessBlocks(
  parts: AccessListParts,
  asker: Person,
): Promise<{ text: string; blocks: KnownBlock[] }> {
  const who = await parts.access.decide(asker, {});
  if (!who.allowed) return { text: denialSentence(who), blocks: [] };
  const seen = await accessFor(parts, asker);
  if (seen.length === 0) {
    const gives = (await allowedTo(parts, asker)).some(({ endsAt }) => endsAt);
    return { text: gives ? `${say.noAccess} ${say.howToGive}` : say.noAccess, blocks: [] };
  }
  return { text: say.accessHeading, blocks: await entries(parts, asker, seen, SHOWN) };
}

/** What this person gave or has, for their Home; nothing where there is none. */
export async function ownAccessBlocks(parts: AccessListParts, asker: Person): Promise<KnownBlock[]> {
  const seen = await accessFor(parts, asker);
  return entries(
    parts,
    asker,
    seen.filter(({ isOwn }) => isOwn),
    SHOWN_AT_HOME,
  );
}
