import type { Button, KnownBlock, RichTextElement } from '@slack/types';
import { aside, plain } from '../../forms/blocks.ts';
import { limits, shortened } from '../../forms/limits.ts';
import { line, person, words } from '../../forms/rich-text.ts';
import type { Operation } from '../../operations/operation.ts';
import type { RightsInWords } from '../../operations/rights.ts';
import { isOver } from '../../submissions/status.ts';
import { outlineOf, recordNameOf, type Submission } from '../../submissions/submission.ts';
import { type Message, unformatted } from '../results/message.ts';
import { refusalLine } from '../text/refusal-line.ts';
import { failureSentence, say } from '../text/say.ts';
import { LONGEST_ROLE, onOneLine, rightsParagraphs, showsAllRights } from './rights-text.ts';

/** Action ids of the card's buttons. */
export const APPROVE = 'approve';
export const DENY = 'deny';
export const SEE_ALL = 'see-all';

/** What a card holds of who gets what; who asks, the reason of a no and the buttons take the rest. */
const CARD_MOST = 6000;
/** Should Slack refuse even that. */
export const SHORT_CARD_MOST = 1000;

const LONGEST_REASON = 1000;

/** What the buttons of a card stand for: a key into the store, and what the card shows. */
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

function titleOf(submission: Submission): string {
  const { status, unknownOutcomeSince } = submission;
  if (isOver(status) && status !== 'succeeded' && unknownOutcomeSince !== undefined)
    return '⚠️ Nexudus gave no usable answer: check there whether it was done';
  if (outlineOf(submission) === 'rehearsed') return '📝 Approved and rehearsed, nothing was changed';
  switch (status) {
    case 'awaiting-approval':
      return '🔐 Approval needed';
    case 'queued':
    case 'running':
    case 'waiting':
      return '🟢 Approved, under way';
    case 'succeeded':
      return '✅ Approved and done';
    case 'invalid':
    case 'rejected':
      return '⛔ Approved, but it was refused';
    case 'denied':
      return 'approver' in submission ? '⛔ Not done: it was denied' : '⛔ Approved, but no longer allowed';
    case 'failed':
      return '⛔ Approved, but it could not be done';
    case 'cancelled':
      return '⚪ Cancelled before it was done';
    case 'expired':
      return '⚪ Not approved within 24 hours';
  }
}

/** Why it came to nothing, for a channel of the operator's own. */
function reasonOf(submission: Submission, operation: Operation): string | undefined {
  switch (submission.status) {
    case 'rejected':
      return refusalLine(submission, operation);
    case 'invalid':
      return Object.values(submission.problems).join(' ');
    case 'failed':
      return 'failure' in submission ? failureSentence(submission.failure, operation) : undefined;
    case 'denied':
      return 'approver' in submission ? undefined : say.deniedLater;
    default:
      return undefined;
  }
}

/** Who gets what, as a card shows it, and what its buttons stand for. */
export interface CardRights {
  words: RightsInWords;
  digest: string;
  /** Slack ids of those who may decide, while it is open. */
  approvers: readonly string[];
}

/**
 * The card in the approval channel. Without `rights` the change can't be shown any more, only what became of it.
 * @param most characters for who gets what; the rest is a click away
 */
export function approvalCard(
  submission: Submission,
  operation: Operation,
  rights: CardRights | undefined,
  most = CARD_MOST,
): Message {
  const { receipt, requester, decidedBy, formId, status } = submission;
  const open = status === 'awaiting-approval';
  const title = titleOf(submission);
  // While it is open, the role heads what is asked for.
  const name = open || rights ? undefined : recordNameOf(submission);
  const what = name ? `${operation.title}: ${onOneLine(name, LONGEST_ROLE)}` : operation.title;
  const who: RichTextElement[] = [words(`\n${what}, requested by `), person(requester)];
  const denial = status === 'denied' && 'approver' in submission ? submission : undefined;
  if (decidedBy) who.push(words(denial ? '. Denied by ' : '. Approved by '), person(decidedBy));
  if (denial?.reason) who.push(words(`: ${denial.reason}`));
  const reason = reasonOf(submission, operation);
  if (reason) who.push(words(`\n${shortened(reason, LONGEST_REASON)}`));
  if (open && rights && rights.approvers.length > 0)
    who.push(words('\nApprovers: '), ...people(rights.approvers));
  const value = cardButtonValue({ formId, digest: rights?.digest ?? '' });
  const button = (action_id: string, text: string, style?: 'primary' | 'danger'): Button => ({
    type: 'button',
    action_id,
    ...(style ? { style } : {}),
    text: plain(text, limits.button),
    value,
  });
  const cut = rights !== undefined && !showsAllRights(rights.words, most);
  const buttons = [
    // Before the decision: it holds what the card has no room for.
    ...(cut ? [button(SEE_ALL, say.seeAll)] : []),
    ...(open ? [button(APPROVE, 'Approve', 'primary'), button(DENY, 'Deny', 'danger')] : []),
  ];
  return {
    text: unformatted(`${title}: ${operation.title}${rights ? ` (${rights.words.role})` : ''} ${receipt}`),
    blocks: [
      { type: 'rich_text', elements: [line(words(title, true), ...who)] },
      ...(rights
        ? rightsParagraphs(rights.words, true, most).map(
            (part): KnownBlock => ({ type: 'section', text: plain(part) }),
          )
        : []),
      ...(open && cut ? [aside(say.cutInCard)] : []),
      ...(buttons.length > 0 ? [{ type: 'actions' as const, elements: buttons }] : []),
      { type: 'context', elements: [plain(open ? `${receipt} · ${say.approvalEnds}` : receipt)] },
    ],
  };
}

/** A card that asks nothing yet: should its address get lost, no button of it is left behind. */
export const withoutButtons = (card: Message): Message => ({
  ...card,
  blocks: [...card.blocks.filter(({ type }) => type !== 'actions'), aside(say.buttonsFollow)],
});

/** In place of a card that nothing waits for: its form was sent again, and a newer card asks for that. */
export const supersededCard = ({ receipt }: Submission, { title }: Operation): Message => ({
  text: unformatted(`⚪ ${title}: ${say.cardSuperseded} ${receipt}`),
  blocks: [
    { type: 'rich_text', elements: [line(words(`⚪ ${title}`, true), words(`\n${say.cardSuperseded}`))] },
    { type: 'context', elements: [plain(receipt)] },
  ],
});
