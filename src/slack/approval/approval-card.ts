import { createHash } from 'node:crypto';
import type { Button, KnownBlock, RichTextElement } from '@slack/types';
import { aside, plain } from '../../forms/blocks.ts';
import { limits, shortened } from '../../forms/limits.ts';
import { line, person, words } from '../../forms/rich-text.ts';
import type { Operation } from '../../operations/operation.ts';
import type { RightsInWords } from '../../operations/rights.ts';
import type { CardPhase } from '../../requests/approval-journal.ts';
import type { RequestRow } from '../../requests/database.ts';
import type { Ending } from '../../requests/ending.ts';
import { outcomeOf } from '../../requests/outcome-of.ts';
import { recordNameOf } from '../../requests/record-name.ts';
import { type Message, unformatted } from '../results/message.ts';
import { refusalLine } from '../text/refusal-line.ts';
import { failureSentence, say } from '../text/say.ts';
import { allRights, LONGEST_ROLE, onOneLine, rightsParagraphs, showsAllRights } from './rights-text.ts';

/** Action ids of the card's buttons. */
export const APPROVE = 'approve';
export const DENY = 'deny';
export const SEE_ALL = 'see-all';

/** What a card holds of who gets what; who asks, the reason of a no and the buttons take the rest. */
const CARD_MOST = 6000;
/** Should Slack refuse even that. */
export const SHORT_CARD_MOST = 1000;

const LONGEST_REASON = 1000;

/** Names all of what a card stands for, also what only *See everything* shows, and for which submission, so that a yes counts for that and nothing else. */
export const digestOf = (
  { operation, input, requester, submitted_at }: RequestRow,
  rights: RightsInWords,
): string =>
  createHash('sha256')
    .update(JSON.stringify([operation, input, requester, submitted_at, allRights(rights)]))
    .digest('hex')
    .slice(0, 32);

/** What the buttons of a card stand for: a key into the journal, and what the card shows. */
export interface CardButton {
  formId: string;
  digest: string;
}

/** @param from the first page to show, on a button that goes on */
export const cardButtonValue = ({ formId, digest }: CardButton, from?: number): string =>
  [formId, digest, ...(from === undefined ? [] : [from])].join(' ');

export const readCardButton = (value: string): CardButton & { from: number } => {
  const [formId = '', digest = '', from] = value.split(' ');
  return { formId, digest, from: Number(from) };
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
    denied: '⛔ Approved, but no longer allowed',
    failed: '⛔ Approved, but it could not be done',
    cancelled: '⚪ Cancelled before it was done',
    expired: '⚪ Not approved within 24 hours',
  }[phase];
};

/** Why it came to nothing, for a channel of the operator's own. */
function reasonOf(row: RequestRow, operation: Operation): string | undefined {
  const ending = row.ending ? (JSON.parse(row.ending) as Ending) : undefined;
  switch (ending?.kind) {
    case 'refused':
      return refusalLine(ending, operation);
    case 'invalid':
      return Object.values(ending.problems).join(' ');
    case 'failed':
      return failureSentence(ending.failure, operation);
    case 'denied':
      return say.deniedLater;
    default:
      return undefined;
  }
}

/**
 * The card in the approval channel. Without `rights` the change can't be shown any more, only what became of it.
 * @param most characters for who gets what; the rest is a click away
 */
export function approvalCard(
  row: RequestRow,
  operation: Operation,
  phase: CardPhase,
  rights: RightsInWords | undefined,
  eligible: readonly string[],
  most = CARD_MOST,
): Message {
  const open = phase === 'awaiting';
  const title = open ? '🔐 Approval needed' : titleOf(phase, row);
  // While it is open, the role heads what is asked for.
  const name = open || rights ? undefined : recordNameOf(row);
  const what = name ? `${operation.title}: ${onOneLine(name, LONGEST_ROLE)}` : operation.title;
  const who: RichTextElement[] = [words(`\n${what}, requested by `), person(row.requester)];
  if (row.approver)
    who.push(
      words(outcomeOf(row) === 'turned-down' ? '. Denied by ' : '. Approved by '),
      person(row.approver),
    );
  if (row.approver_note) who.push(words(`: ${row.approver_note}`));
  const reason = open || phase === 'approved' ? undefined : reasonOf(row, operation);
  if (reason) who.push(words(`\n${shortened(reason, LONGEST_REASON)}`));
  if (open && eligible.length > 0) who.push(words('\nApprovers: '), ...people(eligible));
  const value = cardButtonValue({ formId: row.form_id, digest: rights ? digestOf(row, rights) : '' });
  const button = (action_id: string, text: string, style?: 'primary' | 'danger'): Button => ({
    type: 'button',
    action_id,
    ...(style ? { style } : {}),
    text: plain(text, limits.button),
    value,
  });
  const cut = rights !== undefined && !showsAllRights(rights, most);
  const buttons = [
    // Before the yes: it holds what the card has no room for.
    ...(cut ? [button(SEE_ALL, say.seeAll)] : []),
    ...(open ? [button(APPROVE, 'Approve', 'primary'), button(DENY, 'Deny', 'danger')] : []),
  ];
  return {
    text: unformatted(`${title}: ${operation.title}${rights ? ` (${rights.role})` : ''} ${row.receipt}`),
    blocks: [
      { type: 'rich_text', elements: [line(words(title, true), ...who)] },
      ...(rights
        ? rightsParagraphs(rights, true, most).map(
            (part): KnownBlock => ({ type: 'section', text: plain(part) }),
          )
        : []),
      ...(open && cut ? [aside(say.cutInCard)] : []),
      ...(buttons.length > 0 ? [{ type: 'actions' as const, elements: buttons }] : []),
      { type: 'context', elements: [plain(open ? `${row.receipt} · ${say.approvalEnds}` : row.receipt)] },
    ],
  };
}

/** A card that asks nothing yet: should its address get lost, no button of it is left behind. */
export const withoutButtons = (card: Message): Message => ({
  ...card,
  blocks: [...card.blocks.filter(({ type }) => type !== 'actions'), aside(say.buttonsFollow)],
});

/** In place of a card that nothing waits for: its form was sent again, and a newer card asks for that. */
export const supersededCard = ({ receipt }: RequestRow, { title }: Operation): Message => ({
  text: unformatted(`⚪ ${title}: ${say.cardSuperseded} ${receipt}`),
  blocks: [
    { type: 'rich_text', elements: [line(words(`⚪ ${title}`, true), words(`\n${say.cardSuperseded}`))] },
    { type: 'context', elements: [plain(receipt)] },
  ],
});
