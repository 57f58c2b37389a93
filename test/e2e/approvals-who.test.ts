import { beforeEach, describe, expect, test } from '@jest/globals';
import { sentenceIn } from '../support/access-acts.ts';
import { bringInCast } from '../support/access-cast.ts';
import {
  ADD_LEO,
  ask,
  cardSaying,
  cards,
  deny,
  forcedApprove,
  holders,
  resultSaying,
  review,
} from '../support/approvals.ts';
import { botMessages, linesOf, openForm } from '../support/channel.ts';
import { writes } from '../support/nexudus-calls.ts';
import { ASKS, approvedBy, deniedBy, requestedBy, SUMMARY } from '../support/outcomes.ts';
import { say } from '../support/sentences.ts';
import { useSandbox } from '../support/use-sandbox.ts';

// Who is asked for the second yes, and whose counts. Mo is mapped to Priya's admin user.
const stage = useSandbox({
  settings: { APPROVAL_CHANNEL: 'C0APPROVE', NEXUDUS_LOGINS: 'U0MO00000=priya@harbour.example' },
});
const SAM = 1_412_000_003;
const NOT_THE_REQUESTER = say.mayNotDecide['is-requester'];
const NOT_WHO_GETS_IT = say.mayNotDecide['is-added'];
const COULD_NOT_DO_IT = say.mayNotDecide['may-not-change'];
const NOBODY = say.noApprover.none;

const inTheChannel = (...names: string[]) => {
  stage.slack.channel('#approvals').members = [
    ...names.map((name) => stage.slack.person(name).id),
    stage.slack.bot.userId,
  ];
};

beforeEach(() => {
  bringInCast(stage);
  // The same human with a second Slack account.
  stage.slack.people.push({
    ...stage.slack.person('Ana'),
    id: 'U0ANATWO0',
    name: 'ana2',
    realName: 'Anatwo Ruiz',
  });
});

test('the card says who asks, for what, who gets which rights, and who can decide', async () => {
  const card = await ask(stage, stage.ana);
  const [title, asked, decide, expires, ...rest] = linesOf(card);
  expect(title).toMatch(/^🔐 /);
  expect(asked).toContain(requestedBy('Ana Ruiz'));
  expect(decide?.startsWith(SUMMARY.approvers)).toBe(true);
  expect(expires).toMatch(/^Expires \d{4}-\d\d-\d\d \d\d:\d\d/);
  // Not Ana, whatever account, nor Leo; nor whoever could not do it.
  expect(card.mentions.filter((id) => id !== 'U0ANA0000').sort()).toEqual([
    'U0MO00000',
    'U0PRIYA00',
    'U0UMA0000',
  ]);
  expect(rest).toEqual([
    'Add Leo Brandt (leo@harbour.example) to Reception · lets them view 198 kinds of records (396 permissions) · nothing dangerous',
    'Permanent',
    '[Approve] [Deny] [See permissions]',
    'NX-…',
  ]);
  expect(card.buttons).toEqual(['Approve', 'Deny', 'See permissions']);
  expect(holders(stage)).toEqual([SAM]);
});

test('what is dangerous comes first on the card of new permissions, with who has the role', async () => {
  const form = await openForm(stage.ana, '/nexudus role update Reception', 'Add permissions');
  await form.pick(
    'Add permissions',
    'Booking-Edit',
    'Booking-Delete',
    'User-Edit',
    'UserRole-Edit',
    'Charge-Edit',
  );
  await form.submit();
  await stage.ana.modal()?.submit();
  const card = await cardSaying(stage, ASKS);
  const lines = linesOf(card);
  expect(lines).toContain(
    'Everyone with Reception (Sam Field) gets to change 4 kinds of records, delete 1 (5 permissions) · ' +
      '⚠️ dangerous: roles (change), admin users (change), charges (change) and 1 more',
  );
  expect(writes(stage)).toEqual([]);
});

describe('when no one could say yes, the form says so and nothing is asked', () => {
  test.each([
    ['only who asks is there', ADD_LEO, ['Ana']],
    ['only their second account', ADD_LEO, ['Ana', 'Anatwo']],
    [
      'only who could not do it',
      ADD_LEO,
      ['Ana', 'Sam', 'Leo', 'Gus', 'Nora', 'Ian', 'Rob', 'Twin', 'Cam', 'Stella'],
    ],
    ['only who gets it', '/nexudus role add-users Reception priya@harbour.example', ['Ana', 'Priya']],
    [
      'only who gets it, by another account',
      '/nexudus role add-users Reception priya@harbour.example',
      ['Ana', 'Mo'],
    ],
    ['nobody', ADD_LEO, []],
  ])('%s', async (_what, command, names) => {
    inTheChannel(...names);
    const form = await openForm(stage.ana, command, 'Users');
    await form.submit();
    expect(form.errors()).toEqual({ Role: NOBODY });
    expect(cards(stage)).toEqual([]);
    expect(botMessages(stage)).toEqual([]);
    expect(writes(stage)).toEqual([]);
  });
});

