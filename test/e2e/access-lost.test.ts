import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { Modal, SlackClient } from '../../src/sandbox/slack/start-slack.ts';
import { expectRefused } from '../support/approvals.ts';
import { botMessages, linesOf, openForm } from '../support/channel.ts';
import { isQuestion } from '../support/is-question.ts';
import { expectOnlyChanged, found, writes } from '../support/nexudus-calls.ts';
import { SIGN, unknownOutcome } from '../support/outcomes.ts';
import { denied, LOCATION_DENIED, say } from '../support/sentences.ts';
import { forgetPeople } from '../support/time-passes.ts';
import { useStore } from '../support/use-store.ts';

const stage = useStore();
const ACME = 1_414_300_001;
const NETWORK_ADMIN = 1_413_000_001;
const ANA = 1_412_000_002;
const SOHO = 1_414_940_210;
const CAMDEN = 1_414_940_212;
const RENAME = '/nexudus team rename 1414300001 to "Acme Ltd"';
const LATER = say.deniedLater;
// With a 503 it may have been done.
const EARLIER = say.earlierAttempt;

// What a bot remembers of people, for up to a minute, would outlive the test.
beforeEach(() => forgetPeople(stage));
afterEach(async () => {
  await stage.untilSettled(15_000);
  // Acme still has its name, and only tries that Nexudus turned away were made.
  expect(found(stage, 'teams', ACME).Name).toBe('Acme');
  expect(writes(stage).filter(({ status }) => status !== 503)).toEqual([]);
});

const rename = (person: SlackClient): Promise<Modal> => openForm(person, RENAME, 'New name');

/** Stops the bot, lets something happen, and starts it again: with nothing remembered of who may do what. */
async function meanwhile(act: () => void): Promise<void> {
  await stage.bot.stop();
  act();
  await stage.startAgain();
}

const takeRoleFromPriya = () => void stage.nexudus.put('userroles', { Id: NETWORK_ADMIN, Users: [ANA] });
const NO_ROLES = denied('no-roles', 'priya@harbour.example');

describe('lost between the form and its submission', () => {
  test.each([
    ['the role', takeRoleFromPriya, NO_ROLES],
    [
      'the admin user',
      () =>
        void stage.nexudus.put('users', { Id: stage.nexudus.named('users', 'Priya Nair').Id, Active: false }),
      denied('inactive-user', 'priya@harbour.example'),
    ],
    [
      'the place in the team of Slack',
      () => {
        stage.slack.person('Priya').isRestricted = true;
      },
      denied('guest'),
    ],
  ])(
    '%s: the form is refused, keeps what was typed, and no one else hears of it',
    async (_what, lose, sentence) => {
      const priya = stage.slack.as('Priya');
      const form = await rename(priya);
      await meanwhile(lose);
      await form.submit();
      expect(Object.values(form.errors())).toEqual([sentence]);
      expect(form.value('New name')).toBe('Acme Ltd');
      expect(botMessages(stage)).toEqual([]);
      expect(stage.submissions()).toEqual([]);
    },
  );

  test('the record was moved to a location that they don’t look after', async () => {
    const { nexudus, slack } = stage;
    const form = await rename(slack.as('Leo'));
    nexudus.put('teams', { Id: ACME, BusinessId: CAMDEN });
    const moved = found(stage, 'teams', ACME);
    await form.submit();
    expect(form.text()).toContain(LOCATION_DENIED);
    expectOnlyChanged(moved, nexudus.record('teams', ACME), {});
    expect(writes(stage)).toEqual([]);
    expect(botMessages(stage)).toEqual([]);
  });
});

