import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { KnownBlock } from '@slack/types';
import type { Person } from '../../src/access/person.ts';
import { createUsergroupAccess } from '../../src/access/usergroup-access.ts';
import type { Failure } from '../../src/nexudus/failure.ts';
import { operations } from '../../src/operations/index.ts';
import type { Operation } from '../../src/operations/operation.ts';
import type { RightsInWords } from '../../src/operations/rights.ts';
import { addUsersToRole } from '../../src/operations/role.ts';
import { type JournalDatabase, openDatabase } from '../../src/requests/database.ts';
import type { Ending } from '../../src/requests/ending.ts';
import { createJournal } from '../../src/requests/journal.ts';
import { migrate } from '../../src/requests/migrate.ts';
import type { Telling } from '../../src/requests/requests.ts';
import { checkMessage } from '../../src/sandbox/slack/check-message.ts';
import { readMrkdwn } from '../../src/sandbox/slack/read-mrkdwn.ts';
import { approvalCard } from '../../src/slack/approval/approval-card.ts';
import { allRights, rightsParagraphs } from '../../src/slack/approval/rights-text.ts';
import { historyBlocks } from '../../src/slack/commands/history.ts';
import { entries } from '../../src/slack/commands/open-buttons.ts';
import type { Parts } from '../../src/slack/context.ts';
import { changePages } from '../../src/slack/results/change-lists.ts';
import { lateReply, type Message, resultMessage, shortMessage } from '../../src/slack/results/message.ts';
import { showPages, textPages } from '../../src/slack/results/pages.ts';
import { onlyToYou } from '../../src/slack/text/ephemeral.ts';
import { exposed, hostile, LONG_NAME, requestRow, textsIn } from './worst-case.ts';

// Every message that the bot can produce, with data as bad as can be, against the checkers that were written from
// Slack's documents alone.

const everybody = { nameOf: () => 'somebody', idOf: (word: string) => `id of ${word}` };

