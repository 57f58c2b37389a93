import { setTimeout as sleep } from 'node:timers/promises';
import type { RespondFn } from '@slack/bolt';
import type { WebClient } from '@slack/web-api';
import type { Logger } from 'pino';
import type { Access } from '../../access/access.ts';
import type { Person } from '../../access/person.ts';
import type { Approvals, NotDecided } from '../../approvals/approvals.ts';
import { plain } from '../../forms/blocks.ts';
import { ACTION_ID } from '../../forms/controls.ts';
import { limits } from '../../forms/limits.ts';
import type { State } from '../../forms/read-form.ts';
import type { Operation } from '../../operations/operation.ts';
import { newReceipt } from '../../submissions/receipt.ts';
import type { Submission } from '../../submissions/submission.ts';
import type { Click } from '../http/click.ts';
import { ACK_BUDGET_MS } from '../http/in-time.ts';
import { type Answering, ackUnderFirst } from '../modal/answering.ts';
import { showPages, textPages } from '../results/pages.ts';
import { whyNotAllowed } from '../results/why-not-allowed.ts';
import { ephemeral } from '../text/ephemeral.ts';
import { allRights } from '../text/rights-text.ts';
import { say } from '../text/say.ts';
import { APPROVE, cardButtonValue, DENY, readCardButton, SEE_ALL, supersededCard } from './draw-card.ts';

/** What it takes to decide on a submission. */
export interface DecisionParts {
  /** Set when changes that grant access have to be approved. */
  approvals?: Approvals & { channel: string };
  /** The last submission of a form. */
  latest(formId: string): Promise<Submission | undefined>;
  log: Logger;
}

export interface OnApprovalButtonParts extends DecisionParts {
  operations: readonly Operation[];
  personOf(id: string): Promise<Person>;
  access: Access;
  views: WebClient['views'];
}

/** Callback id of the view that asks for the reason of a denial. */
export const DENIAL = 'denial';
const REASON = 'reason';

export const isApprovalButton = (actionId: string): boolean => [APPROVE, DENY, SEE_ALL].includes(actionId);

const sentenceOf = (reason: NotDecided): string =>
  reason === 'gone'
    ? say.cardGone
    : reason === 'decided-before'
      ? say.alreadyDecided
      : reason === 'changed'
        ? say.changedMeanwhile
        : say.mayNotDecide[reason];

const CARD_WITHIN_MS = 5000;

/** The submission, once it is written down what its card shows: Slack shows a card a moment before that. */
async function withCard(
  { latest, approvals }: DecisionParts,
  formId: string,
  withinMs: number,
): Promise<Submission | undefined> {
  const until = Date.now() + withinMs;
  for (;;) {
    const submission = await latest(formId);
    if (submission?.status !== 'awaiting-approval' || Date.now() > until) return submission;
    if ((await approvals?.approvalOf(submission))?.digest !== undefined) return submission;
    await sleep(50);
  }
}

const reasonView = (button: string) => ({
  type: 'modal' as const,
  callback_id: DENIAL,
  private_metadata: button,
  title: plain(say.deny, limits.title),
  submit: plain(say.deny, limits.button),
  close: plain(say.cancel, limits.button),
  blocks: [
    {
      type: 'input' as const,
      block_id: REASON,
      optional: true,
      label: plain(say.reason),
      hint: plain(say.reasonHint),
      element: { type: 'plain_text_input' as const, action_id: ACTION_ID, multiline: true, max_length: 500 },
    },
  ],
});

