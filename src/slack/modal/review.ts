import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ModalView } from '@slack/types';
import type { LookUp, LookUpResult, OpenForm } from '../../forms/form-sessions.ts';
import { failureOf } from '../../nexudus/failure.ts';
import { ValidationError, type Values } from '../../operations/operation.ts';
import type { Lookups } from '../lookup/lookups.ts';
import { failureSentence } from '../text/failure-sentence.ts';
import { say } from '../text/say.ts';
import { ACK_SETTLES_MS, type Answering, ackKept } from './answering.ts';
import { firstFieldName, formWithProblems } from './form-with-problems.ts';
import { type PrepareParts, prepareInput } from './prepare-input.ts';
import { ask, checkingView, hashOf, problemsView, type Questions } from './question.ts';
import type { Spot } from './screens.ts';
import { bannerView, isKept, type ScreenParts, showView } from './show-view.ts';

const KEEP_WITHIN_MS = 3000;

async function find(parts: PrepareParts, open: OpenForm, input: Values): Promise<LookUpResult> {
  try {
    return await prepareInput(parts, open, input);
  } catch (error) {
    if (error instanceof ValidationError) return { problems: error.problems };
    const sentence = failureSentence(failureOf(error), open.operation);
    return { problems: { [firstFieldName(open) ?? '']: sentence } };
  }
}

/** Looks up who was meant and what they get: once, however often the same is sent while that is under way. */
export function lookUp(parts: PrepareParts, open: OpenForm, input: Values): LookUp {
  const key = hashOf([open.step, input]);
  if (open.looking?.key !== key) open.looking = { key, found: find(parts, open, input) };
  const { looking } = open;
  void looking.found.finally(() => {
    if (open.looking === looking) open.looking = undefined;
  });
  open.sent = key;
  return looking;
}

/**
 * Looking it up takes longer than Slack waits: a view says so, and turns into what is found.
 * @param where 'on-top': of the form; 'in-place': of the question that was answered
 */
export async function ackChecking(
  parts: ScreenParts & Lookups,
  open: OpenForm,
  answering: Answering,
  looking: LookUp,
  where: 'on-top' | 'in-place',
  questions: readonly string[],
): Promise<void> {
  // Slack doesn't return the id of a view that an answer pushes, so this one has an id of ours.
  const externalId = where === 'on-top' ? randomUUID() : undefined;
  const view = checkingView(open, externalId);
  const answer =
    where === 'on-top'
      ? { response_action: 'push' as const, view }
      : { response_action: 'update' as const, view };
  if (!(await ackKept(parts, open, answering, answer))) return;
  const spot = externalId ? { external_id: externalId } : { view_id: answering.view.id };
  parts.background.add(showFound(parts, open, looking, questions, spot));
}

async function showFound(
  parts: ScreenParts & Lookups,
  open: OpenForm,
  looking: LookUp,
  questions: readonly string[],
  spot: Spot,
): Promise<void> {
  const [found] = await Promise.all([looking.found, sleep(ACK_SETTLES_MS)]);
  const externalId = 'external_id' in spot ? spot.external_id : undefined;
  const show = (ready: () => Promise<ModalView>) =>
    parts.screens.show(spot, {
      ready,
      instead: (reference) => bannerView(open, 'error', say.notShown(reference), say.back),
    });
  // The form was submitted with something else since: that has a view of its own.
  if (open.sent !== looking.key) {
    await show(async () => problemsView(open, { '': say.outdated }, externalId));
    return;
  }
  if ('problems' in found) {
    open.asked = undefined;
    const seen = await show(async () => problemsView(open, found.problems, externalId));
    // Where the view was closed, the form under it is being changed.
    if (seen) await showView(parts, open, await formWithProblems(parts, open, found.problems, []));
    return;
  }
  const { review, details, needsApproval } = found;
  const asks: Questions = {
    questions: [...questions],
    cleared: [],
    held: {},
    review,
    details,
    needsApproval,
  };
  if (asks.questions.length + asks.review.length === 0) asks.questions = [say.givesNothing];
  const view = ask(open, found.input, asks, externalId);
  await show(async () => {
    if (await isKept(parts, open, KEEP_WITHIN_MS)) return view;
    return problemsView(open, { '': open.superseded ? say.outdated : say.notKept }, externalId);
  });
}
