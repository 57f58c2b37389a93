import { beforeEach, describe, expect, test } from '@jest/globals';
import type { Store } from '../../../src/store/store.ts';
import type { Announcement } from '../../../src/submissions/outbox.ts';
import type { Submission } from '../../../src/submissions/submission.ts';
import type { NewSubmission } from '../../../src/submissions/submission-store.ts';
import {
  creation,
  describeOnEach,
  failed,
  press,
  rejected,
  type StoreOn,
  storeOn,
  succeeded,
  waiting,
} from './store-on.ts';

const MESSAGE = { channel: 'C0OPS', ts: '1.0' };
const DELIVERY_MS = 40_000;

describeOnEach('an announcement', (kind) => {
  let on: StoreOn;
  let mine: Store;
  let other: Store;
  beforeEach(async () => {
    on = await storeOn(kind);
    mine = on.store('here/1/a');
    other = on.store('there/2/b');
  });

  const accept = async (one: NewSubmission = creation()): Promise<Submission> =>
    (await mine.submissions.accept(one)).submission;
  /** A submission whose failure is to be announced. */
  const ended = async (one = creation()): Promise<Submission> => {
    const submission = await accept(one);
    await mine.submissions.finish(submission, failed);
    return submission;
  };
  const claimed = async (store = mine): Promise<Announcement> => {
    const due = await store.outbox.claim();
    if (!due) throw new Error('nothing is due');
    return due.announcement;
  };
  const row = (id: string) =>
    on.db.selectFrom('outbox').selectAll().where('id', '=', id).executeTakeFirstOrThrow();

  test('is taken on by one process, with its submission as it is', async () => {
    const { id, formId } = await ended();
    expect(await mine.outbox.claim()).toMatchObject({
      announcement: {
        id: `${id}/result`,
        submissionId: id,
        kind: 'result',
        deliveries: 1,
        revision: 1,
        leaseUntil: 1_800_000_040_000,
      },
      submission: { id, formId, status: 'failed', failure: { why: 'unreachable' } },
    });
    expect(await other.outbox.claim()).toBeUndefined();
  });

  test('is delivered at least once: where the process died over it, another one takes it on as a repeat', async () => {
    await ended();
    await mine.outbox.claim();
    on.clock.time += DELIVERY_MS;
    expect(await other.outbox.claim()).toBeUndefined();
    on.clock.time += 1;
    expect(await claimed(other)).toMatchObject({ deliveries: 2, leaseUntil: 1_800_000_080_001 });
    expect(await mine.outbox.claim()).toBeUndefined();
  });

  test('of a process that is known to be dead is free at once, and no one else’s', async () => {
    await ended();
    const { id } = await claimed();
    await other.releaseDead(() => false);
    expect(await other.outbox.claim()).toBeUndefined();
    await other.releaseDead((owner) => owner === 'here/1/a');
    expect(await claimed(other)).toMatchObject({ id, deliveries: 2 });
  });

  test('that was delivered is noted with its message, and not asked for again', async () => {
    await ended();
    const one = await claimed();
    await mine.outbox.delivered(one, { posted: MESSAGE, shows: 'failed' });
    on.clock.time += DELIVERY_MS + 1;
    expect(await mine.outbox.claim()).toBeUndefined();
    expect(await row(one.id)).toMatchObject({
      state: 'delivered',
      deliveries: 0,
      channel: 'C0OPS',
      ts: '1.0',
      shows: 'failed',
      lease_until: 0,
    });
  });

  test('is delivered again where there is something new to say since it was taken on', async () => {
    const submission = await accept();
    await mine.submissions.finish(submission, { ...waiting, announce: true, nextAt: on.clock.time });
    const older = await claimed();
    // It runs again and ends while the message that it waits is under way.
    await mine.submissions.finish((await other.submissions.claimDue([])) ?? submission, failed);
    expect(await row(older.id)).toMatchObject({ revision: 1 });
    const again = (await mine.submissions.latest(submission.formId)) as Submission;
    expect(again.status).toBe('running');
    await other.submissions.finish(again, failed);
    await mine.outbox.delivered(older, { posted: MESSAGE });
    expect(await row(older.id)).toMatchObject({ state: 'pending', revision: 2, ts: '1.0' });
    expect(await mine.outbox.claim()).toMatchObject({
      // The one before was answered, so this is no repeat, and it takes the place of that message.
      announcement: { id: older.id, posted: MESSAGE, deliveries: 1, revision: 2 },
      submission: { status: 'failed' },
    });
  });

  test('waits while its submission is being worked on; a card does not', async () => {
    const asked = await accept(creation({ approvalUntil: on.clock.time + 60_000 }));
    const running = await accept();
    await mine.submissions.finish(running, { ...waiting, announce: true, nextAt: on.clock.time });
    await other.submissions.claimDue([]);
    const due = [await claimed(), await claimed()];
    expect(due.map(({ id }) => id).sort()).toEqual([`${asked.id}/card`, `${asked.id}/result`]);
    expect(await mine.outbox.claim()).toBeUndefined();
    await on.db.updateTable('submissions').set({ status: 'running' }).execute();
    on.clock.time += DELIVERY_MS + 1;
    expect((await claimed()).kind).toBe('card');
    expect(await mine.outbox.claim()).toBeUndefined();
  });

  test('brings what follows once it stands: a reply that knows its message, and the details', async () => {
    const { id } = await ended();
    await mine.outbox.delivered(await claimed(), {
      posted: MESSAGE,
      followUps: ['thread-reply', 'direct-message'],
    });
    const due = [await claimed(), await claimed()].sort((a, b) => a.kind.localeCompare(b.kind));
    expect(due).toMatchObject([
      { id: `${id}/direct-message`, deliveries: 1 },
      { id: `${id}/thread-reply`, repliesTo: MESSAGE, deliveries: 1 },
    ]);
    expect(due[0]?.repliesTo).toBeUndefined();
    for (const each of due) await mine.outbox.delivered(each, {});
    expect(await mine.outbox.claim()).toBeUndefined();
    // A new ending is announced from the beginning.
    on.clock.time += 1000;
    const again = await accept(creation({ formId: id.split(':')[0] as string }));
    await mine.submissions.finish(again, failed);
    expect(await claimed()).toMatchObject({ id: `${again.id}/result`, kind: 'result', posted: MESSAGE });
  });

  test('brings nothing that follows where it was not the last to say', async () => {
    const submission = await accept();
    await mine.submissions.finish(submission, { ...waiting, announce: true, nextAt: on.clock.time });
    const older = await claimed();
    await mine.submissions.cancel(submission.formId, 'UANA');
    await mine.outbox.delivered(older, { posted: MESSAGE, followUps: ['thread-reply'] });
    expect(await claimed()).toMatchObject({ kind: 'result', revision: 2 });
    expect(await mine.outbox.claim()).toBeUndefined();
  });

  describe('that could not be delivered', () => {
    test('comes again at its time, and is a repeat where it may have been seen', async () => {
      await ended();
      await mine.outbox.later(await claimed(), on.clock.time + 1999.5, false);
      expect(await other.outbox.claim()).toBeUndefined();
      on.clock.time += 2000;
      const second = await claimed(other);
      expect(second.deliveries).toBe(2);
      // The first one may still have been seen.
      await other.outbox.later(second, on.clock.time, true);
      expect((await claimed(other)).deliveries).toBe(2);
    });

    test('is no repeat the next time where it was not shown for certain', async () => {
      await ended();
      await mine.outbox.later(await claimed(), on.clock.time, true);
      expect((await claimed()).deliveries).toBe(1);
    });

    test('is left alone where another process took it on meanwhile', async () => {
      await ended();
      const stalled = await claimed();
      on.clock.time += DELIVERY_MS + 1;
      const second = await claimed(other);
      await mine.outbox.later(stalled, on.clock.time, true);
      await mine.outbox.drop(stalled);
      expect(await mine.outbox.placed(stalled, { channel: 'C0OPS', ts: '9.0' })).toBe(false);
      expect(await row(stalled.id)).toMatchObject({
        state: 'pending',
        deliveries: 2,
        ts: null,
        lease_until: second.leaseUntil,
      });
    });

    test('stays a repeat when its submission goes on: the next ending is one', async () => {
      const submission = await accept();
      await mine.submissions.finish(submission, { ...waiting, announce: true, nextAt: on.clock.time });
      // Killed after Slack took the message.
      await claimed();
      on.clock.time += DELIVERY_MS + 1;
      const again = await other.submissions.claimDue([]);
      await other.submissions.finish(again as Submission, failed);
      expect(await claimed(other)).toMatchObject({ deliveries: 2 });
      // So it is when the form is sent again instead.
      const third = await accept(creation({ formId: submission.formId }));
      await mine.submissions.finish(third, failed);
      const repeat = await claimed();
      expect(repeat).toMatchObject({ id: `${third.id}/result`, deliveries: 3 });
      await mine.outbox.delivered(repeat, {});
      const fourth = await accept(creation({ formId: submission.formId }));
      await mine.submissions.finish(fourth, failed);
      expect(await claimed()).toMatchObject({ id: `${fourth.id}/result`, deliveries: 1 });
    });
  });

  describe('that is dropped', () => {
    test('never comes again', async () => {
      await ended();
      const one = await claimed();
      await mine.outbox.drop(one);
      on.clock.time += 600_000;
      expect(await mine.outbox.claim()).toBeUndefined();
      expect(await row(one.id)).toMatchObject({ state: 'dropped', lease_until: 0 });
    });

    test('comes again where there is something new to say since it was taken on', async () => {
      const submission = await accept();
      await mine.submissions.finish(submission, { ...waiting, announce: true, nextAt: on.clock.time + 9 });
      const older = await claimed();
      await mine.submissions.cancel(submission.formId, 'UANA');
      await mine.outbox.drop(older);
      expect(await claimed()).toMatchObject({ id: older.id, revision: 2 });
    });
  });

  describe('of a form that is sent again while it is being delivered', () => {
    test('hands its message on to what the form says next, which is no repeat then', async () => {
      const first = await ended();
      const older = await claimed();
      const second = await accept(creation({ formId: first.formId }));
      expect(await row(older.id)).toMatchObject({ state: 'dropped' });
      await mine.outbox.delivered(older, { posted: MESSAGE, followUps: ['thread-reply'] });
      expect(await row(`${second.id}/result`)).toMatchObject({
        state: 'delivered',
        channel: 'C0OPS',
        ts: '1.0',
        deliveries: 0,
      });
      // Of an ending that is past nothing more is said.
      on.clock.time += DELIVERY_MS + 1;
      expect(await mine.outbox.claim()).toBeUndefined();
      await mine.submissions.finish((await mine.submissions.latest(first.formId)) as Submission, rejected);
      expect(await row(older.id)).toMatchObject({ state: 'dropped' });
    });

    test('also over several presses, and not to another form', async () => {
      const first = await ended();
      const older = await claimed();
      const stranger = await ended();
      const formId = first.formId;
      await mine.submissions.finish(await accept(creation({ formId })), { ...rejected, announce: false });
      const third = await accept(creation({ formId }));
      await mine.outbox.delivered(older, { posted: MESSAGE });
      expect(await row(`${third.id}/result`)).toMatchObject({ ts: '1.0' });
      expect(await row(`${stranger.id}/result`)).toMatchObject({ ts: null, deliveries: 0 });
    });

    test('leaves a message alone that the form has by then', async () => {
      const first = await ended();
      const older = await claimed();
      const second = await accept(creation({ formId: first.formId }));
      await mine.submissions.finish(second, succeeded);
      const newer = await claimed();
      // No one knows yet whether the first one was shown.
      expect(newer).toMatchObject({ id: `${second.id}/result`, deliveries: 2 });
      await mine.outbox.delivered(newer, { posted: { channel: 'C0OPS', ts: '2.0' } });
      await mine.outbox.delivered(older, { posted: MESSAGE });
      expect(await row(`${second.id}/result`)).toMatchObject({ state: 'delivered', ts: '2.0' });
    });

    test('does not touch what runs', async () => {
      const first = await ended();
      const older = await claimed();
      on.clock.time += 1000;
      const second = await accept(creation({ formId: first.formId }));
      await mine.outbox.later(older, on.clock.time, false);
      expect(await mine.submissions.latest(first.formId)).toEqual(second);
      expect(await mine.submissions.leaseLeft(second)).toBe(18_000);
      expect(await mine.outbox.claim()).toBeUndefined();
    });
  });

  test('where its message stands is written down before it is all delivered', async () => {
    await accept(press({ approvalUntil: on.clock.time + 60_000 }));
    const due = [await claimed(), await claimed()];
    const card = due.find((each) => each.kind === 'card') as Announcement;
    expect(await mine.outbox.placed(card, MESSAGE)).toBe(true);
    on.clock.time += DELIVERY_MS + 1;
    const again = [await claimed(other), await claimed(other)];
    expect(again.find((each) => each.kind === 'card')).toMatchObject({ posted: MESSAGE });
  });
});
