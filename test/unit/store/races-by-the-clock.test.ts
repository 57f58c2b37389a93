import { describe, expect, test } from '@jest/globals';
import { sql } from 'kysely';
import type { Submission } from '../../../src/submissions/submission.ts';
import { failed, press, rejected, SERVER, succeeded } from './store-on.ts';
import { formOf, TRIES, useTwoBots, WITHIN_MS } from './two-bots.ts';

const HOUR_MS = 60 * 60_000;
/** What is asked for in these tests expires within a minute; by a clock that is ahead, it has. */
const EXPIRED = 2 * 60_000;

// The races of what a clock begins: a lease that is over, an approval that expires, a reminder, an end of access.
(SERVER ? describe : describe.skip)('of two processes on PostgreSQL', () => {
  const { at, bot, clear, race, accept, ask, claims, cancels, approves, denies, statusOf } = useTwoBots();

  /** Runs in the first, whose lease is over. */
  const left = new Map<string, Submission>();
  const run = async (): Promise<string> => {
    const submission = await accept(press());
    await sql`update submissions set lease_until = 1 where id = ${submission.id}`.execute(at(0));
    left.clear();
    left.set(submission.id, submission);
    return submission.id;
  };
  const mine = (id: string) => left.get(id) as Submission;

  test(
    'what another one takes over is not ended by the first, and what the first ended is not run again',
    () =>
      race(run, (id) => bot(0).submissions.finish(mine(id), rejected), claims(1), ['rejected', 'running']),
    WITHIN_MS,
  );

  test(
    'one may write: who holds the lease anew, or who took it over',
    () =>
      race(run, async (id) => (await bot(0).submissions.leaseLeft(mine(id))) > 0, claims(1), [
        'running',
        'running',
      ]),
    WITHIN_MS,
  );

  test(
    'a lease that is renewed in the last moment is not taken over',
    () => {
      const renews = async (id: string) => {
        await bot(0).submissions.renewLeases([id]);
        const { lease_owner } = await at(0)
          .selectFrom('submissions')
          .select('lease_owner')
          .where('id', '=', id)
          .where('lease_until', '>', 1)
          .executeTakeFirstOrThrow();
        return lease_owner === 'there/0/x';
      };
      return race(run, renews, claims(1), ['running', 'running']);
    },
    WITHIN_MS,
  );

  const expires = async () => (await bot(1, EXPIRED).submissions.expire()).length > 0;

  test('approved or expired', () => race(ask, approves(0), expires, ['queued', 'expired']), WITHIN_MS);

  test('denied or expired', () => race(ask, denies, expires, ['denied', 'expired']), WITHIN_MS);

  test('cancelled or expired', () => race(ask, cancels, expires, ['cancelled', 'expired']), WITHIN_MS);

  test('cancelled or denied', () => race(ask, cancels, denies, ['cancelled', 'denied']), WITHIN_MS);

  test(
    'expired by one of them',
    () =>
      race(ask, async () => (await bot(0, EXPIRED).submissions.expire()).length > 0, expires, [
        'expired',
        'expired',
      ]),
    WITHIN_MS,
  );

  test(
    'approved, or given up as no one could',
    () =>
      race(
        ask,
        approves(0),
        async (id) => (await bot(1).approvals.giveUp(id, 'no-one' as never)) !== undefined,
        ['queued', 'failed'],
      ),
    WITHIN_MS,
  );

  test(
    'a card that has to be drawn anew approves nothing',
    async () => {
      const wrong: unknown[] = [];
      for (let n = 0; n < TRIES; n++) {
        await clear();
        const id = await ask();
        const acts = [
          approves(0)(id),
          bot(1)
            .approvals.outdated(id)
            .then(() => undefined),
        ];
        const [approved] = await Promise.all(n % 2 === 0 ? acts : acts.reverse()).then((done) =>
          done.filter((each) => each !== undefined),
        );
        const status = await statusOf(id);
        if (status !== (approved ? 'queued' : 'awaiting-approval')) wrong.push({ approved, status });
        if (!approved && (await approves(1)(id))) wrong.push('approved by what it showed before');
      }
      expect(wrong.slice(0, 3)).toEqual([]);
    },
    WITHIN_MS,
  );

  test(
    'approvers are reminded once an hour, and nudged once',
    async () => {
      const wrong: unknown[] = [];
      for (let n = 0; n < TRIES; n++) {
        await clear();
        const id = await ask();
        // More than half of its time has passed.
        await at(0)
          .updateTable('submissions')
          .set({ submitted_at: Date.now() - HOUR_MS })
          .execute();
        const done = await Promise.all([
          ...[0, 1, 0, 1].map((which) => bot(which).approvals.remind(id, Date.now() - HOUR_MS)),
          ...[0, 1].map((which) => bot(which).approvals.nudge()),
        ]);
        const rows = await at(0)
          .selectFrom('outbox')
          .select(['kind', 'revision'])
          .where('kind', 'in', ['nudge', 'reminder'])
          .orderBy('kind')
          .execute();
        if (done.filter((each) => each === 'reminded').length !== 1) wrong.push(done);
        if (JSON.stringify(rows) !== '[{"kind":"nudge","revision":1},{"kind":"reminder","revision":1}]')
          wrong.push(rows);
      }
      expect(wrong.slice(0, 3)).toEqual([]);
    },
    WITHIN_MS,
  );

  /** Access that is over by the clocks of both; the id of what gave it. */
  const give = async (): Promise<string> => {
    const submission = await accept(press({ operation: 'role.add-users', recordKey: 'userroles:5' }));
    const given = { role: 5, users: [7], added: [7], had: [], until: Date.now() - 1 };
    await bot(0).submissions.finish(submission, { ...succeeded, given });
    return submission.id;
  };
  const endsOf = (id: string) =>
    at(0).selectFrom('submissions').select(['id', 'status']).where('cause_of', '=', id).execute();

  test(
    'access ends once, whoever ends it and however',
    async () => {
      const wrong: unknown[] = [];
      for (let n = 0; n < TRIES; n++) {
        await clear();
        const id = await give();
        const acts = [
          () => bot(0).submissions.beginDue(),
          () => bot(1).submissions.beginDue(),
          () => bot(0).submissions.endNow(id, 'UANA'),
          () => bot(1).submissions.endNow(id, 'UUMA'),
        ];
        const done = await Promise.allSettled((n % 2 === 0 ? acts : acts.reverse()).map((act) => act()));
        wrong.push(...done.filter(({ status }) => status === 'rejected'));
        const ends = await endsOf(id);
        const access = await bot(0).submissions.accessOf(id);
        if (ends.length !== 1 || access?.status !== 'ending' || access.endedBy !== ends[0]?.id)
          wrong.push({ ends, access });
      }
      expect(wrong.slice(0, 3)).toEqual([]);
    },
    WITHIN_MS,
  );

  test(
    'an undo that is done while the access ends leaves nothing in between',
    async () => {
      const wrong: unknown[] = [];
      const became = new Set<unknown>();
      for (let n = 0; n < TRIES; n++) {
        await clear();
        const id = await give();
        const cause = { kind: 'undo', of: id } as const;
        const undo = await accept(
          press({
            formId: `undo-of-${formOf(id)}`,
            operation: 'role.update',
            recordKey: 'userroles:5',
            cause,
          }),
        );
        const acts = [() => bot(0).submissions.finish(undo, succeeded), () => bot(1).submissions.beginDue()];
        await Promise.all((n % 2 === 0 ? acts : acts.reverse()).map((act) => act()));
        const ends = (await endsOf(id)).filter((each) => each.id !== undo.id);
        const access = await bot(0).submissions.accessOf(id);
        became.add(access?.status);
        if (access?.status !== (ends.length > 0 ? 'ending' : 'undone')) wrong.push({ ends, access });
      }
      expect(wrong.slice(0, 3)).toEqual([]);
      if (TRIES >= 600) expect(became.size).toBe(2);
    },
    WITHIN_MS,
  );

  test(
    'of two presses of an undo’s button, and of a press that comes twice, one is taken on',
    async () => {
      const wrong: unknown[] = [];
      for (let n = 0; n < TRIES; n++) {
        await clear();
        const one = press({ formId: `undo-${n}`, cause: { kind: 'undo', of: 'x:1' }, delivery: `d${n}` });
        const both = await Promise.all([
          bot(0)
            .submissions.accept(one)
            .then(async ({ submission, taken }) => {
              if (taken) await bot(0).submissions.finish(submission, rejected);
              return taken;
            }),
          bot(1)
            .submissions.accept(one)
            .then(({ taken }) => taken),
        ]);
        const rows = await at(0).selectFrom('submissions').select('press').execute();
        if (both[0] === both[1] || rows.length !== 1) wrong.push({ both, rows });
      }
      expect(wrong.slice(0, 3)).toEqual([]);
    },
    WITHIN_MS,
  );

  test(
    'what is dropped while something newer is to be said of it is said',
    async () => {
      const lost: unknown[] = [];
      for (let n = 0; n < TRIES; n++) {
        await clear();
        const submission = await accept(press());
        await bot(0).submissions.finish(submission, failed);
        const due = await bot(0).outbox.claim();
        if (!due) throw new Error('nothing is due');
        const acts = [
          () => bot(0).outbox.drop(due.announcement),
          () => bot(1).submissions.announce(submission.id),
        ];
        await Promise.all((n % 2 === 0 ? acts : acts.reverse()).map((act) => act()));
        const next = await bot(1).outbox.claim();
        if (next?.announcement.submissionId !== submission.id) lost.push(next);
      }
      expect(lost.slice(0, 3)).toEqual([]);
    },
    WITHIN_MS,
  );
});
