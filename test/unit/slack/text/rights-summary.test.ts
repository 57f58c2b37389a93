import { expect, test } from '@jest/globals';
import { groupPermissions, type RightsInWords } from '../../../../src/operations/rights.ts';
import { recordsCalled } from '../../../../src/slack/text/called.ts';
import { rightsSummary } from '../../../../src/slack/text/rights-summary.ts';

const NONE: RightsInWords = {
  role: 'Reception',
  usersAdded: [],
  usersRemoved: [],
  given: [],
  permissionsAdded: [],
  permissionsRemoved: [],
  others: [],
  holders: ['Sam Field'],
};
const tess = { name: 'Tess', detail: 'tess@x' };
const many = (count: number) => Array.from({ length: count }, (_, n) => ({ name: `User ${n}`, detail: '' }));
const types = ['Booking', 'Team', 'Visitor', 'Workspace'];

const lines = (rights: Partial<RightsInWords>) =>
  rightsSummary({ ...NONE, ...rights }).paragraphs.map((part) =>
    part.map((element) => ('text' in element ? element.text : '?')).join(''),
  );

test.each<[Partial<RightsInWords>, string[]]>([
  [
    { usersAdded: [tess], given: [], until: 1, extends: true },
    ['Extend access of Tess (tess@x) to Reception · gives no permissions yet', 'Temporary: until ?'],
  ],
  [
    { usersAdded: [tess, { name: 'Leo', detail: '' }], given: [], until: 1, temporary: ['Leo'] },
    [
      'Add Tess (tess@x) and Leo to Reception · gives no permissions yet',
      'Permanent, except for Leo: until ?',
    ],
  ],
  [
    { usersAdded: [tess], given: groupPermissions(types.flatMap((t) => [`${t}-List`, `${t}-Read`])) },
    [
      'Add Tess (tess@x) to Reception · lets them view 4 kinds of records (8 permissions) · nothing dangerous',
      'Permanent',
    ],
  ],
  [
    { usersAdded: [tess], given: groupPermissions(['Visitor-Edit', 'Booking-List', 'Visitor-List']) },
    [
      'Add Tess (tess@x) to Reception · lets them view bookings and visitors, change visitors · nothing dangerous',
      'Permanent',
    ],
  ],
  [
    { usersAdded: [tess], given: groupPermissions(['Team-Edit', 'Booking-List']) },
    [
      'Add Tess (tess@x) to Reception · lets them view bookings, change teams · ⚠️ dangerous: teams (change)',
      'Permanent',
    ],
  ],
  [{ usersAdded: [tess] }, ['Add Tess (tess@x) to Reception · gives no permissions yet', 'Permanent']],
  [
    { usersAdded: [tess], hidden: true },
    [
      'Add Tess (tess@x) to Reception · ⚠️ Nexudus doesn’t show the bot which permissions this role has',
      'Permanent',
    ],
  ],
  [
    { usersAdded: many(4), given: groupPermissions(types.map((t) => `${t}-Delete`)) },
    [
      'Add 4 admin users to Reception · lets them delete 4 kinds of records (4 permissions) · ⚠️ dangerous: teams (delete), bookings (delete), visitors (delete) and 1 more',
      'User 0, User 1, User 2, User 3',
      'Permanent',
    ],
  ],
  [
    { usersRemoved: ['Sam', 'Leo'], permissionsRemoved: groupPermissions(['UserRole-Edit']) },
    ['Remove Sam and Leo from Reception', 'Everyone with Reception (Sam Field) may no longer change roles'],
  ],
  [
    { permissionsAdded: groupPermissions(['#77', 'Team-Approve']), holders: [] },
    [
      'Everyone with Reception (no one yet) gets to use 2 permissions unknown to this bot · ⚠️ dangerous: #77 and teams (Approve)',
    ],
  ],
  [
    {
      permissionsAdded: groupPermissions(['Team-List']),
      others: [{ label: 'Name', private: false, before: 'Reception', after: 'Front\ndesk' }],
    },
    [
      'Everyone with Reception (Sam Field) gets to view teams · nothing dangerous',
      'Also changed:\n• Name: Reception → Front desk',
    ],
  ],
])('%#', (rights, said) => {
  expect(lines(rights)).toEqual(said);
});

test.each([
  ['Coworker', 'customers'],
  ['Workspace', 'collaboration workspaces'],
  ['TaxRate', 'tax rates'],
  ['LedgerEntry', 'ledger entries'],
  ['Survey', 'surveys'],
  ['PassportCard', 'passport cards'],
  ['#77', '#77'],
  ['A-B', 'A-B'],
  ['Entity0', 'Entity0'],
  ['CRM', 'CRM'],
])('records of %s are called %s', (entity, called) => {
  expect(recordsCalled(entity)).toBe(called);
});

test('names stand out, so that a role’s name can’t pass for a sentence of the bot', () => {
  const [first] = rightsSummary({ ...NONE, role: 'Bot · nothing dangerous', usersAdded: [tess] }).paragraphs;
  expect(first?.filter((element) => 'style' in element && element.style?.bold)).toEqual([
    { type: 'text', text: 'Tess (tess@x)', style: { bold: true } },
    { type: 'text', text: 'Bot · nothing dangerous', style: { bold: true } },
  ]);
});

test('of 300 people it says how many are left out', () => {
  const { paragraphs, cut } = rightsSummary({ ...NONE, usersAdded: many(300) }, true, 200);
  expect(cut).toBe(true);
  expect(JSON.stringify(paragraphs[1])).toMatch(/User 0, .*… and 2\d\d more/);
});
