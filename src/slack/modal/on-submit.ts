import { setTimeout as sleep } from 'node:timers/promises';
import { ACTION_ID } from '../../forms/controls.ts';
import type { OpenForm } from '../../forms/form-sessions.ts';
import { blockIdOf } from '../../forms/inputs.ts';
import {
  holdsNoId,
  keepOlder,
  keepReading,
  readForm,
  readRecordId,
  withDoubts,
} from '../../forms/read-form.ts';
import { checkInput, unusualNumbers, valuesOf } from '../../operations/check-input.ts';
import { lossesOf } from '../../operations/losses.ts';
import type { Values } from '../../operations/operation.ts';
import { underFirstInput } from '../http/sentence-in.ts';
import type { Lookups } from '../lookup/lookups.ts';
import { denialSentence } from '../text/denial-sentence.ts';
import { say } from '../text/say.ts';
import {
  type Answering,
  ackKept,
  ackUnderFirst,
  NAMES_IN_ACK_MS,
  type SubmittedView,
  untilLate,
} from './answering.ts';
import { drawForm, learnPicked, valuesNow } from './draw-form.ts';
import { ackProblems, firstFieldName } from './form-with-problems.ts';
import { type OnChangeParts, onRecordPicked } from './on-change.ts';
import type { PrepareParts } from './prepare-input.ts';
import { ask } from './question.ts';
import { ackChecking, lookUp } from './review.ts';
import { bannerView, type ScreenParts } from './show-view.ts';
import { RESPONSE_URL_LIVES_MS, type SubmitParts, submitForm } from './submit-form.ts';
import { WHERE } from './where-block.ts';

export interface OnSubmitParts extends OnChangeParts, PrepareParts, SubmitParts {}

/** What each field held before it may have come back blank. */
const heldBy = ({ form, operation }: OpenForm): Values => ({
  ...(form.before ? valuesOf(operation.fields, form.before) : {}),
  ...form.rendered,
  ...form.doubted,
});

/** Reads where to post, in forms that ask for it. */
function readPlace(open: OpenForm, view: SubmittedView, now: number): void {
  if (!open.asksWhere) return;
  const chosen = (view.state.values[WHERE]?.[ACTION_ID] as { selected_conversation?: unknown } | undefined)
    ?.selected_conversation;
  // Slack gives members a way into their conversation: without one, it is not theirs to post in.
  const way = view.responseUrls?.find(({ channel_id }) => channel_id === chosen);
  if (typeof chosen === 'string' && way) {
    const responseUrlUntil = now + RESPONSE_URL_LIVES_MS;
    open.place = { channel: chosen, responseUrl: way.response_url, responseUrlUntil };
  }
}

/**
 * The sentence for a person who may no longer do this, or never might: access is denied before anything is looked up for
 * the form. What can't be decided now is decided when the submission runs, which can wait for Nexudus.
 */
async function refusalOf(
  { access, personOf }: Lookups,
  { operation, owner }: OpenForm,
): Promise<string | undefined> {
  const person = await personOf(owner).catch(() => undefined);
  const decision = person && (await access.decide(person, { permission: operation.permission }));
  if (!decision || decision.allowed || decision.reason === 'could-not-ask') return undefined;
  return denialSentence(decision, operation);
}

/**
 * The view is not the one that was drawn last: it was on its way when the form was submitted, or was lost in a restart. The
 * form is drawn again, with what was typed in the view that is there.
 */
async function drawAgain(parts: ScreenParts & Lookups, open: OpenForm, answering: Answering): Promise<void> {
  const { form, operation } = open;
  const { render } = keepOlder(operation, form, answering.view.state.values);
  // No block may get an id that is on the screen: Slack would keep what it held.
  form.render = Math.max(form.render, render);
  form.notices = [{ level: 'warning', text: say.redrawn }];
  const view = await drawForm(parts, open, { namesWithinMs: NAMES_IN_ACK_MS });
  await ackKept(parts, open, answering, { response_action: 'update', view }, say.redrawn);
}

