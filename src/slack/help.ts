import type { KnownBlock } from '@slack/types';
import type { Person } from '../access/person.ts';
import { plain } from '../forms/blocks.ts';
import type { Operation } from '../operations/operation.ts';
import type { Parts } from './context.ts';
import { decisionLine } from './say.ts';

/** Action id of the buttons that open a form; the operation follows it. */
export const OPEN = 'open:';

/** One operation: what it does, how it is typed, a button. All of it is the bot's own text. */
const entry = ({ id, summary, example, title }: Operation): KnownBlock => ({
  type: 'section',
  text: {
    type: 'mrkdwn',
    text: `*${summary}*\n\`/nexudus ${example.replace(/&/g, '&amp;').replace(/</g, '&lt;')}\``,
    verbatim: true,
  },
  accessory: {
    type: 'button',
    action_id: `${OPEN}${id}`,
    text: plain('Open form'),
    accessibility_label: title,
  },
});

const note = (text: string): KnownBlock => ({ type: 'context', elements: [plain(text)] });

export const entries = (operations: readonly Operation[]): KnownBlock[] => operations.map(entry);

/** What this person can do here, in the order of the operations, and who they are in Nexudus. */
export async function helpBlocks({ access, operations }: Parts, person: Person): Promise<KnownBlock[]> {
  const decision = await access.decide(person, {});
  if (!decision.allowed) return [{ type: 'section', text: plain(decisionLine(decision)) }];
  const decisions = await Promise.all(
    operations.map(async (operation) => ({
      operation,
      allowed: (await access.decide(person, { permission: operation.permission })).allowed,
    })),
  );
  const allowed = decisions.filter((d) => d.allowed).map((d) => d.operation);
  const others = decisions.filter((d) => !d.allowed).map((d) => d.operation.summary);
  return [
    ...entries(allowed),
    ...(others.length > 0 ? [note(`Needs a permission that you don’t have: ${others.join(' · ')}`)] : []),
    note(decisionLine(decision)),
  ];
}
