import type { KnownBlock } from '@slack/types';
import type { Access, Denial } from '../../access/access.ts';
import type { Person } from '../../access/person.ts';
import { aside, plain } from '../../forms/blocks.ts';
import { line, words } from '../../forms/rich-text.ts';
import type { Operation } from '../../operations/operation.ts';
import { askAdmin, canBeGiven } from '../ask-admin/ask-button.ts';
import { decisionLine } from '../text/denial-sentence.ts';
import { say } from '../text/say.ts';
import { entries } from './open-buttons.ts';

export interface HelpParts {
  /** Those that are switched on. */
  operations: readonly Operation[];
  access: Access;
  /** Where people may ask for what they can't do; absent when they can't. */
  requestsChannel?: string;
}

/** A person who can't be helped by a permission: no part of the bot is for them. */
export const isOutsider = ({ reason }: Denial): boolean =>
  ['guest', 'bot', 'deactivated', 'stranger'].includes(reason);

/** Those that this person may do. */
export async function allowedTo(
  { access, operations }: HelpParts,
  person: Person,
  among: readonly Operation[] = operations,
): Promise<Operation[]> {
  const decisions = among.map(async (operation) =>
    (await access.decide(person, { permission: operation.permission })).allowed ? [operation] : [],
  );
  return (await Promise.all(decisions)).flat();
}

/** What help names beside the forms, for who may do these. */
const alsoFor = (allowed: readonly Operation[]) => ({
  isAdmin: allowed.some(({ permission }) => permission === 'UserRole-Edit'),
  createsRooms: allowed.some(({ id }) => id === 'video-room.create'),
});

/** To whom *Ask an admin* goes. */
const askedIn = (channel: string | undefined): KnownBlock[] =>
  channel === undefined
    ? []
    : [
        {
          type: 'rich_text',
          elements: [line(words(say.askIn), { type: 'channel', channel_id: channel }, words('.'))],
        },
      ];

/** What this person can do here and nothing else, in the order of the operations, and who they are in Nexudus. */
export async function helpBlocks(parts: HelpParts, person: Person): Promise<KnownBlock[]> {
  const { access, operations, requestsChannel } = parts;
  const decision = await access.decide(person, {});
  const ask = requestsChannel === undefined ? [] : [askAdmin('')];
  if (!decision.allowed)
    return [
      { type: 'section', text: plain(decisionLine(decision)) },
      ...(canBeGiven(decision) ? [...askedIn(requestsChannel), ...ask] : []),
    ];
  const allowed = await allowedTo(parts, person);
  const isAll = allowed.length === operations.length;
  const others = allowed.length === 0 ? say.nothingAvailable : say.someNotAvailable;
  return [
    ...entries(allowed),
    ...(isAll ? [] : [aside(ask.length > 0 ? others : `${others} ${say.askNetworkAdmin}`)]),
    ...(allowed.length > 0 ? [] : askedIn(requestsChannel)),
    ...(isAll ? [] : ask),
    ...(allowed.length > 0 ? [aside(say.seeHistory(alsoFor(allowed)))] : []),
    aside(decisionLine(decision)),
  ];
}
