import { setTimeout as sleep } from 'node:timers/promises';
import type { RespondFn } from '@slack/bolt';
import type { ModalView } from '@slack/types';
import type { WebClient } from '@slack/web-api';
import type { Logger } from 'pino';
import type { Operation } from '../../operations/operation.ts';
import type { Intake } from '../../submissions/intake.ts';
import { newReceipt } from '../../submissions/receipt.ts';
import type { Answer } from '../../submissions/submission.ts';
import type { SubmissionStore } from '../../submissions/submission-store.ts';
import type { Click } from '../http/click.ts';
import { ephemeral } from '../http/ephemeral.ts';
import { ACK_SETTLES_MS, type Answering, untilLate } from '../modal/answering.ts';
import type { Screens } from '../modal/screens.ts';
import { CAUSE_WORDS } from '../text/caused.ts';
import { denialSentence } from '../text/denial-sentence.ts';
import { unapprovableSentence, undoFailure, waitingReason } from '../text/failure-sentence.ts';
import { say } from '../text/say.ts';
import { findUndo, notAllowed, type PlanUndoParts, showUndo, type UndoPlan } from './plan-undo.ts';
import { confirmUndo, readUndo, type UndoAsked, type UndoSaid, undoSays } from './undo-view.ts';

export interface OnUndoParts extends PlanUndoParts {
  store: PlanUndoParts['store'] & Pick<SubmissionStore, 'messageOf'>;
  submissions: Intake;
  screens: Screens;
  views: WebClient['views'];
  log: Logger;
}

/** The button was pressed: a view shows what would be put back, and asks. */
export async function onUndoButton(parts: OnUndoParts, click: Click, respond: RespondFn): Promise<void> {
  const asked = readUndo(`${click.actionId} ${click.value}`);
  if (!asked) return;
  // A trigger lives for three seconds, so the view opens first.
  const checking = undoSays(asked, { level: 'info', text: say.undoChecking });
  const opened = await parts.views.open({ trigger_id: click.trigger, view: checking }).catch(() => undefined);
  const viewId = opened?.view?.id;
  if (!viewId) return ephemeral(respond)(say.tooSlowAgain);
  await showNow(parts, click.user, asked, viewId);
}

/** A view may stand from before a restart: it is asked where the undo stands. */
export async function onLookAgain(parts: OnUndoParts, { user, value, view }: Click): Promise<void> {
  const asked = readUndo(value);
  if (asked && view?.isModal) await showNow(parts, user, asked, view.id);
}

/** Shows what would be put back, or why nothing is. */
async function showNow(parts: OnUndoParts, user: string, asked: UndoAsked, viewId: string): Promise<void> {
  const shown = await showUndo(parts, user, asked).catch((err: unknown) => {
    parts.log.warn({ err }, 'an undo could not be looked up');
    return { problem: unread };
  });
  await put(
    parts,
    asked,
    viewId,
    'problem' in shown ? undoSays(asked, shown.problem) : confirmUndo(asked, shown),
  );
}

const unread: UndoSaid = { level: 'warning', text: say.buttonUnread };

const put = ({ screens }: OnUndoParts, asked: UndoAsked, view_id: string, view: ModalView) =>
  screens.show(
    { view_id },
    {
      ready: async () => view,
      instead: (reference) => undoSays(asked, { level: 'error', text: say.notShown(reference) }),
    },
  );

/** Where the result goes: into the thread of the message that it changes, where there is one. */
async function placeOf({ store }: OnUndoParts, { submission }: UndoPlan) {
  const { id, channel, thread, responseUrl, responseUrlUntil } = submission;
  const posted = await store.messageOf(id);
  if (!posted) return { channel, thread, responseUrl, responseUrlUntil };
  const inThread = (posted.channel === channel && thread) || posted.ts;
  return { channel: posted.channel, thread: inThread, responseUrlUntil: 0 };
}

