import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, test } from '@jest/globals';
import type { SlackMessage } from '../../src/sandbox/slack/start-slack.ts';
import {
  ADD_LEO,
  ask,
  cardSaying,
  cards,
  deny,
  forcedApprove,
  holders,
  RECEPTION,
  resultSaying,
  review,
} from '../support/approvals.ts';
import { linesOf, newest, openForm } from '../support/channel.ts';
import { isQuestion } from '../support/is-question.ts';
import { writes } from '../support/nexudus-calls.ts';
import { ASKS, approvedBy, CANCELLED, SIGN } from '../support/outcomes.ts';
import { SAID, say } from '../support/sentences.ts';
import { useSandbox } from '../support/use-sandbox.ts';

// A yes counts for what the card showed to whoever gave it, and for nothing else.
const stage = useSandbox({ settings: { APPROVAL_CHANNEL: 'C0APPROVE' } });
const SAM = 1_412_000_003;
const LEO = 1_412_000_005;
const SHOWN_ANEW = say.changedMeanwhile;
const priya = () => stage.slack.as('Priya');
const message = (): SlackMessage => {
  const found = newest(stage);
  if (!found) throw new Error('no message');
  return structuredClone(found);
};
const role = () => stage.nexudus.named('userroles', 'Reception') as unknown as { Roles: number[] };
const permission = (name: string) => stage.nexudus.named('roles', name).Id as number;
const givePermission = (name: string) =>
  stage.nexudus.put('userroles', { Id: RECEPTION, Roles: [...role().Roles, permission(name)] });

test('not for what the same form asks for a moment later', async () => {
  const { ana } = stage;
  const card = structuredClone(await ask(stage, ana));
  await resultSaying(stage, say.isAwaiting);
  await priya().click(card, 'Deny');
  const question = await priya().waitForModal((modal) => modal.labels().includes('Reason'));
  await ana.click(message(), 'Cancel');
  await resultSaying(stage, CANCELLED);
  await ana.click(message(), 'Fix and resubmit');
  const form = await ana.waitForModal((modal) => modal.labels().includes('Users'));
  await form.unpick('Users', 'Leo Brandt');
  await form.pick('Users', 'Tess Oduya');
  await form.submit();
  await ana.modal()?.submit();
  await stage.until(
    () => cards(stage).some(({ plain }) => /Tess Oduya.*\[Approve\]/s.test(plain)),
    'the card',
    15_000,
  );
  expect(await forcedApprove(stage, 'Priya', card)).toBe(SHOWN_ANEW);
  await question.submit();
  expect(question.errors()).toEqual({ Reason: SHOWN_ANEW });
  expect(writes(stage)).toEqual([]);
  const asking = cards(stage).filter(({ buttons }) => buttons.includes('Approve'));
  expect(asking).toHaveLength(1);
  await priya().click(asking[0] as SlackMessage, 'Approve');
  await resultSaying(stage, approvedBy('Priya Nair'));
  expect(holders(stage)).toEqual([SAM, 1_412_000_008]);
});

test('a card that still asked is turned into the new question, so only one asks', async () => {
  const { ana } = stage;
  await ask(stage, ana);
  await resultSaying(stage, say.isAwaiting);
  await ana.click(message(), 'Cancel');
  await resultSaying(stage, CANCELLED);
  // Perhaps before the card could tell of it.
  await ana.click(message(), 'Try again');
  await sleep(3000);
  expect(cards(stage).filter(({ buttons }) => buttons.includes('Approve'))).toHaveLength(1);
});

test('two clicks on a card whose role has changed: the second is no yes to what it did not show', async () => {
  const card = structuredClone(await ask(stage, stage.ana));
  givePermission('UserRole-Edit');
  await priya().click(card, 'Approve');
  // Its answer comes when the card is shown anew; this one may come before.
  await stage.until(() => stage.slack.ephemerals(priya().person.id).length > 0, 'an answer', 15_000);
  expect(await forcedApprove(stage, 'Priya', card)).toBe(SHOWN_ANEW);
  expect(holders(stage)).toEqual([SAM]);
  const anew = await cardSaying(stage, '⚠️ dangerous: roles (change)');
  await priya().click(anew, 'Approve');
  await resultSaying(stage, approvedBy('Priya Nair'));
  expect(holders(stage)).toEqual([SAM, LEO]);
});

describe('a role that grows while an approved request waits for Nexudus', () => {
  const approveWhileDown = async (command?: string) => {
    const card = await ask(stage, stage.ana, command);
    Object.assign(stage.nexudus.switches, { only: 'writes', down: '503' });
    await priya().click(card, 'Approve');
    await resultSaying(stage, SIGN.waits);
  };
  const up = () => Object.assign(stage.nexudus.switches, { down: 'no' });

  test('is not given', async () => {
    await approveWhileDown();
    givePermission('UserRole-Edit');
    up();
    await resultSaying(stage, SAID.grantsMore);
    expect(holders(stage)).toEqual([SAM]);
    expect(message().buttons).toEqual(['Fix and resubmit']);
    // With the 503 before, the first try may have been done.
    await cardSaying(stage, SIGN.unknownOutcome);
  });

  test('is given when no one gets more by it', async () => {
    await approveWhileDown();
    stage.nexudus.put('userroles', { Id: RECEPTION, Users: [SAM, 1_412_000_008] });
    up();
    await resultSaying(stage, approvedBy('Priya Nair'));
    expect(holders(stage)).toEqual([SAM, 1_412_000_008, LEO]);
  });
});

