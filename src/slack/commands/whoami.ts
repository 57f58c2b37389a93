import type { KnownBlock } from '@slack/types';
import type { Person } from '../../access/person.ts';
import { aside, plain } from '../../forms/blocks.ts';
import { limits, shortened } from '../../forms/limits.ts';
import type { Directory } from '../../nexudus/directory.ts';
import { askAdmin, canBeGiven } from '../ask-admin/ask-button.ts';
import { decisionLine } from '../text/denial-sentence.ts';
import { say } from '../text/say.ts';
import { locationsLine, operationLine } from '../text/whoami-text.ts';
import type { HelpParts } from './help.ts';

export interface WhoamiParts extends HelpParts {
  directory: Directory;
}

/** Who this person is in Nexudus, where they may act, and what they may do here or lack for it. */
export async function whoami(
  { access, operations, directory, requestsChannel }: WhoamiParts,
  person: Person,
): Promise<{ text: string; blocks: KnownBlock[] }> {
  const who = await access.decide(person, {});
  const text = decisionLine(who);
  const ask = requestsChannel === undefined ? [] : [askAdmin('')];
  if (!who.allowed) return { text, blocks: canBeGiven(who) ? ask : [] };
  const ids = who.user?.locations ?? [];
  // The bot's own account may not see one of them; an id still tells which.
  const names = await directory.names('businesses', ids).catch(() => undefined);
  const locations = locationsLine(
    who,
    ids.map((id) => names?.get(id) ?? `#${id}`),
  );
  const decisions = await Promise.all(
    operations.map(async (operation) => ({
      operation,
      decision: await access.decide(person, { permission: operation.permission }),
    })),
  );
  const lines = decisions.map(({ operation, decision }) => operationLine(operation, decision));
  const isAnyAllowed = decisions.some(({ decision }) => decision.allowed);
  const isAllAllowed = decisions.every(({ decision }) => decision.allowed);
  const section = (lines: string): KnownBlock => ({
    type: 'section',
    text: plain(shortened(lines, limits.sectionText)),
  });
  return {
    text,
    blocks: [
      ...(locations ? [section(locations)] : []),
      section(lines.join('\n')),
      aside(isAnyAllowed ? say.seeHelp : say.askNetworkAdmin),
      ...(isAllAllowed ? [] : ask),
    ],
  };
}
