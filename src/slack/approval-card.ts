import { createHash } from 'node:crypto';
import type { KnownBlock, RichTextElement } from '@slack/types';
import { plain } from '../forms/blocks.ts';
import { limits } from '../forms/limits.ts';
import type { Operation } from '../operations/operation.ts';
import type { RightsInWords } from '../operations/rights.ts';
import type { CardPhase } from '../requests/approval-journal.ts';
import type { RequestRow } from '../requests/database.ts';
import { type Message, unformatted } from './message.ts';
import { rightsParagraphs } from './rights-text.ts';
import { say } from './say.ts';

/** Action ids of the card's buttons; their value is the form's id, a key into the journal. */
export const APPROVE = 'approve';
export const DENY = 'deny';

/** Names what a card showed, so that a yes counts for that and nothing else. */
export const digestOf = (words: RightsInWords): string =>
  createHash('sha256').update(JSON.stringify(words)).digest('hex').slice(0, 32);

const text = (words: string, bold = false): RichTextElement => ({
  type: 'text',
  text: words,
  ...(bold ? { style: { bold: true } } : {}),
});
const people = (ids: readonly string[]): RichTextElement[] =>
  ids.flatMap((id, index): RichTextElement[] => [
    ...(index > 0 ? [text(', ')] : []),
    { type: 'user', user_id: id },
  ]);

const outcome = (phase: Exclude<CardPhase, 'awaiting'>): string =>
  ({
    approved: '🟢 Approved, under way',
    succeeded: '✅ Approved and done',
    refused: '⛔ Approved, but Nexudus refused it',
    denied: '⛔ Not done: it was denied',
    failed: '⛔ Approved, but it could not be done',
    cancelled: '⚪ Cancelled before it was done',
    expired: '⚪ Nobody approved it in time',
  })[phase];

/** The card in the approval channel. Without `words` the change can't be shown any more, only what became of it. */
export function approvalCard(
  row: RequestRow,
  operation: Operation,
  phase: CardPhase,
  words: RightsInWords | undefined,
  eligible: readonly string[],
): Message {
  const open = phase === 'awaiting';
  const title = open ? '🔐 Needs a second person’s yes' : outcome(phase);
  const who: RichTextElement[] = [
    text(`\n${operation.title}, asked by `),
    { type: 'user', user_id: row.requester },
  ];
  if (row.approver)
    who.push(text(phase === 'denied' ? '. Denied by ' : '. Approved by '), {
      type: 'user',
      user_id: row.approver,
    });
  if (row.approver_note) who.push(text(`: ${row.approver_note}`));
  if (open && eligible.length > 0) who.push(text('\nYou can decide: '), ...people(eligible));
  const buttons: KnownBlock = {
    type: 'actions',
    elements: [
      {
        type: 'button',
        action_id: APPROVE,
        style: 'primary',
        text: plain('Approve', limits.button),
        value: row.form_id,
      },
      {
        type: 'button',
        action_id: DENY,
        style: 'danger',
        text: plain('Deny', limits.button),
        value: row.form_id,
      },
    ],
  };
  return {
    text: unformatted(`${title}: ${operation.title}${words ? ` (${words.role})` : ''} ${row.receipt}`),
    blocks: [
      { type: 'rich_text', elements: [{ type: 'rich_text_section', elements: [text(title, true), ...who] }] },
      ...(words
        ? rightsParagraphs(words).map((part): KnownBlock => ({ type: 'section', text: plain(part) }))
        : []),
      ...(open ? [buttons] : []),
      { type: 'context', elements: [plain(open ? `${row.receipt} · ${say.approvalEnds}` : row.receipt)] },
    ],
  };
}