test('from elsewhere than the approval channel a yes does not count', async () => {
  const card = await ask(stage, stage.ana);
  expect(await forcedApprove(stage, 'Priya', card, '#ops')).toBe(say.cardGone);
  expect(holders(stage)).toEqual([SAM]);
});

test('not for a new name that the card doesn’t show', async () => {
  const { ana } = stage;
  const form = await openForm(ana, '/nexudus role update Reception', 'Add users');
  await form.pick('Add users', 'Leo Brandt');
  await form.type('Name', 'Front desk');
  await form.submit();
  const question = await ana.waitForModal(isQuestion);
  expect(question.text()).toContain('Also changed:\n• Name: Reception → Front desk');
  await question.submit();
  const card = await cardSaying(stage, ASKS);
  expect(card.plain).toContain('Also changed:\n• Name: Reception → Front desk');
  await priya().click(card, 'Approve');
  await resultSaying(stage, approvedBy('Priya Nair'));
  expect(stage.nexudus.record('userroles', RECEPTION)).toMatchObject({
    Name: 'Front desk',
    Users: [SAM, LEO],
  });
});

test('not by a person who doesn’t look after the location that the role was moved to', async () => {
  const { nexudus } = stage;
  // A bot that knows no one yet.
  await stage.withBot({ APPROVAL_CHANNEL: 'C0APPROVE' }, async () => {
    const at = nexudus.record('userroles', RECEPTION)?.BusinessId as number;
    nexudus.put('users', { Id: nexudus.named('users', 'Priya Nair').Id, Businesses: [at] });
    const card = await ask(stage, stage.ana);
    nexudus.put('userroles', { Id: RECEPTION, BusinessId: 1_414_940_212 });
    expect(await forcedApprove(stage, 'Priya', card)).toBe(say.mayNotDecide['may-not-change']);
    expect(holders(stage)).toEqual([SAM]);
  });
});

test('not where approvals are switched off by now: that is said, and what its requester can do', async () => {
  const card = await ask(stage, stage.ana);
  await stage.withBot({ APPROVAL_CHANNEL: '' }, async () => {
    expect(await forcedApprove(stage, 'Priya', card)).toBe(say.approvalsOff);
    expect(await deny(priya(), card, '')).toContain(say.approvalsOff);
    expect(holders(stage)).toEqual([SAM]);
  });
});

test('history keeps a no, also when the same form gets a yes later', async () => {
  const { ana } = stage;
  expect(await deny(priya(), await ask(stage, ana), 'Leo is on his way out')).toBe('');
  await resultSaying(stage, 'Leo is on his way out');
  await ana.click(message(), 'Fix and resubmit');
  const form = await ana.waitForModal((modal) => modal.labels().includes('Users'));
  await form.submit();
  await ana.modal()?.submit();
  await stage.slack.as('Uma').click(await cardSaying(stage, ASKS, 2), 'Approve');
  await resultSaying(stage, approvedBy('Uma Stone'));
  await ana.command('/nexudus history');
  await stage.until(() => stage.slack.ephemerals(ana.person.id).length > 0, 'the history', 10_000);
  const lines = linesOf(stage.slack.ephemerals(ana.person.id).at(-1) as SlackMessage);
  expect(lines.filter((line) => /(approved|denied) by @/i.test(line)).slice(0, 2)).toEqual([
    expect.stringMatching(/^Done · Add users to role: Reception · @Ana Ruiz, approved by @Uma Stone · /),
    expect.stringMatching(
      /^Denied, then submitted again · Add users to role: Reception · @Ana Ruiz, denied by @Priya Nair · /,
    ),
  ]);
});

test('an approval channel that people of other organisations read is not used', async () => {
  await stage.withBot({ APPROVAL_CHANNEL: 'C0PARTNER' }, async (bot) => {
    expect(bot.output()).toContain('APPROVAL_CHANNEL C0PARTNER');
    const form = await openForm(stage.ana, ADD_LEO, 'Users');
    await form.submit();
    expect(form.errors()).toEqual({ Role: say.unapprovable() });
    expect(writes(stage)).toEqual([]);
  });
});

test('a card that Slack could not take in at first is shown a little later, once', async () => {
  const question = await review(stage.ana);
  stage.slack.faults.fail = { method: 'chat.postMessage', error: 'internal_error', times: 2 };
  await question.submit();
  const card = await stage
    .until(() => cards(stage).length > 0, 'the card', 25_000)
    .then(() => cardSaying(stage, ASKS));
  await priya().click(card, 'Approve');
  await resultSaying(stage, approvedBy('Priya Nair'));
  await cardSaying(stage, SIGN.done);
});

test('who was added is told, also when the write was done and its answer lost', async () => {
  const card = await ask(stage, stage.ana);
  Object.assign(stage.nexudus.switches, { cutAfterActing: true, only: 'writes', times: 1 });
  await priya().click(card, 'Approve');
  await resultSaying(stage, 'Added Leo Brandt to Reception');
  expect(message().plain).toContain(SIGN.done);
  expect(writes(stage).length).toBeGreaterThan(1);
});

test('the bot’s own account gets no role', async () => {
  const command = '/nexudus role add-users Reception nexudus-bot@harbour.example';
  const form = await openForm(stage.ana, command, 'Users');
  await form.submit();
  expect(form.errors()).toEqual({ Users: expect.stringContaining(SAID.ownAccount) });
  expect(cards(stage)).toEqual([]);
  expect(holders(stage)).toEqual([SAM]);
});
