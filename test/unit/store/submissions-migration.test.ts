import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { sql } from 'kysely';
import type { Clock } from '../../../src/clock.ts';
import { leaseTimeBy } from '../../../src/store/lease-time.ts';
import { migrate, versionOf } from '../../../src/store/migrations.ts';
import type { Database } from '../../../src/store/schema.ts';
import { createStore, type Store } from '../../../src/store/store.ts';
import type { Announcement } from '../../../src/submissions/outbox.ts';
import type { Submission } from '../../../src/submissions/submission.ts';
import { databaseOn, describeOnEach, press } from './store-on.ts';

// A database that the code before the migration wrote, held against what the bot finds in it now.

const OLD = readFileSync(new URL('../../support/old-database.sql', import.meta.url), 'utf8');
/** Long after all that is due, and before anything is too old. */
const LATER = 1_790_000_100_000;
const UNREACHABLE = { why: 'unreachable', passing: true, mayHaveActed: false, answered: true };
const UNSURE = { why: 'unsure', passing: true, mayHaveActed: true, answered: false };
const WORDS = {
  role: 'Reception',
  usersAdded: [{ name: 'Leo', detail: 'leo@harbour.example' }],
  usersRemoved: [],
  given: [],
  permissionsAdded: [],
  permissionsRemoved: [],
  holders: [],
  others: [],
};

