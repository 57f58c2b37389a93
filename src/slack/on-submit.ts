import { setTimeout as sleep } from 'node:timers/promises';
import type { KnownBlock, ModalView } from '@slack/types';
import { banner, option, plain } from '../forms/blocks.ts';
import { ACTION_ID } from '../forms/controls.ts';
import { fieldsInView } from '../forms/form-view.ts';
import { limits } from '../forms/limits.ts';
import {
  holdsNoId,
  keepReading,
  readForm,
  readRecordId,
  type State,
  withDoubts,
} from '../forms/read-form.ts';
import { failureOf } from '../nexudus/failure.ts';
import { checkInput, isFilled, valuesOf } from '../operations/check-input.ts';
import { nameOf } from '../operations/name-of.ts';
import { InputRefused, type Problems, type Values } from '../operations/operation.ts';
import { sameValue } from '../operations/verify-change.ts';
import { absentFrom } from '../operations/whole-record.ts';
import type { Parts } from './context.ts';
import { learnPicked, valuesNow } from './draw-form.ts';
import { ACK_BUDGET_MS } from './in-time.ts';
import { bannerView } from './open-form.ts';
import type { OpenForm } from './open-forms.ts';
import { prepareInput } from './prepare-input.ts';
import { failureSentence, refusalSentence, say } from './say.ts';
import { type Ack, type Answering, ackProblems, race } from './submit.ts';
import { WHERE } from './where-block.ts';

/** Callback id of the view that asks for a yes. Its own, so that a double click on the form doesn't say yes. */
export const CONFIRM = 'confirm';
const CLEARED = 'cleared';
const KEEP = 'keep';

/** A submitted view, as far as it is read. */
export interface SubmittedView {
  private_metadata: string;
  state: { values: State };
  blocks: readonly { type?: string; block_id?: string }[];
  /** Ways into the chosen channel (`response_url_enabled`). */
  responseUrls?: readonly { channel_id?: string; response_url?: string }[];
}

/** The first input of a view, to say something under when the form itself is not known. */
const firstInput = (view: SubmittedView): string | undefined =>
  view.blocks.find(({ type }) => type === 'input')?.block_id;

export async function ackUnknownForm(view: SubmittedView, ack: Ack): Promise<void> {
  const block = firstInput(view);
  // Under a field rather than in its place: what was typed stays on the screen.
  return block ? ack({ response_action: 'errors', errors: { [block]: say.formGone } }) : ack();
}

const labelsOf = ({ operation }: OpenForm, names: readonly string[]): string[] =>
  names.map((name) => operation.fields[name]?.label ?? name);

/** What is to be said yes to before a form is run. */
interface Questions {
  questions: readonly string[];
  /** Fields that were filled and came back blank. */
  cleared: readonly string[];
  /** Who gets which rights. */
  review: readonly string[];
}

/** Asks for a yes, on top of the form: the form under it stays as it is. */
function confirmView(
  { form, operation, ...open }: OpenForm,
  { questions, cleared, review }: Questions,
): ModalView {
  const view: ModalView = {
    type: 'modal',
    callback_id: CONFIRM,
    private_metadata: form.id,
    title: plain(operation.title, limits.title),
    submit: plain('Continue', limits.button),
    close: plain('Back', limits.button),
    blocks: [
      ...questions.map((text) => banner('warning', text)),
      ...review.map((text): KnownBlock => ({ type: 'section', text: plain(text) })),
    ],
  };
  if (cleared.length > 0) {
    const [clear, keep] = [option('Clear them', CLEARED), option('Keep what was there', KEEP)];
    const now = valuesNow({ form, operation, ...open });
    // What the form still holds was blanked by Slack and not by a person.
    const bySlack = cleared.some((name) => isFilled(now[name]));
    view.blocks.push(banner('warning', say.clears(labelsOf({ form, operation, ...open }, cleared))), {
      type: 'input',
      block_id: `${CLEARED}~${form.render}`,
      label: plain('Fields that came back blank'),
      element: {
        type: 'radio_buttons',
        action_id: ACTION_ID,
        options: [clear, keep],
        initial_option: bySlack ? keep : clear,
      },
    });
  }
  return view;
}

/** What each field held before it may have come back blank. */
const heldBy = ({ form, operation }: OpenForm): Values => ({
  ...(form.before ? valuesOf(operation.fields, form.before) : {}),
  ...form.rendered,
  ...form.doubted,
});

/** Reads where to post, in forms that ask for it. */
function readPlace(open: OpenForm, view: SubmittedView): void {
  if (!open.asksWhere) return;
  const chosen = (view.state.values[WHERE]?.[ACTION_ID] as { selected_conversation?: unknown } | undefined)
    ?.selected_conversation;
  // Slack gives a way into a conversation to whoever is in it: without one, it is not theirs to post in.
  const way = view.responseUrls?.find(({ channel_id }) => channel_id === chosen);
  if (typeof chosen === 'string' && way) open.place = { channel: chosen, responseUrl: way.response_url };
}

/** The first field in view, for sentences about the form as a whole. */
const firstFieldName = ({ operation, form }: OpenForm): string | undefined =>
  fieldsInView(operation, form)[0]?.[0] ?? operation.record;

const untilLate = ({ startedAt }: Answering): number => Math.max(0, startedAt + ACK_BUDGET_MS - Date.now());

/**
 * The sentence for somebody who may no longer do this, or never might: their form is refused before anything is looked
 * up for it. What can't be told now is decided when the request runs, which can wait for Nexudus.
 */