/** Shows all of what a card stands for to a person who could make the change themselves. */
async function seeAll(
  parts: OnApprovalButtonParts,
  click: Click,
  submission: Submission | undefined,
  only: ReturnType<typeof ephemeral>,
): Promise<void> {
  const { approvals, operations } = parts;
  const operation = operations.find(({ id }) => id === submission?.operation);
  if (!submission || !operation || !approvals || click.channel !== approvals.channel)
    return only(say.cardGone);
  const refused = await whyNotAllowed(parts, click.user, submission, operation);
  if (refused) return only(refused);
  const { formId, digest, from } = readCardButton(click.value);
  let words = (await approvals.approvalOf(submission))?.words;
  if (submission.status === 'awaiting-approval') {
    const content = await approvals.contentOf(submission).catch(() => null);
    if (content === null) return only(say.mayNotDecide.unknown);
    if (digest !== content?.digest) {
      await approvals.outdated(submission);
      return only(say.changedMeanwhile);
    }
    words = content.words;
  }
  if (!words) return only(say.noChanges);
  await showPages(only, `${operation.title} (${submission.receipt})`, textPages(allRights(words)), from, {
    actionId: SEE_ALL,
    value: (next) => cardButtonValue({ formId, digest }, next),
  });
}

/** A button of a card was pressed. */
export async function onApprovalButton(
  parts: OnApprovalButtonParts,
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

async function onPressed(parts: OnApprovalButtonParts, click: Click, respond: RespondFn): Promise<void> {
  const { approvals, views } = parts;
  const only = ephemeral(respond);
  if (click.actionId === DENY) {
    // A trigger lives for three seconds, so the question opens first; who may answer it is checked with the answer.
    const opening = views.open({ trigger_id: click.trigger, view: reasonView(click.value) });
    return opening.then(
      () => {},
      () => only(say.tooSlowAgain),
    );
  }
  const { formId, digest } = readCardButton(click.value);
  const submission = await withCard(parts, formId, CARD_WITHIN_MS);
  if (click.actionId === SEE_ALL) return seeAll(parts, click, submission, only);
  const operation = parts.operations.find(({ id }) => id === submission?.operation);
  if (!approvals || !submission || !operation || click.channel !== approvals.channel)
    return only(say.cardGone);
  // Slack's answer to its posting was lost, or its form was submitted again before it was there.
  const card = await approvals.cardOf(submission);
  if (card && click.messageTs && click.messageTs !== card.ts) {
    await respond({ replace_original: true, ...supersededCard(submission, operation) });
    return;
  }
  const reason = await approvals.approve(submission, click.user, digest);
  if (reason) await only(sentenceOf(reason));
}

/** The reason of a denial was given. */
export async function onDenial(parts: DecisionParts, answering: Answering, user: string): Promise<void> {
  const { ack, view } = answering;
  try {
    const sentence = await deny(parts, view.private_metadata, user, view.state.values);
    await (sentence ? ack({ response_action: 'errors', errors: { [REASON]: sentence } }) : ack());
  } catch (error) {
    const reference = newReceipt();
    parts.log.error({ err: error, reference }, 'a denial failed');
    await ackUnderFirst(answering, say.unexpected(reference));
  }
}

/**
 * @param button what the card's button stood for
 * @returns the sentence for its view, or undefined when it is done
 */
async function deny(
  parts: DecisionParts,
  button: string,
  user: string,
  state: State,
): Promise<string | undefined> {
  const { approvals } = parts;
  const { formId, digest } = readCardButton(button);
  const startedAt = Date.now();
  const submission = await withCard(parts, formId, ACK_BUDGET_MS / 2);
  if (!approvals) return say.cardGone;
  // Asked again within the time that Slack waits: what was looked up by then is remembered for the next try.
  const refused = await Promise.race([
    approvals.whyNot(submission, user),
    sleep(startedAt + ACK_BUDGET_MS - Date.now(), 'unknown' as const),
  ]);
  if (refused) return sentenceOf(refused);
  const given = state[REASON]?.[ACTION_ID]?.value;
  const reason = typeof given === 'string' && given.trim() ? given.trim().slice(0, 500) : undefined;
  const notDenied = await approvals.deny(submission, user, digest, reason);
  return notDenied && sentenceOf(notDenied);
}
