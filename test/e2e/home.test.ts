import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, test } from '@jest/globals';
import type { HomeOnScreen, SlackClient } from '../../src/sandbox/slack/start-slack.ts';
import { ALL, titlesOf } from '../support/all-operations.ts';
import {
  ask,
  cardSaying,
  cards,
  denialView,
  holders,
  RECEPTION,
  resultSaying,
} from '../support/approvals.ts';
import { openForm } from '../support/channel.ts';
import { writes } from '../support/nexudus-calls.ts';
import { ofOneProcess } from '../support/of-one-process.ts';
import { deniedBy, SIGN } from '../support/outcomes.ts';
import { denied, say } from '../support/sentences.ts';
import { forgetPeople } from '../support/time-passes.ts';
import { useStore } from '../support/use-store.ts';

// What a person finds in the Home tab, and that it keeps itself as things are.
const stage = useStore({ settings: { APPROVAL_CHANNEL: 'C0APPROVE' } });
const SAM = 1_412_000_003;
const LEO = 1_412_000_005;
const priya = () => stage.slack.as('Priya');

afterEach(() => forgetPeople(stage));

const publishes = (person: SlackClient): number =>
  stage.slack.calls.filter(
    ({ method, body }) => method === 'views.publish' && body.user_id === person.person.id,
  ).length;

const homeSaying = (person: SlackClient, text: string): Promise<HomeOnScreen> =>
  person.waitForHome((home) => home.text().includes(text), {
    timeoutMs: 20_000,
    what: `Home saying ${text}`,
  });

async function homeOf(person: SlackClient): Promise<HomeOnScreen> {
  await person.openHome();
  return homeSaying(person, say.homeMay);
}

/** The home with the card of what was asked for. */
async function homeWithCard(person: SlackClient): Promise<HomeOnScreen> {
  await person.openHome();
  return person.waitForHome((home) => home.buttons().includes('Approve'), { timeoutMs: 20_000 });
}

async function rename(name: string): Promise<void> {
  const form = await openForm(stage.ana, `/nexudus team rename 1414300001 to "${name}"`, 'New name');
  await form.submit();
}

describe('what stands there', () => {
  test('for an admin: approvals, actions, submissions and how the bot is, with words where there is nothing', async () => {
    const home = await homeOf(stage.ana);
    const text = home.text();
    for (const words of [
      say.homeToApprove,
      say.homeNothingToApprove,
      say.homeMay,
      say.introHome,
      'ana@harbour.example',
      say.homeSubmitted,
      say.homeNothingSubmitted,
      say.homeStatus,
      process.env.REPLICAS ? 'Database (PostgreSQL)' : 'Database (SQLite)',
    ])
      expect(text).toContain(words);
    expect(home.buttons()).toEqual(titlesOf(ALL));
  });

  test('who may not change roles reads nothing of how the bot is, or of approvals', async () => {
    const home = await homeOf(stage.slack.as('Leo'));
    expect(home.text()).not.toContain(say.homeStatus);
    expect(home.text()).not.toContain(say.homeToApprove);
  });

  test('who may do nothing reads so, and of no buttons', async () => {
    const home = await homeOf(stage.slack.as('Sam'));
    expect(home.text()).toContain(say.nothingAvailable);
    expect(home.text()).not.toContain(say.introHome);
  });

  test('a guest reads one sentence', async () => {
    const gus = stage.slack.as('Gus');
    await gus.openHome();
    const home = await homeSaying(gus, denied('guest'));
    expect(home.json.blocks).toHaveLength(1);
  });
});

