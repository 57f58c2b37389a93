import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { PastRequest, RequestRow } from '../../../src/requests/database.ts';
import type { Ending } from '../../../src/requests/ending.ts';
import type { Journal, Left } from '../../../src/requests/journal.ts';
import { creation, describeOnEach, entry, type JournalOn, journalOn } from './journal-on.ts';

const CANCELLED: Ending = { kind: 'cancelled' };
const refused: Left = {
  event: 'refuse',
  tell: true,
  ending: { kind: 'refused', problems: {}, others: ['No'] },
};
const outcome = { id: 8, message: 'ok', sent: {}, rehearsed: false };
const succeeded: Left = { event: 'succeed', tell: true, ending: { kind: 'succeeded', outcome } };
const failure = { why: 'unsure', passing: true, mayHaveActed: true, answered: false } as const;
const waiting: Left = { event: 'wait', tell: true, ending: { kind: 'waiting', failure, until: 9 } };

describeOnEach('the journal', (kind) => {
  let on: JournalOn;
  let journal: Journal;
  beforeEach(async () => {
    on = await journalOn(kind);
    journal = on.journal('here/1/a');
  });
  afterEach(() => on.close());

  describe('takes a submission on', () => {
    test('once: a form that runs is known', async () => {
      const one = entry();
      const first = await journal.accept(one);
      const second = await journal.accept(one);
      expect([first.taken, second.taken]).toEqual([true, false]);
      expect(second.row).toEqual(first.row);
      expect(first.row).toMatchObject({
        state: 'running',
        attempts: 1,
        tell: 'no',
        lease_owner: 'here/1/a',
        lease_until: 1_800_000_020_000,
        submitted_at: 1_800_000_000_000,
        silent_since: null,
        silent_until: 0,
      });
    });

    test('of two that come at once, one', async () => {
      const one = entry();
      const all = await Promise.all([1, 2, 3, 4].map(() => journal.accept(one)));
      expect(all.filter(({ taken }) => taken)).toHaveLength(1);
    });

    test('never again after it succeeded', async () => {
      const one = entry();
      await journal.accept(one);
      await journal.leave(one.formId, succeeded);
      const again = await journal.accept(one);
      expect([again.taken, again.row.state]).toEqual([false, 'succeeded']);
    });

    test.each([refused, { ...refused, event: 'deny' }, { ...refused, event: 'fail' }] as const)(
      'again after it ended otherwise ($event), with what was sent now, by whom, and over the same message',
      async (left) => {
        const one = entry();
        const { row } = await journal.accept(one);
        await journal.leave(one.formId, left);
        await journal.told((await journal.row(one.formId)) ?? row, { channel: 'C0OPS', ts: '1.0' });
        on.clock.now += 3_600_000;
        const again = await journal.accept({ ...one, input: '{"team":7,"name":"B"}', requester: 'UPRIYA' });
        expect(again.taken).toBe(true);
        expect(again.row).toMatchObject({
          state: 'running',
          ending: null,
          tell: 'no',
          attempts: 1,
          requester: 'UPRIYA',
          input: '{"team":7,"name":"B"}',
          message_ts: '1.0',
          submitted_at: 1_800_003_600_000,
        });
      },
    );

    test('one per record: the next one is queued, and runs when the first is over', async () => {
      const [first, second] = [entry(), entry()];
      await journal.accept(first);
      const { row, taken } = await journal.accept(second);
      expect([taken, row.state, row.attempts, row.lease_until]).toEqual([true, 'queued', 0, 0]);
      expect(await journal.claimDue()).toBeUndefined();
      await journal.leave(first.formId, succeeded);
      expect(await journal.claimDue()).toMatchObject({
        form_id: second.formId,
        state: 'running',
        attempts: 1,
      });
    });

    test('several at once when they make something new', async () => {
      const rows = await Promise.all([creation(), creation()].map((each) => journal.accept(each)));
      expect(rows.map(({ row }) => row.state)).toEqual(['running', 'running']);
    });

    test('a refused one is queued while another one runs on its record', async () => {
      const [first, second] = [entry(), entry()];
      await journal.accept(first);
      await journal.leave(first.formId, refused);
      await journal.accept(second);
      expect((await journal.accept(first)).row.state).toBe('queued');
    });
  });

  describe('keeps how it ended', () => {
    test('only while it is this process’s own', async () => {
      const one = entry();
      await journal.accept(one);
      on.clock.now += 20_001;
      const other = on.journal('there/2/b');
      expect(await other.claimDue()).toMatchObject({ form_id: one.formId, attempts: 2 });
      expect(await journal.leave(one.formId, refused)).toBe(false);
      expect(await other.leave(one.formId, succeeded)).toBe(true);
      expect(await other.leave(one.formId, refused)).toBe(false);
      expect((await journal.row(one.formId))?.state).toBe('succeeded');
    });

    test('one record belongs to one request; the other keeps its ending all the same', async () => {
      const [first, second] = [creation(), creation()];
      for (const each of [first, second]) {
        await journal.accept(each);
        await journal.leave(each.formId, { ...succeeded, createdKey: 'videorooms:8' });
      }
      expect(await journal.row(first.formId)).toMatchObject({ created_key: 'videorooms:8' });
      expect(await journal.row(second.formId)).toMatchObject({ state: 'succeeded', created_key: null });
      const keys = ['videorooms:8', 'videorooms:9'];
      expect(await journal.claimedKeys(keys, second.formId)).toEqual(new Set(['videorooms:8']));
      expect(await journal.claimedKeys(keys, first.formId)).toEqual(new Set());
      expect(await journal.claimedKeys([], first.formId)).toEqual(new Set());
    });

    test('what is known of a try of unknown end, through waiting, cancelling and being sent again', async () => {
      const one = creation();
      await journal.accept(one);
      const silence = { silentSince: 1_800_000_000_000, silentUntil: 1_800_000_060_000 };
      await journal.leave(one.formId, { ...waiting, ...silence, nextAt: on.clock.now + 5000 });
      await journal.cancel(one.formId, CANCELLED);
      on.clock.now += 600_000;
      const { row } = await journal.accept(one);
      expect(row).toMatchObject({ silent_since: 1_800_000_000_000, silent_until: 1_800_000_060_000 });
    });
  });

  describe('cancels', () => {
    test('what waits or is queued, and has it told as something new', async () => {
      const one = entry();
      await journal.accept(one);
      await journal.leave(one.formId, { ...waiting, tell: true, nextAt: on.clock.now + 5000 });
      await journal.told((await journal.row(one.formId)) as RequestRow, undefined);
      expect(await journal.cancel(one.formId, CANCELLED)).toMatchObject({
        state: 'cancelled',
        ending: '{"kind":"cancelled"}',
        tell: 'pending',
        tell_attempts: 0,
        lease_until: 0,
      });
      expect(await journal.claimDue()).toBeUndefined();
      expect(await journal.claimTelling()).toMatchObject({ form_id: one.formId, tell_attempts: 1 });
    });

    test.each([undefined, succeeded, refused])('not what runs or is over', async (left) => {
      const one = entry();
      await journal.accept(one);
      if (left) await journal.leave(one.formId, left);
      expect(await journal.cancel(one.formId, CANCELLED)).toBeUndefined();
    });
  });

  test('says how many wait, how old the oldest is, and how many are untold', async () => {
    expect(await journal.depth()).toEqual({ waiting: 0, oldestMs: 0, toTell: 0 });
    const [first, second, third] = [entry(), entry(), creation()];
    for (const each of [first, second, third]) {
      await journal.accept(each);
      on.clock.now += 1000;
    }
    await journal.leave(third.formId, succeeded);
    expect(await journal.depth()).toEqual({ waiting: 2, oldestMs: 3000, toTell: 1 });
  });

  test('counts others that are making just the same, while their process lives', async () => {
    const [first, second, different] = [creation(), creation(), creation({ input: '{"name":"Nest"}' })];
    const { row } = await journal.accept(first);
    for (const each of [second, different]) await journal.accept(each);
    expect(await journal.twinsRunning(row)).toBe(1);
    on.clock.now += 20_001;
    expect(await journal.twinsRunning(row)).toBe(0);
  });

  test('keeps how a form ended before it was sent again, for who looks later, as long as the rest', async () => {
    const HOUR = 3_600_000;
    const one = entry({ requester: 'UANA' });
    await journal.accept(one);
    await journal.leave(one.formId, refused);
    on.clock.now += 1000;
    await journal.accept({ ...one, requester: 'UUMA', input: '{"team":8}' });
    await journal.leave(one.formId, succeeded);
    const seen = ({ requester, state, input }: PastRequest) => [requester, state, input];
    expect((await journal.history({ most: 9 })).map(seen)).toEqual([
      ['UUMA', 'succeeded', '{"team":8}'],
      ['UANA', 'refused', '{"team":7}'],
    ]);
    expect((await journal.history({ most: 9, requester: 'UANA' })).map(seen)).toEqual([
      ['UANA', 'refused', '{"team":7}'],
    ]);
    expect(await journal.history({ most: 1 })).toHaveLength(1);
    on.clock.now += HOUR;
    await journal.cleanUp(HOUR + 500);
    expect(await journal.history({ most: 9 })).toHaveLength(1);
  });

  test('forgets response URLs when they are over, and what ended longer ago than the retention', async () => {
    const HOUR = 3_600_000;
    const until = on.clock.now + HOUR / 2;
    const urls = { responseUrl: 'sealed', responseUrlUntil: until };
    const [old, waits, fresh] = [entry(urls), creation(urls), creation(urls)];
    await journal.accept(old);
    await journal.leave(old.formId, refused);
    await journal.accept(waits);
    await journal.leave(waits.formId, waiting);
    on.clock.now = until;
    await journal.cleanUp(HOUR);
    expect((await journal.row(old.formId))?.response_url).toBe('sealed');
    on.clock.now = until + 1;
    await journal.cleanUp(HOUR);
    expect((await journal.row(old.formId))?.response_url).toBeNull();
    on.clock.now += HOUR;
    await journal.accept(fresh);
    await journal.cleanUp(HOUR);
    expect(await journal.row(old.formId)).toBeUndefined();
    expect((await journal.row(waits.formId))?.state).toBe('waiting');
    expect((await journal.row(fresh.formId))?.state).toBe('running');
  });
});
