import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { sql } from 'kysely';
import { systemClock } from '../../../src/clock.ts';
import { type Listening, listen } from '../../../src/store/listen.ts';
import { openMigrated } from '../../../src/store/migrations.ts';
import type { Database } from '../../../src/store/schema.ts';
import { createStore, type Store } from '../../../src/store/store.ts';
import { failed, postgres, press, SERVER, succeeded, waiting } from './store-on.ts';

// PostgreSQL inside this process serves one connection at a time.
(SERVER ? describe : describe.skip)('what another process writes', () => {
  let url: string;
  let drop: () => Promise<void>;
  let db: Database;
  let other: Store;
  const problems: unknown[] = [];
  const woken = { work: 0, announcement: 0, permissions: 0 };
  const order: string[] = [];
  const wakes = (what: keyof typeof woken) => () => {
    woken[what] += 1;
    order.push(what);
  };
  let listening: Listening;
  beforeAll(async () => {
    [url, drop] = await postgres();
    db = await openMigrated(url);
    other = createStore(db, 'other', systemClock);
    const all = {
      work: { wake: wakes('work') },
      announcement: { wake: wakes('announcement') },
      permissions: { wake: wakes('permissions') },
    };
    listening = listen(url, all, (error) => problems.push(error));
    listening.start();
    await until(() => listening.hears(), 'it listens');
  });
  beforeEach(async () => {
    await sleep(400);
    Object.assign(woken, { work: 0, announcement: 0, permissions: 0 });
    order.length = 0;
  });
  afterAll(async () => {
    listening?.stop();
    await db?.destroy();
    await drop?.();
  });

  const until = async (condition: () => boolean, what: string) => {
    for (const end = Date.now() + 10_000; !condition(); await sleep(10))
      if (Date.now() > end) throw new Error(`not within ten seconds: ${what}`);
  };

  test('is heard when it waits for its turn on a record', async () => {
    await other.submissions.accept(press());
    await sleep(400);
    expect(woken).toEqual({ work: 0, announcement: 0, permissions: 0 });
    await other.submissions.accept(press());
    await until(() => woken.work === 1, 'woken for work');
  });

  test('is heard when it is approved', async () => {
    const asked = press({ recordKey: 'userroles:1', approvalUntil: Date.now() + 60_000 });
    const { submission } = await other.submissions.accept(asked);
    await until(() => woken.announcement > 0, 'woken for the card');
    await other.approvals.shown(submission.id, 'd', {} as never);
    await other.approvals.approve(submission.id, 'U', 'd', { users: [], permissions: [] } as never);
    await until(() => woken.work === 1, 'woken for work');
  });

  test('is heard when it gives back what it ran, and when there is something to say of it', async () => {
    const { submission } = await other.submissions.accept(press({ recordKey: 'teams:9' }));
    await other.submissions.release([submission.id]);
    await until(() => woken.work === 1, 'woken for work');
    await other.submissions.finish(submission, failed);
    await until(() => woken.announcement === 1, 'woken for the announcement');
  });

  test('is heard at once when it changed a role, before anyone can read of it', async () => {
    const asked = press({ recordKey: 'userroles:2', operation: 'role.add-users' });
    const { submission } = await other.submissions.accept(asked);
    await other.submissions.finish(submission, succeeded);
    await until(() => order.length === 2, 'woken for permissions and the announcement');
    expect(order).toEqual(['permissions', 'announcement']);
  });

  test('is not heard where nothing can be taken on', async () => {
    const { submission } = await other.submissions.accept(press({ recordKey: 'teams:10' }));
    await other.submissions.renewLeases([submission.id]);
    await other.submissions.finish(submission, waiting);
    await sleep(400);
    expect(woken).toEqual({ work: 0, announcement: 0, permissions: 0 });
  });

  // The last one: the connection is another one afterwards.
  test('is looked for, and then heard again, after the connection was cut', async () => {
    await sql`select pg_terminate_backend(pid) from pg_stat_activity
      where application_name = 'nexudus-for-slack listening' and datname = current_database()`.execute(db);
    await until(() => !listening.hears(), 'it knows that it hears nothing');
    await until(() => listening.hears(), 'it hears again');
    expect(woken).toEqual({ work: 1, announcement: 1, permissions: 1 });
    expect(problems).toHaveLength(1);
    await other.submissions.accept(press());
    await until(() => woken.work === 2, 'woken for work');
  });
});
