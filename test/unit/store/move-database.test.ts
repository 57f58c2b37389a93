import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { sql } from 'kysely';
import { systemClock } from '../../../src/clock.ts';
import { openDatabase } from '../../../src/store/database.ts';
import { openMigrated } from '../../../src/store/migrations.ts';
import { moveDatabase } from '../../../src/store/move-database.ts';
import { createStore } from '../../../src/store/store.ts';
import { creation, failed, postgres, press, rejected, SERVER, waiting } from './store-on.ts';

(SERVER ? describe : describe.skip)('a file that moves to PostgreSQL', () => {
  let folder: string;
  let from: string;
  let to: string;
  let drop: () => Promise<void>;
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'nexudus-move-'));
    from = `file:${join(folder, 'bot.sqlite')}`;
    [to, drop] = await postgres();
    const db = await openMigrated(from);
    const { submissions, approvals, forms } = createStore(db, 'here/1/a', systemClock);
    const end = async (one = press(), result = rejected) =>
      submissions.finish((await submissions.accept(one)).submission, result);
    await end();
    await end(creation({ input: { name: 'Dén “🚀” \\ \0'.replace('\0', '') } }), failed);
    await end(press({ formId: 'form-waits', delivery: 'd1' }), waiting);
    // As versions before this one wrote it.
    await db
      .updateTable('submissions')
      .set({ next_at: sql`next_at - 0.75` })
      .where('form_id', '=', 'form-waits')
      .execute();
    const asked = await submissions.accept(
      press({ approvalUntil: Date.now() + 60_000, formId: 'form-asks' }),
    );
    await approvals.shown(asked.submission.id, 'd', { role: 'Reception' } as never);
    await forms.save(
      Array.from({ length: 1200 }, (_, n) => ({ id: `f${n}`, owner: 'UANA', content: `{"n":${n}}` })),
    );
    await forms.rememberLocation('C1', 1_414_000_002);
    await db.destroy();
  }, 60_000);
  afterAll(async () => {
    await drop();
    rmSync(folder, { recursive: true });
  });

  test('is there row by row, and the bot goes on with it', async () => {
    expect(await moveDatabase(from, to)).toMatchObject({
      submissions: 4,
      approvals: 1,
      forms: 1200,
      channel_locations: 1,
    });
    const [file, db] = [openDatabase(from, { readOnly: true }), openDatabase(to)];
    for (const table of ['submissions', 'approvals', 'outbox', 'forms', 'channel_locations'] as const) {
      const all = async (on: typeof db) =>
        JSON.stringify(
          (await on.selectFrom(table).selectAll().execute()).map((row) => Object.entries(row).sort()).sort(),
          (_, value) => (typeof value === 'number' ? Math.ceil(value) : value),
        );
      expect(await all(db)).toBe(await all(file));
    }
    const store = createStore(db, 'there/2/b', systemClock);
    expect((await store.submissions.claimDue([]))?.formId).toBe('form-waits');
    expect(
      await store.approvals.approve('form-asks:1', 'UPRIYA', 'd', { users: [], permissions: [] } as never),
    ).toBe(true);
    expect((await store.forms.load('f7', 'UANA'))?.content).toBe('{"n":7}');
    await Promise.all([file.destroy(), db.destroy()]);
  }, 60_000);

  test('is not moved over what is there', async () => {
    await expect(moveDatabase(from, to)).rejects.toThrow('not empty');
  });

  test('is not moved while a bot works on it', async () => {
    const other = `file:${join(folder, 'busy.sqlite')}`;
    const db = await openMigrated(other);
    await createStore(db, 'here/1/a', systemClock).submissions.accept(press());
    await expect(moveDatabase(other, to)).rejects.toThrow('Stop it');
    await db.destroy();
  });

  test('goes from a file to PostgreSQL and no other way', async () => {
    await expect(moveDatabase(to, from)).rejects.toThrow('from a file: to a postgres://');
  });
});
