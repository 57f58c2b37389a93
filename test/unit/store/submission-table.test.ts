import { beforeEach, describe, expect, test } from '@jest/globals';
import { formIdOf } from '../../../src/submissions/cause.ts';
import type { Submission } from '../../../src/submissions/submission.ts';
import type { SubmissionStore } from '../../../src/submissions/submission-store.ts';
import {
  creation,
  denied,
  describeOnEach,
  failed,
  invalid,
  press,
  rejected,
  type StoreOn,
  storeOn,
  succeeded,
  waiting,
} from './store-on.ts';

describeOnEach('the table of submissions', (kind) => {
  let on: StoreOn;
  let store: SubmissionStore;
  beforeEach(async () => {
    on = await storeOn(kind);
    store = on.store('here/1/a').submissions;
  });

  const accept = async (one = press()): Promise<Submission> => (await store.accept(one)).submission;
  const outbox = () => on.db.selectFrom('outbox').selectAll().orderBy('id').execute();

  describe('a submission with a cause', () => {
    const undoOf = (id: string) => {
      const cause = { kind: 'undo', of: id } as const;
      return press({ formId: formIdOf(cause), cause });
    };

    test('is taken on once, however many ask for it, and again once it did not succeed', async () => {
      const done = await accept();
      await store.finish(done, succeeded);
      const both = await Promise.all([store.accept(undoOf(done.id)), store.accept(undoOf(done.id))]);
      expect(both.map(({ taken }) => taken).sort()).toEqual([false, true]);
      const [first] = await store.causedBy(done.id);
      expect(first?.cause).toEqual({ kind: 'undo', of: done.id });
      await store.finish(first as Submission, rejected);
      expect((await store.accept(undoOf(done.id))).submission).toMatchObject({
        press: 2,
        cause: { kind: 'undo', of: done.id },
      });
      expect((await store.causedBy(done.id)).map(({ press }) => press)).toEqual([1, 2]);
      // Of another one it is another.
      expect((await store.accept(undoOf('other:1'))).taken).toBe(true);
    });

    test('has the messages of all that it belongs to delivered again once it is done, where they stand', async () => {
      const done = await accept();
      await store.finish(done, succeeded);
      const undo = await accept(undoOf(done.id));
      await store.finish(undo, succeeded);
      const redo = { kind: 'redo', of: undo.id } as const;
      const again = await accept(press({ formId: formIdOf(redo), cause: redo }));
      await on.db.updateTable('outbox').set({ state: 'delivered' }).execute();
      const place = { channel: 'C0OPS', ts: '1.0' };
      await on.db.updateTable('outbox').set(place).where('submission_id', '=', done.id).execute();
      await store.finish(again, succeeded);
      const pending = (await outbox()).filter(({ state }) => state === 'pending').map(({ id }) => id);
      expect(pending.sort()).toEqual([`${again.id}/result`, `${done.id}/result`].sort());
    });

    test('changes no message of what it belongs to while it is not done', async () => {
      const done = await accept();
      await store.finish(done, succeeded);
      const undo = await accept(undoOf(done.id));
      await on.db.updateTable('outbox').set({ state: 'delivered', channel: 'C0OPS', ts: '1.0' }).execute();
      await store.finish(undo, failed);
      const pending = (await outbox()).filter(({ state }) => state === 'pending').map(({ id }) => id);
      expect(pending).toEqual([`${undo.id}/result`]);
    });
  });

  describe('takes a press on', () => {
    test('once: a form that runs is known', async () => {
      const one = press();
      const first = await store.accept(one);
      const second = await store.accept(one);
      expect([first.taken, second.taken]).toEqual([true, false]);
      expect(second.submission).toEqual(first.submission);
      expect(first.submission).toEqual({
        id: `${one.formId}:1`,
        formId: one.formId,
        press: 1,
        receipt: one.receipt,
        operation: 'team.rename',
        recordKey: 'teams:7',
        requester: 'UANA',
        channel: 'C0OPS',
        responseUrlUntil: 0,
        input: { team: 7 },
        locations: [],
        status: 'running',
        attempts: 1,
        submittedAt: 1_800_000_000_000,
        updatedAt: 1_800_000_000_000,
        giveUpAt: 1_800_001_800_000,
        unknownOutcomeUntil: 0,
        notOurs: [],
      });
      expect(await on.db.selectFrom('submissions').selectAll().execute()).toMatchObject([
        { lease_owner: 'here/1/a', lease_until: 1_800_000_018_000, unknown_outcome_since: null },
      ]);
      // There is nothing to say yet.
      expect(await outbox()).toEqual([]);
    });

    test('not again when it was delivered before, whatever came of the form since', async () => {
      const [first, second] = [press({ delivery: 'd1' }), press({ delivery: 'd2' })];
      await store.finish(await accept(first), rejected);
      const again = { ...second, formId: first.formId };
      await store.finish(await accept(again), rejected);
      const other = on.store('there/2/b').submissions;
      const answers = [await other.accept(first), await store.accept(again), await other.accept(first)];
      expect(answers.map(({ taken, submission }) => [taken, submission.press, submission.status])).toEqual([
        [false, 1, 'rejected'],
        [false, 2, 'rejected'],
        [false, 1, 'rejected'],
      ]);
      expect((await store.accept({ ...first, delivery: 'd3' })).taken).toBe(true);
    });

    test('of two that come at once, one', async () => {
      const one = press();
      const all = await Promise.all([1, 2, 3, 4].map(() => store.accept(one)));
      expect(all.filter(({ taken }) => taken)).toHaveLength(1);
      expect(await on.db.selectFrom('submissions').select('id').execute()).toEqual([
        { id: `${one.formId}:1` },
      ]);
    });

    test('of two processes at once, one, also when its form was rejected before', async () => {
      const one = press();
      await store.finish(await accept(one), rejected);
      const others = ['there/2/b', 'there/3/c', 'there/4/d'].map((owner) => on.store(owner).submissions);
      const all = await Promise.all(others.map((other) => other.accept(one)));
      expect(all.filter(({ taken }) => taken)).toHaveLength(1);
      expect(all.map(({ submission }) => submission.id)).toEqual(others.map(() => `${one.formId}:2`));
      expect((await store.history({ most: 9 })).map(({ id, status }) => [id, status])).toEqual([
        [`${one.formId}:2`, 'running'],
        [`${one.formId}:1`, 'rejected'],
      ]);
    });

    test('never again after it succeeded', async () => {
      const one = press();
      await store.finish(await accept(one), succeeded);
      const again = await store.accept(one);
      expect([again.taken, again.submission.status]).toEqual([false, 'succeeded']);
    });

    test.each([rejected, denied, failed, invalid])(
      'again after it ended otherwise ($standing.status), with what was sent now, by whom, and over the same message',
      async (result) => {
        const one = press();
        await store.finish(await accept(one), { ...result, announce: true });
        const { outbox: before } = on.store('here/1/a');
        const due = await before.claim();
        if (!due) throw new Error('nothing is due');
        await before.delivered(due.announcement, { posted: { channel: 'C0OPS', ts: '1.0' } });
        on.clock.time += 3_600_000;
        const again = await store.accept({
          ...one,
          input: { team: 7, name: 'B' },
          requester: 'UPRIYA',
        });
        expect(again.taken).toBe(true);
        expect(again.submission).toMatchObject({
          id: `${one.formId}:2`,
          press: 2,
          status: 'running',
          attempts: 1,
          requester: 'UPRIYA',
          input: { team: 7, name: 'B' },
          submittedAt: 1_800_003_600_000,
        });
        // Nothing is to be said yet, and when there is, it is put where the first one stands.
        expect(await outbox()).toMatchObject([
          { id: `${one.formId}:1/result`, state: 'dropped' },
          { id: `${one.formId}:2/result`, state: 'delivered', channel: 'C0OPS', ts: '1.0' },
        ]);
        expect(await store.byId(`${one.formId}:1`)).toMatchObject({
          press: 1,
          status: result.standing.status,
          requester: 'UANA',
          input: { team: 7 },
        });
      },
    );

    test('and numbers the presses of each form from 1', async () => {
      const [one, other] = [press(), press()];
      for (let n = 0; n < 3; n++) await store.finish(await accept(one), rejected);
      expect((await accept(one)).press).toBe(4);
      expect((await accept(other)).press).toBe(1);
      expect((await store.latest(one.formId))?.id).toBe(`${one.formId}:4`);
      for (const forged of ['form-unknown', 'form\0']) expect(await store.latest(forged)).toBeUndefined();
      expect(await store.byId(`${one.formId}:9`)).toBeUndefined();
    });

    test('one per record: the next one is queued, and runs when the first is over', async () => {
      const [first, second] = [press(), press()];
      const running = await accept(first);
      const { submission, taken } = await store.accept(second);
      expect([taken, submission.status, submission.attempts]).toEqual([true, 'queued', 0]);
      expect(await store.claimDue([])).toBeUndefined();
      await store.finish(running, succeeded);
      expect(await store.claimDue([])).toMatchObject({
        formId: second.formId,
        status: 'running',
        attempts: 1,
      });
    });

    test('none goes before one that was submitted earlier and waits for its turn', async () => {
      const [first, second, third] = [press(), press(), press()];
      const running = await accept(first);
      await accept(second);
      await store.finish(running, succeeded);
      expect((await accept(third)).status).toBe('queued');
      expect((await store.claimDue([]))?.formId).toBe(second.formId);
    });

    test('several at once when they create something', async () => {
      const all = await Promise.all([creation(), creation()].map((each) => store.accept(each)));
      expect(all.map(({ submission }) => submission.status)).toEqual(['running', 'running']);
    });

    test('a rejected one is queued while another one runs on its record', async () => {
      const [first, second] = [press(), press()];
      await store.finish(await accept(first), rejected);
      await accept(second);
      expect((await accept(first)).status).toBe('queued');
    });

    test('what has to be approved waits, also while another one runs on its record', async () => {
      await accept();
      const one = await accept(press({ approvalUntil: 1_800_086_400_000 }));
      expect(one).toMatchObject({ status: 'awaiting-approval', until: 1_800_086_400_000, attempts: 0 });
      expect(await outbox()).toMatchObject([
        { id: `${one.id}/card`, kind: 'card', state: 'pending', ts: null },
        { id: `${one.id}/result`, kind: 'result', state: 'pending', ts: null },
      ]);
    });

    test('gives back all that was written down of it', async () => {
      const one = creation({
        thread: '5.0',
        responseUrl: 'encrypted',
        responseUrlUntil: 1_800_000_060_000,
        locations: [3, null],
        base: { Id: 7, Name: 'Zoë’s "room"' },
        input: { name: 'Den', active: false, tags: ['a', 'b'] },
      });
      const { submission } = await store.accept(one);
      expect(submission).toMatchObject({
        thread: '5.0',
        responseUrl: 'encrypted',
        responseUrlUntil: 1_800_000_060_000,
        locations: [3, null],
        base: { Id: 7, Name: 'Zoë’s "room"' },
        input: { name: 'Den', active: false, tags: ['a', 'b'] },
      });
      expect(await store.latest(one.formId)).toEqual(submission);
    });
  });

  describe('keeps how it ended', () => {
    test('only while it is this process’s own', async () => {
      const one = press();
      const mine = await accept(one);
      on.clock.time += 20_001;
      const other = on.store('there/2/b').submissions;
      const theirs = (await other.claimDue([])) as Submission;
      expect(theirs).toMatchObject({ formId: one.formId, attempts: 2 });
      expect(await store.finish(mine, rejected)).toBe(false);
      // Another attempt of the same process is not this one either.
      expect(await other.finish(mine, rejected)).toBe(false);
      expect(await other.finish(theirs, succeeded)).toBe(true);
      expect(await other.finish(theirs, rejected)).toBe(false);
      expect(await store.latest(one.formId)).toMatchObject({
        status: 'succeeded',
        outcome: { id: 8, message: 'ok', sent: {}, rehearsed: false },
      });
    });

    test('one record belongs to one submission; the other keeps its ending all the same', async () => {
      const [first, second] = [creation(), creation()];
      for (const each of [first, second])
        await store.finish(await accept(each), { ...succeeded, createdKey: 'videorooms:8' });
      expect(await store.latest(first.formId)).toMatchObject({ createdKey: 'videorooms:8' });
      expect((await store.latest(second.formId))?.status).toBe('succeeded');
      expect((await store.latest(second.formId))?.createdKey).toBeUndefined();
      const keys = ['videorooms:8', 'videorooms:9'];
      expect(await store.claimedKeys(keys, second.formId)).toEqual(new Set(['videorooms:8']));
      expect(await store.claimedKeys(keys, first.formId)).toEqual(new Set());
      expect(await store.claimedKeys([], first.formId)).toEqual(new Set());
    });

    test('what is known of an unknown outcome, through waiting, cancelling and being sent again', async () => {
      const one = creation();
      const unknown = { unknownOutcomeSince: 1_800_000_000_000, unknownOutcomeUntil: 1_800_000_060_000 };
      await store.finish(await accept(one), { ...waiting, ...unknown, nextAt: on.clock.time + 4999.5 });
      await store.cancel(one.formId, 'UANA');
      on.clock.time += 600_000;
      expect(await accept(one)).toMatchObject({ press: 2, ...unknown });
      await store.finish((await store.latest(one.formId)) as Submission, {
        ...succeeded,
        unknownOutcomeSince: null,
        unknownOutcomeUntil: 0,
      });
      const over = await store.latest(one.formId);
      expect([over?.unknownOutcomeSince, over?.unknownOutcomeUntil]).toEqual([undefined, 0]);
    });

    test('and the look-alikes that a person was shown, also when it is sent again', async () => {
      const one = creation();
      await store.finish(await accept(one), { ...failed, notOurs: [8, 9] });
      expect((await accept(one)).notOurs).toEqual([8, 9]);
    });

    test('what it waited for, while it runs again', async () => {
      const one = creation();
      await store.finish(await accept(one), waiting);
      expect((await store.latest(one.formId))?.status).toBe('waiting');
      expect(await store.claimDue([])).toMatchObject({
        status: 'running',
        waitedFor: { why: 'unreachable', passing: true, mayHaveActed: false, answered: true },
      });
    });
  });

  describe('announces', () => {
    test('what is for the channel, what changes a message only where there is one, and nothing else', async () => {
      const [said, unsaid, changed] = [creation(), creation(), creation()];
      await store.finish(await accept(said), rejected);
      await store.finish(await accept(unsaid), denied);
      await store.finish(await accept(changed), { ...waiting, announce: true });
      const due = await on.store('here/1/a').outbox.claim();
      expect(due?.submission.formId).toBe(said.formId);
      const second = await on.store('here/1/a').outbox.claim();
      if (!second) throw new Error('nothing is due');
      const posted = { channel: 'C0OPS', ts: '1.0' };
      await on.store('here/1/a').outbox.delivered(second.announcement, { posted });
      await store.finish((await store.claimDue([])) as Submission, denied);
      expect(await outbox()).toMatchObject([
        { submission_id: `${said.formId}:1`, state: 'pending' },
        { submission_id: `${changed.formId}:1`, state: 'pending', revision: 2, ts: '1.0' },
      ]);
    });

    test('nothing where the person at the form is answered', async () => {
      await store.finish(await accept(), { ...rejected, announce: false });
      expect(await outbox()).toEqual([]);
    });
  });

  describe('cancels', () => {
    test('what waits or is queued, and has it announced as something new', async () => {
      const one = press();
      await store.finish(await accept(one), {
        ...waiting,
        announce: true,
        nextAt: on.clock.time + 5000,
      });
      const { outbox: out } = on.store('here/1/a');
      const due = await out.claim();
      if (!due) throw new Error('nothing is due');
      await out.delivered(due.announcement, {});
      expect(await store.cancel(one.formId, 'USAM')).toMatchObject({ status: 'cancelled', by: 'USAM' });
      expect(await store.claimDue([])).toBeUndefined();
      on.clock.time += 10_000;
      expect(await store.claimDue([])).toBeUndefined();
      expect(await out.claim()).toMatchObject({
        announcement: { kind: 'result', deliveries: 1 },
        submission: { formId: one.formId, status: 'cancelled', by: 'USAM' },
      });
    });

    test.each([undefined, succeeded, rejected])('not what runs or is over', async (result) => {
      const one = press();
      const submission = await accept(one);
      if (result) await store.finish(submission, result);
      expect(await store.cancel(one.formId, 'UANA')).toBeUndefined();
      expect((await store.latest(one.formId))?.status).toBe(result?.standing.status ?? 'running');
    });
  });
});
