import { createHash } from 'node:crypto';
import type { KnownBlock, RichTextElement } from '@slack/types';
import { plain } from '../forms/blocks.ts';
import { limits } from '../forms/limits.ts';
import { line, person, words } from '../forms/rich-text.ts';
import type { Operation } from '../operations/operation.ts';
import type { RightsInWords } from '../operations/rights.ts';
import type { CardPhase } from '../requests/approval-journal.ts';
import type { RequestRow } from '../requests/database.ts';
import { outcomeOf } from '../requests/outcome-of.ts';
import { recordNameOf } from '../requests/record-name.ts';
import { type Message, unformatted } from './message.ts';
import { LONGEST_ROLE, onOneLine, rightsParagraphs } from './rights-text.ts';
import { say } from './say.ts';

/** Action ids of the card's buttons. */
export const APPROVE = 'approve';
export const DENY = 'deny';

/** Names what a card showed, and for which submission, so that a yes counts for that and nothing else. */
export const digestOf = (
  { operation, input, requester, submitted_at }: RequestRow,
  rights: RightsInWords,
): string =>
  createHash('sha256')
    .update(JSON.stringify([operation, input, requester, submitted_at, rightsParagraphs(rights)]))
    .digest('hex')
    .slice(0, 32);

/** What the buttons of a card stand for: a key into the journal, and what the card shows. */
export interface CardButton {
  formId: string;
  digest: string;
}

const asValue = ({ formId, digest }: CardButton): string => `${formId} ${digest}`;

export const readCardButton = (value: string): CardButton => {
  const [formId = '', digest = ''] = value.split(' ');
  return { formId, digest };
};

const people = (ids: readonly string[]): RichTextElement[] =>
  ids.flatMap((id, index): RichTextElement[] => [...(index > 0 ? [words(', ')] : []), person(id)]);

const titleOf = (phase: Exclude<CardPhase, 'awaiting'>, row: RequestRow): string => {
  const ended = phase !== 'approved' && phase !== 'succeeded';
  if (ended && row.silent_since !== null)
    return '⚠️ Nexudus gave no usable answer: check there whether it was done';
  const outcome = outcomeOf(row);
  if (outcome === 'rehearsed') return '📝 Approved and rehearsed, nothing was changed';
  if (outcome === 'turned-down') return '⛔ Not done: it was denied';
  return {
    approved: '🟢 Approved, under way',
    succeeded: '✅ Approved and done',
    refused: '⛔ Approved, but it was refused',
    denied: '⛔ Approved, but whoever asked may no longer do it',
    failed: '⛔ Approved, but it could not be done',
    cancelled: '⚪ Cancelled before it was done',
    expired: '⚪ Nobody approved it in time',
  }[phase];
};

/** The card in the approval channel. Without `rights` the change can't be shown any more, only what became of it. */
export function approvalCard(
  row: RequestRow,
  operation: Operation,
  phase: CardPhase,
  rights: RightsInWords | undefined,
  eligible: readonly string[],
): Message {
  const open = phase === 'awaiting';
  const title = open ? '🔐 Needs a second person’s yes' : titleOf(phase, row);
  // While it is open, the role heads what is asked for.
  const name = open ? undefined : recordNameOf(row);
  const what = name ? `${operation.title}: ${onOneLine(name, LONGEST_ROLE)}` : operation.title;
  const who: RichTextElement[] = [words(`\n${what}, asked by `), person(row.requester)];
  if (row.approver)
    who.push(
      words(outcomeOf(row) === 'turned-down' ? '. Denied by ' : '. Approved by '),
      person(row.approver),
    );
  if (row.approver_note) who.push(words(`: ${row.approver_note}`));
  if (open && eligible.length > 0) who.push(words('\nYou can decide: '), ...people(eligible));
  const value = asValue({ formId: row.form_id, digest: rights ? digestOf(row, rights) : '' });
  const buttons: KnownBlock = {
    type: 'actions',
    elements: [
      {
        type: 'button',
        action_id: APPROVE,
        style: 'primary',
        text: plain('Approve', limits.button),
        value,
      },
      {
        type: 'button',
        action_id: DENY,
        style: 'danger',
        text: plain('Deny', limits.button),
        value,
      },
    ],
  };
  return {
    text: unformatted(`${title}: ${operation.title}${rights ? ` (${rights.role})` : ''} ${row.receipt}`),
    blocks: [
      { type: 'rich_text', elements: [line(words(title, true), ...who)] },
      ...(rights
        ? rightsParagraphs(rights).map((part): KnownBlock => ({ type: 'section', text: plain(part) }))
        : []),
      ...(open ? [buttons] : []),
      { type: 'context', elements: [plain(open ? `${row.receipt} · ${say.approvalEnds}` : row.receipt)] },
    ],
  };
}

/** In place of a card that nothing waits for: its form was sent again, and a newer card asks for that. */
export const supersededCard = ({ receipt }: RequestRow, { title }: Operation): Message => ({
  text: unformatted(`⚪ ${title}: ${say.cardSuperseded} ${receipt}`),
  blocks: [
    { type: 'rich_text', elements: [line(words(`⚪ ${title}`, true), words(`\n${say.cardSuperseded}`))] },
    { type: 'context', elements: [plain(receipt)] },
  ],
});
