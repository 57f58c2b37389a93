import { beforeEach, describe, expect, test } from '@jest/globals';
import type { SlackClient } from '../../src/sandbox/slack/start-slack.ts';
import { linesOf, newest } from '../support/channel.ts';
import { isQuestion } from '../support/is-question.ts';
import { ASKS, approvedBy, CANCELLED, deniedBy, requestedBy, SIGN, SUMMARY } from '../support/outcomes.ts';
import { say } from '../support/sentences.ts';
import { useSandbox } from '../support/use-sandbox.ts';

const stage = useSandbox({ settings: { APPROVAL_CHANNEL: 'C0APPROVE' } });

const APPROVALS = '#approvals';
const LEO = 1412000005;

/** Asks to add Leo to Reception, through the form and its review. */
async function ask(
  person: SlackClient,
  typed = '/nexudus role add-users Reception leo@harbour.example',
): Promise<void> {
  await person.command(typed);
  const form = await person.waitForModal((modal) => modal.labels().includes('Users'));
  await form.submit();
  expect(form.errors()).toEqual({});
  const review = await person.waitForModal(isQuestion);
  expect(review.text()).toContain(say.needsApproval);
  await review.submit();
}

const cardText = () => stage.slack.messages(APPROVALS).at(-1)?.plain ?? '';
const until = (what: string, predicate: () => boolean) => stage.until(predicate, what, 15_000);
const card = async () => {
  await until('the card', () => cardText().includes(ASKS));
  const message = stage.slack.messages(APPROVALS).at(-1);
  if (!message) throw new Error('no card');
  return message;
};
const holders = () => stage.nexudus.named('userroles', 'Reception').Users;
const result = () => newest(stage)?.plain ?? '';
/** An edit notifies no one: the requester is mentioned in the thread, however quickly it was decided. */
async function mentioned(text: string): Promise<void> {
  const { slack } = stage;
  const reply = await slack.waitForMessage('#ops', ({ thread_ts }) => thread_ts !== undefined, {
    timeoutMs: 15_000,
  });
  expect(reply).toMatchObject({ thread_ts: newest(stage)?.ts, mentions: [slack.person('Ana').id] });
  expect(linesOf(reply)[0]).toContain(text);
}
const announced = (person: string) => stage.slack.ephemerals(person).at(-1)?.plain ?? '';

describe('a change that gives rights', () => {
  let before: unknown;
  beforeEach(() => {
    before = holders();
  });

  test('waits for a second person, and is done when they approve', async () => {
    await ask(stage.slack.as('Ana'));
    const shown = await card();
    expect(shown.plain).toContain(requestedBy('Ana Ruiz'));
    expect(shown.plain).toContain('@Priya Nair');
    expect(shown.plain).not.toContain(`${SUMMARY.approvers}@Ana Ruiz`);
    expect(shown.plain).toContain(SUMMARY.adds('Leo Brandt (leo@harbour.example)', 'Reception'));
    expect(result()).toContain(say.isAwaiting);
    expect(holders()).toEqual(before);

    await stage.slack.as('Priya').click(shown, 'Approve');
    await until('the result', () => result().startsWith(SIGN.done));
    expect(result()).toContain(approvedBy('Priya Nair'));
    expect(holders()).toEqual([...(before as number[]), LEO]);
    await mentioned('Added Leo Brandt to Reception');
    await until('the card’s outcome', () => cardText().startsWith(SIGN.done));
    expect(cardText()).toContain(requestedBy('Ana Ruiz'));
    expect(cardText()).toContain(approvedBy('Priya Nair'));
    expect(cardText().split('\n')[2]).toContain(
      SUMMARY.adds('Leo Brandt (leo@harbour.example)', 'Reception'),
    );
    expect(stage.slack.messages(APPROVALS)).toHaveLength(1);
  });

  test('can be decided neither by who asks nor by who gets it nor by who could not do it', async () => {
    await ask(stage.slack.as('Ana'));
    const shown = await card();
    const tries: [string, string][] = [
      ['Ana', say.mayNotDecide['is-requester']],
      ['Sam', say.mayNotDecide['may-not-change']],
    ];
    for (const [name, sentence] of tries) {
      await stage.slack.as(name).click(shown, 'Approve');
      await until(`the answer to ${name}`, () => announced(name).includes(sentence));
    }
    expect(holders()).toEqual(before);
  });

  test('is not done when a second person denies it, and the reason is told', async () => {
    await ask(stage.slack.as('Ana'));
    const priya = stage.slack.as('Priya');
    await priya.click(await card(), 'Deny');
    const question = await priya.waitForModal((modal) => modal.labels().includes('Reason'));
    await question.type('Reason', 'Leo left last week');
    await question.submit();
    await until('the refusal', () => result().includes('Leo left last week'));
    await mentioned('denied');
    expect(result()).toContain(deniedBy('Priya Nair'));
    expect(holders()).toEqual(before);
    await until('the card’s outcome', () => cardText().includes(deniedBy('Priya Nair')));
  });

  test('is done once when two approve in the same moment', async () => {
    await ask(stage.slack.as('Ana'));
    const shown = await card();
    await Promise.all(['Priya', 'Uma'].map((name) => stage.slack.as(name).click(shown, 'Approve')));
    await until('the result', () => result().startsWith(SIGN.done));
    const puts = stage.nexudus.calls.filter(({ method }) => method === 'PUT');
    expect(puts).toHaveLength(1);
    expect(stage.slack.messages('#ops').filter(({ thread_ts }) => !thread_ts)).toHaveLength(1);
  });

  test('is shown anew when the role changed since the card was shown', async () => {
    await ask(stage.slack.as('Ana'));
    const shown = await card();
    const role = stage.nexudus.named('userroles', 'Reception');
    const roles = (role.Roles as number[]).slice(1);
    stage.nexudus.put('userroles', { Id: role.Id, Roles: roles });
    const priya = stage.slack.as('Priya');
    await priya.click(shown, 'Approve');
    await until('the answer', () => announced('Priya').includes(say.changedMeanwhile));
    expect(holders()).toEqual(before);
    await priya.click(await card(), 'Approve');
    await until('the result', () => result().startsWith(SIGN.done));
  });

  test('can be cancelled by who asked', async () => {
    await ask(stage.slack.as('Ana'));
    await card();
    const message = newest(stage);
    if (!message) throw new Error('no message');
    await stage.slack.as('Ana').click(message, 'Cancel');
    await until('the cancellation', () => result().includes(CANCELLED));
    // On purpose, so nothing went wrong.
    expect(result().startsWith(SIGN.over)).toBe(true);
    await until('the card’s outcome', () => cardText().startsWith(SIGN.over));
    expect(holders()).toEqual(before);
  });
});

test('taking away runs at once', async () => {
  const ana = stage.slack.as('Ana');
  await ana.command('/nexudus role update Events');
  const form = await ana.waitForModal((modal) => modal.labels().includes('Remove users'));
  await form.pick('Remove users', 'Tess Oduya');
  await form.submit();
  const review = await ana.waitForModal(isQuestion);
  expect(review.text()).toContain(SUMMARY.removes('Tess Oduya', 'Events'));
  expect(review.text()).not.toContain(say.needsApproval);
  await review.submit();
  await until('the result', () => result().startsWith(SIGN.done));
  expect(stage.slack.messages(APPROVALS)).toEqual([]);
});
