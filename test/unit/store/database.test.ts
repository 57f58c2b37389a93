import { mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { DatabaseSync } from '@photostructure/sqlite';
import { sql } from 'kysely';
import { systemClock } from '../../../src/clock.ts';
import { openDatabase, surelyNotDone } from '../../../src/store/database.ts';
import { migrate } from '../../../src/store/migrations.ts';
import type { Database } from '../../../src/store/schema.ts';
import { createStore } from '../../../src/store/store.ts';
import { describeOnEach, postgres, press, rejected, type StoreOn, storeOn } from './store-on.ts';

describe('the SQLite file', () => {
  let folder: string;
  let path: string;
  let db: Database;
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'nexudus-database-'));
    path = join(folder, 'new', 'store.sqlite');
    db = openDatabase(`file:${path}`);
    await migrate(db);
  });
  afterEach(async () => {
    await db.destroy().catch(() => {});
    rmSync(folder, { recursive: true });
  });

  /** Another process on the same file that holds the lock; what releases it. */
  const lock = (): (() => void) => {
    const handle = new DatabaseSync(path);
    handle.exec('begin immediate');
    return () => {
      handle.exec('rollback');
      handle.close();
    };
  };
  const formIds = (): unknown[] => {
    const handle = new DatabaseSync(path);
    const rows = handle.prepare('select form_id from submissions order by id').all() as { form_id: string }[];
    handle.close();
    return rows.map(({ form_id }) => form_id);
  };

  /** How often other work got its turn while this was done. */
  const turnsDuring = async (act: () => Promise<unknown>): Promise<number> => {
    let turns = 0;
    const timer = setInterval(() => {
      turns += 1;
    }, 10);
    await act();
    clearInterval(timer);
    return turns;
  };

  test('locked for a moment: the write waits, and other work goes on', async () => {
    const { submissions } = createStore(db, 'here/1/a', systemClock);
    setTimeout(lock(), 300);
    const one = press();
    const turns = await turnsDuring(async () => expect((await submissions.accept(one)).taken).toBe(true));
    expect(turns).toBeGreaterThan(2);
    expect(formIds()).toEqual([one.formId]);
  });

  test('locked for long: an error after some two seconds, and other work goes on', async () => {
    const { submissions } = createStore(db, 'here/1/a', systemClock);
    const unlock = lock();
    const startedAt = Date.now();
    const turns = await turnsDuring(() =>
      expect(submissions.accept(press())).rejects.toThrow('database is locked'),
    );
    expect(Date.now() - startedAt).toBeLessThan(4500);
    expect(turns).toBeGreaterThan(15);
    unlock();
    expect(formIds()).toEqual([]);
  });

  test('what is written after a lock is kept when the process dies: it does not wait for an end of the lock’s victim', async () => {
    const { submissions } = createStore(db, 'here/1/a', systemClock);
    const unlock = lock();
    await expect(submissions.accept(press())).rejects.toThrow('locked');
    unlock();
    const [first, second] = [press(), press()];
    const { submission } = await submissions.accept(first);
    await submissions.accept(second);
    expect(await submissions.finish(submission, rejected)).toBe(true);
    // Another handle sees only what is committed, and can write itself.
    expect(formIds()).toEqual([first.formId, second.formId]);
    const handle = new DatabaseSync(path);
    handle.exec("pragma busy_timeout = 500; update submissions set status = 'denied'");
    handle.close();
  });

  test('an error within a write leaves nothing open', async () => {
    const { submissions } = createStore(db, 'here/1/a', systemClock);
    const [first, second] = [press(), press()];
    await submissions.accept(first);
    // One running per record: the first try of the second breaks that, and it is queued.
    await submissions.accept(second);
    expect(formIds()).toEqual([first.formId, second.formId]);
  });

  test('removed, or another file in its place: nothing more is written', async () => {
    const { submissions } = createStore(db, 'here/1/a', systemClock);
    renameSync(path, `${path}-away`);
    await expect(submissions.accept(press())).rejects.toThrow('gone');
    writeFileSync(path, '');
    await expect(submissions.accept(press())).rejects.toThrow('gone');
    rmSync(path);
    renameSync(`${path}-away`, path);
    expect((await submissions.accept(press())).taken).toBe(true);
  });

  test('a parameter that SQLite has no type for is an error, and ends nothing', async () => {
    const save = (content: unknown) =>
      db
        .insertInto('forms')
        .values({ id: 'f1', owner: 'U', content: content as string, updated_at: 1, version: 0, kept_by: '' })
        .execute();
    await expect(save({})).rejects.toThrow('cannot be bound');
    await save('kept');
    expect(await db.selectFrom('forms').select('content').execute()).toEqual([{ content: 'kept' }]);
  });

  test('is kept safe over a loss of power: written ahead and flushed', async () => {
    const { rows } = await db.executeQuery<object>({
      ...db.selectNoFrom((e) => e.lit(1).as('one')).compile(),
      sql: 'select * from pragma_journal_mode, pragma_synchronous',
    });
    expect(rows).toEqual([{ journal_mode: 'wal', synchronous: 2 }]);
  });
});

