import { setTimeout as sleep } from 'node:timers/promises';
import type { RespondFn } from '@slack/bolt';
import { plain } from '../forms/blocks.ts';
import { ACTION_ID } from '../forms/controls.ts';
import { limits } from '../forms/limits.ts';
import type { State } from '../forms/read-form.ts';
import type { Values } from '../operations/operation.ts';
import type { RequestRow } from '../requests/database.ts';
import { APPROVE, DENY, digestOf } from './approval-card.ts';
import type { Parts } from './context.ts';
import type { Click } from './on-result-button.ts';
import { onlyToYou } from './only-to-you.ts';
import { say } from './say.ts';

/** Callback id of the view that asks for the reason of a no. */
export const DENIAL = 'denial';
const REASON = 'reason';

export const isApprovalButton = (actionId: string): boolean => [APPROVE, DENY].includes(actionId);

/** The sentence that says why somebody may not decide; undefined when they may. */
async function whyNot(
  { approvals, operations }: Parts,
  row: RequestRow | undefined,
  user: string,
): Promise<string | undefined> {
  const operation = operations.find(({ id }) => id === row?.operation);
  if (!row || !operation?.rights || !operation.record || !approvals) return say.requestGone;
  if (row.state !== 'awaiting') return say.alreadyDecided;
  const input = JSON.parse(row.input) as Values;
  const rights = operation.rights(input, { Id: 0 });
  const answer = await approvals.policy.answer(user, {
    requester: row.requester,
    permission: operation.permission,
    locations: JSON.parse(row.locations) as number[],
    // Against an empty role: whoever is named counts as added, also when they have the role already.
    usersAdded: rights.usersAdded,
  });
  return answer === 'may' ? undefined : say.mayNotDecide[answer];
}

const CARD_WITHIN_MS = 5000;

/** The request, once it is written down what its card shows: Slack shows a card a moment before that. */
async function withCard({ journal }: Parts, formId: string): Promise<RequestRow | undefined> {
  const until = Date.now() + CARD_WITHIN_MS;
  for (;;) {
    const row = await journal.row(formId);
    if (row?.state !== 'awaiting' || row.card_digest !== null || Date.now() > until) return row;
    await sleep(50);
  }
}

const reasonView = (formId: string) => ({
  type: 'modal' as const,
  callback_id: DENIAL,
  private_metadata: formId,
  title: plain('Deny', limits.title),
  submit: plain('Deny', limits.button),
  close: plain('Back', limits.button),
  blocks: [
    {
      type: 'input' as const,
      block_id: REASON,
      optional: true,
      label: plain('Reason'),
      hint: plain('Whoever asked for it reads this.'),
      element: { type: 'plain_text_input' as const, action_id: ACTION_ID, multiline: true, max_length: 500 },
    },
  ],
});

/** Approve or Deny was pressed on a card. */
export async function onApprovalButton(parts: Parts, click: Click, respond: RespondFn): Promise<void> {
  const { approvals, client, requests } = parts;
  const only = onlyToYou(respond);
  if (click.actionId === DENY) {
    // A trigger lives for three seconds, so the question opens first; who may answer it is checked with the answer.
    await client.views.open({ trigger_id: click.trigger, view: reasonView(click.formId) });
    return;
  }
  const row = await withCard(parts, click.formId);
  const refused = await whyNot(parts, row, click.user);
  if (refused || !row || !approvals) return only(refused ?? say.requestGone);
  const words = await approvals.cards.wordsOf(row).catch(() => null);
  if (words === null) return void (await only(say.mayNotDecide.unknown));
  const digest = words ? digestOf(words) : '';
  if (digest !== row.card_digest) {
    // The role or its permissions changed since the card was shown: it is shown anew, and the yes is asked again.
    await approvals.journal.cardShown(row.form_id, {
      channel: row.card_channel ?? '',
      ts: row.card_ts ?? '',
      phase: 'approved',
      digest: null,
    });
    await approvals.cards.refresh();
    return only(say.changedMeanwhile);
  }
  if (!(await approvals.journal.approve(row.form_id, click.user, digest))) return only(say.alreadyDecided);
  requests.wake();
  await approvals.cards.refresh();
}

/** The reason of a no was given. Answers the sentence for its view, or undefined when it is done. */
export async function onDenial(
  parts: Parts,
  formId: string,
  user: string,
  state: State,
): Promise<string | undefined> {
  const { journal, approvals, requests } = parts;
  const row = await journal.row(formId);
  const refused = await whyNot(parts, row, user);
  if (refused || !approvals) return refused ?? say.requestGone;
  const given = state[REASON]?.[ACTION_ID]?.value;
  const reason = typeof given === 'string' && given.trim() ? given.trim().slice(0, 500) : undefined;
  if (!(await approvals.journal.turnDown(formId, user, reason))) return say.alreadyDecided;
  requests.wake();
  await approvals.cards.refresh();
  return undefined;
}

/** The block that a sentence about a denial stands under. */
export const REASON_BLOCK = REASON;
