import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { RequestRow } from '../../../src/requests/database.ts';
import type { Journal, Left } from '../../../src/requests/journal.ts';
import { creation, describeOnEach, entry, type JournalOn, journalOn } from './journal-on.ts';

const failure = { why: 'unreachable', passing: true, mayHaveActed: false, answered: true } as const;
const waiting: Left = { event: 'wait', tell: false, ending: { kind: 'waiting', failure, until: 9 } };
const failed: Left = { event: 'fail', tell: true, ending: { kind: 'failed', failure } };
const FIRST_NOW = 1_800_000_000_000;

describeOnEach('the journal as a queue', (kind) => {
  let on: JournalOn;
  let journal: Journal;
  let other: Journal;
  beforeEach(async () => {
    on = await journalOn(kind);
    journal = on.journal('here/1/a');
    other = on.journal('there/2/b');
  });
  afterEach(() => on.close());

  const wait = async (more = creation(), nextAt = on.clock.now): Promise<string> => {
    await journal.accept(more);
    await journal.leave(more.formId, { ...waiting, nextAt });
    return more.formId;
  };
  const untold = async (): Promise<RequestRow> => {
    const one = creation();
    await journal.accept(one);
    await journal.leave(one.formId, failed);
    return (await journal.row(one.formId)) as RequestRow;
  };

  describe('work', () => {
    test('is given out when it is due, what is due first first', async () => {
      const late = await wait(creation(), FIRST_NOW + 3000);
      const early = await wait(creation(), FIRST_NOW + 2000);
      expect(await journal.claimDue()).toBeUndefined();
      on.clock.now += 3000;
      expect((await journal.claimDue())?.form_id).toBe(early);
      expect((await journal.claimDue())?.form_id).toBe(late);
      expect(await journal.claimDue()).toBeUndefined();
    });

    test('is never given to two processes that ask at once', async () => {
      const all = new Set<string>();
      for (let n = 0; n < 10; n++) all.add(await wait());
      const given: string[] = [];
      const drain = async (mine: Journal): Promise<void> => {
        for (let empty = 0; empty < 3; ) {
          const row = await mine.claimDue();
          if (row) given.push(row.form_id);
          else empty += 1;
        }
      };
      await Promise.all([drain(journal), drain(other), drain(on.journal('there/3/c'))]);
      expect(given).toHaveLength(10);
      expect(new Set(given)).toEqual(all);
    });

    test('on one record is given to one, also when two ask at once', async () => {
      for (let n = 0; n < 3; n++) await wait(entry());
      const given = await Promise.all([journal.claimDue(), other.claimDue(), journal.claimDue()]);
      expect(given.filter(Boolean)).toHaveLength(1);
    });

    test('of a stalled process is its own only while nobody took it over', async () => {
      const { row } = await journal.accept(entry());
      expect(await journal.leaseLeft(row)).toBe(20_000);
      on.clock.now += 6000;
      expect(await journal.leaseLeft(row)).toBe(14_000);
      // Near its end, and after it, the lease is renewed as long as it is still there.
      on.clock.now += 6000;
      expect(await journal.leaseLeft(row)).toBe(20_000);
      on.clock.now += 30_000;
      expect(await journal.leaseLeft(row)).toBe(20_000);
      on.clock.now += 20_001;
      const taken = (await other.claimDue()) as RequestRow;
      expect(await journal.leaseLeft(row)).toBe(0);
      expect(await other.leaseLeft(taken)).toBe(20_000);
      // An earlier try of the same process is none of its own either.
      expect(await other.leaseLeft(row)).toBe(0);
    });

    test('of a process that died is given out when its lease ran out, and not before', async () => {
      const one = entry();
      await journal.accept(one);
      on.clock.now += 20_000;
      expect(await other.claimDue()).toBeUndefined();
      on.clock.now += 1;
      expect(await other.claimDue()).toMatchObject({
        form_id: one.formId,
        attempts: 2,
        lease_owner: 'there/2/b',
        silent_since: FIRST_NOW,
        silent_until: 0,
      });
    });

    test('that may have made something is then looked for, for a minute from now', async () => {
      const one = creation();
      await journal.accept(one);
      on.clock.now += 90_000;
      const taken = { form_id: one.formId, silent_since: FIRST_NOW, silent_until: FIRST_NOW + 150_000 };
      expect(await other.claimDue()).toMatchObject(taken);
      on.clock.now += 90_000;
      // Dead again: it may have been sent again just now, but it may also be of the first time.
      expect(await journal.claimDue()).toMatchObject({ ...taken, silent_until: FIRST_NOW + 240_000 });
    });

    test('stays with a process that renews its lease, and is not given back to itself', async () => {
      const one = entry();
      await journal.accept(one);
      on.clock.now += 15_000;
      await journal.renewLeases([one.formId]);
      await other.renewLeases([one.formId]);
      on.clock.now += 15_000;
      expect(await other.claimDue()).toBeUndefined();
      // The process slept for long, and so did its heartbeat.
      on.clock.now += 60_000;
      expect(await journal.claimDue([one.formId])).toBeUndefined();
      expect((await journal.claimDue(['another']))?.form_id).toBe(one.formId);
    });

    test('that is given back is free at once', async () => {
      const one = entry();
      await journal.accept(one);
      await other.release([one.formId]);
      expect(await other.claimDue()).toBeUndefined();
      await journal.release([one.formId]);
      await journal.release([]);
      expect((await other.claimDue())?.form_id).toBe(one.formId);
    });

    test('of processes that are known to be dead is free at once, and nobody else’s', async () => {
      const [mine, theirs] = [entry(), creation()];
      await journal.accept(mine);
      await other.accept(theirs);
      const third = on.journal('here/4/d');
      await third.releaseDead((owner) => owner === 'there/2/b');
      expect((await third.claimDue())?.form_id).toBe(theirs.formId);
      expect(await third.claimDue()).toBeUndefined();
    });
  });

  describe('a telling', () => {
    test('belongs to the process that wrote the ending, until its lease runs out', async () => {
      const row = await untold();
      expect(row).toMatchObject({ tell: 'pending', tell_attempts: 1, lease_owner: 'here/1/a' });
      expect(await other.claimTelling()).toBeUndefined();
      on.clock.now += 20_001;
      expect(await other.claimTelling(['another'])).toMatchObject({ form_id: row.form_id, tell_attempts: 2 });
      expect(await journal.claimTelling()).toBeUndefined();
    });

    test('that was done is noted with its message, and not asked for again', async () => {
      const row = await untold();
      await journal.told(row, { channel: 'C0OPS', ts: '1.0' });
      on.clock.now += 60_000;
      expect(await journal.claimTelling()).toBeUndefined();
      expect(await journal.row(row.form_id)).toMatchObject({
        tell: 'told',
        tell_attempts: 0,
        message_channel: 'C0OPS',
        message_ts: '1.0',
        lease_until: 0,
      });
    });

    test('of which a part was told goes on with what is left, and from its message', async () => {
      const row = await untold();
      await journal.tellLater(row, on.clock.now, false);
      const second = (await journal.claimTelling()) as RequestRow;
      expect(await journal.partTold(second, { channel: 'C0OPS', ts: '1.0' }, ['reply', 'details'])).toBe(
        true,
      );
      const left = {
        tell: 'pending',
        tell_owed: 'reply,details',
        tell_attempts: 1,
        message_channel: 'C0OPS',
        message_ts: '1.0',
      };
      expect(await journal.row(row.form_id)).toMatchObject(left);
      // A new ending is told from the beginning.
      on.clock.now += 1000;
      await journal.accept(creation({ formId: row.form_id, receipt: row.receipt }));
      expect(await journal.partTold(second, { channel: 'C0OPS', ts: '2.0' }, ['details'])).toBe(false);
      expect(await journal.row(row.form_id)).toMatchObject({ tell_owed: '', message_ts: '2.0' });
    });

    test('that failed comes again at its time; one that nobody can have seen does not count', async () => {
      const row = await untold();
      await journal.tellLater(row, on.clock.now + 2000, false);
      expect(await other.claimTelling()).toBeUndefined();
      on.clock.now += 2000;
      const second = (await other.claimTelling()) as RequestRow;
      expect(second.tell_attempts).toBe(2);
      await other.tellLater(second, on.clock.now, true);
      // The first one may still have been seen.
      expect((await other.claimTelling())?.tell_attempts).toBe(2);
    });

    test('of which nobody can have seen anything is no repeat the next time', async () => {
      const row = await untold();
      await journal.tellLater(row, on.clock.now, true);
      expect((await journal.claimTelling())?.tell_attempts).toBe(1);
    });

    test('that may have been seen is remembered when the request goes on: the next ending is a repeat', async () => {
      const one = creation();
      await journal.accept(one);
      await journal.leave(one.formId, { ...waiting, tell: true, nextAt: on.clock.now });
      // Killed after Slack took the message.
      on.clock.now += 20_001;
      await other.claimDue();
      await other.leave(one.formId, failed);
      const row = (await other.row(one.formId)) as RequestRow;
      expect(row).toMatchObject({ state: 'failed', tell_attempts: 2 });
      // So it is when the form is sent again instead.
      await other.accept(one);
      await other.leave(one.formId, failed);
      expect(await other.row(one.formId)).toMatchObject({ tell_attempts: 3 });
      await other.told((await other.row(one.formId)) as RequestRow, undefined);
      await other.accept(one);
      await other.leave(one.formId, failed);
      expect(await other.row(one.formId)).toMatchObject({ tell_attempts: 1 });
    });

    test('does not touch a form that was sent again meanwhile', async () => {
      const row = await untold();
      const again = creation({ formId: row.form_id, receipt: row.receipt });
      on.clock.now += 1000;
      await journal.accept(again);
      await journal.told(row, { channel: 'C0OPS', ts: '1.0' });
      await journal.tellLater(row, on.clock.now, false);
      expect(await journal.row(row.form_id)).toMatchObject({
        state: 'running',
        tell: 'no',
        lease_until: FIRST_NOW + 21_000,
        message_ts: '1.0',
      });
      expect(await journal.claimDue()).toBeUndefined();
    });
  });
});