/** Puts a sentence under a field, or under the first one of the view. */
const ackUnder = (
  parts: ScreenParts & Lookups,
  open: OpenForm,
  answering: Answering,
  name: string | undefined,
  text: string,
): Promise<void> =>
  name ? ackProblems(parts, open, answering, { [name]: text }) : ackUnderFirst(answering, text);

/**
 * Answers a form that shows no record, or another one than its picker, and reads the one that is picked.
 * @returns false where the form shows its record, or picks none
 */
async function ackNoRecord(parts: OnChangeParts, open: OpenForm, answering: Answering): Promise<boolean> {
  const { form, operation } = open;
  const state = answering.view.state.values;
  const picker = operation.record;
  // The picker can't be left blank, so blank means that Slack lost what was shown in it (seen).
  const picked = readRecordId(operation, form, state);
  const wrong = (picked !== undefined && picked !== form.recordId) || holdsNoId(operation, form, state);
  if (!picker || (form.before && !wrong)) return false;
  const wanted = picked ?? form.recordId;
  if (wanted !== undefined) {
    // The process that began to read it may have died.
    parts.background.add(onRecordPicked(parts, open, state, wanted));
    await ackUnder(parts, open, answering, picker, say.loading);
  } else if (Object.hasOwn(state, blockIdOf(operation, form, picker))) {
    const missing = checkInput(operation, {}, {}).problems[picker];
    await ackUnder(parts, open, answering, picker, missing ?? say.loading);
  } else await drawAgain(parts, open, answering);
  return true;
}

/** A form was submitted. */
export async function onSubmit(parts: OnSubmitParts, open: OpenForm, answering: Answering): Promise<void> {
  const { ack, view } = answering;
  const { form, operation } = open;
  const state = view.state.values;
  const refused = await Promise.race([refusalOf(parts, open), sleep(untilLate(answering))]);
  if (refused) {
    // The form stays as it was typed, and is not drawn again: that would look up names.
    const instead = { response_action: 'update' as const, view: bannerView(open, 'error', refused) };
    return ack(underFirstInput(view.blocks, refused) ?? instead);
  }
  // What was asked before is asked no more.
  open.sent = undefined;
  open.asked = undefined;
  if (await ackNoRecord(parts, open, answering)) return;
  const read = readForm(operation, form, state);
  if (!read) return drawAgain(parts, open, answering);
  readPlace(open, view, parts.clock.now());
  keepReading(form, read);
  learnPicked(open, state);
  form.problems = {};
  form.notices = [];

  const picker = operation.record;
  const given = withDoubts(form, { ...valuesNow(open), ...(picker ? { [picker]: form.recordId } : {}) });
  const { input, problems, cleared, unchanged } = checkInput(operation, given, heldBy(open), form.before);
  if (Object.keys(problems).length > 0) return ackProblems(parts, open, answering, problems);
  if (unchanged) return ackUnder(parts, open, answering, firstFieldName(open), say.unchanged);

  const losses = form.before ? lossesOf(operation, input, form.before) : [];
  const questions = [
    ...unusualNumbers(operation, input),
    ...(operation.questions?.(input, form.before) ?? []),
    ...(losses.length > 0 ? [say.mayClear(losses)] : []),
  ];
  // What a person gets is only known, and reviewed, once it is clear which fields are meant.
  if (operation.rights && cleared.length > 0) {
    const question = ask(open, input, { questions, cleared, held: heldBy(open), review: [] });
    await ackKept(parts, open, answering, { response_action: 'push', view: question });
    return;
  }
  const looking = lookUp(parts, open, input);
  const found = await Promise.race([looking.found, sleep(untilLate(answering))]);
  if (!found) return ackChecking(parts, open, answering, looking, 'on-top', questions);
  if ('problems' in found) return ackProblems(parts, open, answering, found.problems);
  if (questions.length + cleared.length + found.review.length === 0)
    return submitForm(parts, open, answering, found.input, false);
  const question = ask(open, found.input, {
    questions,
    cleared,
    held: heldBy(open),
    review: found.review,
    details: found.details,
    needsApproval: found.needsApproval,
  });
  await ackKept(parts, open, answering, { response_action: 'push', view: question });
}
