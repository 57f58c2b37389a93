import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { LogLevel, WebClient } from '@slack/web-api';
import type { Access, Denial } from '../../src/access/access.ts';
import { createAdminUsers } from '../../src/access/admin-users.ts';
import { createNexudusAccess } from '../../src/access/nexudus-access.ts';
import { createDirectory } from '../../src/nexudus/directory.ts';
import { operations } from '../../src/operations/index.ts';
import { type NexudusStandIn, startNexudus } from '../../src/sandbox/nexudus/start-nexudus.ts';
import { type SlackStandIn, startSlack } from '../../src/sandbox/slack/start-slack.ts';
import { createPeople, type People } from '../../src/slack/lookup/people.ts';
import { bringInCast } from '../support/access-cast.ts';
import { TRIED } from '../support/access-operations.ts';
import { ABOUT_ROLES, ALL } from '../support/all-operations.ts';
import { asBot } from './nexudus/bot-account.ts';

// Every operation × every kind of person × where the record is. What a bot makes of a no, at each way in, is tested with
// three kinds of people in test/e2e/access-table.test.ts.

const SOHO = 1_414_940_210;
const CAMDEN = 1_414_940_212;
type Answer = 'may' | Denial['reason'];

/** In Soho, in Camden, in no location: for operations on anything but roles, and then on roles. */
const PEOPLE: Readonly<Record<string, readonly [Answer, Answer, Answer, Answer, Answer, Answer]>> = {
  // A network admin, a full unrestricted administrator, and one whose e-mail was given for them.
  Ana: ['may', 'may', 'may', 'may', 'may', 'may'],
  Uma: ['may', 'may', 'may', 'may', 'may', 'may'],
  Mo: ['may', 'may', 'may', 'may', 'may', 'may'],
  // Limited to Soho, without the permission to change roles; and limited to Camden, with all permissions.
  Leo: ['may', 'location', 'location', 'no-permission', 'no-permission', 'no-permission'],
  Cam: ['location', 'may', 'location', 'location', 'may', 'location'],
  Sam: nothing('no-permission'),
  Rob: nothing('no-roles'),
  Ian: nothing('inactive-user'),
  Nora: nothing('no-user'),
  Twin: nothing('several-users'),
  Max: nothing('no-email'),
  Una: nothing('unconfirmed-email'),
  Gus: nothing('guest'),
  Ulla: nothing('guest'),
  Helper: nothing('bot'),
  Dan: nothing('deactivated'),
  Stella: nothing('stranger'),
};

function nothing(why: Answer): readonly [Answer, Answer, Answer, Answer, Answer, Answer] {
  return [why, why, why, why, why, why];
}

const OPERATIONS = ALL.map(
  ({ id, permission }) => [id, permission, ABOUT_ROLES.some((each) => each.id === id)] as const,
);

let slack: SlackStandIn;
let nexudus: NexudusStandIn;
let people: People;
let access: Access;
beforeAll(async () => {
  [slack, nexudus] = await Promise.all([startSlack(), startNexudus()]);
  bringInCast({ slack, nexudus });
  const client = new WebClient(slack.botToken, { slackApiUrl: slack.apiUrl, logLevel: LogLevel.ERROR });
  people = createPeople(client, slack.team.id);
  const api = asBot(nexudus.url);
  access = createNexudusAccess({
    users: createAdminUsers(createDirectory(api)),
    logins: new Map([['U0MO00000', 'priya@harbour.example']]),
    unrestricted: new Set(['uma@harbour.example']),
  });
});
afterAll(() => Promise.all([slack.close(), nexudus.close()]));

test('every operation is also tried with a bot', () => {
  expect(TRIED.map(({ id }) => id).sort()).toEqual(operations.map(({ id }) => id).sort());
});

test('the matrix has every operation, with its permission', () => {
  expect(operations.map(({ id, permission }) => [id, permission])).toEqual(
    OPERATIONS.map(([id, permission]) => [id, permission]),
  );
});

describe.each(Object.keys(PEOPLE))('%s', (name) => {
  test.each(OPERATIONS)('%s', async (id, _permission, aboutRoles) => {
    const operation = operations.find((each) => each.id === id);
    const person = await people.person(slack.person(name).id);
    const answer = async (...locations: (number | null)[]): Promise<Answer> => {
      const decision = await access.decide(person, { permission: operation?.permission, locations });
      return decision.allowed ? 'may' : decision.reason;
    };
    const row = PEOPLE[name] ?? nothing('guest');
    const expected = aboutRoles ? row.slice(3) : row.slice(0, 3);
    expect([await answer(SOHO), await answer(CAMDEN), await answer(null)]).toEqual(expected);
    // A record that moves must be in both, and before there is one the permission alone counts.
    const both = expected[0] === 'may' ? expected[1] : expected[0];
    expect(await answer(SOHO, CAMDEN)).toBe(both);
    expect(await answer()).toBe(expected.includes('may') ? 'may' : expected[0]);
  });
});