describeOnEach('a database of the code before', (kind) => {
  let db: Database;
  let close: () => Promise<void>;
  let store: Store;
  let time = 1_790_000_053_000;
  const clock = { now: () => time, ticks: () => time } as Clock;
  beforeAll(async () => {
    ({ db, close } = await databaseOn(kind));
    for (const statement of OLD.split(';\n').filter((text) => text.trim()))
      await sql.raw(statement).execute(db);
    expect(await versionOf(db)).toBe('older');
    await migrate(db);
    store = createStore(db, 'new-host/3/z', clock, leaseTimeBy(clock));
  }, 60_000);
  afterAll(() => close());

  const latest = (formId: string) => store.submissions.latest(formId) as Promise<Submission>;

  test('is brought up to date, and the old tables are gone', async () => {
    expect(await versionOf(db)).toBe('this');
    for (const table of ['requests', 'earlier_requests'])
      await expect(sql`select * from ${sql.table(table)}`.execute(db)).rejects.toThrow(table);
  });

  test('keeps every submission, the newest first', async () => {
    const all = await store.submissions.history({ most: 99 });
    expect(all.map(({ id, status, submittedAt }) => [id, status, submittedAt])).toEqual([
      ['half-kept:1', 'rejected', 1_790_000_052_500],
      ['taken-over:1', 'running', 1_790_000_021_500],
      ['look-alikes:1', 'failed', 1_790_000_020_500],
      ['created:1', 'succeeded', 1_790_000_019_500],
      ['denied:1', 'denied', 1_790_000_018_500],
      ['refused:1', 'rejected', 1_790_000_017_500],
      ['invalid:1', 'invalid', 1_790_000_016_500],
      ['cancelled:1', 'cancelled', 1_790_000_015_500],
      ['unapprovable-early:1', 'failed', 1_790_000_014_500],
      ['unapprovable:1', 'failed', 1_790_000_013_500],
      ['expired:1', 'expired', 1_790_000_012_000],
      ['turned-down:1', 'denied', 1_790_000_011_000],
      ['approved:1', 'queued', 1_790_000_010_000],
      ['awaiting-new:1', 'awaiting-approval', 1_790_000_009_000],
      ['awaiting:1', 'awaiting-approval', 1_790_000_008_000],
      ['thrice:3', 'succeeded', 1_790_000_007_000],
      ['thrice:2', 'failed', 1_790_000_006_000],
      ['thrice:1', 'rejected', 1_790_000_005_000],
      ['details-owed:1', 'failed', 1_790_000_004_000],
      ['refused-owed:1', 'rejected', 1_790_000_003_000],
      ['waiting-untold:1', 'waiting', 1_790_000_002_000],
      ['waiting-told:1', 'waiting', 1_790_000_001_000],
      ['running:1', 'running', 1_790_000_000_000],
    ]);
    expect(
      (await store.submissions.history({ most: 99, requester: 'U0SAM0000' })).map(({ id }) => id),
    ).toEqual(['thrice:2']);
  });

  test('keeps all that was submitted', async () => {
    expect(await latest('running')).toEqual({
      id: 'running:1',
      formId: 'running',
      press: 1,
      receipt: 'NX-2222221',
      operation: 'team.rename',
      recordKey: 'teams:2',
      requester: 'U0ANA0000',
      channel: 'C0OPS0000',
      thread: '9.9',
      responseUrl: 'encrypted',
      responseUrlUntil: 1_790_001_800_000,
      input: { team: 2, newName: 'O’Brien’s "room" \\ 🚀' },
      locations: [3, null],
      base: { Id: 2, Name: "Acme's" },
      status: 'running',
      attempts: 1,
      submittedAt: 1_790_000_000_000,
      updatedAt: 1_790_000_000_000,
      giveUpAt: 1_790_001_800_000,
      unknownOutcomeUntil: 0,
      notOurs: [],
    });
    expect(await latest('waiting-untold')).toMatchObject({
      operation: 'video-room.create',
      input: { name: 'Den', participants: 8 },
      failure: UNSURE,
      until: 1_790_001_802_000,
      unknownOutcomeSince: 1_790_000_002_000,
      unknownOutcomeUntil: 1_790_000_062_000,
    });
    expect((await latest('waiting-untold')).recordKey).toBeUndefined();
    expect((await latest('details-owed')).channel).toBeUndefined();
    expect(await latest('taken-over')).toMatchObject({
      attempts: 2,
      unknownOutcomeSince: 1_790_000_021_500,
      unknownOutcomeUntil: 1_790_000_111_500,
    });
  });

  test('keeps how each ended, in the words of now', async () => {
    expect(await latest('waiting-told')).toMatchObject({ failure: UNREACHABLE, until: 1_790_001_801_000 });
    expect(await latest('refused-owed')).toMatchObject({
      status: 'rejected',
      problems: { newName: 'New name is taken.' },
      others: ['Not today.'],
      forAll: true,
    });
    expect(await latest('invalid')).toMatchObject({ problems: { newName: 'Enter a name.' } });
    expect(await latest('denied')).toMatchObject({ decision: { allowed: false, reason: 'guest' } });
    expect(await latest('turned-down')).toMatchObject({
      approver: 'U0PRIYA00',
      decidedBy: 'U0PRIYA00',
      reason: 'Not Leo',
    });
    expect(await latest('unapprovable')).toMatchObject({ unapprovable: 'content' });
    // Before, the reason was not kept, and there was only one.
    expect(await latest('unapprovable-early')).toMatchObject({ unapprovable: 'channel' });
    expect(await latest('created')).toMatchObject({
      createdKey: 'videorooms:77',
      outcome: { id: 77, message: 'ok', sent: { Name: 'Den' }, rehearsed: false },
      verification: { changes: [], differing: [], unverified: true, apart: 'Soho' },
      found: true,
      twins: [78],
    });
    expect(await latest('look-alikes')).toMatchObject({
      notOurs: [81, 82],
      failure: {
        why: 'look-alike',
        lookAlikes: [{ id: 81, name: 'Den', differing: [], unseen: ['NumberOfParticipants'] }],
      },
      unknownOutcomeSince: 1_790_000_020_500,
    });
  });

  test('keeps each press of a form that was sent several times', async () => {
    expect(await store.submissions.byId('thrice:1')).toMatchObject({
      press: 1,
      status: 'rejected',
      others: ['No.'],
      requester: 'U0ANA0000',
    });
    expect(await store.submissions.byId('thrice:2')).toMatchObject({
      press: 2,
      status: 'failed',
      failure: { ...UNSURE, passing: false },
      requester: 'U0SAM0000',
      input: { team: 1, newName: 'B' },
    });
    expect(await latest('thrice')).toMatchObject({
      press: 3,
      input: { team: 1, newName: 'C' },
      verification: {
        changes: [{ label: 'New name', private: false, before: 'Acme', after: 'Acme Ltd' }],
        differing: ['Location'],
        unverified: false,
      },
    });
    // It succeeded, so it is not taken on again; what was rejected is, as its next press.
    expect((await store.submissions.accept(press({ formId: 'thrice', recordKey: 'teams:99' }))).taken).toBe(
      false,
    );
    expect(await store.submissions.claimedKeys(['videorooms:77'], 'another')).toEqual(
      new Set(['videorooms:77']),
    );
  });

  test('keeps what awaits approval; its cards are shown anew, and an approval stays one', async () => {
    expect(await store.approvals.of('awaiting:1')).toEqual({ until: 1_790_086_408_000, words: WORDS });
    expect(await store.approvals.cardOf('awaiting:1')).toEqual({ channel: 'C0APPROVE', ts: '40.5' });
    // What an old card showed decides nothing.
    expect(
      await store.approvals.approve('awaiting:1', 'U0PRIYA00', 'old-digest', { users: [], permissions: [] }),
    ).toBe(false);
    expect(await store.approvals.of('awaiting-new:1')).toEqual({ until: 1_790_086_409_000 });
    expect(await store.approvals.of('approved:1')).toEqual({
      until: 1_790_086_410_000,
      words: WORDS,
      approvedRole: { users: [1, 2], permissions: [11] },
    });
    expect(await latest('approved')).toMatchObject({ decidedBy: 'U0PRIYA00', giveUpAt: 1_790_001_810_000 });
    expect(await store.approvals.of('running:1')).toBeUndefined();
  });

  test('keeps leases: of a process that lives nothing is taken away', async () => {
    // That of `running` ran out long ago, that of `taken-over` lasts for another second and a half.
    const taken = new Map<string, number>();
    for (let due = await store.submissions.claimDue([]); due; due = await store.submissions.claimDue([]))
      taken.set(due.id, due.attempts);
    expect([...taken].sort()).toEqual([
      ['approved:1', 1],
      ['running:1', 2],
      ['waiting-untold:1', 2],
    ]);
    expect(await latest('running')).toMatchObject({ unknownOutcomeSince: 1_790_000_000_000 });
    for (const id of taken.keys())
      await store.submissions.finish((await store.submissions.byId(id)) as Submission, {
        announce: false,
        standing: { status: 'rejected', problems: {}, others: [] },
      });
  });

  test('has announced all that was still to be told, where its messages stand', async () => {
    time = LATER;
    const due: Announcement[] = [];
    for (let one = await store.outbox.claim(); one; one = await store.outbox.claim())
      due.push(one.announcement);
    const seen = due.map(({ id, posted, deliveries, shows }) => [id, posted?.ts, deliveries, shows]);
    expect(seen.sort(([a], [b]) => String(a).localeCompare(String(b)))).toEqual(
      [
        ['approved:1/card', '50.5', 1, undefined],
        ['awaiting-new:1/card', undefined, 1, undefined],
        // It may have been told by the process that wrote it down, so it is marked.
        ['awaiting-new:1/result', undefined, 2, undefined],
        ['awaiting:1/card', '40.5', 1, undefined],
        ['details-owed:1/direct-message', undefined, 2, undefined],
        ['expired:1/card', '70.5', 1, undefined],
        ['expired:1/result', undefined, 2, undefined],
        ['refused-owed:1/thread-reply', undefined, 2, undefined],
        ['refused-owed:1/direct-message', undefined, 2, undefined],
        ['thrice:3/result', '3.5', 2, undefined],
        ['turned-down:1/result', '6.5', 1, undefined],
        ['unapprovable-early:1/result', undefined, 2, undefined],
        ['unapprovable:1/result', undefined, 2, undefined],
        ['waiting-untold:1/result', undefined, 2, undefined],
      ].sort(([a], [b]) => String(a).localeCompare(String(b))),
    );
    expect(due.find(({ kind }) => kind === 'thread-reply')?.repliesTo).toEqual({
      channel: 'C0OPS0000',
      ts: '2.5',
    });
  });

  test('puts what a form says next where its message stands', async () => {
    const before = await latest('refused');
    const { submission, taken } = await store.submissions.accept({ ...press(), formId: 'refused' });
    expect([taken, submission.id, before.id]).toEqual([true, 'refused:2', 'refused:1']);
    await store.submissions.finish(submission, {
      announce: true,
      standing: { status: 'rejected', problems: {}, others: [] },
    });
    expect(await store.outbox.claim()).toMatchObject({
      announcement: { id: 'refused:2/result', posted: { channel: 'C0OPS0000', ts: '9.5' }, deliveries: 1 },
    });
    // A form is the cause of all there was.
    expect([submission.cause, before.cause]).toEqual([undefined, undefined]);
    const cause = { kind: 'undo', of: 'created:1' } as const;
    expect((await store.submissions.accept({ ...press({ recordKey: 'videorooms:77' }), cause })).taken).toBe(
      true,
    );
    expect((await store.submissions.causedBy('created:1')).map((one) => one.cause)).toEqual([cause]);
    // What an earlier attempt may have created is still looked for.
    expect((await store.submissions.accept({ ...press(), formId: 'look-alikes' })).submission).toMatchObject({
      press: 2,
      notOurs: [81, 82],
      unknownOutcomeSince: 1_790_000_020_500,
    });
  });

  test('keeps the forms on people’s screens', async () => {
    expect((await store.forms.load('form-open', 'U0ANA0000'))?.content).toBe('{"kept":"it’s"}');
  });
});
