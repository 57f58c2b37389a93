import { setTimeout as sleep } from 'node:timers/promises';
import type { OpenForm } from '../../forms/form-sessions.ts';
import { problemsOf, valuesOf } from '../../operations/check-input.ts';
import type { Problems } from '../../operations/operation.ts';
import { sameValue } from '../../operations/same-value.ts';
import { isOver } from '../../submissions/status.ts';
import { hasUnknownOutcome, type Submission } from '../../submissions/submission.ts';
import { say } from '../text/say.ts';
import { type Answering, ackKept, ackOnTop, untilLate } from './answering.ts';
import { formWithProblems } from './form-with-problems.ts';
import type { PrepareParts } from './prepare-input.ts';
import { ask, askedIn, CLEARED_BLOCK, keptIn, problemsView } from './question.ts';
import { ackChecking, lookUp } from './review.ts';
import { showView } from './show-view.ts';
import { type SubmitParts, submitForm } from './submit-form.ts';

export interface OnConfirmParts extends SubmitParts, PrepareParts {
  /** The last submission of a form. */
  latest(formId: string): Promise<Submission | undefined>;
}

/** What became of a form's submission, as the store knows it: nothing is said to be done that it doesn't know as done. */
async function standingOf(
  { latest, log }: OnConfirmParts,
  { form }: OpenForm,
  withinMs: number,
): Promise<string> {
  const known = latest(form.id).catch((err: unknown) => {
    log.warn({ err, form: form.id }, 'where a submission stands could not be looked up');
    return null;
  });
  const submission = await Promise.race([known, sleep(withinMs, null)]);
  if (submission === null) return say.standingUnknown;
  if (submission === undefined) return say.outdated;
  const { status, receipt } = submission;
  if (submission.status === 'succeeded') return say.alreadyDone(receipt, submission.outcome.rehearsed);
  if (status === 'awaiting-approval') return say.awaiting;
  if (!isOver(status)) return say.underWay;
  // An attempt that got no usable answer may have been done all the same.
  return hasUnknownOutcome(submission) ? say.endedUnsure(receipt) : say.endedBefore(receipt);
}

/** Nothing is run: the question gives way to what is wrong, and the form under it says so too. */
async function sendBack(
  parts: OnConfirmParts,
  open: OpenForm,
  { ack }: Answering,
  problems: Problems,
  ...notices: string[]
): Promise<void> {
  open.asked = undefined;
  const said = { ...problems, ...(notices.length > 0 ? { '': notices.join(' ') } : {}) };
  await ack({ response_action: 'update', view: problemsView(open, said) });
  await showView(parts, open, await formWithProblems(parts, open, problems, notices));
}

/** The question on top of a form was confirmed. */
export async function onConfirm(parts: OnConfirmParts, open: OpenForm, answering: Answering): Promise<void> {
  const { ack, view } = answering;
  const { form, operation } = open;
  const asked = askedIn(open, view.private_metadata);
  if (!asked) return ackOnTop(open, answering, await standingOf(parts, open, untilLate(answering)));
  const kept = keptIn(asked, view.state.values);
  if (!kept) return ack({ response_action: 'errors', errors: { [CLEARED_BLOCK]: say.chooseOne } });
  const shown = form.before ? valuesOf(operation.fields, form.before) : {};
  const { held } = asked;
  const input: Record<string, unknown> = { ...asked.input };
  for (const name of kept) {
    // What the record has is left alone; what was typed over it, or into a new one, is sent.
    if (form.before && sameValue(held[name], shown[name])) delete input[name];
    else input[name] = held[name];
  }
  const settled = asked.cleared.map((name) => [name, kept.includes(name) ? held[name] : undefined]);
  form.typed = { ...form.typed, ...Object.fromEntries(settled) };
  form.doubted = {};
  // What was typed before it came back blank was not looked at yet.
  const problems = problemsOf(operation.fields, input, kept);
  if (Object.keys(problems).length > 0) return sendBack(parts, open, answering, problems);
  // All that there was to change came back blank, and stays as it is.
  if (form.before && Object.keys(input).every((name) => name === operation.record))
    return sendBack(parts, open, answering, {}, say.unchanged);
  if (asked.cleared.length === 0 || !operation.rights) return submitForm(parts, open, answering, input, true);

  const looking = lookUp(parts, open, input);
  const found = await Promise.race([looking.found, sleep(untilLate(answering))]);
  if (!found) return ackChecking(parts, open, answering, looking, 'in-place', []);
  if ('problems' in found) return sendBack(parts, open, answering, found.problems);
  if (found.review.length === 0) return submitForm(parts, open, answering, found.input, true);
  const review = ask(open, found.input, {
    questions: [],
    cleared: [],
    held: {},
    review: found.review,
    details: found.details,
    needsApproval: found.needsApproval,
  });
  await ackKept(parts, open, answering, { response_action: 'update', view: review });
}
