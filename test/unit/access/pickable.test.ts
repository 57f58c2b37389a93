import { describe, expect, test } from '@jest/globals';
import { type Access, type Decision, denial } from '../../../src/access/access.ts';
import { type Asking, checkIds, offered } from '../../../src/access/pickable.ts';
import { CHAT_SILENT, failureOf } from '../../../src/nexudus/failure.ts';
import { operations } from '../../../src/operations/index.ts';
import type { Operation } from '../../../src/operations/operation.ts';

const addUsers = operations.find(({ id }) => id === 'role.add-users') as Operation;

/** Someone of whom access says this; the ids above 100 are of no record. */
const asking = (decision: Decision) => {
  const access = { decide: async () => decision } as unknown as Access;
  const directory = {
    missing: async (_of: string, ids: readonly number[]) => ids.filter((id) => id > 100),
  } as unknown as Asking['directory'];
  const person = { id: 'U1', kind: 'member', emailConfirmed: true } as const;
  return { access, directory, person };
};
const check = (decision: Decision, users: number[]) =>
  checkIds(addUsers, { role: 1, users }, asking(decision));

test('an id of no record, and any id of who may list none, is refused under its field', async () => {
  expect(await check({ allowed: true }, [1, 2])).toEqual({});
  expect(Object.keys(await check({ allowed: true }, [1, 200]))).toEqual(['users']);
  const refused = { ...denial('no-permission'), permission: 'User-List', roles: [] };
  expect(Object.keys(await check(refused, [1]))).toEqual(['users']);
});

test('where it can’t be told who may list them, that is said, and not that there is no such record', async () => {
  const silent = check({ ...denial('could-not-ask'), failure: CHAT_SILENT }, [1]);
  await expect(silent).rejects.toThrow('could not ask');
  expect(failureOf(await silent.catch((error: unknown) => error))).toEqual(CHAT_SILENT);
});

describe('what a picker offers', () => {
  const updateWorkspace = operations.find(({ id }) => id === 'workspace.update') as Operation;
  const WITHOUT_LIST = { ...denial('no-permission'), permission: 'Coworker-List', roles: [] };
  /** @param decisions by permission; what is not named is allowed at location 7 only */
  const asked = async (field: string, decisions: Record<string, Decision> = {}) => {
    const searched: unknown[] = [];
    const { person } = asking({ allowed: true });
    const found = await offered(
      updateWorkspace,
      updateWorkspace.fields[field]?.control as Parameters<typeof offered>[1],
      { Id: 1, Members: [11, '12'] },
      'an',
      100,
      {
        person,
        access: {
          decide: async (_: unknown, { permission = '' }) =>
            decisions[permission] ?? { allowed: true, user: { locations: [7] } },
        } as unknown as Access,
        directory: {
          search: async (...call: unknown[]) => {
            searched.push(call);
            return { entries: [], total: 3 };
          },
        } as unknown as Asking['directory'],
      },
    );
    return { found, searched };
  };

  test('records of the locations of who asks, to add only what isn’t on the list, and to remove only what is on it', async () => {
    expect(await asked('addMembers')).toEqual({
      found: { entries: [], total: 3 },
      searched: [['coworkers', 'an', 100, { without: new Set([11, 12]), locations: [7] }]],
    });
    expect((await asked('removeMembers')).searched).toEqual([
      ['coworkers', 'an', 100, { among: new Set([11, 12]), locations: [7] }],
    ]);
  });

  test('nothing to who may not list such records, or may not do the operation at all', async () => {
    expect(await asked('administrator', { 'Coworker-List': WITHOUT_LIST })).toEqual({
      found: WITHOUT_LIST,
      searched: [],
    });
    const refused = { ...denial('no-permission'), permission: 'Workspace-Edit', roles: [] };
    expect(await asked('location', { 'Workspace-Edit': refused })).toEqual({ found: refused, searched: [] });
    // Locations are listed to everybody who may do the operation.
    expect((await asked('location', { 'Business-List': WITHOUT_LIST })).searched).toHaveLength(1);
  });
});
