import { describe, expect, test } from '@jest/globals';
import type { Denial } from '../../../../src/access/access.ts';
import type { Failure } from '../../../../src/nexudus/failure.ts';
import { renameTeam, updateTeam } from '../../../../src/operations/team.ts';
import { createVideoRoom } from '../../../../src/operations/video-room.ts';
import { decisionLine, denialSentence } from '../../../../src/slack/text/denial-sentence.ts';
import { failureSentence, waitingReason } from '../../../../src/slack/text/failure-sentence.ts';
import { rejectionLine } from '../../../../src/slack/text/rejection-line.ts';
import { say } from '../../../../src/slack/text/say.ts';

const failure = (why: Failure['why']): Failure => ({
  why,
  passing: true,
  mayHaveActed: false,
  answered: true,
});
const email = 'ana@example.com';

// A reason or failure without a line here doesn't compile.
const REFUSALS = {
  guest: { allowed: false, reason: 'guest' },
  bot: { allowed: false, reason: 'bot' },
  deactivated: { allowed: false, reason: 'deactivated' },
  stranger: { allowed: false, reason: 'stranger' },
  'no-email': { allowed: false, reason: 'no-email' },
  'unconfirmed-email': { allowed: false, reason: 'unconfirmed-email' },
  'no-user': { allowed: false, reason: 'no-user', email },
  'several-users': { allowed: false, reason: 'several-users', email },
  'inactive-user': { allowed: false, reason: 'inactive-user', email },
  'no-roles': { allowed: false, reason: 'no-roles', email },
  'no-permission': {
    allowed: false,
    reason: 'no-permission',
    permission: 'Team-Edit',
    roles: ['Reception', 'Bar'],
  },
  location: { allowed: false, reason: 'location', locations: [7] },
  'no-group': { allowed: false, reason: 'no-group' },
  'no-roles-group': { allowed: false, reason: 'no-roles-group' },
  'could-not-ask': { allowed: false, reason: 'could-not-ask', failure: failure('unreachable') },
} as const satisfies { [R in Denial['reason']]: Denial & { reason: R } };
const FAILURES: { [W in Failure['why']]: true } = {
  throttled: true,
  unreachable: true,
  chat: true,
  store: true,
  'switched-off': true,
  'writes-off': true,
  refused: true,
  unsure: true,
  'bot-denied': true,
  'bot-sign-in': true,
  gone: true,
  hidden: true,
  'look-alike': true,
  twin: true,
  incomplete: true,
  inexact: true,
  unexpected: true,
};

/** The last sentence says what to do. */
const WHAT_TO_DO =
  /(Ask|ask the bot’s administrator|Confirm|Try again|Look (at|in)|Choose|A person has to|then try again)[^.]*(\.|;[^.]*\.)$/;

describe('every refusal of access', () => {
  const { deactivated, ...others } = REFUSALS;
  test.each(Object.values(others) as Denial[])('$reason: says what to do', (refused) => {
    expect(denialSentence(refused, renameTeam)).toMatch(WHAT_TO_DO);
  });

  // A deactivated person hardly reads it.
  test('deactivated: says what to do', () => {
    expect(denialSentence(deactivated)).toMatch(WHAT_TO_DO);
  });

  test.each(Object.values(REFUSALS) as Denial[])('$reason: is distinguished', (refused) => {
    const sentence = denialSentence(refused, renameTeam);
    expect(sentence.length).toBeGreaterThan(40);
    expect(sentence.length).toBeLessThan(400);
    const same = Object.values(REFUSALS).filter((other) => denialSentence(other, renameTeam) === sentence);
    expect(same).toHaveLength(1);
    expect(decisionLine(refused).length).toBeGreaterThan(40);
  });

  test('names what is missing, in the dashboard’s words and the API’s', () => {
    expect(denialSentence(REFUSALS['no-permission'], renameTeam)).toBe(
      'You need permission to change teams (Team-Edit). Your roles: Reception, Bar. Ask a network administrator for a role that has it.',
    );
    expect(denialSentence(REFUSALS['no-permission'])).toContain('the permission Team-Edit');
  });

  test.each(['no-user', 'several-users', 'inactive-user', 'no-roles'] as const)(
    '%s names the e-mail',
    (reason) => {
      expect(denialSentence(REFUSALS[reason])).toContain('ana@example.com');
    },
  );

  test('without roles points to UNRESTRICTED_ADMINS', () => {
    expect(denialSentence(REFUSALS['no-roles'])).toContain(
      'If you are a full unrestricted administrator, ask the bot’s administrator to add you to UNRESTRICTED_ADMINS',
    );
  });
});

