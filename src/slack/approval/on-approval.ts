import { setTimeout as sleep } from 'node:timers/promises';
import type { RespondFn } from '@slack/bolt';
import { plain } from '../../forms/blocks.ts';
import { ACTION_ID } from '../../forms/controls.ts';
import { limits } from '../../forms/limits.ts';
import type { State } from '../../forms/read-form.ts';
import type { Values } from '../../operations/operation.ts';
import type { RightsInWords } from '../../operations/rights.ts';
import type { RequestRow } from '../../requests/database.ts';
import type { Parts } from '../context.ts';
import { ACK_BUDGET_MS } from '../http/in-time.ts';
import { type Click, whyNot as whyNotShown } from '../results/on-result-button.ts';
import { showPages, textPages } from '../results/pages.ts';
import { onlyToYou } from '../text/ephemeral.ts';
import { say } from '../text/say.ts';
import { APPROVE, cardButtonValue, DENY, readCardButton, SEE_ALL, supersededCard } from './approval-card.ts';
import { allRights } from './rights-text.ts';

/** Callback id of the view that asks for the reason of a no. */
export const DENIAL = 'denial';
const REASON = 'reason';

export const isApprovalButton = (actionId: string): boolean => [APPROVE, DENY, SEE_ALL].includes(actionId);

/** The sentence that says why somebody may not decide; undefined when they may. */
async function whyNot(
  { approvals, operations }: Parts,
  row: RequestRow | undefined,
  user: string,
  locations = JSON.parse(row?.locations ?? '[]') as (number | null)[],
): Promise<string | undefined> {
  const operation = operations.find(({ id }) => id === row?.operation);
  if (!row || !operation?.rights || !operation.record || !approvals) return say.requestGone;
  if (row.state !== 'awaiting') return say.alreadyDecided;
  const input = JSON.parse(row.input) as Values;
  const rights = operation.rights(input, { Id: 0 });
  const answer = await approvals.policy.answer(user, {
    requester: row.requester,
    permission: operation.permission,
    locations,
    // Against an empty role: whoever is named counts as added, also when they have the role already.
    usersAdded: rights.usersAdded,
  });
  return answer === 'may' ? undefined : say.mayNotDecide[answer];
}

const CARD_WITHIN_MS = 5000;

/** The request, once it is written down what its card shows: Slack shows a card a moment before that. */
async function withCard(
  { journal }: Parts,
  formId: string,
  withinMs: number,
): Promise<RequestRow | undefined> {
  const until = Date.now() + withinMs;
  for (;;) {
    const row = await journal.row(formId);
    if (row?.state !== 'awaiting' || row.card_digest !== null || Date.now() > until) return row;
    await sleep(50);
  }
}

const reasonView = (button: string) => ({
  type: 'modal' as const,
  callback_id: DENIAL,
  private_metadata: button,
  title: plain('Deny', limits.title),
  submit: plain('Deny', limits.button),
  close: plain('Back', limits.button),
  blocks: [
    {
      type: 'input' as const,
      block_id: REASON,
      optional: true,
      label: plain('Reason'),
      hint: plain('Shown with the result and on the approval card.'),
      element: { type: 'plain_text_input' as const, action_id: ACTION_ID, multiline: true, max_length: 500 },
    },
  ],
});

/** Shows all of what a card stands for to somebody who could make the change themselves. */
async function seeAll(
  parts: Parts,
  click: Click & { channel?: string },
  row: RequestRow | undefined,
  only: ReturnType<typeof onlyToYou>,
): Promise<void> {
  const { approvals, operations } = parts;
  const operation = operations.find(({ id }) => id === row?.operation);
  if (!row || !operation || !approvals || click.channel !== approvals.channel) return only(say.requestGone);
  const refused = await whyNotShown(parts, click.user, row, operation);
  if (refused) return only(refused);
  const { formId, digest, from } = readCardButton(click.value);
  let rights = row.card_words ? (JSON.parse(row.card_words) as RightsInWords) : undefined;
  if (row.state === 'awaiting') {
    const content = await approvals.cards.contentOf(row).catch(() => null);
    if (content === null) return only(say.mayNotDecide.unknown);
    if (digest !== content?.digest) {
      await approvals.journal.cardOutdated(formId);
      await approvals.cards.refresh();
      return only(say.changedMeanwhile);
    }
    rights = content.words;
  }
  if (!rights) return only(say.noChanges);
  await showPages(only, `${operation.title} (${row.receipt})`, textPages(allRights(rights)), from, {
    actionId: SEE_ALL,
    value: (next) => cardButtonValue({ formId, digest }, next),
  });
}

