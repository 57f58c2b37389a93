import { afterEach, describe, expect, test } from '@jest/globals';
import type { SlackMessage } from '../../src/sandbox/slack/start-slack.ts';
import { ask, cardSaying, cards, deny, resultSaying, review } from '../support/approvals.ts';
import { botMessages } from '../support/channel.ts';
import { ASKS, approvedBy } from '../support/outcomes.ts';
import { useStore } from '../support/use-store.ts';

// A card says in a few sentences what a change gives; every permission is one press away, for those who may decide.
const stage = useStore({ settings: { APPROVAL_CHANNEL: 'C0APPROVE' } });
/** Its role has every permission there is, about 1,000. */
const ADD_TO_ALL = '/nexudus role add-users "Network admin" leo@harbour.example';
const NETWORK_ADMIN = 1_413_000_001;
const priya = () => stage.slack.as('Priya');
const shownTo = (id: string) => stage.slack.ephemerals(id, '#approvals');

afterEach(async () => {
  await stage.bot.stop();
  await stage.startAgain();
});

const lettersIn = (value: unknown): number =>
  typeof value === 'object' && value !== null
    ? Object.entries(value).reduce(
        (sum, [name, each]) =>
          sum + (name === 'text' && typeof each === 'string' ? each.length : lettersIn(each)),
        0,
      )
    : 0;

describe('the card of a role with 1,000 permissions', () => {
  test('is posted; who may decide sees all of it with one click; no one else does; the yes counts', async () => {
    const card = await ask(stage, stage.ana, ADD_TO_ALL);
    expect(lettersIn(card.blocks)).toBeLessThan(10_000);
    expect(card.plain).toContain('Leo Brandt (leo@harbour.example)');
    expect(card.plain).toContain(
      '⚠️ dangerous: roles (create, change, delete), admin users (create, change, delete), access tokens (view, create, change, delete) and 205 more',
    );
    expect(card.plain).toContain(
      'lets them view 208 kinds of records, create 208, change 208, delete 208 (1,040 permissions)',
    );
    expect(card.buttons).toEqual(['Approve', 'Deny', 'See permissions']);

    const leo = stage.slack.person('Leo').id;
    await stage.slack.as('Leo').click(card, 'See permissions');
    await stage.until(() => shownTo(leo).length === 1, 'a refusal', 10_000);
    expect(shownTo(leo)[0]?.plain).not.toContain('UserRole: ');

    const mine = priya().person.id;
    await priya().click(card, 'See permissions');
    const named = () =>
      shownTo(mine)
        .map(({ plain }) => plain)
        .join('\n');
    const permissions = stage.nexudus.records('roles').map(({ Name }) => String(Name));
    const entities = [...new Set(permissions.map((name) => name.slice(0, name.lastIndexOf('-'))))];
    expect(permissions.length).toBeGreaterThan(900);
    const missing = () =>
      entities.filter((entity) => !named().includes(`${entity}: List, Read, Create, Edit, Delete`));
    await stage.until(() => missing().length === 0, 'every permission', 15_000);
    for (const { blocks } of shownTo(mine)) expect(lettersIn(blocks)).toBeLessThan(10_000);

    await priya().click(card, 'Approve');
    await resultSaying(stage, approvedBy('Priya Nair'));
    const over = await cardSaying(stage, '✅');
    expect(over.plain).toContain('Leo Brandt (leo@harbour.example)');
    expect(over.buttons).toEqual(['See permissions']);
  });

  test('that changed since it was posted is shown anew instead', async () => {
    const card = await ask(stage, stage.ana, ADD_TO_ALL);
    const Roles = stage.nexudus.record('userroles', NETWORK_ADMIN)?.Roles as number[];
    stage.nexudus.put('userroles', { Id: NETWORK_ADMIN, Roles: Roles.slice(0, -1) });
    await priya().click(card, 'See permissions');
    const edited = () => cards(stage)[0]?.edited !== undefined;
    await stage.until(edited, 'the card anew', 15_000);
    expect(stage.submissions().at(-1)?.status).toBe('awaiting-approval');
  });
});

describe('the review', () => {
  test('says the same in short, shows every permission on top of it, and goes on after a restart', async () => {
    const { ana } = stage;
    const question = await review(ana);
    const short =
      'Add Leo Brandt (leo@harbour.example) to Reception · lets them view 198 kinds of records (396 permissions) · nothing dangerous';
    expect(question.text()).toContain(short);
    expect(question.text()).not.toContain('Booking');
    await stage.bot.stop();
    await stage.startAgain();
    await question.press('See permissions');
    const all = await ana.waitForModal((modal) => modal.text().includes('Booking: List, Read'));
    expect(all.text()).toContain('VideoRoom: List, Read');
    expect(all.text()).toContain('Workspace: List, Read');
    expect(all.submitText).toBeUndefined();
    await all.close();
    await question.submit();
    await cardSaying(stage, ASKS);
  });

  test('shows no permission to a person who may not change roles any more', async () => {
    const question = await review(stage.ana);
    await stage.bot.stop();
    const { Id } = stage.nexudus.named('users', 'Ana Ruiz');
    stage.nexudus.put('users', { Id, Active: false });
    await stage.startAgain();
    await question.press('See permissions');
    const announced = await stage.ana.waitForModal((modal) => modal.text().includes('ana@harbour.example'));
    expect(announced.text()).not.toContain('Booking');
  });
});

describe('a card that is over keeps who was to be added, and says why it came to nothing', () => {
  test('denied', async () => {
    expect(await deny(priya(), await ask(stage, stage.ana), 'Not Leo')).toBe('');
    const over = await cardSaying(stage, 'Not Leo');
    expect(over.plain).toContain('Leo Brandt (leo@harbour.example)');
    expect(over.buttons).toEqual(['See permissions']);
  });

  test('refused by Nexudus after the yes', async () => {
    const card = await ask(stage, stage.ana);
    stage.nexudus.switches.refuse = [{ property: 'Users', message: 'is locked for an audit' }];
    await priya().click(card, 'Approve');
    const over = await cardSaying(stage, 'locked for an audit');
    expect(over.plain).toContain('Leo Brandt (leo@harbour.example)');
  });
});

describe('a card that Slack refuses for what it says', () => {
  const refuse = (times: number) => {
    stage.slack.faults.fail = {
      method: 'chat.postMessage',
      channel: 'C0APPROVE',
      error: 'msg_blocks_too_long',
      times,
    };
  };

  test('is posted in short', async () => {
    const question = await review(stage.ana);
    refuse(1);
    await question.submit();
    const card = await cardSaying(stage, ASKS);
    await priya().click(card, 'Approve');
    await resultSaying(stage, approvedBy('Priya Nair'));
  });

  test('also in short: the request ends, and APPROVAL_CHANNEL is not blamed', async () => {
    const question = await review(stage.ana);
    refuse(2);
    await question.submit();
    await stage.untilJournal((rows) => rows.at(-1)?.status === 'failed', 'an end', 15_000);
    await stage.untilSettled(10_000);
    const [message] = botMessages(stage) as [SlackMessage];
    expect(message.plain).not.toContain('APPROVAL_CHANNEL');
    expect(message.buttons).toEqual(['Try again']);
  });
});
