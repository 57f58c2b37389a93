import { expect } from '@jest/globals';
import type { Modal, SlackClient, SlackMessage } from '../../src/sandbox/slack/start-slack.ts';
import { newest, openForm } from './channel.ts';
import { isQuestion } from './is-question.ts';
import { ASKS } from './outcomes.ts';
import { say } from './sentences.ts';
import type { Stage } from './use-sandbox.ts';

export const APPROVALS = '#approvals';
export const RECEPTION = 1_413_000_002;
export const ADD_LEO = '/nexudus role add-users Reception leo@harbour.example';

/** Opens the form and sends it; the review on top of it. */
export async function review(person: SlackClient, command = ADD_LEO): Promise<Modal> {
  const form = await openForm(person, command, 'Users');
  await form.submit();
  // On a busy machine what it gives is not looked up in time for the first answer.
  for (let tries = 1; tries < 5 && Object.keys(form.errors()).length > 0; tries++) await form.submit();
  expect(form.errors()).toEqual({});
  return person.waitForModal(isQuestion);
}

/**
 * Sends a form that is refused with a sentence under each of these fields. On a busy machine they are found too late for
 * the first answer, and stand on a view on top.
 */
export async function expectRefused(
  person: SlackClient,
  form: Modal,
  under: Readonly<Record<string, string>>,
): Promise<void> {
  const { body } = await form.submit();
  const sentences = Object.values(under);
  if ((body as { response_action?: string }).response_action === 'errors') {
    const errors = form.errors();
    expect(Object.keys(errors)).toEqual(Object.keys(under));
    for (const [label, sentence] of Object.entries(under)) expect(errors[label]).toContain(sentence);
    return;
  }
  const says = (modal: Modal) => sentences.every((sentence) => modal.text().includes(sentence));
  const late = await person.waitForModal(says, { timeoutMs: 15_000, what: sentences.join(' ') });
  expect(late.submitText).toBeUndefined();
  await late.close();
}

/** The cards in the approval channel, oldest first. */
export const cards = ({ slack }: Stage): SlackMessage[] =>
  slack.messages(APPROVALS).filter(({ bot_id }) => bot_id !== undefined);

/** Waits for the newest card to say this. */
export async function cardSaying(stage: Stage, text: string, count = 1): Promise<SlackMessage> {
  const last = () => cards(stage).at(-1);
  const drawn = (plain: string) => plain.includes(text) && !plain.includes(say.buttonsFollow);
  await stage.until(
    () => cards(stage).length === count && drawn(last()?.plain ?? ''),
    `card ${count}, saying “${text}”`,
    15_000,
  );
  // As it is now: a card that is edited loses its buttons.
  return structuredClone(last() as SlackMessage);
}

/** Asks for it, past the review, and waits for the card. */
export async function ask(
  stage: Stage,
  person: SlackClient,
  command = ADD_LEO,
  count = 1,
): Promise<SlackMessage> {
  await (await review(person, command)).submit();
  return cardSaying(stage, ASKS, count);
}

/** Presses a button in a channel that Slack doesn't show them any more; the sentence they are answered. */
export async function pressed(
  stage: Stage,
  name: string,
  actionId: string,
  value: string | undefined,
  from = '#ops',
): Promise<string> {
  const { slack } = stage;
  const person = slack.as(name);
  const { id, teamId } = person.person;
  const answered = (more: number) =>
    stage.until(() => slack.ephemerals(id).length >= more, `an answer to ${name}`, 15_000);
  // Their own last command gives a way to answer them.
  const earlier = slack.ephemerals(id).length;
  await person.command('/nexudus whoami');
  const command = slack.interactions.at(-1)?.payload as { response_url: string } | undefined;
  await answered(earlier + 1);
  const before = slack.ephemerals(id).length;
  await slack.send('interactive', {
    type: 'block_actions',
    team: slack.team,
    user: { id, name, team_id: teamId },
    trigger_id: 'none',
    response_url: command?.response_url,
    channel: { id: slack.channel(from).id },
    actions: [{ type: 'button', action_id: actionId, block_id: 'b', value }],
  });
  await answered(before + 1);
  return slack.ephemerals(id).at(-1)?.plain ?? '';
}

/** Clicks Approve, past what Slack would let them see; the sentence they are answered. */
export function forcedApprove(
  stage: Stage,
  name: string,
  card: SlackMessage,
  from = APPROVALS,
): Promise<string> {
  const buttons = card.blocks.flatMap(({ elements = [] }) => elements) as { value?: string }[];
  return pressed(stage, name, 'approve', buttons.find((each) => each.value)?.value, from);
}

/** What a press of Deny opens: the question for the reason, or why this person may not decide. */
export const denialView = (person: SlackClient): Promise<Modal> =>
  person.waitForModal((modal) => modal.title === 'Deny' && !modal.text().includes(say.checkingDecision), {
    timeoutMs: 15_000,
  });

/** Clicks Deny and gives a reason; the sentence under it, or nothing when it was taken. */
export async function deny(person: SlackClient, card: SlackMessage, reason: string): Promise<string> {
  await person.click(card, 'Deny');
  const question = await denialView(person);
  if (!question.labels().includes('Reason')) {
    const said = question.text();
    await question.close();
    return said;
  }
  if (reason) await question.type('Reason', reason);
  await question.submit();
  return question.errors().Reason ?? '';
}

/** Waits for the requester's message to say this. */
export const resultSaying = (stage: Stage, text: string): Promise<void> =>
  stage.until(() => newest(stage)?.plain.includes(text) === true, `“${text}” in #ops`, 20_000);

/** How many of the bot's messages about it stand in the channel; it should be one, edited. */
export const announcements = ({ slack }: Stage): number =>
  slack.messages('#ops').filter(({ bot_id, thread_ts }) => bot_id && !thread_ts).length;

export const holders = ({ nexudus }: Stage): unknown => nexudus.record('userroles', RECEPTION)?.Users;
