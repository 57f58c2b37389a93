import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { DatabaseSync } from '@photostructure/sqlite';
import { systemClock } from '../../../src/clock.ts';
import { createFormSessions, type FormSessions, type FormStore } from '../../../src/forms/form-sessions.ts';
import { operations } from '../../../src/operations/index.ts';
import type { Operation } from '../../../src/operations/operation.ts';
import { openDatabase } from '../../../src/store/database.ts';
import { createEncryption } from '../../../src/store/encryption.ts';
import { migrate } from '../../../src/store/migrations.ts';
import type { Database } from '../../../src/store/schema.ts';
import { createStore, type Store } from '../../../src/store/store.ts';
import { press } from './store-on.ts';

// What keeping forms costs, counted on a real file.

const rename = operations.find(({ id }) => id === 'team.rename') as Operation;
const sessionsOn = (store: FormStore): FormSessions =>
  createFormSessions({
    store,
    isShared: false,
    encryption: createEncryption('t'),
    operations,
    newReceipt: () => 'NX-1',
    clock: systemClock,
  });

let folder: string;
let db: Database;
let store: Store;
let sessions: FormSessions;
/** How many the store has run. */
let statements: number;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'nexudus-forms-'));
  db = openDatabase(`file:${join(folder, 'store.sqlite')}`);
  await migrate(db);
  statements = 0;
  const counted = db.withPlugin({
    transformQuery({ node }) {
      statements += 1;
      return node;
    },
    transformResult: async ({ result }) => result,
  });
  store = createStore(counted, 'here/1/a', systemClock);
  sessions = sessionsOn(store.forms);
});
afterEach(async () => {
  await db.destroy();
  rmSync(folder, { recursive: true });
});

test('a form that is kept is one statement, and so are forty that change in one turn', async () => {
  const form = sessions.add(rename, 'UANA', {});
  await sessions.keep(form);
  expect(statements).toBe(1);
  const forms = Array.from({ length: 40 }, (_, n) => sessions.add(rename, `U${n}`, {}));
  await Promise.all([...forms, ...forms].map((each) => sessions.keep(each)));
  expect(statements).toBe(2);
  const kept = await db
    .selectFrom('forms')
    .select(({ fn }) => fn.countAll().as('count'))
    .executeTakeFirst();
  expect(kept).toEqual({ count: 41 });
});

test('what this process alone answers for is asked of the store once, not again', async () => {
  const form = sessions.add(rename, 'UANA', {});
  await sessions.keep(form);
  await sessions.rememberLocation('C1', 7);
  statements = 0;
  expect(await sessions.of(form.form.id, 'UANA')).toBe(form);
  expect(await sessions.lastLocation('C1')).toBe(7);
  expect(statements).toBe(0);
  expect(await sessions.lastLocation('C2')).toBeUndefined();
  expect(await sessions.lastLocation('C2')).toBeUndefined();
  expect(statements).toBe(1);
  form.superseded = true;
  expect(await sessions.of(form.form.id, 'USAM')).toBeUndefined();
  await sessions.of(form.form.id, 'UANA');
  expect(statements).toBe(3);
});

test('more forms than a statement takes are all kept', async () => {
  const forms = Array.from({ length: 2500 }, (_, n) => ({ id: `f${n}`, owner: 'UANA', content: String(n) }));
  await store.forms.save(forms);
  expect((await store.forms.load('f0', 'UANA'))?.content).toBe('0');
  expect((await store.forms.load('f1000', 'UANA'))?.content).toBe('1000');
  expect((await store.forms.load('f2499', 'UANA'))?.content).toBe('2499');
});

test('a form waits for no disk; a submission does, also right after a form', async () => {
  const levels = () =>
    db
      .selectFrom('levels' as never)
      .selectAll()
      .execute();
  for (const table of ['forms', 'submissions']) {
    const handle = new DatabaseSync(join(folder, 'store.sqlite'));
    handle.exec(`create table if not exists levels (of text, level int);
      create trigger level_of_${table} after insert on ${table} begin
        insert into levels select '${table}', synchronous from pragma_synchronous; end`);
    handle.close();
  }
  await store.submissions.accept(press());
  await sessions.keep(sessions.add(rename, 'UANA', {}));
  await store.submissions.accept(press());
  expect(await levels()).toEqual([
    { of: 'submissions', level: 2 },
    { of: 'forms', level: 1 },
    { of: 'submissions', level: 2 },
  ]);
});

test('what changes while the store is busy is kept once it is not, as it is then', async () => {
  let free = () => {};
  const saved: string[][] = [];
  const slow = sessionsOn({
    ...store.forms,
    async save(forms) {
      saved.push(forms.map(({ content }) => JSON.parse(content).step));
      if (saved.length === 1)
        await new Promise<void>((resolve) => {
          free = resolve;
        });
      return store.forms.save(forms);
    },
  });
  const form = slow.add(rename, 'UANA', {});
  const first = slow.keep(form);
  await new Promise((resolve) => setTimeout(resolve, 20));
  form.step = 1;
  const second = slow.keep(form);
  form.step = 2;
  const third = slow.keep(form);
  await new Promise((resolve) => setTimeout(resolve, 20));
  expect(saved).toEqual([[0]]);
  free();
  await Promise.all([first, second, third]);
  expect(saved).toEqual([[0], [2]]);
});

test('a form that can’t be kept is an error for all who wait, and the next is kept', async () => {
  let fail = true;
  const faulty = sessionsOn({
    ...store.forms,
    save: (forms) => (fail ? Promise.reject(new Error('disk full')) : store.forms.save(forms)),
  });
  const forms = ['UANA', 'USAM'].map((owner) => faulty.add(rename, owner, {}));
  const results = await Promise.allSettled(forms.map((form) => faulty.keep(form)));
  expect(results.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  fail = false;
  const [ana] = forms;
  if (ana) await faulty.keep(ana);
  expect((await store.forms.load(String(ana?.form.id), 'UANA'))?.content).toContain('team.rename');
});

test('10,000 forms of one person push nobody else’s out of memory', async () => {
  const sam = sessions.add(rename, 'USAM', {});
  const last = Array.from({ length: 10_000 }, () => sessions.add(rename, 'UANA', {})).at(-1);
  // Neither was kept, so they are nowhere else.
  expect(await sessions.of(sam.form.id, 'USAM')).toBe(sam);
  expect(await sessions.of(String(last?.form.id), 'UANA')).toBe(last);
});
