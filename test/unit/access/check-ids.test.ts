import { expect, test } from '@jest/globals';
import { type Access, type Decision, no } from '../../../src/access/access.ts';
import { type Asking, checkIds } from '../../../src/access/check-ids.ts';
import { CHAT_SILENT, failureOf } from '../../../src/nexudus/failure.ts';
import { operations } from '../../../src/operations/index.ts';
import type { Operation } from '../../../src/operations/operation.ts';

const addUsers = operations.find(({ id }) => id === 'role.add-users') as Operation;

/** Somebody of whom access says this; the ids above 100 are of no record. */
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
  const refused = { ...no('no-permission'), permission: 'User-List', roles: [] };
  expect(Object.keys(await check(refused, [1]))).toEqual(['users']);
});

test('where it can’t be told who may list them, that is said, and not that there is no such record', async () => {
  const silent = check({ ...no('could-not-ask'), failure: CHAT_SILENT }, [1]);
  await expect(silent).rejects.toThrow('could not ask');
  expect(failureOf(await silent.catch((error: unknown) => error))).toEqual(CHAT_SILENT);
});
