import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { createAdminUsers } from '../../../src/access/admin-users.ts';
import { createNexudusAccess } from '../../../src/access/nexudus-access.ts';
import type { Person } from '../../../src/access/person.ts';
import { createUsergroupAccess } from '../../../src/access/usergroup-access.ts';
import { createApprovalPolicy, type GrantAsked } from '../../../src/approvals/policy.ts';
import { createDirectory } from '../../../src/nexudus/directory.ts';
import { type NexudusStandIn, startNexudus } from '../../../src/sandbox/nexudus/start-nexudus.ts';
import { asBot } from '../nexudus/bot-account.ts';

const [ANA, PRIYA, SAM] = [1_412_000_002, 1_412_000_004, 1_412_000_003];
const PEOPLE: Readonly<Record<string, Partial<Person>>> = {
  UANA: { email: 'ana@harbour.example' },
  // The same human with a second account in the chat.
  UANA2: { email: 'ANA@harbour.example' },
  UPRIYA: { email: 'priya@harbour.example' },
  // Shows no address: whether they get something can't be told.
  UHIDDEN: {},
  UELSE: { email: 'leo@elsewhere.example' },
  USAM: { email: 'sam@harbour.example' },
  UGUEST: { email: 'priya@harbour.example', kind: 'guest' },
};
const personOf = async (id: string): Promise<Person> => {
  const known = id.startsWith('UMANY') ? { email: `${id}@elsewhere.example` } : PEOPLE[id];
  if (!known) throw new Error('user_not_found');
  return { id, emailConfirmed: true, kind: 'member', ...known };
};

const idOf = async (email: string) =>
  Object.entries(PEOPLE).find(([, person]) => person.email?.toLowerCase() === email)?.[0];

const problems: string[] = [];
const problem = (_error: unknown, what: string) => void problems.push(what);

let standIn: NexudusStandIn;
beforeAll(async () => {
  standIn = await startNexudus();
});
beforeEach(() => {
  problems.length = 0;
  standIn.reset();
});
afterAll(() => standIn.close());

function approvals(members: string[] = []) {
  const nexudus = asBot(standIn.url);
  const directory = createDirectory(nexudus);
  const users = createAdminUsers(directory);
  const access = createNexudusAccess({ users, logins: new Map(), unrestricted: new Set() });
  return createApprovalPolicy({ access, directory, personOf, idOf, members: async () => members, problem });
}
const asked = (more: Partial<GrantAsked> = {}): GrantAsked => ({
  requester: 'UANA',
  permission: 'UserRole-Edit',
  locations: [],
  usersAdded: [],
  ...more,
});

describe('who may say yes to a change that gives rights', () => {
  test.each([
    ['another person who could make it', 'UPRIYA', asked(), 'may'],
    ['not who asks for it', 'UANA', asked(), 'is-requester'],
    ['not the same human in another account', 'UANA2', asked(), 'is-requester'],
    ['not who could not make it', 'USAM', asked(), 'may-not-change'],
    ['not a guest', 'UGUEST', asked(), 'may-not-change'],
    ['not who gets it', 'UPRIYA', asked({ usersAdded: [SAM, PRIYA] }), 'is-added'],
    ['also when another person gets it', 'UPRIYA', asked({ usersAdded: [SAM] }), 'may'],
    ['not whom the chat doesn’t know', 'UNOBODY', asked(), 'unknown'],
    ['not while the requester can’t be told', 'UPRIYA', asked({ requester: 'UNOBODY' }), 'unknown'],
    [
      'not who gets it, asked by another person',
      'UANA2',
      asked({ requester: 'UPRIYA', usersAdded: [ANA] }),
      'is-added',
    ],
  ])('%s', async (_what, id, wanted, answer) => {
    expect(await approvals().answer(id, wanted)).toBe(answer);
  });

  test('no one while Nexudus can’t be asked', async () => {
    standIn.switches.down = '500';
    expect(await approvals().answer('UPRIYA', asked())).toBe('unknown');
    expect(problems).toEqual(['who may approve could not be looked up']);
    // That is not the same as that no one may.
    expect(await approvals(['UPRIYA']).eligible(asked(), 1)).toEqual({ found: [], doubt: 'unknown' });
  });

  test('are found among the members of the channel, so many at most', async () => {
    const members = ['USAM', 'UANA', 'UANA2', 'UNOBODY', 'UGUEST', 'UPRIYA'];
    expect(await approvals(members).eligible(asked(), 5)).toEqual({ found: ['UPRIYA'] });
    const two = asked({ requester: 'USAM' });
    expect((await approvals(members).eligible(two, 5)).found.sort()).toEqual(['UANA', 'UPRIYA']);
    expect((await approvals(members).eligible(two, 1)).found).toHaveLength(1);
    expect(await approvals([]).eligible(asked(), 5)).toEqual({ found: [] });
  });

  test.each([
    ['UHIDDEN', 'not-in-nexudus'],
    ['UELSE', 'not-in-nexudus'],
    ['UPRIYA', 'may'],
  ] as const)('where a user group decides, %s: %s', async (id, answer) => {
    const nexudus = asBot(standIn.url);
    const members = new Set(['UHIDDEN', 'UELSE', 'UPRIYA']);
    const policy = createApprovalPolicy({
      access: createUsergroupAccess({ group: 'S1', rolesGroup: 'S1', membersOf: async () => members }),
      directory: createDirectory(nexudus),
      personOf,
      idOf,
      members: async () => [...members],
      problem,
    });
    expect(await policy.answer(id, asked({ usersAdded: [SAM] }))).toBe(answer);
    expect(await policy.eligible(asked({ usersAdded: [SAM] }), 5)).toEqual({ found: ['UPRIYA'] });
    // Who asks and has no admin user could be any of them.
    expect(await policy.eligible(asked({ requester: 'UELSE', usersAdded: [SAM] }), 5)).toEqual({
      found: [],
      doubt: 'requester-not-in-nexudus',
    });
  });

  test('are found in a large channel without asking Nexudus about each of its members', async () => {
    const members = [...Array.from({ length: 300 }, (_, n) => `UMANY${n}`), 'UPRIYA'];
    const before = standIn.calls.length;
    expect(await approvals(members).eligible(asked(), 1)).toEqual({ found: ['UPRIYA'] });
    // Sign-in, the lists of admin users and permissions, who has the permission, and who asks and who may decide with
    // their roles.
    expect(standIn.calls.length - before).toBeLessThan(15);
  });
});
