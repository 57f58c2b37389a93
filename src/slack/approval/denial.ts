import { setTimeout as sleep } from 'node:timers/promises';
import type { ModalView } from '@slack/types';
import type { WebClient } from '@slack/web-api';
import { banner, plain } from '../../forms/blocks.ts';
import { ACTION_ID } from '../../forms/controls.ts';
import { limits } from '../../forms/limits.ts';
import type { State } from '../../forms/read-form.ts';
import { newReceipt } from '../../submissions/receipt.ts';
import { type Click, isAtHome } from '../http/click.ts';
import { ACK_BUDGET_MS } from '../http/in-time.ts';
import { type Answering, ackUnderFirst } from '../modal/answering.ts';
import type { Screens } from '../modal/screens.ts';
import { say } from '../text/say.ts';
import { type DecisionParts, isPlaceToDecide, sentenceOf, withCard } from './decision-parts.ts';
import { readCardButton } from './draw-card.ts';

/** Callback id of the view that asks for the reason of a denial. */
export const DENIAL = 'denial';
const REASON = 'reason';
const LONGEST_REASON = 500;
/** In a view that was opened from Home. */
const FROM_HOME = ' home';

const CARD_WITHIN_MS = 5000;

const modal = (blocks: ModalView['blocks']): ModalView => ({
  type: 'modal',
  callback_id: DENIAL,
  title: plain(say.deny, limits.title),
  close: plain(say.cancel, limits.button),
  blocks,
});

const sentenceView = (sentence: string): ModalView => ({
  ...modal([banner('error', sentence)]),
  close: plain(say.close, limits.button),
});

const reasonView = (metadata: string): ModalView => ({
  ...modal([
    {
      type: 'input',
      block_id: REASON,
      optional: true,
      label: plain(say.reason),
      hint: plain(say.reasonHint),
      element: {
        type: 'plain_text_input',
        action_id: ACTION_ID,
        multiline: true,
        max_length: LONGEST_REASON,
      },
    },
  ]),
  private_metadata: metadata,
  submit: plain(say.deny, limits.button),
});

export interface OpenDenialParts extends DecisionParts {
  views: WebClient['views'];
  screens: Screens;
}

/**
 * A trigger lives for three seconds, so the view opens at once. It asks for the reason once it is known that this person
 * may decide: who may not writes none.
 * @returns false when Slack would not open it
 */
export async function openDenial(parts: OpenDenialParts, click: Click): Promise<boolean> {
  const { views, screens, log } = parts;
  const opening = views.open({
    trigger_id: click.trigger,
    view: modal([banner('info', say.checkingDecision)]),
  });
  const viewId = (await opening.catch(() => undefined))?.view?.id;
  if (!viewId) return false;
  const refused = await whyNot(parts, click).catch((err: unknown) => {
    log.warn({ err }, 'who may deny could not be looked up');
    return say.mayNotDecide.unknown;
  });
  const metadata = `${click.value}${isAtHome(click) ? FROM_HOME : ''}`;
  const view = refused ? sentenceView(refused) : reasonView(metadata);
  await screens.show(
    { view_id: viewId },
    { ready: async () => view, instead: (reference) => sentenceView(say.unexpected(reference)) },
  );
  return true;
}

async function whyNot(parts: DecisionParts, click: Click): Promise<string | undefined> {
  const { approvals } = parts;
  if (!approvals) return say.approvalsOff;
  if (!(await isPlaceToDecide(approvals, click, isAtHome(click)))) return say.cardGone;
  const submission = await withCard(parts, readCardButton(click.value).formId, CARD_WITHIN_MS);
  const refused = await approvals.whyNot(submission, click.user);
  return refused && sentenceOf(refused);
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
 * @param metadata what the card's button stood for
 * @returns the sentence for its view, or undefined when it is done
 */
async function deny(
  parts: DecisionParts,
  metadata: string,
  user: string,
  state: State,
): Promise<string | undefined> {
  const { approvals } = parts;
  if (!approvals) return say.approvalsOff;
  const fromHome = metadata.endsWith(FROM_HOME);
  const { formId, digest } = readCardButton(metadata);
  const startedAt = Date.now();
  const submission = await withCard(parts, formId, ACK_BUDGET_MS / 2);
  const mayNot = async () =>
    fromHome && !(await approvals.isInChannel(user)) ? 'gone' : approvals.whyNot(submission, user);
  // Asked again within the time that Slack waits: what was looked up by then is remembered for the next try.
  const refused = await Promise.race([
    mayNot(),
    sleep(startedAt + ACK_BUDGET_MS - Date.now(), 'unknown' as const),
  ]);
  if (refused) return sentenceOf(refused);
  const given = state[REASON]?.[ACTION_ID]?.value;
  const reason =
    typeof given === 'string' && given.trim() ? given.trim().slice(0, LONGEST_REASON) : undefined;
  const notDenied = await approvals.deny(submission, user, digest, reason);
  return notDenied && sentenceOf(notDenied);
}
