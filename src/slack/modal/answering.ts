import type { AckFn, ViewResponseAction } from '@slack/bolt';
import { banner } from '../../forms/blocks.ts';
import type { OpenForm } from '../../forms/form-sessions.ts';
import { textView } from '../../forms/form-view.ts';
import type { State } from '../../forms/read-form.ts';
import { ACK_BUDGET_MS, LAST_MOMENT_MS } from '../http/in-time.ts';
import { sentenceIn, underFirstInput } from '../http/sentence-in.ts';
import { say } from '../text/say.ts';
import { isKept, type ScreenParts } from './show-view.ts';

export type Ack = AckFn<ViewResponseAction>;

/** A submitted view, as far as it is read. */
export interface SubmittedView {
  id: string;
  callback_id: string;
  private_metadata: string;
  title?: { text?: string };
  state: { values: State };
  blocks: readonly { type?: string; block_id?: string }[];
  /** Ways into the chosen channel (`response_url_enabled`). */
  responseUrls?: readonly { channel_id?: string; response_url?: string }[];
}

/** A form or question that was submitted, and that Slack waits for an answer to. */
export interface Answering {
  ack: Ack;
  /** When it came in. */
  startedAt: number;
  /** The same delivered again has the same. */
  delivery: string;
  view: SubmittedView;
}

/** An update that arrives before Slack has taken in the ack is overtaken by it. */
export const ACK_SETTLES_MS = 700;
/** Of the last moment of an ack, what is left for names. */
export const NAMES_IN_ACK_MS = 200;
/** By then the store has to have taken in what is answered: after that nothing is answered any more. */
const KEPT_BY_MS = LAST_MOMENT_MS - 20;

export const untilLate = ({ startedAt }: Answering): number =>
  Math.max(0, startedAt + ACK_BUDGET_MS - Date.now());

/** Says something in the view that was submitted, and leaves what was typed. */
export const ackUnderFirst = ({ ack, view }: Answering, sentence: string): Promise<void> =>
  ack(sentenceIn(view, sentence));

/** Puts a sentence in the place of a view that has a form under it. */
export const ackOnTop = (open: OpenForm, { ack }: Answering, sentence: string): Promise<void> =>
  ack({
    response_action: 'update',
    view: textView(open.operation, open.form, [banner('info', sentence)], say.back),
  });

/**
 * Answers with a view that goes on from here, once the form is kept with it; a restart must not take away what is on
 * the screen.
 * @param instead what is said where the form can't be kept in time, and nothing new is shown
 * @returns false in that case
 */
export async function ackKept(
  parts: ScreenParts,
  open: OpenForm,
  answering: Answering,
  answer: ViewResponseAction,
  instead: string = say.notKept,
): Promise<boolean> {
  const { ack, startedAt, view } = answering;
  if (await isKept(parts, open, startedAt + KEPT_BY_MS - Date.now())) {
    await ack(answer);
    return true;
  }
  const sentence = open.superseded ? say.redrawn : instead;
  const errors = underFirstInput(view.blocks, sentence);
  await (errors ? ack(errors) : ackOnTop(open, answering, sentence));
  return false;
}