describe('it keeps itself as things are', () => {
  test('a submission appears with its receipt, and a newer one above it', async () => {
    await homeOf(stage.ana);
    await rename('Acme Ltd');
    const [row] = await (async () => {
      await stage.untilJournal((rows) => rows[0]?.status === 'succeeded', 'a success', 15_000);
      return stage.submissions();
    })();
    const home = await homeSaying(stage.ana, 'Done · Rename team: Acme Ltd');
    expect(home.text()).toContain(String(row?.receipt));
  });

  ofOneProcess('each publishes at its own pace')(
    'only for who looked at it, and no more often than every few seconds',
    async () => {
      const { ana } = stage;
      await homeOf(ana);
      for (const name of ['One', 'Two', 'Three']) await rename(name).then(() => stage.untilSettled(15_000));
      await homeSaying(ana, 'Three');
      const times = stage.slack.calls.filter(({ method }) => method === 'views.publish').map(({ at }) => at);
      for (const [index, at] of times.slice(1).entries())
        expect(at - Number(times[index])).toBeGreaterThan(2500);
      expect(publishes(priya())).toBe(0);
    },
  );

  test('nothing is published that shows the same', async () => {
    const { ana } = stage;
    await homeOf(ana);
    await sleep(6000);
    expect(publishes(ana)).toBe(1);
  });

  test('what another process showed meanwhile is not overwritten by something older', async () => {
    const { ana } = stage;
    const home = await homeOf(ana);
    // Changes the hash, as a publish of another process does.
    const { blocks } = home.json;
    await fetch(`${stage.slack.apiUrl}views.publish`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${stage.slack.botToken}` },
      body: JSON.stringify({ user_id: ana.person.id, view: { type: 'home', blocks: blocks.slice(0, 1) } }),
    });
    await rename('Acme Ltd');
    await homeSaying(ana, 'Acme Ltd');
    const answers = stage.slack.calls
      .filter(({ method }) => method === 'views.publish')
      .map(({ body, answer }) => [body.hash !== undefined, (answer as { error?: string }).error]);
    // The bot may remember of an earlier test what was shown.
    expect(answers.slice(1)).toEqual([
      [false, undefined],
      [true, 'hash_conflict'],
      [false, undefined],
    ]);
  });
});

describe('an approver’s Home', () => {
  test('shows what the card shows; Approve there counts, and the card says so', async () => {
    const card = await ask(stage, stage.ana);
    const home = await homeWithCard(priya());
    const shown = card.plain.split('\n').filter((line) => !line.startsWith(say.approvers.trim()));
    for (const line of shown) expect(home.text()).toContain(line);
    await home.press('Approve');
    await cardSaying(stage, SIGN.done);
    expect(holders(stage)).toEqual([SAM, LEO]);
    await homeSaying(priya(), say.homeNothingToApprove);
  });

  test('appears by itself when somebody asks, and goes when it is decided elsewhere', async () => {
    await homeOf(priya());
    const card = await ask(stage, stage.ana);
    await priya().waitForHome((home) => home.buttons().includes('Approve'), { timeoutMs: 20_000 });
    await stage.slack.as('Uma').click(card, 'Approve');
    const after = await homeSaying(priya(), say.homeNothingToApprove);
    expect(after.buttons()).not.toContain('Approve');
  });

  test('counts for what was shown: when the role gives more by then, nothing is approved', async () => {
    await ask(stage, stage.ana);
    const home = await homeWithCard(priya());
    const { nexudus } = stage;
    const role = nexudus.named('userroles', 'Reception') as unknown as { Roles: number[] };
    const { Id } = nexudus.named('roles', 'Coworker-Delete') as unknown as { Id: number };
    nexudus.put('userroles', { Id: RECEPTION, Roles: [...role.Roles, Id] });
    await home.press('Approve');
    await homeSaying(priya(), say.changedMeanwhile);
    expect(writes(stage)).toEqual([]);
    expect(holders(stage)).toEqual([SAM]);
  });

  test('Deny there asks for the reason', async () => {
    await ask(stage, stage.ana);
    const home = await homeWithCard(priya());
    await home.press('Deny');
    const question = await denialView(priya());
    await question.type('Reason', 'Not Leo');
    await question.submit();
    await resultSaying(stage, deniedBy('Priya Nair'));
    await homeSaying(priya(), say.homeNothingToApprove);
  });

  test('See permissions opens what the card has', async () => {
    await ask(stage, stage.ana);
    const home = await homeWithCard(priya());
    await home.press('See permissions');
    const seen = await priya().waitForModal((modal) => modal.text().includes('Leo Brandt'), {
      timeoutMs: 15_000,
    });
    expect(seen.title).toBe(say.permissions);
  });

  test('who left the approval channel meanwhile decides nothing', async () => {
    const { slack } = stage;
    await ask(stage, stage.ana);
    const home = await homeWithCard(priya());
    const channel = slack.channel('#approvals');
    channel.members = channel.members.filter((id) => id !== priya().person.id);
    await home.press('Approve');
    await homeSaying(priya(), say.cardGone);
    await home.press('Deny');
    const view = await denialView(priya());
    expect(view.labels()).toEqual([]);
    expect(view.text()).toContain(say.cardGone);
    expect(holders(stage)).toEqual([SAM]);
    expect(cards(stage)[0]?.buttons).toContain('Approve');
  });

  test('the requester finds it under their submissions, with Remind approvers and no Approve', async () => {
    await ask(stage, stage.ana);
    await stage.ana.openHome();
    const home = await stage.ana.waitForHome((each) => each.buttons().includes('Remind approvers'));
    expect(home.text()).toContain('Waiting for approval · Add users to role: Reception');
    expect(home.buttons()).not.toContain('Approve');
    await home.press('Remind approvers');
    await homeSaying(stage.ana, say.reminded);
    const reminded = await homeSaying(stage.ana, say.remindableFrom.trim());
    expect(reminded.buttons()).not.toContain('Remind approvers');
    await stage.until(
      () => stage.slack.messages('#approvals').some(({ plain }) => plain.includes(say.reminder)),
      'a reminder',
      15_000,
    );
  });
});

test('temporary access that the person gave or has stands there, the next to end first, with Extend and End now', async () => {
  const { ana, slack } = stage;
  const give = async (command: string) => {
    const card = await ask(stage, ana, command, cards(stage).length + 1);
    await priya().click(card, 'Approve');
    await cardSaying(stage, 'Approved and done', cards(stage).length);
    await stage.untilSettled(15_000);
  };
  await give('/nexudus role add-users Reception leo@harbour.example until in 5 days');
  await give('/nexudus role add-users Events leo@harbour.example until in 2 days');
  await ana.openHome();
  const home = await homeSaying(ana, ' · Events · ends ');
  const text = home.text().slice(home.text().indexOf(say.homeAccess));
  expect(text).toMatch(/Leo Brandt.* · Events · ends [\s\S]*Leo Brandt.* · Reception · ends /);
  const isAccess = (label: string) => label === say.extend || label === say.endNow;
  expect(home.buttons().filter(isAccess)).toEqual([say.extend, say.endNow, say.extend, say.endNow]);

  // Who has it may not change it, and who has nothing to do with it reads nothing of it.
  const leo = slack.as('Leo');
  await leo.openHome();
  const leos = await homeSaying(leo, ' · Events · ends ');
  expect(leos.text()).toContain('Reception');
  expect(leos.buttons().filter(isAccess)).toEqual([]);
  expect((await homeOf(slack.as('Uma'))).text()).not.toContain(say.homeAccess);

  await home.press(say.endNow);
  const question = await ana.waitForModal((modal) => modal.submitText === say.endNow);
  expect(question.text()).toContain(say.endOf('Events'));
  await question.submit();
  const isLeft = (shown: HomeOnScreen) =>
    shown.text().includes(say.homeAccess) && shown.buttons().filter(isAccess).length <= 2;
  await ana.waitForHome(isLeft, { timeoutMs: 20_000, what: 'Home without what has ended' });
  await homeSaying(ana, 'Done · End temporary access: Events · @Ana Ruiz');
  await leo.waitForHome((shown) => !/Events · ends/.test(shown.text()), { timeoutMs: 20_000 });
  expect(holders(stage)).toEqual([SAM, LEO]);
}, 120_000);
