import type { Button, KnownBlock, RichTextElement } from '@slack/types';
import { aside, plain } from '../../forms/blocks.ts';
import { limits, shortened } from '../../forms/limits.ts';
import { DAY_AND_TIME, line, moment, person, words } from '../../forms/rich-text.ts';
import type { Operation } from '../../operations/operation.ts';
import type { RightsInWords } from '../../operations/rights.ts';
import { isOver } from '../../submissions/status.ts';
import { hasUnknownOutcome, recordNameOf, type Submission } from '../../submissions/submission.ts';
import { type Message, unformatted } from '../results/message.ts';
import { deniedLater } from '../text/denial-sentence.ts';
import { failureSentence } from '../text/failure-sentence.ts';
import { rejectionLine } from '../text/rejection-line.ts';
import { cardTitle } from '../text/result-title.ts';
import { rightsSummary } from '../text/rights-summary.ts';
import { LONGEST_ROLE, onOneLine } from '../text/rights-text.ts';
import { say } from '../text/say.ts';

/** Action ids of the card's buttons. */
export const APPROVE = 'approve';
export const DENY = 'deny';
export const SEE_ALL = 'see-all';

/** What a card holds of each list of people or changes; the rest of the message's characters are for all else. */
const CARD_MOST = 2000;
/** Should Slack refuse even that. */
export const SHORT_CARD_MOST = 300;

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

/** Why it came to nothing, for a channel of the operator's own. */
function reasonOf(submission: Submission, operation: Operation): string | undefined {
  const { status, unknownOutcomeSince } = submission;
  const known = knownReasonOf(submission, operation);
  const isUnknown = isOver(status) && status !== 'succeeded' && unknownOutcomeSince !== undefined;
  if (!isUnknown || known?.includes(say.earlierAttempt)) return known;
  return [known, say.earlierAttempt].filter(Boolean).join(' ');
}

function knownReasonOf(submission: Submission, operation: Operation): string | undefined {
  switch (submission.status) {
    case 'rejected':
      return rejectionLine(submission, operation);
    case 'invalid':
      return Object.values(submission.problems).join(' ');
    case 'failed':
      return 'failure' in submission ? failureSentence(submission.failure, operation) : undefined;
    case 'denied':
      return 'approver' in submission ? undefined : deniedLater(submission.decision);
    default:
      return undefined;
  }
}

/** Who denied or cancelled it, and why; the title says that it was, unless its outcome is unknown. */
function stoppedBy(submission: Submission): RichTextElement[] {
  const isSaid = !hasUnknownOutcome(submission);
  if (submission.status === 'denied' && 'approver' in submission) {
    const reason = submission.reason ? [words(`: ${submission.reason}`)] : [];
    return [words(isSaid ? say.byHere : `\n${say.deniedBy}`), person(submission.approver), ...reason];
  }
  if (submission.status === 'cancelled' && submission.by)
    return [words(isSaid ? say.byHere : `\n${say.cancelledBy}`), person(submission.by)];
  return [];
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
 * @param most characters of each list of people or changes; the rest is a click away
 */
export function drawCard(
  submission: Submission,
  operation: Operation,
  rights: CardRights | undefined,
  most = CARD_MOST,
): Message {
  const { receipt, requester, decidedBy, formId, status } = submission;
  const open = status === 'awaiting-approval';
  const title = cardTitle(submission);
  // While it is open, the role heads what is asked for.
  const name = open || rights ? undefined : recordNameOf(submission);
  const what = name ? `${operation.title}: ${onOneLine(name, LONGEST_ROLE)}` : operation.title;
  const reason = reasonOf(submission, operation);
  const denial = status === 'denied' && 'approver' in submission ? submission : undefined;
  const who: RichTextElement[] = [
    ...stoppedBy(submission),
    ...(reason ? [words(`: ${shortened(reason, LONGEST_REASON)}`)] : []),
    words(`\n${what} · ${say.requestedByHere}`),
    person(requester),
  ];
  if (decidedBy && !denial) who.push(words(say.approvedBy), person(decidedBy));
  if (open && rights && rights.approvers.length > 0)
    who.push(words(`\n${say.approvers}`), ...people(rights.approvers));
  if (submission.status === 'awaiting-approval')
    who.push(words(`\n${say.expires}`), moment(submission.until, DAY_AND_TIME));
  const value = cardButtonValue({ formId, digest: rights?.digest ?? '' });
  const button = (action_id: string, text: string, style?: 'primary' | 'danger'): Button => ({
    type: 'button',
    action_id,
    ...(style ? { style } : {}),
    text: plain(text, limits.button),
    value,
  });
  const summary = rights && rightsSummary(rights.words, true, most);
  const buttons = [
    ...(open ? [button(APPROVE, say.approve, 'primary'), button(DENY, say.deny, 'danger')] : []),
    // The summary counts permissions; which they are is one press away, also once it is decided.
    ...(summary ? [button(SEE_ALL, say.seePermissions)] : []),
  ];
  return {
    text: unformatted(`${title}: ${operation.title}${rights ? ` (${rights.words.role})` : ''} ${receipt}`),
    blocks: [
      { type: 'rich_text', elements: [line(words(title, true), ...who)] },
      ...(summary?.paragraphs ?? []).map(
        (part): KnownBlock => ({ type: 'rich_text', elements: [line(...part)] }),
      ),
      ...(open && summary?.cut ? [aside(say.cutInCard)] : []),
      ...(buttons.length > 0 ? [{ type: 'actions' as const, elements: buttons }] : []),
      { type: 'context', elements: [plain(receipt)] },
    ],
  };
}

/** A card that asks nothing yet: should its address get lost, no button of it is left behind. */
export const withoutButtons = (card: Message): Message => ({
  ...card,
  blocks: [...card.blocks.filter(({ type }) => type !== 'actions'), aside(say.buttonsFollow)],
});

/** In place of a card that nothing waits for: its form was submitted again, and a newer card asks for that. */
export const supersededCard = ({ receipt }: Submission, { title }: Operation): Message => ({
  text: unformatted(`⚪ ${title}: ${say.cardSuperseded} ${receipt}`),
  blocks: [
    { type: 'rich_text', elements: [line(words(`⚪ ${title}`, true), words(`\n${say.cardSuperseded}`))] },
    { type: 'context', elements: [plain(receipt)] },
  ],
});