/** Approve or Deny was pressed on a card. */
export async function onApprovalButton(
  parts: Parts,
  click: Click & { channel?: string; messageTs?: string },
  respond: RespondFn,
): Promise<void> {
  const { approvals, client, requests } = parts;
  const only = onlyToYou(respond);
  if (click.actionId === DENY) {
    // A trigger lives for three seconds, so the question opens first; who may answer it is checked with the answer.
    const opening = client.views.open({ trigger_id: click.trigger, view: reasonView(click.value) });
    return opening.then(
      () => {},
      () => only(say.tooSlowAgain),
    );
  }
  const { formId, digest } = readCardButton(click.value);
  const row = await withCard(parts, formId, CARD_WITHIN_MS);
  if (click.actionId === SEE_ALL) return seeAll(parts, click, row, only);
  const operation = parts.operations.find(({ id }) => id === row?.operation);
  // Slack's answer to its posting was lost, or its form was sent again before it was there.
  if (row?.card_ts && operation && click.messageTs && click.messageTs !== row.card_ts) {
    await respond({ replace_original: true, ...supersededCard(row, operation) });
    return;
  }
  const refused = await whyNot(parts, row, click.user);
  if (refused || !row || !approvals) return only(refused ?? say.requestGone);
  if (click.channel !== approvals.channel) return only(say.requestGone);
  const content = await approvals.cards.contentOf(row).catch(() => null);
  if (content === null) return only(say.mayNotDecide.unknown);
  // A card that shows something else than the request is now, or the role or its permissions changed since.
  const seen = digest === row.card_digest && digest === content?.digest;
  if (!content || !seen) {
    await approvals.journal.cardOutdated(formId);
    await approvals.cards.refresh();
    return only(say.changedMeanwhile);
  }
  // The role may have been moved since the form showed it.
  const elsewhere = await whyNot(parts, row, click.user, content.locations);
  if (elsewhere) return only(elsewhere);
  if (!(await approvals.journal.approve(formId, click.user, digest, content.role)))
    return only(say.alreadyDecided);
  requests.wake();
  await approvals.cards.refresh();
}

/**
 * The reason of a no was given.
 * @param button what the card's button stood for
 * @returns the sentence for its view, or undefined when it is done
 */
export async function onDenial(
  parts: Parts,
  button: string,
  user: string,
  state: State,
): Promise<string | undefined> {
  const { approvals, requests } = parts;
  const { formId, digest } = readCardButton(button);
  const startedAt = Date.now();
  const row = await withCard(parts, formId, ACK_BUDGET_MS / 2);
  // Asked again within the time that Slack waits: what was looked up by then is remembered for the next try.
  const refused = await Promise.race([
    whyNot(parts, row, user),
    sleep(startedAt + ACK_BUDGET_MS - Date.now(), say.mayNotDecide.unknown),
  ]);
  if (refused || !approvals || !row) return refused ?? say.requestGone;
  if (digest !== row.card_digest) return say.changedMeanwhile;
  const given = state[REASON]?.[ACTION_ID]?.value;
  const reason = typeof given === 'string' && given.trim() ? given.trim().slice(0, 500) : undefined;
  if (!(await approvals.journal.turnDown(formId, user, digest, reason))) return say.alreadyDecided;
  requests.wake();
  parts.background.add(approvals.cards.refresh());
  return undefined;
}

/** The block that a sentence about a denial stands under. */
export const REASON_BLOCK = REASON;
