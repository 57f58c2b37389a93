import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { sql } from 'kysely';
import { systemClock } from '../../../src/clock.ts';
import { createReplicas, type ReplicaStore } from '../../../src/nexudus/replicas.ts';
import { openDatabase } from '../../../src/store/database.ts';
import { openMigrated, versionOf } from '../../../src/store/migrations.ts';
import type { Database } from '../../../src/store/schema.ts';
import { createStore } from '../../../src/store/store.ts';
import { noWaiting } from '../nexudus/bot-account.ts';
import { postgres, press, SERVER, waiting } from './store-on.ts';

const HOUR_MS = 60 * 60_000;

// PostgreSQL inside this process serves one connection at a time.
(SERVER ? describe : describe.skip)('several processes on one PostgreSQL', () => {
  let url: string;
  let drop: () => Promise<void>;
  const opened: Database[] = [];
  beforeAll(async () => {
    [url, drop] = await postgres();
  });
  afterAll(async () => {
    await Promise.all(opened.map((db) => db.destroy()));
    await drop();
  });

  test('that start at once on an empty database all find it up to date', async () => {
    const all = await Promise.all(Array.from({ length: 6 }, () => openMigrated(url)));
    opened.push(...all);
    expect(await Promise.all(all.map(versionOf))).toEqual(Array(6).fill('this'));
  });

  test('an older one starts beside a newer one that has added a migration, and works', async () => {
    const db = openDatabase(url);
    opened.push(db);
    await sql`insert into kysely_migration values ('999-of-tomorrow', ${new Date().toISOString()})`.execute(
      db,
    );
    expect(await versionOf(db)).toBe('newer');
    const older = await openMigrated(url);
    opened.push(older);
    expect((await createStore(older, 'a', systemClock).submissions.accept(press())).taken).toBe(true);
    await sql`delete from kysely_migration where name = '999-of-tomorrow'`.execute(db);
  });

  test('whose clocks are an hour apart take nothing from each other that is held, and no lease counts longer', async () => {
    const [db] = opened as [Database];
    await db.deleteFrom('submissions').execute();
    const by = (ms: number) => ({ ...systemClock, now: () => Date.now() + ms });
    const [early, late] = [createStore(db, 'early', by(-HOUR_MS)), createStore(db, 'late', by(HOUR_MS))];
    const { submission } = await early.submissions.accept(press());
    expect(await late.submissions.claimDue([])).toBeUndefined();
    const left = await early.submissions.leaseLeft(submission);
    expect(left).toBeGreaterThan(10_000);
    expect(left).toBeLessThanOrEqual(18_000);
    // As if its process had died eighteen seconds ago.
    await sql`update submissions set lease_until = lease_until - 18001`.execute(db);
    const taken = await late.submissions.claimDue([]);
    expect(taken?.id).toBe(submission.id);
    expect(await early.submissions.leaseLeft(submission)).toBe(0);
    expect(await early.submissions.finish(submission, waiting)).toBe(false);
    expect(await early.submissions.claimDue([])).toBeUndefined();
  });

  test('a deadlock that PostgreSQL ends is tried again, and nobody hears of it', async () => {
    const [one, other] = opened as [Database, Database];
    const bot = createStore(other, 'bot', systemClock);
    const asked = await bot.submissions.accept(press({ approvalUntil: Date.now() + HOUR_MS }));
    const { id } = asked.submission;
    await bot.approvals.shown(id, 'd', { role: 'Reception' } as never);
    // Somebody at psql takes the rows in the other order: PostgreSQL ends who waited first, which is the bot.
    const held = one.transaction().execute(async (tx) => {
      await tx.updateTable('submissions').set({ thread: 'x' }).where('id', '=', id).execute();
      await sql`select pg_sleep(0.5)`.execute(tx);
      await sql`update approvals set words = words where submission_id = ${id}`.execute(tx);
    });
    const approved = bot.approvals.approve(id, 'U', 'd', { users: [], permissions: [] } as never);
    await held;
    expect(await approved).toBe(true);
  });

  test('know how many they are, and of the longest break that any of them was asked for', async () => {
    const [db] = opened as [Database];
    await db.deleteFrom('replicas').execute();
    const [one, two, three] = ['one', 'two', 'three'].map(
      (name) => createStore(db, name, systemClock).replicas,
    ) as [ReplicaStore, ReplicaStore, ReplicaStore];
    expect(await one.beat(0)).toEqual({ alive: 1, breakMs: 0 });
    expect((await two.beat(5000)).alive).toBe(2);
    const seen = await three.beat(0);
    expect(seen.alive).toBe(3);
    expect(seen.breakMs).toBeGreaterThan(3000);
    expect(seen.breakMs).toBeLessThanOrEqual(5000);
    await two.leave();
    expect(await three.beat(0)).toEqual({ alive: 2, breakMs: 0 });
    // As if one had died seven seconds ago.
    await sql`update replicas set seen_at = seen_at - 7001 where id = 'one'`.execute(db);
    expect((await three.beat(0)).alive).toBe(1);
  });

  test('share the pace within ten seconds of one that joins, leaves or dies', async () => {
    const [db] = opened as [Database];
    await db.deleteFrom('replicas').execute();
    const shares: Record<string, number[]> = { one: [], two: [] };
    const pauses: number[] = [];
    const join = (name: string) => {
      let tick = () => {};
      const replicas = createReplicas({
        store: createStore(db, name, systemClock).replicas,
        pace: {
          ...noWaiting(),
          share: (among) => void shares[name]?.push(among),
          pause: (ms) => void pauses.push(ms),
        },
        clock: {
          ticks: systemClock.ticks,
          every(ms, act) {
            expect(ms).toBeLessThanOrEqual(3000);
            tick = act;
            return { stop() {} };
          },
        },
        problem: (error) => {
          throw error;
        },
      });
      return { replicas, tick: () => tick() };
    };
    const [one, two] = [join('one'), join('two')];
    await one.replicas.start();
    await two.replicas.start();
    expect(shares).toEqual({ one: [], two: [2] });
    const until = async (condition: () => boolean) => {
      for (const end = Date.now() + 5000; !condition() && Date.now() < end; )
        await new Promise((resolve) => setTimeout(resolve, 10));
    };
    one.tick();
    await until(() => shares.one?.length === 1);
    two.replicas.pace.pause(3000);
    await until(() => pauses.length > 0);
    expect(one.replicas.others()).toBe(1);
    await two.replicas.stop();
    one.tick();
    await until(() => shares.one?.length === 2);
    expect(shares).toEqual({ one: [2, 1], two: [2] });
    expect(Math.max(...pauses)).toBeGreaterThan(2000);
  });
});
