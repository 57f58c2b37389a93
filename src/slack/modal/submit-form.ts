import { setTimeout as sleep } from 'node:timers/promises';
import type { ModalView } from '@slack/types';
import type { OpenForm } from '../../forms/form-sessions.ts';
import { blockIdOf, fieldsInView } from '../../forms/form-view.ts';
import { locationsOf, movedTo } from '../../operations/location-field.ts';
import type { Problems, Values } from '../../operations/operation.ts';
import type { Answer, Succeeded } from '../../submissions/submission.ts';
import type { Parts } from '../context.ts';
import { denialSentence } from '../text/denial-sentence.ts';
import { failureSentence, waitingReason } from '../text/failure-sentence.ts';
import { doneOf } from '../text/result-title.ts';
import { say } from '../text/say.ts';
import { ACK_SETTLES_MS, type Answering, ackKept, NAMES_IN_ACK_MS, untilLate } from './answering.ts';
import { drawForm } from './draw-form.ts';
import { bannerView, showView } from './open-form.ts';

/** Slack takes a response URL for half an hour. */
export const RESPONSE_URL_LIVES_MS = 30 * 60_000;

/** The first field in view, for sentences about the form as a whole. */
export const firstFieldName = ({ operation, form }: OpenForm): string | undefined =>
  fieldsInView(operation, form)[0]?.[0] ?? operation.record;

/** Draws the form again, with sentences beside the fields and what was typed still in them. */
export async function formWithProblems(
  parts: Parts,
  open: OpenForm,
  problems: Problems,
  notices: readonly string[],
): Promise<ModalView> {
  const { form, operation } = open;
  form.problems = problems;
  const names = Object.keys(problems);
  const sectioned = names.map((name) => operation.fields[name]).filter((field) => field?.section);
  const section = sectioned[0]?.section;
  // The open section stays when it has a problem of its own.
  if (section && !sectioned.some((field) => field?.section === form.section)) form.section = section;
  const labels = sectioned
    .filter((field) => field?.section === form.section)
    .map((field) => field?.label ?? '');
  const texts = [...notices];
  if (labels.length > 0 && form.section) texts.push(say.elsewhere(labels, form.section));
  form.notices = texts.map((text) => ({ level: 'error', text }));
  return drawForm(parts, open, false, NAMES_IN_ACK_MS);
}

/** Puts sentences under their fields; fields out of view bring their section, and what fits no field the top. */
export async function ackProblems(
  parts: Parts,
  open: OpenForm,
  answering: Answering,
  problems: Problems,
  others: readonly string[] = [],
): Promise<void> {
  const { form, operation } = open;
  const inView = new Set([operation.record, ...fieldsInView(operation, form).map(([name]) => name)]);
  if (others.length === 0 && Object.keys(problems).every((name) => inView.has(name))) {
    const errors = Object.fromEntries(
      Object.entries(problems).map(([name, said]) => [blockIdOf(operation, form, name), said]),
    );
    return answering.ack({ response_action: 'errors', errors });
  }
  await ackDrawn(parts, open, answering, () => formWithProblems(parts, open, problems, others));
}

/** Answers with the form drawn anew; where that can't be kept, with its sentences alone, and the form stays as it was. */
async function ackDrawn(
  parts: Parts,
  open: OpenForm,
  answering: Answering,
  draw: () => Promise<ModalView | undefined>,
): Promise<void> {
  const { form } = open;
  const before = { ...form };
  const view = await draw();
  if (!view) return answering.ack();
  const sentences = [...form.notices.map(({ text }) => text), ...Object.values(form.problems)].join(' ');
  const kept = await ackKept(
    parts,
    open,
    answering,
    { response_action: 'update', view },
    sentences || undefined,
  );
  if (!kept) Object.assign(form, before);
}

/** The view that an answer calls for; undefined when the form has done its work. */
async function viewAfter(parts: Parts, open: OpenForm, answer: Answer): Promise<ModalView | undefined> {
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
      return formWithProblems(parts, open, answer.problems, [say.invalid]);
    case 'rejected':
      return formWithProblems(
        parts,
        open,
        answer.problems,
        answer.others.length > 0 ? answer.others : [say.again],
      );
    case 'failed':
      if ('failure' in answer) return again(failureSentence(answer.failure, operation));
      return again(answer.unapprovable === 'content' ? say.cardRefused : say.unapprovable());
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
  bannerView(open, 'success', `${doneOf(open.operation, outcome)}. ${say.seeChannel(open.receipt)}`);

/** Answers the ack with how the submission ended. `asked` is true on the view that asked to confirm. */
async function ackEnding(
  parts: Parts,
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
  if (answer.status === 'invalid') return ackProblems(parts, open, answering, answer.problems);
  if (answer.status === 'rejected')
    return ackProblems(parts, open, answering, answer.problems, answer.others);
  await ackDrawn(parts, open, answering, () => viewAfter(parts, open, answer));
}

/**
 * Submits it and races the ack. In time: the form closes, or shows its errors. Late: a "Working…" view takes its
 * place, and later the result or the form, filled.
 */
export async function submitForm(
  parts: Parts,
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
    parts.forms.rememberLocation(channel, moved);
  }
}

async function ackLate(
  parts: Parts,
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
