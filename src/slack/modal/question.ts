import { createHash } from 'node:crypto';
import type { KnownBlock, ModalView, RichTextElement } from '@slack/types';
import { banner, option, plain } from '../../forms/blocks.ts';
import { ACTION_ID } from '../../forms/controls.ts';
import type { OpenForm, PendingQuestion } from '../../forms/form-sessions.ts';
import { textView } from '../../forms/form-view.ts';
import { limits } from '../../forms/limits.ts';
import type { State } from '../../forms/read-form.ts';
import { line } from '../../forms/rich-text.ts';
import { isFilled } from '../../operations/check-input.ts';
import type { Operation, Problems, Values } from '../../operations/operation.ts';
import { say } from '../text/say.ts';
import { valuesNow } from './draw-form.ts';

// The views on top of a form, which stays as it is under them: what is asked before it runs, and what comes before and
// instead of a question.

/** Callback id of the view that asks to confirm. Its own, so that a double click on the form doesn't confirm. */
export const CONFIRM = 'confirm';
/** Action id of the button under a review. */
export const SEE_PERMISSIONS = 'see-permissions';
const CLEARED = 'cleared';
const KEEP = 'keep';

/** What is to be confirmed before a form is run. */
export interface Questions {
  questions: readonly string[];
  /** Fields that were filled and came back blank. */
  cleared: readonly string[];
  /** What fields held before. */
  held: Values;
  /** Who gets which rights, in short and in full. */
  review: readonly RichTextElement[][];
  details?: readonly string[];
  /** What was found to need approval, so that the button asks for that. */
  needsApproval?: boolean;
}

export const hashOf = (value: unknown): string =>
  createHash('sha256').update(JSON.stringify(value)).digest('base64url');

/** The form that a view belongs to; the rest of a question's metadata says which question it is. */
export const formIdIn = (metadata: string): string => metadata.split(' ')[0] ?? '';

/** The question that a view asked, as long as it is still the form's; undefined when the form went on since. */
export function askedIn({ asked, form, step }: OpenForm, metadata: string): PendingQuestion | undefined {
  return asked && asked.step === step && metadata === `${form.id} ${asked.digest}` ? asked : undefined;
}

/** Makes this the form's question, and draws its view. */
export function ask(open: OpenForm, input: Values, questions: Questions, externalId?: string): ModalView {
  // As it comes back after a restart: without what is undefined.
  const plainInput = JSON.parse(JSON.stringify(input)) as Values;
  const { cleared } = questions;
  const held = Object.fromEntries(cleared.map((name) => [name, questions.held[name]]));
  const digest = hashOf([open.step, plainInput, { ...questions, held }]);
  open.asked = { digest, step: open.step, input: plainInput, cleared, held, details: questions.details };
  return questionView(open, digest, questions, externalId);
}

const seePermissions: KnownBlock = {
  type: 'actions',
  elements: [
    {
      type: 'button',
      action_id: SEE_PERMISSIONS,
      text: plain(say.seePermissions, limits.button),
    },
  ],
};

/** What is asked about fields that came back blank: a box is turned off, anything else is cleared. */
function wordsFor({ fields }: Operation, cleared: readonly string[]) {
  const isTick = (name: string): boolean => fields[name]?.control.kind === 'tick';
  const labelsOf = (names: readonly string[]) => names.map((name) => fields[name]?.label ?? name);
  const count = cleared.length;
  const [ticks, others] = [cleared.filter(isTick), cleared.filter((name) => !isTick(name))];
  const [turnsOff, clears] = [say.turnsOff(labelsOf(ticks)), say.clears(labelsOf(others))];
  if (ticks.length === 0)
    return { question: clears, label: say.clearedFields, clear: say.clear, keep: say.keep(count) };
  if (others.length === 0)
    return { question: turnsOff, label: say.untickedBoxes, clear: say.turnOff, keep: say.leaveOn(count) };
  return {
    question: `${clears} ${turnsOff}`,
    label: say.blankAndUnticked,
    clear: say.clearAndTurnOff,
    keep: say.keep(count),
  };
}

function questionView(
  open: OpenForm,
  digest: string,
  { questions, cleared, review, details, needsApproval }: Questions,
  external_id?: string,
): ModalView {
  const { form, operation } = open;
  const view: ModalView = {
    type: 'modal',
    callback_id: CONFIRM,
    private_metadata: `${form.id} ${digest}`,
    ...(external_id ? { external_id } : {}),
    title: plain(operation.title, limits.title),
    submit: plain(needsApproval ? say.requestApproval : say.continue, limits.button),
    close: plain(say.back, limits.button),
    blocks: [
      ...(needsApproval ? [banner('info', say.needsApproval)] : []),
      ...questions.map((text) => banner('warning', text)),
      ...review.map((part): KnownBlock => ({ type: 'rich_text', elements: [line(...part)] })),
      ...(details ? [seePermissions] : []),
    ],
  };
  if (cleared.length > 0) {
    const asked = wordsFor(operation, cleared);
    const [clear, keep] = [option(asked.clear, CLEARED), option(asked.keep, KEEP)];
    const now = valuesNow(open);
    // What the form still holds was blanked by Slack and not by a person.
    const bySlack = cleared.some((name) => isFilled(now[name]));
    view.blocks.push(banner('warning', asked.question), {
      type: 'input',
      block_id: CLEARED,
      label: plain(asked.label),
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

/** The fields that were asked about and are left alone; undefined when no answer came back. */
export function keptIn({ cleared }: PendingQuestion, state: State): readonly string[] | undefined {
  if (cleared.length === 0) return [];
  const answer = state[CLEARED]?.[ACTION_ID]?.selected_option?.value;
  if (answer === KEEP) return cleared;
  return answer === CLEARED ? [] : undefined;
}

export const CLEARED_BLOCK = CLEARED;

/** Stands where a question will be. */
export const checkingView = ({ operation, form }: OpenForm, external_id?: string): ModalView => ({
  ...textView(operation, form, [banner('info', say.checking)], say.back),
  ...(external_id ? { external_id } : {}),
});

/** Stands where a question would be: there is nothing to confirm, only the way back. */
export const problemsView = (
  { operation, form }: OpenForm,
  problems: Problems,
  external_id?: string,
): ModalView => ({
  ...textView(
    operation,
    form,
    Object.values(problems).map((text) => banner('error', text)),
    say.back,
  ),
  ...(external_id ? { external_id } : {}),
});