test('who has the role already, and is named once more, gets nothing by it and may decide', async () => {
  inTheChannel('Ana', 'Priya');
  stage.nexudus.put('userroles', { Id: 1_413_000_002, Users: [SAM, 1_412_000_004] });
  const card = await ask(stage, stage.ana, `${ADD_LEO} priya@harbour.example`);
  expect(card.plain).toContain(SUMMARY.adds('Leo Brandt (leo@harbour.example)', 'Reception'));
  await stage.slack.as('Priya').click(card, 'Approve');
  await resultSaying(stage, approvedBy('Priya Nair'));
});

describe('Approve', () => {
  test.each([
    ['Ana', NOT_THE_REQUESTER],
    ['Anatwo', NOT_THE_REQUESTER],
    ['Sam', COULD_NOT_DO_IT],
    ['Leo', COULD_NOT_DO_IT],
    // A network admin of another location.
    ['Cam', COULD_NOT_DO_IT],
    ['Rob', COULD_NOT_DO_IT],
    ['Twin', COULD_NOT_DO_IT],
    ['Ian', COULD_NOT_DO_IT],
    ['Nora', COULD_NOT_DO_IT],
    ['Gus', COULD_NOT_DO_IT],
    ['Ulla', COULD_NOT_DO_IT],
    ['Helper', COULD_NOT_DO_IT],
    ['Dan', COULD_NOT_DO_IT],
    ['Una', COULD_NOT_DO_IT],
    ['Max', COULD_NOT_DO_IT],
    ['Stella', COULD_NOT_DO_IT],
  ])('of %s does not count', async (name, sentence) => {
    const card = await ask(stage, stage.ana);
    expect(await forcedApprove(stage, name, card)).toBe(sentence);
    expect(holders(stage)).toEqual([SAM]);
    expect(writes(stage)).toEqual([]);
    expect(cards(stage)[0]?.buttons).toEqual(['Approve', 'Deny', 'See permissions']);
  });

  test.each(['Priya', 'Mo'])('of %s does not count when Priya gets it', async (name) => {
    const card = await ask(stage, stage.ana, '/nexudus role add-users Reception @priya');
    expect(card.mentions).not.toContain('U0PRIYA00');
    expect(await forcedApprove(stage, name, card)).toBe(NOT_WHO_GETS_IT);
    expect(writes(stage)).toEqual([]);
    await stage.slack.as('Uma').click(card, 'Approve');
    await resultSaying(stage, approvedBy('Uma Stone'));
  });

  test('of a person who asked for the same in another request counts for hers alone', async () => {
    const card = await ask(stage, stage.ana);
    const other = await ask(
      stage,
      stage.slack.as('Priya'),
      '/nexudus role add-users Events leo@harbour.example',
      2,
    );
    expect(await forcedApprove(stage, 'Priya', other)).toBe(NOT_THE_REQUESTER);
    await stage.slack.as('Priya').click(card, 'Approve');
    await stage.until(() => writes(stage).length === 1, 'one write', 10_000);
    expect(stage.nexudus.record('userroles', 1_413_000_006)?.Users).toEqual([1_412_000_008]);
  });
});

describe('Deny', () => {
  test.each([
    ['Ana', NOT_THE_REQUESTER],
    ['Sam', COULD_NOT_DO_IT],
  ])('of %s asks for no reason, and says why', async (name, sentence) => {
    const card = await ask(stage, stage.ana);
    expect(await deny(stage.slack.as(name), card, 'because')).toContain(sentence);
    expect(cards(stage)[0]?.buttons).toEqual(['Approve', 'Deny', 'See permissions']);
    await stage.slack.as('Priya').click(card, 'Approve');
    await resultSaying(stage, '✅');
  });

  test('needs no reason', async () => {
    const card = await ask(stage, stage.ana);
    expect(await deny(stage.slack.as('Priya'), card, '')).toBe('');
    await resultSaying(stage, deniedBy('Priya Nair'));
    expect((await cardSaying(stage, deniedBy('Priya Nair'))).buttons).toEqual(['See permissions']);
    expect(writes(stage)).toEqual([]);
  });

  test('forged, for a request that is none', async () => {
    const { slack } = stage;
    const { id, teamId } = slack.person('Priya');
    for (const private_metadata of ['', '__proto__', 'x'.repeat(3000)]) {
      const answer = await slack.send('interactive', {
        type: 'view_submission',
        team: slack.team,
        user: { id, name: 'priya', team_id: teamId },
        view: { type: 'modal', callback_id: 'denial', private_metadata, blocks: [], state: { values: {} } },
      });
      expect(sentenceIn(answer)).toBe(say.cardGone);
    }
  });
});

test('the review says that a second yes is needed, before anything is asked', async () => {
  const question = await review(stage.ana);
  expect(question.text()).toContain(say.needsApproval);
  expect(cards(stage)).toEqual([]);
  await question.close();
  expect(stage.ana.modal()?.title).toBe('Add users to role');
  expect(writes(stage)).toEqual([]);
});