/** What Slack accepts, said once more in literals; no text of a record is read as a format, link or mention. */
function expectGood(message: Message): void {
  expect(checkMessage(message)).toEqual([]);
  expect(exposed(message.blocks)).toEqual([]);
  expect(message.blocks.length).toBeLessThanOrEqual(50);
  expect(textsIn(message.blocks).reduce((sum, { text }) => sum + text.length, 0)).toBeLessThanOrEqual(10_000);
  expect(message.text.length).toBeGreaterThan(0);
  expect(message.text.length).toBeLessThanOrEqual(4000);
  expect(message.text).not.toMatch(/[<>`]|@(here|channel|everyone|ana)|\*bold|https?:\/\//);
  const { mentions, formatted } = readMrkdwn(message.text, everybody, 'full');
  expect({ mentions, formatted }).toEqual({ mentions: [], formatted: [] });
  for (const { text } of [...textsIn(message.blocks), message]) {
    expect(text).not.toBe('');
    expect(text).not.toMatch(/\p{Surrogate}/u);
  }
}

const NO_RIGHTS: RightsInWords = {
  role: 'Reception',
  usersAdded: [],
  usersRemoved: [],
  given: [],
  permissionsAdded: [],
  permissionsRemoved: [],
  holders: [],
  others: [],
};
const failure: Failure = { why: 'unreachable', passing: true, mayHaveActed: false, answered: true };
const fifty = Array.from({ length: 50 }, (_, n) => ({
  label: `Label ${n}`,
  private: n % 7 === 0,
  ...(n % 3 === 0 ? {} : { before: hostile(3000) }),
  after: hostile(3000),
}));
const problemsOf = ({ fields }: Operation) =>
  Object.fromEntries(Object.keys(fields).map((name) => [name, hostile(5000)]));

const endingsOf = (operation: Operation): Ending[] => {
  const outcome = { id: 900, message: hostile(5000), sent: { Name: LONG_NAME }, rehearsed: false };
  const labels = Object.values(operation.fields).map(({ label }) => label);
  const aftermath = { changes: fifty, differing: labels, unverified: true };
  const twins = Array.from({ length: 100 }, (_, n) => 1_414_200_000 + n);
  return [
    { kind: 'succeeded', outcome, aftermath, found: true, twins },
    { kind: 'succeeded', outcome: { ...outcome, rehearsed: true }, aftermath },
    { kind: 'succeeded', outcome: { ...outcome, sent: {}, message: '' } },
    { kind: 'refused', problems: problemsOf(operation), others: [hostile(5000), hostile(5000)] },
    { kind: 'refused', problems: {}, others: [hostile(5000)] },
    { kind: 'invalid', problems: problemsOf(operation) },
    { kind: 'denied', decision: { allowed: false, reason: 'guest' } },
    { kind: 'failed', failure },
    { kind: 'waiting', failure, until: 1_760_000_000_000 },
    { kind: 'cancelled' },
    { kind: 'awaiting', until: 1_760_000_000_000 },
    { kind: 'turned-down', by: 'U0PRIYA00', reason: hostile(500) },
    { kind: 'expired' },
    { kind: 'unapprovable' },
    { kind: 'unrecorded', sure: false },
    { kind: 'otherwise' },
  ];
};

describe('the result of a request passes', () => {
  test.each(operations)('$id, however it ended', (operation) => {
    for (const ending of endingsOf(operation)) {
      for (const repeated of [true, false]) {
        const row = requestRow({ operation: operation.id, approver: repeated ? 'U0PRIYA00' : null });
        const telling: Telling = { row, operation, ending, repeated };
        expectGood(resultMessage(telling, 'channel'));
        expectGood(resultMessage(telling, 'strangers'));
        expectGood(resultMessage(telling, 'requester'));
        expectGood(lateReply(telling));
        expectGood(shortMessage(telling));
      }
    }
  });

  test('and, where strangers read along, holds nothing of the record and nothing that Nexudus said', () => {
    for (const operation of operations) {
      for (const ending of endingsOf(operation)) {
        const telling: Telling = { row: requestRow(), operation, ending, repeated: false };
        expect(JSON.stringify(resultMessage(telling, 'strangers'))).not.toContain('Hostile');
      }
    }
  });

  test('and never shows the value of a private field', () => {
    const changes = [
      { label: 'Paying customer', private: true, before: 'Secret One', after: 'Secret Two' },
      { label: 'Name', private: false, before: 'Acme', after: 'Acme Ltd' },
    ];
    const outcome = { message: '', sent: {}, rehearsed: false };
    const aftermath = { changes, differing: [], unverified: false };
    const [team] = operations.filter(({ id }) => id === 'team.update') as [Operation];
    const told = (ending: Ending) =>
      JSON.stringify(
        resultMessage({ row: requestRow(), operation: team, ending, repeated: false }, 'channel'),
      );
    const success = told({ kind: 'succeeded', outcome, aftermath });
    expect(success).toContain('Paying customer: changed');
    expect(success).toContain('Acme → Acme Ltd');
    expect(success).not.toContain('Secret');
    const refused = told({
      kind: 'refused',
      problems: { payingCustomer: 'Secret One is no customer.', name: 'Name is taken.' },
      others: [],
    });
    expect(refused).toContain('Nexudus refused: Paying customer was not accepted. Name was not accepted.');
    expect(refused).not.toContain('Secret');
  });
});

describe('what only one person sees passes', () => {
  const sent: { text: string; blocks: KnownBlock[] }[] = [];
  const respond = async (message: unknown) => void sent.push(message as (typeof sent)[number]);

  test('with 50 changes shown in full, and with what was typed', async () => {
    const only = onlyToYou(respond as never);
    const pages = changePages(fifty, () => true);
    for (const page of pages) await only('Team updated (NX-7F3K2MQ)', page);
    await only(hostile(5000), entries(operations));
    await only(`Unknown command “${hostile(300)}”.`, []);
    for (const { text, blocks } of sent) expectGood({ text, blocks });
    const shown = pages.map((page) => textsIn(page).map(({ text }) => text)).flat(2);
    expect(shown.join('')).toBe(
      fifty.map(({ label, before, after }) => `${label}: ${before ? `${before} → ` : ''}${after}`).join(''),
    );
  });

  test('whose role has 1,000 permissions and 900 holders: all of it, in pages', async () => {
    const acts = ['List', 'Read', 'Create', 'Edit', 'Delete'];
    const all = Array.from({ length: 200 }, (_, n) => ({ entity: `Entity${n}`, acts, dangerous: true }));
    const holders = Array.from({ length: 900 }, (_, n) => `Holder ${n}`);
    const usersAdded = Array.from({ length: 40 }, (_, n) => ({
      name: `User ${n} ${LONG_NAME}`,
      detail: `u${n}@x`,
    }));
    const rights = { ...NO_RIGHTS, usersAdded, given: all, permissionsAdded: all, holders };
    const pages = textPages(allRights(rights));
    sent.length = 0;
    await showPages(onlyToYou(respond as never), 'Update role', pages, 0, { actionId: 'x', value: String });
    for (const { text, blocks } of sent) expectGood({ text, blocks });
    // One click is answered with five messages at most.
    expect(sent).toHaveLength(Math.min(5, pages.length));
    const shown = JSON.stringify(pages);
    for (let n = 0; n < 200; n++) expect(shown).toContain(`Entity${n}: List, Read, Create, Edit, Delete`);
    for (let n = 0; n < 900; n++) expect(shown).toMatch(new RegExp(`Holder ${n}\\b`));
    for (let n = 0; n < 40; n++) expect(shown).toContain(`(u${n}@x)`);
    // The review holds it as well, with the holders counted.
    const review = rightsParagraphs(rights);
    expect(review.join('').length).toBeLessThan(60_000);
    expect(review.every((text) => text.length <= 3000)).toBe(true);
    const card = approvalCard(requestRow(), addUsersToRole, 'awaiting', rights, ['U1']);
    expectGood(card);
    expect(JSON.stringify(card)).toContain('of them dangerous');
    expect(JSON.stringify(card)).toContain('"action_id":"see-all"');
  });
});

describe('the approval card passes', () => {
  const group = (n: number) => ({ entity: `Entity${n}`, acts: ['List', 'Read', 'Edit'], dangerous: n < 9 });
  const many = Array.from({ length: 208 }, (_, n) => group(n));
  const rights: RightsInWords = {
    role: LONG_NAME,
    usersAdded: Array.from({ length: 100 }, () => ({ name: hostile(60), detail: hostile(60) })),
    usersRemoved: Array.from({ length: 100 }, () => hostile(60)),
    given: many,
    permissionsAdded: many,
    permissionsRemoved: many,
    others: [{ label: 'Name', private: false, before: hostile(5000), after: hostile(5000) }],
    holders: Array.from({ length: 900 }, () => hostile(60)),
  };
  const row = requestRow({
    operation: addUsersToRole.id,
    base: JSON.stringify({ Name: hostile(5000) }),
    approver: 'U0PRIYA00',
    approver_note: hostile(500),
  });

  test.each([
    'awaiting',
    'approved',
    'succeeded',
    'refused',
    'denied',
    'failed',
    'cancelled',
    'expired',
  ] as const)('%s', (phase) => {
    const eligible = ['U1', 'U2', 'U3', 'U4', 'U5'];
    expectGood(approvalCard(row, addUsersToRole, phase, rights, eligible));
    expectGood(approvalCard(row, addUsersToRole, phase, undefined, []));
  });

  test('and shows what is given however many have the role', () => {
    const small = { ...rights, given: [], permissionsAdded: [group(1)], permissionsRemoved: [group(2)] };
    const shown = JSON.stringify(approvalCard(row, addUsersToRole, 'awaiting', small, []));
    expect(shown).toContain('Entity1: List, Read, Edit');
    expect(shown).toContain('Entity2: List, Read, Edit');
    expect(shown).toContain('and 894 more');
  });

  test('and names every permission that is given, dangerous ones at least on the card, all a click away', () => {
    const small = { ...rights, usersAdded: [], permissionsAdded: [], permissionsRemoved: [] };
    const card = JSON.stringify(approvalCard(row, addUsersToRole, 'awaiting', small, []));
    for (let n = 0; n < 9; n++) expect(card).toContain(`⚠️ Entity${n}: List, Read, Edit`);
    expect(card).toContain('more permissions on ');
    const all = allRights(small).join('\n');
    for (let n = 0; n < 208; n++) expect(all).toContain(`Entity${n}: List, Read, Edit`);
  });

  test('and needs no second click where everything fits', () => {
    const small = { ...NO_RIGHTS, usersAdded: [{ name: 'Leo', detail: 'leo@x' }], given: many.slice(0, 40) };
    expect(JSON.stringify(approvalCard(row, addUsersToRole, 'awaiting', small, []))).not.toContain('see-all');
  });

  test('and names everybody who is added', () => {
    const usersAdded = Array.from({ length: 200 }, (_, n) => ({
      name: `User ${n} ${hostile(200)}`,
      detail: `user${n}@harbour.example`,
    }));
    const added = { ...rights, usersAdded };
    const card = JSON.stringify(approvalCard(row, addUsersToRole, 'awaiting', added, []));
    expect(card).toMatch(/and \d+ more/);
    const shown = allRights(added).join('\n');
    for (let n = 0; n < 200; n++) {
      expect(shown).toContain(`User ${n} `);
      expect(shown).toContain(`(user${n}@harbour.example)`);
    }
  });
});

describe('the history passes', () => {
  let db: JournalDatabase;
  beforeAll(async () => {
    db = openDatabase('file::memory:');
    await migrate(db);
  });
  afterAll(() => db.destroy());

  test('with entries as long as can be, and says that there are more', async () => {
    for (let n = 0; n < 20; n++) {
      const [operation] = operations.slice(n % 7) as [Operation];
      const [ending] = endingsOf(operation);
      const row = requestRow({
        form_id: `form-${n}`,
        receipt: `NX-7F3K2M${n}`,
        operation: operation.id,
        ending: JSON.stringify(ending),
        approver: 'U0PRIYA00',
      });
      await db.insertInto('requests').values(row).execute();
    }
    const ana: Person = { id: 'U0ANA0000', emailConfirmed: true, kind: 'member' };
    const groups = { group: 'S1', rolesGroup: 'S1', membersOf: async () => new Set([ana.id]) };
    const journal = createJournal(db, 'here/1/x');
    const parts = { journal, operations, access: createUsergroupAccess(groups) } as unknown as Parts;
    for (const about of ['', 'all', 'mine', 'hostile', 'NX-7F3K2M7', hostile(300)]) {
      const blocks = await historyBlocks(parts, ana, about);
      expectGood({ text: 'What was done', blocks });
    }
    expect(await historyBlocks(parts, ana, 'all')).toHaveLength(13);
  });
});
