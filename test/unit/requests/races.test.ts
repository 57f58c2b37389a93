import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Kysely, SqliteDialect } from 'kysely';
import { type ClaimedCard, createApprovalJournal } from '../../../src/requests/approval-journal.ts';
import { type JournalDatabase, openDatabase } from '../../../src/requests/database.ts';
import { createJournal, type Entry } from '../../../src/requests/journal.ts';
import { migrate } from '../../../src/requests/migrate.ts';
import { realPostgres } from '../../support/real-postgres.ts';
import { entry } from './journal-on.ts';

const failure = { why: 'unreachable', passing: true, mayHaveActed: false, answered: true } as const;
const waiting = { event: 'wait', tell: false, ending: { kind: 'waiting', failure, until: 9 } } as const;
const role = { name: 'Reception' } as never;
/** RACES=2000 looks longer. */
const TRIES = Number(process.env.RACES ?? 300);

const server = await realPostgres();
if (!server) console.warn('Not tested: races between connections. They take an installed PostgreSQL server.');

(server ? describe : describe.skip)('of two processes on PostgreSQL that act on one request at once', () => {
  let databases: JournalDatabase[];
  const at = (which: number) => databases[which] as JournalDatabase;
  const bot = (which: number) => ({
    journal: createJournal(at(which), `there/${which}/x`),
    approvals: createApprovalJournal(at(which)),
  });
  beforeAll(async () => {
    databases = [0, 1].map(() => openDatabase(server?.url ?? ''));
    await migrate(at(0));
  }, 60_000);
  afterAll(async () => {
    await Promise.all(databases.map((db) => db.destroy()));
    await server?.stop();
  });

  const stateOf = async (id: string) => (await bot(0).journal.row(id))?.state;
  const clear = () => at(0).deleteFrom('requests').execute();

  /** Has each pair meet many times; `won` says which of the two were carried out. */
  const race = async (
    prepare: () => Promise<string>,
    one: (id: string) => Promise<boolean>,
    other: (id: string) => Promise<boolean>,
    states: [string, string],
  ): Promise<void> => {
    const wrong: unknown[] = [];
    const won = { one: 0, other: 0 };
    for (let n = 0; n < TRIES; n++) {
      await clear();
      const id = await prepare();
      // Neither is always first.
      const acts = n % 2 === 0 ? [one(id), other(id)] : [other(id), one(id)].reverse();
      const [first, second] = await Promise.all(acts);
      const state = await stateOf(id);
      won[first ? 'one' : 'other'] += 1;
      if (first === second || state !== states[first ? 0 : 1]) wrong.push({ first, second, state });
    }
    expect(wrong.slice(0, 3)).toEqual([]);
    expect(Math.min(won.one, won.other)).toBeGreaterThan(0);
  };

  const wait = async (): Promise<string> => {
    const one = entry();
    const { journal } = bot(0);
    await journal.accept(one);
    await journal.leave(one.formId, waiting);
    return one.formId;
  };
  const show = (claimed: ClaimedCard | undefined) => {
    if (!claimed) throw new Error('no card to show');
    const card = { channel: 'C', ts: '1', phase: 'awaiting', digest: 'd' } as const;
    return bot(0).approvals.cardShown(claimed, card);
  };
  const ask = async (more: Partial<Entry> = {}): Promise<string> => {
    const one = entry({ approvalUntil: Date.now() + 60_000, ...more });
    await bot(0).journal.accept(one);
    await show(await bot(0).approvals.claimCard());
    return one.formId;
  };
  const claims = async (id: string) => (await bot(0).journal.claimDue())?.form_id === id;
  const cancels = async (id: string) =>
    (await bot(1).journal.cancel(id, { kind: 'cancelled' })) !== undefined;
  const approves = (which: number) => (id: string) => bot(which).approvals.approve(id, 'U', 'd', role);
  const denies = (id: string) => bot(1).approvals.turnDown(id, 'U', 'd', undefined);

  test(
    'what is cancelled does not run',
    () => race(wait, claims, cancels, ['running', 'cancelled']),
    120_000,
  );

  test('one runs it', async () => {
    const other = async (id: string) => (await bot(1).journal.claimDue())?.form_id === id;
    await race(wait, claims, other, ['running', 'running']);
  }, 120_000);

  test('yes or no', () => race(ask, approves(0), denies, ['queued', 'denied']), 120_000);

  test('one says yes', () => race(ask, approves(0), approves(1), ['queued', 'queued']), 120_000);

  test('what is cancelled is not approved', async () => {
    const states = new Set<unknown>();
    for (let n = 0; n < TRIES; n++) {
      await clear();
      const id = await ask();
      await Promise.all(n % 2 === 0 ? [approves(0)(id), cancels(id)] : [cancels(id), approves(0)(id)]);
      states.add(await stateOf(id));
    }
    expect([...states]).toEqual(['cancelled']);
  }, 120_000);

  test('what was told is not told again', async () => {
    const again: unknown[] = [];
    for (let n = 0; n < TRIES; n++) {
      await clear();
      const id = await wait();
      await bot(0).journal.claimDue();
      const { journal } = bot(0);
      await journal.leave(id, { event: 'fail', tell: true, ending: { kind: 'failed', failure } });
      const row = await journal.row(id);
      if (!row) throw new Error('gone');
      const [, claimed] = await Promise.all([journal.told(row, undefined), bot(1).journal.claimTelling()]);
      if (claimed) again.push(claimed.tell);
    }
    expect(again).toEqual([]);
  }, 120_000);

  test('a card is shown once', async () => {
    const again: unknown[] = [];
    for (let n = 0; n < TRIES; n++) {
      await clear();
      const id = await ask();
      await bot(0).approvals.cardOutdated(id);
      const taken = await bot(0).approvals.claimCard();
      const [, claimed] = await Promise.all([show(taken), bot(1).approvals.claimCard()]);
      if (claimed) again.push(claimed.card_shown);
    }
    expect(again).toEqual([]);
  }, 120_000);

  test('a form that is asked about anew is not ended for the question before', async () => {
    const wrong: unknown[] = [];
    for (let n = 0; n < TRIES; n++) {
      await clear();
      const id = await ask({ approvalUntil: Date.now() - 1 });
      const again = async () => {
        const one = entry({ formId: id, approvalUntil: Date.now() + 60_000 });
        await bot(0).approvals.expire();
        return bot(0).journal.accept(one);
      };
      await Promise.all([again(), bot(1).approvals.expire()]);
      const state = await stateOf(id);
      if (state !== 'awaiting') wrong.push(state);
    }
    expect(wrong).toEqual([]);
  }, 120_000);
});

describe('where no race can be run', () => {
  // PostgreSQL looks only at the outer condition again when another process changed the row meanwhile.
  test.each(['claimDue', 'claimTelling', 'claimCard'] as const)('%s says all of it twice', async (act) => {
    let said = '';
    const statement = { reader: true, all: () => [], run: () => ({ changes: 0, lastInsertRowid: 0 }) };
    const prepare = (text: string) => {
      said += text.replaceAll(/\s+/g, ' ');
      return { ...statement, iterate: () => [][Symbol.iterator]() };
    };
    const dialect = new SqliteDialect({ database: { prepare, close: () => {} } });
    const db: JournalDatabase = new Kysely({ dialect });
    await { ...createJournal(db, 'here/1/a'), ...createApprovalJournal(db) }[act]();
    const [inner, outer] = said
      .split(/where form_id = \(select .*? where (.*) order by \w+ limit 1\) and /)
      .slice(1);
    expect(inner?.length).toBeGreaterThan(40);
    expect(outer?.split(' returning ')[0]?.trim()).toBe(inner?.trim());
  });
});