describe('lost before the review of a role', () => {
  const RECEPTION = 1_413_000_002;
  const LOCATION_MANAGER = 1_413_000_003;
  const editsRoles = (allowed: boolean) => {
    const { nexudus } = stage;
    const edit = nexudus.named('roles', 'UserRole-Edit').Id;
    const others = (found(stage, 'userroles', LOCATION_MANAGER).Roles as number[]).filter(
      (id) => id !== edit,
    );
    nexudus.put('userroles', { Id: LOCATION_MANAGER, Roles: allowed ? [...others, edit] : others });
  };
  /** Leo, who is limited to Soho, adds Tess to Reception there. */
  const addTess = (): Promise<Modal> => {
    editsRoles(true);
    return openForm(stage.slack.as('Leo'), '/nexudus role add-users Reception tess@harbour.example', 'Users');
  };
  const reviewed = () => stage.slack.as('Leo').modals().find(isQuestion);

  test('the role was moved to a location that they don’t look after: they don’t see what it gives', async () => {
    const form = await addTess();
    stage.nexudus.put('userroles', { Id: RECEPTION, BusinessId: CAMDEN });
    await expectRefused(stage.slack.as('Leo'), form, {
      Role: LOCATION_DENIED,
    });
    expect(reviewed()).toBeUndefined();
  });

  test('the permission, while Nexudus is slow: no review follows “Checking”', async () => {
    const leo = stage.slack.as('Leo');
    const form = await addTess();
    await meanwhile(() => editsRoles(false));
    Object.assign(stage.nexudus.switches, { only: 'reads', slowMs: 2500 });
    expect((await form.submit()).body).toMatchObject({ response_action: 'push' });
    const checking = leo.modal();
    await leo.waitForModal((modal) => modal.id === checking?.id && !modal.text().includes('Checking'), {
      timeoutMs: 40_000,
      what: 'what came of checking',
    });
    expect(leo.modal()?.text()).toContain('You need permission to change roles (UserRole-Edit).');
    expect(leo.modal()?.submitText).toBeUndefined();
    stage.nexudus.switches.slowMs = 0;
  });
});

describe('lost while the request waits for Nexudus', () => {
  async function queued(name: string): Promise<void> {
    const { nexudus, slack } = stage;
    Object.assign(nexudus.switches, { only: 'writes', down: '503' });
    await (await rename(slack.as(name))).submit();
    await stage.until(() => botMessages(stage)[0]?.plain.includes(SIGN.waits) === true, 'the message');
  }
  const back = () => Object.assign(stage.nexudus.switches, { down: 'no' });

  const ELSEWHERE = LOCATION_DENIED;
  test.each([
    ['the role', 'Priya', takeRoleFromPriya, NO_ROLES],
    [
      'the location',
      'Leo',
      () =>
        void stage.nexudus.put('users', {
          Id: stage.nexudus.named('users', 'Leo Brandt').Id,
          Businesses: [CAMDEN],
        }),
      ELSEWHERE,
    ],
    [
      'the record’s location',
      'Leo',
      () => void stage.nexudus.put('teams', { Id: ACME, BusinessId: CAMDEN }),
      ELSEWHERE,
    ],
    [
      'the Slack account',
      'Priya',
      () => {
        stage.slack.person('Priya').deleted = true;
      },
      // Slack brings nothing to such an account.
      undefined,
    ],
  ])('%s: it is denied; only whoever asked reads why', async (_what, name, lose, sentence) => {
    await queued(name);
    const { slack } = stage;
    await meanwhile(() => {
      lose();
      back();
    });
    await stage.until(() => botMessages(stage)[0]?.plain.includes(LATER) === true, 'the edit', 20_000);
    await stage.untilSettled();
    const [message, second] = botMessages(stage);
    expect(second).toBeUndefined();
    expect(message && linesOf(message)).toEqual([
      unknownOutcome(`@${slack.person(name).realName}`),
      LATER,
      EARLIER,
      'NX-…',
    ]);
    expect(message?.buttons).toEqual([]);
    expect(slack.ephemerals(name)).toEqual([]);
    const direct = botMessages(stage, slack.dm(name).id);
    const lines = [unknownOutcome(`@${slack.person(name).realName}`), sentence, EARLIER, 'NX-…'];
    expect(direct.map(linesOf)).toEqual(sentence ? [lines] : []);
    expect(stage.submissions().map(({ status }) => status)).toEqual(['denied']);
  });

  test('kept: it is done', async () => {
    await queued('Priya');
    await meanwhile(back);
    await stage.until(() => botMessages(stage)[0]?.plain.startsWith('✅') === true, 'the result', 20_000);
    expect(found(stage, 'teams', ACME)).toMatchObject({ Name: 'Acme Ltd', BusinessId: SOHO });
    // For the check after each test.
    stage.nexudus.put('teams', { Id: ACME, Name: 'Acme' });
    stage.nexudus.calls.length = 0;
  });
});