test('a store whose folder can’t be made is an error that says so', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'nexudus-database-'));
  writeFileSync(join(folder, 'file'), '');
  const db = openDatabase(`file:${join(folder, 'file', 'store.sqlite')}`);
  await expect(migrate(db)).rejects.toThrow(/ENOTDIR|EEXIST/);
  rmSync(folder, { recursive: true });
});

describeOnEach('the database', (kind) => {
  let on: StoreOn;
  beforeEach(async () => {
    on = await storeOn(kind);
  });

  test('is migrated once, however often that is asked', async () => {
    const one = press();
    const { submissions } = on.store('here/1/a');
    await submissions.accept(one);
    await migrate(on.db);
    await migrate(on.db);
    expect((await submissions.latest(one.formId))?.status).toBe('running');
  });

  test('gives times back as numbers', async () => {
    const { submission } = await on.store('here/1/a').submissions.accept(press());
    const { submittedAt, giveUpAt, unknownOutcomeUntil } = submission;
    expect([submittedAt, giveUpAt, unknownOutcomeUntil]).toEqual([1_800_000_000_000, 1_800_001_800_000, 0]);
  });

  test('keeps forms for their owner alone, as they were saved last, until no one touched them for long', async () => {
    const store = on.store('here/1/a').forms;
    await store.save([{ id: 'f1', owner: 'UANA', content: 'first' }]);
    await store.save([{ id: 'f1', owner: 'UANA', content: 'second' }]);
    expect((await store.load('f1', 'UANA'))?.content).toBe('second');
    expect(await store.load('f1', 'USAM')).toBeUndefined();
    expect(await store.load('f2', 'UANA')).toBeUndefined();
    await store.cleanUp(60_000);
    expect((await store.load('f1', 'UANA'))?.content).toBe('second');
    await store.cleanUp(-1);
    expect(await store.load('f1', 'UANA')).toBeUndefined();
  });
});

describe('a connection to PostgreSQL that breaks', () => {
  let address: URL;
  let drop: () => Promise<void>;
  const ways = new Set<Socket>();
  const between = createServer((socket) => {
    const server = connect(Number(address.port), address.hostname);
    for (const [one, other] of [
      [socket, server],
      [server, socket],
    ] as const) {
      ways.add(one);
      one.on('error', () => {}).on('close', () => other.destroy());
      one.pipe(other);
    }
  });
  const cut = () => {
    for (const way of ways) way.destroy();
    ways.clear();
  };
  let db: Database;
  const lost: string[] = [];
  beforeAll(async () => {
    const [given, dropSchema] = await postgres();
    address = new URL(given);
    drop = dropSchema;
    await new Promise<void>((resolve) => between.listen(0, '127.0.0.1', resolve));
    const url = new URL(address);
    url.port = String((between.address() as AddressInfo).port);
    db = openDatabase(url.href, { lost: ({ message }) => lost.push(message) });
  }, 60_000);
  afterAll(async () => {
    await db.destroy();
    between.close();
    await drop();
  });

  const one = async () => (await sql<{ one: number }>`select 1 as one`.execute(db)).rows;
  test('while no one uses it is heard of, and the next statement gets another', async () => {
    expect(await one()).toEqual([{ one: 1 }]);
    cut();
    for (const until = Date.now() + 5000; lost.length === 0 && Date.now() < until; ) await sleep(20);
    expect(lost).toEqual(['Connection terminated unexpectedly']);
    expect(await one()).toEqual([{ one: 1 }]);
  });

  test('while it is used fails its statement and nothing else', async () => {
    await one();
    const asked = one().then(
      () => 'answered',
      (error: Error) => error.message,
    );
    await Promise.resolve();
    cut();
    expect(await asked).toBe('Connection terminated unexpectedly');
    expect(await one()).toEqual([{ one: 1 }]);
  });
});

describe('a statement that failed', () => {
  const pgLost = new Error('Connection terminated unexpectedly');
  test.each([
    ['a full disk', { code: 'ERR_SQLITE_ERROR', message: 'database or disk is full' }, true],
    ['a locked file', { code: 'ERR_SQLITE_ERROR', message: 'database is locked' }, true],
    ['a file that is gone', { code: 'SQLITE_GONE' }, true],
    ['no one at the address', { code: 'ECONNREFUSED' }, true],
    ['an answer of PostgreSQL', { code: '53100' }, true],
    ['PostgreSQL shutting down', { code: '57P01' }, false],
    ['a connection cut', { code: 'ECONNRESET' }, false],
    ['a connection that can’t be written to', { code: 'EPIPE' }, false],
    ['a rule of the store’s', { code: 'P0001' }, true],
    ['a connection that ended', pgLost, false],
    ['no answer in time', new Error('Query read timeout'), false],
  ])('by %s was surely not done: %p %p', (_what, error, sure) => {
    expect(surelyNotDone(error)).toBe(sure);
  });
});
