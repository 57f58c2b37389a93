import { expect, test } from '@jest/globals';
import type { Access } from '../../../../src/access/access.ts';
import type { Person } from '../../../../src/access/person.ts';
import type { Change } from '../../../../src/operations/describe-changes.ts';
import { updateTeam } from '../../../../src/operations/team.ts';
import { changePages, revealTo } from '../../../../src/slack/results/change-lists.ts';

const person: Person = { id: 'U1', kind: 'member', name: 'Tess', emailConfirmed: true };
const lines = async (changes: readonly Change[], ...permissions: string[]) => {
  const access: Access = {
    decide: async (_person, { permission = '' }) =>
      permissions.includes(permission)
        ? { allowed: true }
        : { allowed: false, reason: 'no-permission', permission, roles: [] },
    candidates: async () => ({ ids: [], emails: [] }),
  };
  const { reveal } = await revealTo(person, access, updateTeam);
  return changePages(changes, reveal)
    .flat()
    .flatMap(({ elements }) =>
      elements.flatMap((list) =>
        (list.elements as { elements: { text: string }[] }[]).map(({ elements: [first] }) => first?.text),
      ),
    );
};

// Written down before changes said of which records their values are names.
const old: readonly Change[] = [
  { label: 'Name', private: false, before: 'Acme', after: 'Acme Ltd' },
  { label: 'Add members', private: true, after: 'Marcus Webb' },
  { label: 'New members', private: true, after: 'Nia Roberts' },
];

test('of what was written down without its kind, names are known by the label of their field', async () => {
  expect(await lines(old, 'User-List')).toEqual([
    'Name: Acme → Acme Ltd',
    'Add members: changed',
    // No field is called so any more.
    'New members: changed',
  ]);
});

test('whoever may list everybody is shown everything', async () => {
  expect(await lines(old, 'User-List', 'Coworker-List')).toEqual([
    'Name: Acme → Acme Ltd',
    'Add members: Marcus Webb',
    'New members: Nia Roberts',
  ]);
});

test('what says its kind is hidden by it, whatever its label', async () => {
  const change = { label: 'Name', private: false, of: 'coworkers', after: 'Marcus Webb' } as const;
  expect(await lines([change], 'User-List')).toEqual(['Name: changed']);
  expect(await lines([change], 'Coworker-List')).toEqual(['Name: Marcus Webb']);
});