describe('every failure', () => {
  const whatToDo = (why: Failure['why']) => {
    for (const operation of [undefined, renameTeam, createVideoRoom]) {
      const sentence = failureSentence(failure(why), operation);
      expect(sentence).not.toMatch(/HTTP|undefined|\[object|Error/);
      expect(sentence).toMatch(
        /(Ask|Try again|Look (at|in)|Choose|submitting again is safe|try again or ask)[^.]*\.$/i,
      );
    }
  };
  test.each(Object.keys(FAILURES) as Failure['why'][])('%s says what happened and what to do', whatToDo);

  test.each(['throttled', 'unreachable', 'bot-denied', 'bot-sign-in', 'gone'] as const)(
    '%s, which changed nothing, says so',
    (why) => {
      expect(failureSentence(failure(why))).toContain('Nothing was changed.');
    },
  );

  test.each(Object.keys(FAILURES) as Failure['why'][])(
    '%s, after an earlier attempt that may have changed something, does not say the opposite',
    (why) => {
      const sentence = failureSentence({ ...failure(why), mayHaveActed: true }, renameTeam);
      expect(sentence).not.toContain('Nothing was changed');
      expect(sentence).toMatch(/Check the record in Nexudus|Look (in Nexudus|at the record)/);
    },
  );

  test.each(['unsure', 'unexpected'] as const)(
    '%s, which may have changed something, does not say the opposite',
    (why) => {
      for (const operation of [undefined, renameTeam, createVideoRoom]) {
        expect(failureSentence(failure(why), operation)).not.toContain('Nothing was changed');
      }
    },
  );

  test('of unknown outcome tells a new record from a changed one', () => {
    expect(failureSentence(failure('unsure'), renameTeam)).toContain('submitting again is safe');
    expect(failureSentence(failure('unsure'), createVideoRoom)).toContain('before you create it again');
  });

  test('names the permission that the bot itself lacks', () => {
    expect(failureSentence(failure('bot-denied'), renameTeam)).toContain(
      'permission to change teams (Team-Edit)',
    );
  });

  test('that makes a submission wait has a reason without what to do: the bot does it', () => {
    for (const why of ['throttled', 'twin', 'unreachable', 'chat', 'store', 'unsure'] as const) {
      for (const operation of [renameTeam, createVideoRoom]) {
        expect(waitingReason(failure(why), operation)).toMatch(/^[^.]+\.$/);
      }
    }
  });
});

describe('what Nexudus refused, in one line', () => {
  test('names each field once, also where Nexudus’s sentence does without', () => {
    const problems = { participants: 'Must be 500 or less.', name: 'Name is taken.' };
    expect(rejectionLine({ problems, others: ['Access Denied.'], forAll: true }, createVideoRoom)).toBe(
      'Nexudus refused: Number of participants: Must be 500 or less. Name is taken. Access Denied.',
    );
  });

  test('of a private field says no more than its name', () => {
    const problems = {
      payingCustomer: 'Ana Ruiz is no customer.',
      discountPlans: 'Discount on plans 33 is too much.',
    };
    const refused = { problems, others: ['Ana Ruiz owes 12 pounds.'] };
    expect(rejectionLine(refused, updateTeam)).toBe(
      'Nexudus refused: Paying customer was not accepted. Discount on plans was not accepted. The requester gets the reasons by direct message.',
    );
    expect(rejectionLine(refused, updateTeam, 'requester')).toContain('Ana Ruiz owes 12 pounds.');
    expect(rejectionLine({ ...refused, problems: {} }, updateTeam)).toBe(
      'Nexudus refused this. The requester gets the reasons by direct message.',
    );
  });
});

describe('other sentences', () => {
  test('who one is', () => {
    const user = {
      id: 1,
      name: 'Ana Ruiz',
      email,
      active: true,
      roles: ['A', 'B'],
      permissions: new Set<string>(),
      hidden: false,
    };
    expect(decisionLine({ allowed: true, user })).toBe(
      'You are Ana Ruiz (ana@example.com) in Nexudus. Your roles: A, B.',
    );
    expect(decisionLine({ allowed: true, user: { ...user, roles: [] } })).toContain(
      'Full unrestricted administrator.',
    );
    expect(decisionLine({ allowed: true })).toBe('You can use this bot as a member of its Slack user group.');
  });

  test('what stands in a picker fits into it', () => {
    expect(say.pickerDown.length).toBeLessThanOrEqual(75);
    expect(say.mayNotList.length).toBeLessThanOrEqual(75);
    expect(say.typeMore(100, 1_000_000).length).toBeLessThanOrEqual(75);
    for (const text of [
      say.pickerMore,
      say.pickerUnfiltered,
      say.pickerByName,
      say.pickerLate,
      say.pickerSlow,
    ])
      expect(text.length).toBeLessThanOrEqual(75);
    expect(say.pickerNothing(true).length).toBeLessThanOrEqual(75);
  });

  test('none holds a mark that Slack would read as a format, or a word of programmers', () => {
    const all = Object.values(say).flatMap((sentence) =>
      typeof sentence === 'string' ? [sentence] : typeof sentence === 'object' ? Object.values(sentence) : [],
    );
    expect(all.length).toBeGreaterThan(30);
    for (const sentence of all) {
      expect(sentence).not.toMatch(/[*~`<>]|\bAPI\b|null|undefined|exception/i);
      expect(sentence).toMatch(/^(⚠️ |[ ·,]+)?[A-Z“a-z]/u);
    }
  });
});
