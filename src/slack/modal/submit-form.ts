import { setTimeout as sleep } from 'node:timers/promises';
import type { ModalView } from '@slack/types';
import type { Clock } from '../../clock.ts';
import type { Encryption, OpenForm } from '../../forms/form-sessions.ts';
import { locationsOf, movedTo } from '../../operations/location-field.ts';
import type { Values } from '../../operations/operation.ts';
import type { Intake } from '../../submissions/intake.ts';
import type { Answer, Succeeded } from '../../submissions/submission.ts';
import type { Lookups } from '../lookup/lookups.ts';
import { denialSentence } from '../text/denial-sentence.ts';
import { failureSentence, unapprovableSentence, waitingReason } from '../text/failure-sentence.ts';
import { doneOf } from '../text/result-title.ts';
import { say } from '../text/say.ts';
import { ACK_SETTLES_MS, type Answering, untilLate } from './answering.ts';
import { ackDrawn, ackProblems, formWithClash, formWithProblems } from './form-with-problems.ts';
import { bannerView, type ScreenParts, showView } from './show-view.ts';

/** Slack takes a response URL for half an hour. */
export const RESPONSE_URL_LIVES_MS = 30 * 60_000;

export interface SubmitParts extends ScreenParts, Lookups {
  submissions: Intake;
  /** Keeps response URLs unreadable at rest. */
  encryption: Encryption;
  clock: Pick<Clock, 'now'>;
}

/** The view that an answer calls for; undefined when the form has done its work. */
async function viewAfter(parts: Lookups, open: OpenForm, answer: Answer): Promise<ModalView | undefined> {
  const { operation, receipt } = open;
  const again = (...notices: string[]) => formWithProblems(parts, open, {}, notices);
  switch (answer.status) {
    case 'succeeded':
      return undefined;
    case 'denied':
      return 'approver' in answer
        ? bannerView(open, 'info', say.deniedByApprover(answer.reason))
        : bannerView(open, 'error', denialSentence(answer.decision, operation));
    case 'invalid':
      if (answer.clash) return formWithClash(parts, open, answer.clash);
      return formWithProblems(parts, open, answer.problems, [say.invalid]);
    case 'rejected':
      return formWithProblems(
        parts,
        open,
        answer.problems,
        answer.others.length > 0 ? answer.others : [say.again],
      );
    case 'failed':
      if ('failure' in answer) {
        const owner = await parts.personOf(open.owner).catch(() => undefined);
        return again(failureSentence(answer.failure, operation, owner?.timeZone));
      }
      return again(unapprovableSentence(answer));
    case 'waiting':
      return bannerView(open, 'info', `${waitingReason(answer.failure, operation)} ${say.queued}`);
    case 'cancelled':
      return bannerView(open, 'info', say.cancelled);
    case 'awaiting-approval':
      return bannerView(open, 'info', say.awaiting);
    case 'expired':
      return bannerView(open, 'info', say.expired);
    case 'conflicting-resubmission':
      return again(say.conflictingResubmission(receipt));
    case 'unrecorded':
      return again(say.unrecorded(answer.sure));
    case 'lost':
      return again(say.lost);
  }
}

const successView = (open: OpenForm, { outcome }: Succeeded): ModalView =>
  bannerView(open, 'success', `${doneOf(open.operation, outcome)}. ${say.seeMessage(open.receipt)}`);

/** Answers the ack with how the submission ended. `asked` is true on the view that asked to confirm. */
async function ackEnding(
  parts: ScreenParts & Lookups,
  open: OpenForm,
  answering: Answering,
  answer: Answer,
  asked: boolean,
): Promise<void> {
  const { ack } = answering;
  if (answer.status === 'succeeded') return asked ? ack({ response_action: 'clear' }) : ack();
  if (asked) {
    // The question goes away and the form under it says what happened.
    const view = await viewAfter(parts, open, answer);
    await ack();
    if (view) await showView(parts, open, view);
    return;
  }
  if (answer.status === 'invalid' && !answer.clash)
    return ackProblems(parts, open, answering, answer.problems);
  if (answer.status === 'rejected')
    return ackProblems(parts, open, answering, answer.problems, answer.others);
  await ackDrawn(parts, open, answering, () => viewAfter(parts, open, answer));
}

/**
 * Submits it and races the ack. In time: the form closes, or shows its errors. Late: a "Working…" view takes its
 * place, and later the result or the form, filled.
 */
export async function submitForm(
  parts: SubmitParts,
  open: OpenForm,
  answering: Answering,
  input: Values,
  asked: boolean,
): Promise<void> {
  const { form, operation, owner } = open;
  const locations = locationsOf(operation, form.before, input);
  const moved = movedTo(operation, input);
  const { channel, thread, responseUrl } = open.place;
  const ended = parts.submissions.submit({
    formId: form.id,
    delivery: answering.delivery,
    receipt: open.receipt,
    operation,
    input,
    base: form.before,
    requester: owner,
    channel,
    thread,
    responseUrl: responseUrl ? parts.encryption.encrypt(responseUrl) : undefined,
    responseUrlUntil: open.place.responseUrlUntil ?? open.openedAt + RESPONSE_URL_LIVES_MS,
    locations,
  });
  const inTime = await Promise.race([ended, sleep(untilLate(answering))]);
  if (inTime) await ackEnding(parts, open, answering, inTime, asked);
  else await ackLate(parts, open, answering, ended, asked);

  if ((await ended).status === 'succeeded' && moved !== undefined) {
    await parts.forms
      .rememberLocation(channel, moved)
      .catch((err: unknown) => parts.log.warn({ err }, 'the location last used could not be kept'));
  }
}

async function ackLate(
  parts: SubmitParts,
  open: OpenForm,
  { ack }: Answering,
  ended: Promise<Answer>,
  asked: boolean,
): Promise<void> {
  // What the store doesn't have yet may not be promised to be announced.
  const recorded = parts.submissions.isRecorded(open.form.id);
  const working = bannerView(open, 'info', recorded ? say.working : say.saving);
  parts.submissions.unattended(open.form.id);
  if (asked) {
    await ack();
    await showView(parts, open, working);
  } else {
    await ack({ response_action: 'update', view: working });
  }
  const [answer] = await Promise.all([ended, sleep(ACK_SETTLES_MS)]);
  const view =
    answer.status === 'succeeded' ? successView(open, answer) : await viewAfter(parts, open, answer);
  if (view) await showView(parts, open, view);
}
