import type { RespondFn } from '@slack/bolt';
import { type Click, isAtHome } from '../http/click.ts';
import { ephemeral } from '../http/ephemeral.ts';
import { say } from '../text/say.ts';
import { isPlaceToDecide, sentenceOf, withCard } from './decision-parts.ts';
import { openDenial } from './denial.ts';
import { APPROVE, DENY, readCardButton, SEE_ALL, supersededCard } from './draw-card.ts';
import { type SeeRightsParts, seeRights, seeRightsAtHome } from './see-rights.ts';

export const isApprovalButton = (actionId: string): boolean => [APPROVE, DENY, SEE_ALL].includes(actionId);

const CARD_WITHIN_MS = 5000;

/** A button of a card was pressed, in the approval channel or where Home shows the same card. */
export async function onApprovalButton(
  parts: SeeRightsParts,
  click: Click,
  respond: RespondFn,
): Promise<void> {
  try {
    await onPressed(parts, click, respond);
  } catch (err) {
    parts.log.warn({ err }, 'a click on an approval card failed');
    await ephemeral(respond)(click.actionId === APPROVE ? say.decisionUnsure : say.buttonUnread);
  }
}

async function onPressed(parts: SeeRightsParts, click: Click, respond: RespondFn): Promise<void> {
  const { approvals } = parts;
  const only = ephemeral(respond);
  const atHome = isAtHome(click);
  if (click.actionId === DENY) {
    if (!(await openDenial(parts, click))) await only(say.tooSlowAgain);
    return;
  }
  if (click.actionId === SEE_ALL && atHome) {
    if (!(await seeRightsAtHome(parts, click))) await only(say.tooSlowAgain);
    return;
  }
  if (!approvals) return only(say.approvalsOff);
  const { formId, digest } = readCardButton(click.value);
  const submission = await withCard(parts, formId, CARD_WITHIN_MS);
  if (click.actionId === SEE_ALL) return seeRights(parts, click, submission, only);
  const operation = parts.operations.find(({ id }) => id === submission?.operation);
  if (!submission || !operation) return only(say.cardGone);
  if (!(await isPlaceToDecide(approvals, click, atHome))) return only(say.cardGone);
  // Slack's answer to its posting was lost, or its form was submitted again before it was there.
  const card = await approvals.cardOf(submission);
  if (card && click.messageTs && click.messageTs !== card.ts) {
    await respond({ replace_original: true, ...supersededCard(submission, operation) });
    return;
  }
  const reason = await approvals.approve(submission, click.user, digest);
  if (reason) await only(sentenceOf(reason));
}
