import { describe, expect, test } from '@jest/globals';
import { Kysely, SqliteDialect } from 'kysely';
import { systemClock } from '../../../src/clock.ts';
import type { Database } from '../../../src/store/schema.ts';
import { createStore } from '../../../src/store/store.ts';
import { creation, failed, press, rejected, SERVER, waiting } from './store-on.ts';
import { CARD, formOf, TRIES, useTwoBots, WITHIN_MS } from './two-bots.ts';

if (!SERVER) console.warn('Not tested: races between connections. They take an installed PostgreSQL server.');

(SERVER ? describe : describe.skip)(
  'of two processes on PostgreSQL that act on one submission at once',
  () => {
    const {
      at,
      bot,
      clear,
      race,
      accept,
      wait,
      ask,
      show,
      claimedCard,
      claims,
      cancels,
      approves,
      denies,
      statusOf,
    } = useTwoBots();

    test(
      'what is cancelled does not run',
      () => race(wait, claims(0), cancels, ['running', 'cancelled']),
      WITHIN_MS,
    );

    test('one runs it', () => race(wait, claims(0), claims(1), ['running', 'running']), WITHIN_MS);

    test('approved or denied', () => race(ask, approves(0), denies, ['queued', 'denied']), WITHIN_MS);

    test('one approves it', () => race(ask, approves(0), approves(1), ['queued', 'queued']), WITHIN_MS);

    test(
      'what is cancelled is not approved',
      async () => {
        const statuses = new Set<unknown>();
        for (let n = 0; n < TRIES; n++) {
          await clear();
          const id = await ask();
          await Promise.all(n % 2 === 0 ? [approves(0)(id), cancels(id)] : [cancels(id), approves(0)(id)]);
          statuses.add(await statusOf(id));
        }
        expect([...statuses]).toEqual(['cancelled']);
      },
      WITHIN_MS,
    );

    test.each([
      ['new', false],
      ['rejected before', true],
    ])(
      'of two presses of a form that is %s, one is taken on',
      async (_what, before) => {
        const wrong: unknown[] = [];
        const first = new Set<unknown>();
        for (let n = 0; n < TRIES; n++) {
          await clear();
          const one = creation();
          if (before) await bot(0).submissions.finish(await accept(one), rejected);
          const both = await Promise.all([0, 1].map((which) => bot(which).submissions.accept(one)));
          const rows = await at(0)
            .selectFrom('submissions')
            .select(['press', 'status'])
            .orderBy('press')
            .execute();
          first.add(both[0]?.taken);
          const live = rows.filter(({ status }) => status === 'running').map((row) => row.press);
          const same = both[0]?.submission.id === both[1]?.submission.id;
          if (!same || both[0]?.taken === both[1]?.taken || live.join() !== (before ? '2' : '1'))
            wrong.push({ both, rows });
        }
        expect(wrong.slice(0, 3)).toEqual([]);
        // Few tries may all have gone one way.
        if (TRIES >= 600) expect(first.size).toBe(2);
      },
      WITHIN_MS,
    );

    test(
      'of many presses on one record, one runs, and none is lost',
      async () => {
        const wrong: unknown[] = [];
        for (let n = 0; n < TRIES / 3; n++) {
          await clear();
          const all = await Promise.allSettled(
            [0, 1, 0, 1, 0, 1].map(async (which) => {
              const { submissions } = bot(which);
              const { submission } = await submissions.accept(press());
              // What runs ends at once, so that the others meet a record that is free and one that is not.
              if (submission.status === 'running') await submissions.finish(submission, rejected);
              return submission.status;
            }),
          );
          wrong.push(...all.filter(({ status }) => status === 'rejected'));
          const rows = await at(0).selectFrom('submissions').select('status').execute();
          if (rows.length !== 6 || rows.some(({ status }) => !['rejected', 'queued'].includes(status)))
            wrong.push(rows);
        }
        expect(wrong.slice(0, 3)).toEqual([]);
      },
      WITHIN_MS,
    );

    test(
      'what was announced is not announced again',
      async () => {
        const again: unknown[] = [];
        for (let n = 0; n < TRIES; n++) {
          await clear();
          await bot(0).submissions.finish(await accept(press()), failed);
          const due = await bot(0).outbox.claim();
          if (!due) throw new Error('nothing is due');
          const [, claimed] = await Promise.all([
            bot(0).outbox.delivered(due.announcement, {}),
            bot(1).outbox.claim(),
          ]);
          if (claimed) again.push(claimed.announcement);
        }
        expect(again).toEqual([]);
      },
      WITHIN_MS,
    );

    test(
      'one delivers it',
      async () => {
        const wrong: unknown[] = [];
        for (let n = 0; n < TRIES; n++) {
          await clear();
          await bot(0).submissions.finish(await accept(press()), failed);
          const both = await Promise.all([bot(0).outbox.claim(), bot(1).outbox.claim()]);
          if (both.filter(Boolean).length !== 1) wrong.push(both);
        }
        expect(wrong.slice(0, 3)).toEqual([]);
      },
      WITHIN_MS,
    );

    test(
      'what is said while something older is delivered is said as well',
      async () => {
        const lost: unknown[] = [];
        for (let n = 0; n < TRIES; n++) {
          await clear();
          const submission = await accept(press());
          await bot(0).submissions.finish(submission, { ...waiting, announce: true });
          const due = await bot(0).outbox.claim();
          if (!due) throw new Error('nothing is due');
          const acts = [bot(0).outbox.delivered(due.announcement, { posted: CARD }), cancels(submission.id)];
          await Promise.all(n % 2 === 0 ? acts : acts.reverse());
          const next = await bot(1).outbox.claim();
          if (next?.submission.status !== 'cancelled' || next.announcement.posted?.ts !== '1')
            lost.push(next);
        }
        expect(lost.slice(0, 3)).toEqual([]);
      },
      WITHIN_MS,
    );

    test(
      'what is taken on in the same moment is not announced',
      async () => {
        const wrong: unknown[] = [];
        for (let n = 0; n < TRIES; n++) {
          await clear();
          const submission = await accept(press());
          await bot(0).submissions.finish(submission, { ...waiting, announce: true });
          const acts = [bot(0).outbox.claim(), bot(1).submissions.claimDue([])] as const;
          const [due] = await Promise.all(acts);
          if (due && due.submission.status !== 'waiting') wrong.push(due);
          // Nothing was shown, so a later one is no repeat.
          const { deliveries } = await at(0)
            .selectFrom('outbox')
            .select('deliveries')
            .executeTakeFirstOrThrow();
          if (deliveries !== (due ? 1 : 0)) wrong.push(deliveries);
        }
        expect(wrong.slice(0, 3)).toEqual([]);
      },
      WITHIN_MS,
    );

    test(
      'a message that is delivered while its form is sent again is the one that is edited',
      async () => {
        const lost: unknown[] = [];
        for (let n = 0; n < TRIES; n++) {
          await clear();
          const one = creation();
          await bot(0).submissions.finish(await accept(one), failed);
          const due = await bot(0).outbox.claim();
          if (!due) throw new Error('nothing is due');
          const [, again] = await Promise.all([
            bot(0).outbox.delivered(due.announcement, { posted: CARD }),
            accept(one, 1),
          ]);
          await bot(1).submissions.finish(again, failed);
          const next = await bot(1).outbox.claim();
          if (next?.announcement.submissionId !== again.id || next.announcement.posted?.ts !== '1')
            lost.push(next);
        }
        expect(lost.slice(0, 3)).toEqual([]);
      },
      WITHIN_MS,
    );

    test(
      'a card is shown once',
      async () => {
        const again: unknown[] = [];
        for (let n = 0; n < TRIES; n++) {
          await clear();
          const id = await ask();
          await bot(0).approvals.outdated(id);
          const taken = await claimedCard();
          const [, claimed] = await Promise.all([show(taken), claimedCard(1)]);
          if (claimed) again.push(claimed);
        }
        expect(again).toEqual([]);
      },
      WITHIN_MS,
    );

    test(
      'a form that is asked about anew is not ended for the question before',
      async () => {
        const wrong: unknown[] = [];
        for (let n = 0; n < TRIES; n++) {
          await clear();
          const id = await ask({ approvalUntil: Date.now() - 1 });
          const again = async () => {
            await bot(0).submissions.expire();
            return accept(press({ formId: formOf(id), approvalUntil: Date.now() + 60_000 }));
          };
          await Promise.all([again(), bot(1).submissions.expire()]);
          const status = (await bot(0).submissions.latest(formOf(id)))?.status;
          if (status !== 'awaiting-approval') wrong.push(status);
        }
        expect(wrong).toEqual([]);
      },
      WITHIN_MS,
    );
  },
);

describe('where no race can be run', () => {
  // PostgreSQL looks only at the outer condition again when another process changed the row meanwhile.
  test.each([
    ['claimDue', (db: Database) => createStore(db, 'here/1/a', systemClock).submissions.claimDue([])],
    ['the outbox’s claim', (db: Database) => createStore(db, 'here/1/a', systemClock).outbox.claim()],
  ] as const)('%s says all of it twice', async (_what, act) => {
    let said = '';
    const statement = { reader: true, all: () => [], run: () => ({ changes: 0, lastInsertRowid: 0 }) };
    const prepare = (text: string) => {
      said += text.replaceAll(/\s+/g, ' ');
      return { ...statement, iterate: () => [][Symbol.iterator]() };
    };
    const dialect = new SqliteDialect({ database: { prepare, close: () => {} } });
    const db: Database = new Kysely({ dialect });
    await act(db);
    const [inner = '', outer = ''] = said
      .split(/where id = \(select id from \w+ where (.*) order by \w+ limit 1\) and /)
      .slice(1);
    const again = outer.split(' returning ')[0]?.trim() ?? '';
    expect(again.length).toBeGreaterThan(40);
    expect(inner.trim().startsWith(again)).toBe(true);
  });
});
