import { afterEach, describe, expect, test } from '@jest/globals';
import type { SlackMessage } from '../../src/sandbox/slack/start-slack.ts';
import {
  ADD_LEO,
  announcements,
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
import {
  ASKS,
  approvedBy,
  awaitsApproval,
  deniedBy,
  notDone,
  requestedBy,
  SIGN,
  SUMMARY,
} from '../support/outcomes.ts';
import { failed, say } from '../support/sentences.ts';
import { forgetPeople, letPass } from '../support/time-passes.ts';
import { useStore } from '../support/use-store.ts';

// What becomes of a request for rights: in time, over restarts, when it is sent again, when no one can be asked.
const stage = useStore({ settings: { APPROVAL_CHANNEL: 'C0APPROVE' } });
const SAM = 1_412_000_003;
const LEO = 1_412_000_005;
const DAY_MS = 24 * 60 * 60_000;
const UNREACHABLE = say.unapprovable();
const priya = () => stage.slack.as('Priya');
const message = () => {
  const found = newest(stage);
  if (!found) throw new Error('no message');
  return found;
};
const state = () => stage.submissions().at(-1)?.status;

async function restart(act: () => void = () => {}): Promise<void> {
  await stage.bot.stop();
  act();
  await stage.startAgain();
}

/** The settings of the bot that runs, where a test gave it others. */
let others = false;
async function startWith(settings: Record<string, string>): Promise<void> {
  others = true;
  await stage.startAgain(settings);
}

// The bot would remember who may do what from the test before: it gets older, or another one takes its place.
// After each rather than before: what is still under way must not answer into the next test.
afterEach(() => {
  if (!others) return forgetPeople(stage);
  others = false;
  return restart();
});

test('the requester’s message says how it stands, from the question to the result', async () => {
  const card = await ask(stage, stage.ana);
  await resultSaying(stage, say.isAwaiting);
  expect(linesOf(message())[0]).toEqual(awaitsApproval('@Ana Ruiz'));
  expect(message().buttons).toEqual(['Remind approvers', 'Cancel']);
  Object.assign(stage.nexudus.switches, { only: 'writes', down: '503' });
  await priya().click(card, 'Approve');
  await resultSaying(stage, SIGN.waits);
  await cardSaying(stage, SIGN.underWay);
  expect(cards(stage)[0]?.plain).toContain(approvedBy('Priya Nair'));
  expect(cards(stage)[0]?.buttons).toEqual(['See permissions']);
  Object.assign(stage.nexudus.switches, { down: 'no' });
  await resultSaying(stage, approvedBy('Priya Nair'));
  await cardSaying(stage, SIGN.done);
  expect([announcements(stage), cards(stage).length]).toEqual([1, 1]);
  expect(holders(stage)).toEqual([SAM, LEO]);
});

describe('after 24 hours without an answer', () => {
  const expire = async () => {
    const [row] = stage.submissions();
    expect(Number(row?.approval_until) - Number(row?.submitted_at)).toBeGreaterThan(DAY_MS - 5000);
    expect(Number(row?.approval_until) - Number(row?.submitted_at)).toBeLessThanOrEqual(DAY_MS);
    stage.sql('update approvals set until = ?', Date.now() - 1);
    await cardSaying(stage, SIGN.over);
  };

  test('it ends: the message and the card say so, and a yes comes too late', async () => {
    const card = structuredClone(await ask(stage, stage.ana));
    await expire();
    await resultSaying(stage, say.expired);
    expect(message().buttons).toEqual(['Try again', 'Fix and resubmit']);
    expect(cards(stage)[0]?.buttons).toEqual(['See permissions']);
    expect(await forcedApprove(stage, 'Priya', card)).toBe(say.alreadyDecided);
    expect(holders(stage)).toEqual([SAM]);
    expect(state()).toBe('expired');
  });

  test('Try again asks for a yes anew', async () => {
    await ask(stage, stage.ana);
    await expire();
    await resultSaying(stage, say.expired);
    await stage.ana.click(message(), 'Try again');
    const card = await cardSaying(stage, ASKS, 2);
    await resultSaying(stage, say.isAwaiting);
    expect(holders(stage)).toEqual([SAM]);
    await priya().click(card, 'Approve');
    await resultSaying(stage, '✅');
    expect(announcements(stage)).toBe(1);
  });

  test('Try again by another person shows them first what it gives: the form and its review', async () => {
    await ask(stage, stage.ana);
    await expire();
    await resultSaying(stage, say.expired);
    await priya().click(message(), 'Try again');
    const form = await priya().waitForModal((modal) => modal.labels().includes('Users'));
    expect(form.value('Users')).toEqual(['Leo Brandt']);
    expect(cards(stage)).toHaveLength(1);
    await form.submit();
    const question = await priya().waitForModal(isQuestion);
    expect(question.text()).toContain('Leo Brandt (leo@harbour.example)');
    await question.submit();
    const card = await cardSaying(stage, requestedBy('Priya Nair'), 2);
    expect(await forcedApprove(stage, 'Priya', card)).toContain(say.mayNotDecide['is-requester']);
    await stage.ana.click(card, 'Approve');
    await resultSaying(stage, approvedBy('Ana Ruiz'));
  });
});

test('Fix and resubmit after a no asks for a yes anew, for what it is then', async () => {
  const { ana } = stage;
  expect(await deny(priya(), await ask(stage, ana), 'Not Leo')).toBe('');
  await resultSaying(stage, `${deniedBy('Priya Nair')}: Not Leo`);
  expect(message().buttons).toEqual(['Fix and resubmit']);
  await ana.click(message(), 'Fix and resubmit');
  const form = await ana.waitForModal((modal) => modal.labels().includes('Users'));
  await form.unpick('Users', 'Leo Brandt');
  await form.pick('Users', 'Tess Oduya');
  await form.submit();
  await ana.modal()?.submit();
  const card = await cardSaying(stage, 'Tess Oduya', 2);
  expect(card.plain).not.toContain('Leo Brandt');
  expect(cards(stage)[0]?.plain).toMatch(/^⛔/);
  expect(holders(stage)).toEqual([SAM]);
  await priya().click(card, 'Approve');
  await resultSaying(stage, '✅');
  expect(holders(stage)).toEqual([SAM, 1_412_000_008]);
});

test('a forged Try again of a denied request waits for a yes as well', async () => {
  const { ana, slack } = stage;
  await deny(priya(), await ask(stage, ana), '');
  await resultSaying(stage, deniedBy('Priya Nair'));
  await ana.command('/nexudus whoami');
  const last = slack.interactions.filter(({ kind }) => kind === 'command').at(-1)?.payload as {
    response_url: string;
  };
  await slack.send('interactive', {
    type: 'block_actions',
    team: slack.team,
    user: { id: ana.person.id, name: 'ana', team_id: ana.person.teamId },
    trigger_id: 'none',
    response_url: last.response_url,
    actions: [
      { type: 'button', action_id: 'try-again', block_id: 'b', value: stage.submissions().at(-1)?.form_id },
    ],
  });
  await cardSaying(stage, ASKS, 2);
  expect(writes(stage)).toEqual([]);
});

test('what takes rights away, or gives none, waits for no one; both at once wait', async () => {
  const { ana } = stage;
  const form = await openForm(ana, '/nexudus role update Reception', 'Name');
  await form.type('Name', 'Front desk');
  await form.submit();
  await resultSaying(stage, SIGN.done);
  expect(cards(stage)).toEqual([]);
  const both = await openForm(ana, '/nexudus role update 1413000002', 'Remove users');
  await both.pick('Remove users', 'Sam Field');
  await both.pick('Add permissions', 'Team-Edit');
  await both.submit();
  await ana.modal()?.submit();
  await cardSaying(stage, ASKS);
  expect(holders(stage)).toEqual([SAM]);
});

test('what waits for a yes ends after a day, also when the approval channel was taken away', async () => {
  await ask(stage, stage.ana);
  await stage.bot.stop();
  stage.sql('update approvals set until = ?', Date.now() - 1);
  await startWith({ APPROVAL_CHANNEL: '' });
  await resultSaying(stage, say.expired);
  expect(holders(stage)).toEqual([SAM]);
});

test('with another approval channel it is asked anew there, and the yes counts there', async () => {
  await ask(stage, stage.ana);
  await stage.bot.stop();
  await startWith({ APPROVAL_CHANNEL: 'C0SOHO000' });
  const asking = () => stage.slack.messages('#soho-desk').find(({ buttons }) => buttons.includes('Approve'));
  await stage.until(() => asking() !== undefined, 'the card in the other channel', 15_000);
  await priya().click(asking() as SlackMessage, 'Approve');
  await resultSaying(stage, approvedBy('Priya Nair'));
  expect(holders(stage)).toEqual([SAM, LEO]);
});

test('what is switched off while it waits for a yes is ended and announced', async () => {
  await ask(stage, stage.ana);
  await stage.bot.stop();
  await startWith({ OPERATIONS: 'team.rename' });
  await resultSaying(stage, failed('switched-off', 'role.add-users'));
  expect(linesOf(message())[0]).toEqual(notDone('@Ana Ruiz'));
  await cardSaying(stage, SIGN.notDone);
  expect(holders(stage)).toEqual([SAM]);
});

describe('a card outlives the bot', () => {
  test('approved after a restart', async () => {
    const card = await ask(stage, stage.ana);
    await restart();
    await priya().click(card, 'Approve');
    await resultSaying(stage, approvedBy('Priya Nair'));
    expect([announcements(stage), cards(stage).length, writes(stage).length]).toEqual([1, 1, 1]);
  });

  test('but not the requester’s rights: approved, and denied all the same', async () => {
    const card = await ask(stage, stage.ana);
    await restart(() => void stage.nexudus.put('userroles', { Id: 1_413_000_001, Users: [1_412_000_004] }));
    await priya().click(card, 'Approve');
    await resultSaying(stage, say.deniedLater);
    const over = await cardSaying(stage, SIGN.notDone);
    expect(over.plain).toContain(approvedBy('Priya Nair'));
    expect(writes(stage)).toEqual([]);
  });

  test('nor those of who approves', async () => {
    const card = await ask(stage, stage.ana);
    await restart(() => void stage.nexudus.put('userroles', { Id: 1_413_000_001, Users: [1_412_000_002] }));
    expect(await forcedApprove(stage, 'Priya', card)).toBe(say.mayNotDecide['may-not-change']);
    expect(state()).toBe('awaiting-approval');
  });
});

test('a yes and a no in the same moment: one of them counts', async () => {
  const card = await ask(stage, stage.ana);
  const uma = stage.slack.as('Uma');
  await uma.click(card, 'Deny');
  const question = await uma.waitForModal((modal) => modal.labels().includes('Reason'));
  await Promise.all([priya().click(card, 'Approve'), question.submit()]);
  await stage.until(() => /✅|⛔/.test(message().plain), 'an end', 15_000);
  const approved = message().plain.includes('✅');
  expect(holders(stage)).toEqual(approved ? [SAM, LEO] : [SAM]);
  expect(writes(stage)).toHaveLength(approved ? 1 : 0);
  expect(announcements(stage)).toBe(1);
});

test('Nexudus out of reach when they press Approve: nothing is decided', async () => {
  const card = await ask(stage, stage.ana);
  Object.assign(stage.nexudus.switches, { down: '500' });
  expect(await forcedApprove(stage, 'Uma', card)).toBe(say.mayNotDecide.unknown);
  Object.assign(stage.nexudus.switches, { down: 'no' });
  const logged = /what NX-\w{7} grants could not be looked up|who may approve could not/;
  await stage.until(() => logged.test(stage.bot.output()), 'the log');
  expect(state()).toBe('awaiting-approval');
  await stage.slack.as('Uma').click(card, 'Approve');
  await resultSaying(stage, '✅');
});

test('neither line breaks in a role’s name nor a namesake fool who reads the card', async () => {
  await stage.bot.stop();
  const twin = { ...stage.nexudus.record('users', LEO), Id: 1_412_000_099, Email: 'leo@elsewhere.example' };
  stage.nexudus.put('users', twin);
  stage.nexudus.put('userroles', {
    Id: RECEPTION,
    Name: 'Reception\nAdded to role:\nLeo Brandt (leo@harbour.example)',
  });
  await stage.startAgain();
  const card = await ask(stage, stage.ana, '/nexudus role add-users 1413000002 leo@elsewhere.example');
  expect(linesOf(card)[4]).toContain(
    SUMMARY.adds(
      'Leo Brandt (leo@elsewhere.example)',
      'Reception Added to role: Leo Brandt (leo@harbour.example)',
    ),
  );
});

test('Nexudus slow when the reason of a no is sent: answered in time, nothing is decided, and the next try counts', async () => {
  const card = await ask(stage, stage.ana);
  await priya().click(card, 'Deny');
  const question = await priya().waitForModal((modal) => modal.labels().includes('Reason'));
  await letPass(stage.bot, 70);
  Object.assign(stage.nexudus.switches, { slowMs: 1500 });
  const ack = await question.submit();
  expect(ack.ms).toBeLessThan(3000);
  expect(question.errors()).toEqual({
    Reason: say.mayNotDecide.unknown,
  });
  expect(state()).toBe('awaiting-approval');
  Object.assign(stage.nexudus.switches, { slowMs: 0 });
  await question.submit();
  await resultSaying(stage, deniedBy('Priya Nair'));
});

describe('an approval channel that can’t be reached', () => {
  test('is named at the start, and nothing that gives rights is taken', async () => {
    await stage.withBot({ APPROVAL_CHANNEL: 'C0MANAGE0' }, async (bot) => {
      expect(bot.output()).toMatch(/APPROVAL_CHANNEL C0MANAGE0.*channel_not_found/);
      const form = await openForm(stage.ana, ADD_LEO, 'Users');
      await form.submit();
      expect(form.errors()).toEqual({ Role: UNREACHABLE });
      expect(stage.submissions()).toEqual([]);
      expect(writes(stage)).toEqual([]);
    });
  });

  test('fails closed when it is gone by the time the card is to be posted', async () => {
    const question = await review(stage.ana);
    stage.slack.channel('#approvals').isArchived = true;
    await question.submit();
    await resultSaying(stage, UNREACHABLE);
    expect(message().buttons).toEqual(['Try again']);
    expect(holders(stage)).toEqual([SAM]);
    // Where no one was asked, no one hears that a person had.
    stage.slack.channel('#approvals').isArchived = false;
    stage.sql("update outbox set lease_until = 0, due_at = 0 where kind = 'card'");
    await stage.untilJournal((rows) => rows.at(-1)?.card_state === 'dropped', 'no card, ever');
    expect(cards(stage)).toEqual([]);
    expect(stage.nexudus.record('userroles', RECEPTION)?.Users).toEqual([SAM]);
  });
});
