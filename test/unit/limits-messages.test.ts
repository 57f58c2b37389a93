import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { KnownBlock } from '@slack/types';
import type { Person } from '../../src/access/person.ts';
import { createUsergroupAccess } from '../../src/access/usergroup-access.ts';
import { systemClock } from '../../src/clock.ts';
import type { Failure } from '../../src/nexudus/failure.ts';
import { operations } from '../../src/operations/index.ts';
import type { Operation } from '../../src/operations/operation.ts';
import type { RightsInWords } from '../../src/operations/rights.ts';
import { addUsersToRole } from '../../src/operations/role.ts';
import { checkMessage } from '../../src/sandbox/slack/check-message.ts';
import { readMrkdwn } from '../../src/sandbox/slack/read-mrkdwn.ts';
import { drawCard } from '../../src/slack/approval/draw-card.ts';
import { type HistoryParts, historyBlocks } from '../../src/slack/commands/history.ts';
import { entries } from '../../src/slack/commands/open-buttons.ts';
import { ephemeral } from '../../src/slack/http/ephemeral.ts';
import type { Announced } from '../../src/slack/results/announced.ts';
import { changePages } from '../../src/slack/results/change-lists.ts';
import { lateReply, type Message, resultMessage, shortMessage } from '../../src/slack/results/message.ts';
import { showPages, textPages } from '../../src/slack/results/pages.ts';
import { allRights, rightsParagraphs } from '../../src/slack/text/rights-text.ts';
import { openDatabase } from '../../src/store/database.ts';
import { migrate } from '../../src/store/migrations.ts';
import type { Database } from '../../src/store/schema.ts';
import { createStore } from '../../src/store/store.ts';
import type { Standing, SubmissionBase } from '../../src/submissions/submission.ts';
import { exposed, hostile, LONG_NAME, submissionRecord, textsIn } from './worst-case.ts';

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

const standingsOf = (operation: Operation): Standing[] => {
  const outcome = { id: 900, message: hostile(5000), sent: { Name: LONG_NAME }, rehearsed: false };
  const labels = Object.values(operation.fields).map(({ label }) => label);
  const verification = { changes: fifty, differing: labels, unverified: true, apart: hostile(300) };
  const twins = Array.from({ length: 100 }, (_, n) => 1_414_200_000 + n);
  return [
    { status: 'succeeded', outcome, verification, found: true, twins },
    { status: 'succeeded', outcome: { ...outcome, rehearsed: true }, verification },
    { status: 'succeeded', outcome: { ...outcome, sent: {}, message: '' } },
    { status: 'rejected', problems: problemsOf(operation), others: [hostile(5000), hostile(5000)] },
    { status: 'rejected', problems: {}, others: [hostile(5000)] },
    { status: 'invalid', problems: problemsOf(operation) },
    { status: 'denied', decision: { allowed: false, reason: 'guest' } },
    { status: 'failed', failure },
    { status: 'waiting', failure, until: 1_760_000_000_000 },
    { status: 'cancelled', by: 'U0ANA0000' },
    { status: 'awaiting-approval', until: 1_760_000_000_000 },
    { status: 'denied', approver: 'U0PRIYA00', reason: hostile(500) },
    { status: 'expired' },
    { status: 'failed', unapprovable: 'channel' },
    { status: 'failed', unapprovable: 'content' },
  ];
};
const AWAITING: Standing = { status: 'awaiting-approval', until: 1_760_000_000_000 };
const cardRights = (words: RightsInWords, approvers: string[] = []) => ({
  words,
  digest: 'd'.repeat(32),
  approvers,
});
const announcedOf = (
  operation: Operation,
  standing: Standing,
  repeated = false,
  more: Partial<SubmissionBase> = {},
): Announced => ({
  submission: submissionRecord({ ...standing, operation: operation.id, ...more }),
  operation,
  repeated,
});

describe('the result of a submission passes', () => {
  test.each(operations)('$id, however it ended', (operation) => {
    for (const standing of standingsOf(operation)) {
      for (const repeated of [true, false]) {
        const more = repeated ? { decidedBy: 'U0PRIYA00', unknownOutcomeSince: 1_760_000_000_000 } : {};
        const announced = announcedOf(operation, standing, repeated, more);
        expectGood(resultMessage(announced, 'channel'));
        expectGood(resultMessage(announced, 'channel', true));
        expectGood(resultMessage(announced, 'strangers'));
        expectGood(resultMessage(announced, 'requester'));
        expectGood(lateReply(announced, 'channel'));
        expectGood(lateReply(announced, 'strangers'));
        expectGood(shortMessage(announced));
      }
    }
  });

  test('and, where strangers read along, holds nothing of the record and nothing that Nexudus said', () => {
    for (const operation of operations) {
      for (const standing of standingsOf(operation)) {
        const message = resultMessage(announcedOf(operation, standing), 'strangers');
        expect(JSON.stringify(message)).not.toContain('Hostile');
      }
    }
  });

  test('and never shows the value of a private field', () => {
    const changes = [
      { label: 'Paying customer', private: true, before: 'Secret One', after: 'Secret Two' },
      { label: 'Name', private: false, before: 'Acme', after: 'Acme Ltd' },
    ];
    const outcome = { message: '', sent: {}, rehearsed: false };
    const verification = { changes, differing: [], unverified: false };
    const [team] = operations.filter(({ id }) => id === 'team.update') as [Operation];
    const announced = (standing: Standing) =>
      JSON.stringify(resultMessage(announcedOf(team, standing), 'channel'));
    const success = announced({ status: 'succeeded', outcome, verification });
    expect(success).toContain('Paying customer: changed');
    expect(success).toContain('Acme → Acme Ltd');
    expect(success).not.toContain('Secret');
    const rejected = announced({
      status: 'rejected',
      problems: { payingCustomer: 'Secret One is no customer.', name: 'Name is taken.' },
      others: [],
    });
    expect(rejected).toContain('Nexudus refused: Paying customer was not accepted. Name was not accepted.');
    expect(rejected).not.toContain('Secret');
  });
});