/** What the person reads of how it ended or why it waits; undefined when it is done. */
function sentenceFor(answer: Answer, operation: Operation): string | undefined {
  switch (answer.status) {
    case 'succeeded':
      return undefined;
    case 'denied':
      return 'approver' in answer
        ? say.deniedByApprover(answer.reason)
        : denialSentence(answer.decision, operation);
    case 'invalid':
      return Object.values(answer.clash?.sentences ?? answer.problems).join(' ');
    case 'rejected':
      return say.fromNexudus([...Object.values(answer.problems), ...answer.others].join(' '));
    case 'failed':
      return 'failure' in answer ? undoFailure(answer.failure, operation) : unapprovableSentence(answer);
    case 'waiting':
      return `${waitingReason(answer.failure, operation)} ${say.queued}`;
    case 'awaiting-approval':
      return say.awaiting;
    case 'cancelled':
      return say.cancelled;
    case 'expired':
      return say.expired;
    case 'conflicting-resubmission':
      return say.underWay;
    case 'unrecorded':
      return say.unrecordedClick(answer.sure);
    case 'lost':
      return say.lost;
  }
}

/** Submits the undo. What the store says is looked at again: the view may have been open for long. */
async function submit(
  parts: OnUndoParts,
  user: string,
  asked: UndoAsked,
  submitted: (formId: string) => void,
): Promise<UndoSaid> {
  const plan = await findUndo(parts, user, asked);
  if ('problem' in plan) return plan.problem;
  const { undo, undone, locations } = plan;
  const { operation, input, base, cause } = undo;
  const { formId, last } = undone;
  const receipt = last?.receipt ?? newReceipt();
  const ended = parts.submissions.submit({
    formId,
    receipt,
    operation,
    input,
    base,
    requester: user,
    ...(await placeOf(parts, plan)),
    locations,
    cause,
  });
  submitted(formId);
  const answer = await ended;
  const text = sentenceFor(answer, operation);
  if (answer.status === 'denied' && 'decision' in answer)
    return notAllowed(parts, answer.decision, operation).problem;
  if (text !== undefined) return { level: 'warning', text, isOpen: answer.status === 'waiting' };
  if (answer.status === 'succeeded' && answer.outcome.rehearsed)
    return { level: 'info', text: `${say.rehearsal} ${say.seeMessage(receipt)}` };
  return { level: 'success', text: `${CAUSE_WORDS[asked.kind].done}. ${say.seeMessage(receipt)}` };
}

/** The undo was confirmed. In time, its view closes or says why not; late, it says first that the bot works on it. */
export async function onUndoConfirmed(parts: OnUndoParts, answering: Answering, user: string): Promise<void> {
  const { ack, view } = answering;
  const asked = readUndo(view.private_metadata);
  if (!asked) return ack();
  let isLate = false;
  let submitted: string | undefined;
  const ended = submit(parts, user, asked, (formId) => {
    submitted = formId;
    if (isLate) parts.submissions.unattended(formId);
  }).catch((err: unknown): UndoSaid => {
    parts.log.error({ err }, 'an undo could not be submitted');
    return unread;
  });
  const inTime = await Promise.race([ended, sleep(untilLate(answering))]);
  if (inTime)
    return inTime.level === 'success'
      ? ack()
      : ack({ response_action: 'update', view: undoSays(asked, inTime) });
  isLate = true;
  if (submitted !== undefined) parts.submissions.unattended(submitted);
  // What the store doesn't have yet may not be promised to be announced.
  const recorded = submitted !== undefined && parts.submissions.isRecorded(submitted);
  const text = recorded ? say.working : say.undoSlow;
  await ack({ response_action: 'update', view: undoSays(asked, { level: 'info', text, isOpen: true }) });
  const [ending] = await Promise.all([ended, sleep(ACK_SETTLES_MS)]);
  await put(parts, asked, view.id, undoSays(asked, ending));
}
