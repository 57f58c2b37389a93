import { expect, test } from '@jest/globals';
import type { Access } from '../../../../src/access/access.ts';
import { newForm } from '../../../../src/forms/form.ts';
import type { OpenForm } from '../../../../src/forms/form-sessions.ts';
import type { Directory, Found } from '../../../../src/nexudus/directory.ts';
import { updateRole } from '../../../../src/operations/role.ts';
import { updateWorkspace } from '../../../../src/operations/workspace.ts';
import { checkSuggestions } from '../../../../src/sandbox/slack/check-suggestions.ts';
import { suggest } from '../../../../src/slack/lookup/suggest.ts';
import { say } from '../../../../src/slack/text/say.ts';

/** What a picker of customers, or of permissions, is answered when this was found. */
async function answered(found: Found, operation: typeof updateRole | typeof updateWorkspace, field: string) {
  const within: unknown[] = [];
  const directory = {
    search: async (...[, , , more]: Parameters<Directory['search']>) => {
      within.push(more?.withinMs);
      return found;
    },
  } as unknown as Directory;
  const access = { decide: async () => ({ allowed: true }) } as unknown as Access;
  const personOf = async (id: string) => ({ id, kind: 'member' as const, emailConfirmed: true });
  const open = { form: newForm('1', operation.id), operation, owner: 'U1' } as unknown as OpenForm;
  const answer = await suggest({ directory, access, personOf }, open, `${field}~1`, 'x', Date.now() - 200);
  expect(checkSuggestions(answer)).toEqual([]);
  const groups = 'option_groups' in answer ? answer.option_groups : [];
  return {
    heading: groups[0]?.label.text,
    headings: groups.map(({ label }) => label.text),
    texts: ('options' in answer ? answer.options : groups.flatMap(({ options }) => options)).map(
      ({ text }) => text.text,
    ),
    within,
  };
}
const entries = [{ id: 1, name: 'Ana' }];
const customers = (found: Found) => answered(found, updateWorkspace, 'administrator');

test.each([
  ['more', say.pickerMore, say.pickerMore],
  ['late', say.pickerLate, say.pickerSlow],
  ['unfiltered', say.pickerUnfiltered, say.pickerUnfiltered],
  ['by-name', say.pickerByName, say.pickerByName],
  ['none-like-it', say.pickerNothing(true), say.pickerNothing(true)],
] as const)(
  'what isn’t told (%s) is said over what was found, or in its place',
  async (untold, over, instead) => {
    expect(await customers({ entries, total: 1, untold })).toMatchObject({ heading: over, texts: ['Ana'] });
    expect(await customers({ entries: [], total: 0, untold })).toMatchObject({
      heading: undefined,
      texts: [instead],
    });
  },
);

test('what was found in full has no heading; of what was cut it says how much there is', async () => {
  expect(await customers({ entries, total: 1 })).toMatchObject({ headings: [], texts: ['Ana'] });
  expect(await customers({ entries: [], total: 0 })).toMatchObject({ headings: [], texts: [] });
  expect(await customers({ entries, total: 900, untold: 'more' })).toMatchObject({
    heading: say.typeMore(1, 900),
  });
});

test('permissions stand under their record type, and so many groups as Slack takes say of how many', async () => {
  const names = ['Team-Edit', 'Team-List', 'Video-Room-Edit', 'Odd'];
  const few = { entries: names.map((name, id) => ({ id, name })), total: 4 };
  expect((await answered(few, updateRole, 'addPermissions')).headings).toEqual(['Team', 'Video-Room', 'Odd']);
  const many = Array.from({ length: 1040 }, (_, id) => ({
    id,
    name: `Entity ${Math.floor(id / 5)}-Act ${id % 5}`,
  }));
  const { heading, headings, texts } = await answered(
    { entries: many, total: 1040 },
    updateRole,
    'addPermissions',
  );
  expect(headings).toHaveLength(100);
  expect(texts).toHaveLength(500);
  expect(heading).toBe(say.typeMore(500, 1040));
});

test('the search has what is left of the time that Slack waits', async () => {
  const { within } = await customers({ entries, total: 1 });
  expect(within[0]).toBeLessThanOrEqual(2000);
  expect(within[0]).toBeGreaterThan(1000);
});
