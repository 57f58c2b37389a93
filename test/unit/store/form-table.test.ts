import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { systemClock } from '../../../src/clock.ts';
import type { FormStore } from '../../../src/forms/form-sessions.ts';
import { openDatabase } from '../../../src/store/database.ts';
import { createFormTable } from '../../../src/store/form-table.ts';
import { migrate } from '../../../src/store/migrations.ts';
import type { Database } from '../../../src/store/schema.ts';

let db: Database;
let store: FormStore;
beforeEach(async () => {
  db = openDatabase('file::memory:');
  await migrate(db);
  store = createFormTable(db, 'here/1/a', systemClock);
});
afterEach(() => db.destroy());

test('a form is kept as it was saved last, for its owner alone', async () => {
  await store.save([{ id: 'form-1', owner: 'UANA', content: 'first' }]);
  await store.save([{ id: 'form-1', owner: 'UANA', content: 'O’Brien "; drop table forms; -- 🚀' }]);
  expect((await store.load('form-1', 'UANA'))?.content).toBe('O’Brien "; drop table forms; -- 🚀');
  expect(await store.load('form-1', 'USAM')).toBeUndefined();
  expect(await store.load('form-2', 'UANA')).toBeUndefined();
});

test('forms that no one touched for long are forgotten', async () => {
  await store.save([{ id: 'old', owner: 'UANA', content: 'x' }]);
  await db
    .updateTable('forms')
    .set({ updated_at: Date.now() - 10_000 })
    .execute();
  await store.save([{ id: 'new', owner: 'UANA', content: 'y' }]);
  await store.cleanUp(5000);
  expect(await store.load('old', 'UANA')).toBeUndefined();
  expect((await store.load('new', 'UANA'))?.content).toBe('y');
});

test('the tables can be made twice', async () => {
  await store.save([{ id: 'form-1', owner: 'UANA', content: 'x' }]);
  await migrate(db);
  expect((await store.load('form-1', 'UANA'))?.content).toBe('x');
});