async function refusalOf(
  { access, people }: Parts,
  { operation, owner }: OpenForm,
): Promise<string | undefined> {
  const person = await people.person(owner).catch(() => undefined);
  const decision = person && (await access.decide(person, { permission: operation.permission }));
  if (!decision || decision.allowed || decision.reason === 'could-not-ask') return undefined;
  return refusalSentence(decision, operation);
}

/** What saving may clear because Nexudus didn't return it, in a sentence to be said yes to. */
function lossesOf({ form, operation }: OpenForm, input: Values): string[] {
  if (!form.before) return [];
  const { fields, resource } = operation;
  const set = Object.keys(input).map((name) => fields[name]?.wire);
  const lost = absentFrom(resource, form.before).others.filter((property) => !set.includes(property));
  return lost.length > 0 ? [say.mayClear(lost.map((property) => nameOf(property, resource)))] : [];
}

/** A form was sent. */
export async function onSubmit(
  parts: Parts,
  open: OpenForm,
  view: SubmittedView,
  answering: Answering,
): Promise<void> {
  const { ack } = answering;
  const { form, operation } = open;
  const refused = await Promise.race([refusalOf(parts, open), sleep(untilLate(answering))]);
  if (refused) return ack({ response_action: 'update', view: bannerView(open, 'error', refused) });
  const picker = operation.record;
  const under = (name: string | undefined, text: string) =>
    name ? ackProblems(parts, open, ack, { [name]: text }) : ackUnknownForm(view, ack);

  // The picker can't be left blank, so blank means that Slack lost what was shown in it (slack-platform.md §1.3).
  const picked = readRecordId(operation, form, view.state.values) ?? form.recordId;
  const wrong = picked !== form.recordId || holdsNoId(operation, form, view.state.values);
  if (picker && (!form.before || wrong)) return under(picker, say.loading);
  const read = readForm(operation, form, view.state.values);
  if (!read) {
    const block = firstInput(view);
    return block ? ack({ response_action: 'errors', errors: { [block]: say.redrawn } }) : ack();
  }
  readPlace(open, view);
  keepReading(form, read);
  learnPicked(open, view.state.values);
  form.problems = {};
  form.notices = [];

  const given = withDoubts(form, { ...valuesNow(open), ...(picker ? { [picker]: form.recordId } : {}) });
  const { input, problems, cleared, unchanged } = checkInput(operation, given, heldBy(open), form.before);
  if (Object.keys(problems).length > 0) return ackProblems(parts, open, ack, problems);
  if (unchanged) return under(firstFieldName(open), say.unchanged);

  const questions = [...(operation.questions?.(input, form.before) ?? []), ...lossesOf(open, input)];
  // What somebody gets is only known, and reviewed, once it is clear which fields are meant.
  const reviewed = operation.rights !== undefined && cleared.length > 0;
  const found = reviewed ? { input, review: [] } : await lookedUp(parts, open, input, answering);
  if ('problems' in found) return ackProblems(parts, open, ack, found.problems);
  if (questions.length > 0 || cleared.length > 0 || found.review.length > 0) {
    open.asked = { input: found.input, cleared };
    const view = confirmView(open, { questions, cleared, review: found.review });
    return ack({ response_action: 'push', view });
  }
  await race(parts, open, answering, found.input, false);
}

/** What is run, and what is to be reviewed; or sentences, when that can't be told in time for the ack. */
async function lookedUp(
  parts: Parts,
  open: OpenForm,
  input: Values,
  answering: Answering,
): Promise<{ input: Values; review: string[] } | { problems: Problems }> {
  const under = (text: string) => ({ problems: { [firstFieldName(open) ?? '']: text } });
  try {
    const found = await Promise.race([prepareInput(parts, open, input), sleep(untilLate(answering))]);
    // A question can only be asked in the ack; what was looked up by then is remembered for the next try.
    return found ?? under(say.stillLooking);
  } catch (error) {
    if (error instanceof InputRefused) return { problems: error.problems };
    return under(failureSentence(failureOf(error), open.operation));
  }
}

/** The question on top of a form was answered with yes. */
export async function onConfirm(
  parts: Parts,
  open: OpenForm,
  view: SubmittedView,
  answering: Answering,
): Promise<void> {
  const { ack } = answering;
  const { asked, form } = open;
  if (!asked)
    return ack({ response_action: 'update', view: bannerView(open, 'info', say.alreadyDone(open.receipt)) });
  const answer = view.state.values[`${CLEARED}~${form.render}`]?.[ACTION_ID]?.selected_option?.value;
  const kept = answer === KEEP ? asked.cleared : [];
  const shown = form.before ? valuesOf(open.operation.fields, form.before) : {};
  const held = heldBy(open);
  const input: Record<string, unknown> = { ...asked.input };
  for (const name of kept) {
    // What the record has is left alone; what was typed over it, or into a new one, is sent.
    if (form.before && sameValue(held[name], shown[name])) delete input[name];
    else input[name] = held[name];
  }
  const settled = asked.cleared.map((name) => [name, kept.includes(name) ? held[name] : undefined]);
  form.typed = { ...form.typed, ...Object.fromEntries(settled) };
  form.doubted = {};
  if (asked.cleared.length > 0 && open.operation.rights) {
    const found = await lookedUp(parts, open, input, answering);
    const review = 'problems' in found ? Object.values(found.problems) : found.review;
    // With a problem nothing waits for a yes any more: only the way back is left.
    open.asked = 'problems' in found ? undefined : { input: found.input, cleared: [] };
    return ack({
      response_action: 'update',
      view: confirmView(open, { questions: [], cleared: [], review }),
    });
  }
  await race(parts, open, answering, input, true);
}