describe('what only one person sees passes', () => {
  const sent: { text: string; blocks: KnownBlock[] }[] = [];
  const respond = async (message: unknown) => void sent.push(message as (typeof sent)[number]);

  test('with 50 changes shown in full, and with what was typed', async () => {
    const only = ephemeral(respond as never);
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
    await showPages(ephemeral(respond as never), 'Update role', pages, 0, { actionId: 'x', value: String });
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
    const card = drawCard(submissionRecord(AWAITING), addUsersToRole, cardRights(rights, ['U1']));
    expectGood(card);
    expect(JSON.stringify(card)).toContain('⚠️ dangerous: Entity0 (');
    expect(JSON.stringify(card)).toContain('and 197 more');
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
  const asked = (standing: Standing = AWAITING) =>
    submissionRecord({
      ...standing,
      operation: addUsersToRole.id,
      base: { Id: 5, Name: hostile(5000) },
      decidedBy: standing.status === 'awaiting-approval' ? undefined : 'U0PRIYA00',
    });
  const cardOf = (words: RightsInWords) => drawCard(asked(), addUsersToRole, cardRights(words));

  test.each<Standing>([...standingsOf(addUsersToRole), { status: 'queued' }, { status: 'running' }])(
    '%#: $status',
    (standing) => {
      const eligible = ['U1', 'U2', 'U3', 'U4', 'U5'];
      expectGood(drawCard(asked(standing), addUsersToRole, cardRights(rights, eligible)));
      expectGood(drawCard(asked(standing), addUsersToRole, undefined));
    },
  );

  test('and shows what is given however many have the role', () => {
    const small = { ...rights, given: [], permissionsAdded: [group(1)], permissionsRemoved: [group(2)] };
    const shown = JSON.stringify(cardOf(small));
    expect(shown).toContain('gets to view Entity1, change Entity1');
    expect(shown).toContain('may no longer view Entity2, change Entity2');
    expect(shown).toContain('and 894 more');
  });

  test('and counts every permission that is given, with the most dangerous by name, all a click away', () => {
    const small = { ...rights, permissionsAdded: [], permissionsRemoved: [] };
    const card = JSON.stringify(cardOf(small));
    expect(card).toContain('view 208 kinds of records, change 208 (624 permissions)');
    expect(card).toMatch(/⚠️ dangerous: Entity0 \(.*?\), Entity1 \(.*?\), Entity2 \(.*?\) and 6 more/);
    expect(card).toContain('see-all');
    const all = allRights(small).join('\n');
    for (let n = 0; n < 208; n++) expect(all).toContain(`Entity${n}: List, Read, Edit`);
  });

  test('and names everybody who is added', () => {
    const usersAdded = Array.from({ length: 200 }, (_, n) => ({
      name: `User ${n} ${hostile(200)}`,
      detail: `user${n}@harbour.example`,
    }));
    const added = { ...rights, usersAdded };
    const card = JSON.stringify(cardOf(added));
    expect(card).toMatch(/and \d+ more/);
    const shown = allRights(added).join('\n');
    for (let n = 0; n < 200; n++) {
      expect(shown).toContain(`User ${n} `);
      expect(shown).toContain(`(user${n}@harbour.example)`);
    }
  });
});

describe('the history passes', () => {
  let db: Database;
  beforeAll(async () => {
    db = openDatabase('file::memory:');
    await migrate(db);
  });
  afterAll(() => db.destroy());

  test('with entries as long as can be, and says that there are more', async () => {
    const store = createStore(db, 'here/1/x', systemClock).submissions;
    for (let n = 0; n < 20; n++) {
      const [operation] = operations.slice(n % 7) as [Operation];
      const [standing] = standingsOf(operation) as [never];
      const { responseUrl: _, ...record } = submissionRecord({ operation: operation.id });
      const receipt = `NX-7F3K2M${n}`;
      const { submission } = await store.accept({
        ...record,
        formId: `form-${n}`,
        receipt,
        recordKey: `teams:${n}`,
      });
      expect(await store.finish(submission, { announce: false, standing })).toBe(true);
    }
    await db.updateTable('submissions').set({ decided_by: 'U0PRIYA00' }).execute();
    const ana: Person = { id: 'U0ANA0000', emailConfirmed: true, kind: 'member' };
    const groups = { group: 'S1', rolesGroup: 'S1', membersOf: async () => new Set([ana.id]) };
    const parts = {
      store,
      operations,
      access: createUsergroupAccess(groups),
    } as Partial<HistoryParts> as HistoryParts;
    for (const about of ['', 'all', 'mine', 'hostile', 'NX-7F3K2M7', hostile(300)]) {
      const { blocks } = await historyBlocks(parts, ana, about);
      expectGood({ text: 'What was done', blocks });
    }
    expect((await historyBlocks(parts, ana, 'all')).blocks).toHaveLength(13);
  });
});
