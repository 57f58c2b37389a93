import { beforeEach, describe, expect, test } from '@jest/globals';
import type { RightsInWords } from '../../../src/operations/rights.ts';
import type { Store } from '../../../src/store/store.ts';
import type { Announcement } from '../../../src/submissions/outbox.ts';
import type { Submission } from '../../../src/submissions/submission.ts';
import { describeOnEach, press, type StoreOn, storeOn, succeeded } from './store-on.ts';

const DAY = 86_400_000;
const HOUR = 3_600_000;
const CARD = { channel: 'C0APPROVE', ts: '1.0' };
const ROLE = { users: [1], permissions: [11] };
const WORDS: RightsInWords = {
  role: 'Reception',
  usersAdded: [{ name: 'Leo', detail: 'leo@harbour.example' }],
  usersRemoved: [],
  given: [],
  permissionsAdded: [],
  permissionsRemoved: [],
  holders: ['Sam'],
  others: [],
};

describeOnEach('the table of approvals', (kind) => {
  let on: StoreOn;
  let store: Store;
  beforeEach(async () => {
    on = await storeOn(kind);
    store = on.store('bot');
  });

  /** A submission that awaits approval. */
  const asked = async (one = press()): Promise<Submission> =>
    (await store.submissions.accept({ ...one, approvalUntil: on.clock.time + DAY })).submission;
  /** Takes on that submission's card, past the others that are due. */
  const claimed = async ({ id }: Pick<Submission, 'id'>): Promise<Announcement> => {
    for (let due = await store.outbox.claim(); due; due = await store.outbox.claim())
      if (due.announcement.id === `${id}/card`) return due.announcement;
    throw new Error('its card is not due');
  };
  /** Takes on whatever card is due. */
  const anyCard = async (): Promise<Announcement | undefined> => {
    for (let due = await store.outbox.claim(); due; due = await store.outbox.claim())
      if (due.announcement.kind === 'card') return due.announcement;
    return undefined;
  };
  const show = async (card: Announcement, digest = 'abc', posted = CARD): Promise<boolean> => {
    if (!(await store.outbox.placed(card, posted))) return false;
    await store.approvals.shown(card.submissionId, digest, WORDS);
    await store.outbox.delivered(card, { posted, shows: 'awaiting-approval' });
    return true;
  };
  const shown = async (one = press()): Promise<Submission> => {
    const submission = await asked(one);
    expect(await show(await claimed(submission))).toBe(true);
    return submission;
  };
  const latest = (formId: string) => store.submissions.latest(formId);

  test('what awaits approval is not run, and its card is taken on by one process', async () => {
    const one = await asked();
    expect(await store.submissions.claimDue([])).toBeUndefined();
    expect(await claimed(one)).toMatchObject({ kind: 'card', submissionId: one.id });
    expect(await anyCard()).toBeUndefined();
    // The process died while it showed the card.
    on.clock.time += 40_001;
    expect(await claimed(one)).toMatchObject({ submissionId: one.id });
  });

  test('is read as the card showed it', async () => {
    const one = await asked();
    expect(await store.approvals.of(one.id)).toEqual({ until: 1_800_086_400_000 });
    expect(await store.approvals.cardOf(one.id)).toBeUndefined();
    await show(await claimed(one));
    expect(await store.approvals.of(one.id)).toEqual({
      until: 1_800_086_400_000,
      digest: 'abc',
      words: WORDS,
    });
    expect(await store.approvals.cardOf(one.id)).toEqual(CARD);
    expect(await store.approvals.of('form-unknown:1')).toBeUndefined();
    expect(await store.approvals.cardOf('form-unknown:1')).toBeUndefined();
  });

  test('in another channel it is asked anew; what is not offered any more is ended', async () => {
    const here = await shown();
    await store.approvals.moveCards('C0APPROVE');
    expect(await anyCard()).toBeUndefined();
    await store.approvals.moveCards('C0OTHER');
    const card = await claimed(here);
    expect(card.posted).toBeUndefined();
    expect(card.shows).toBeUndefined();
    expect((await store.approvals.of(here.id))?.digest).toBeUndefined();
    expect(await store.approvals.approve(here.id, 'UPRIYA', 'abc', ROLE)).toBe(false);
    expect(await store.approvals.endOthers(['team.rename'])).toEqual([]);
    expect(await store.approvals.endOthers([])).toMatchObject([{ id: here.id, status: 'failed' }]);
    expect(await latest(here.formId)).toMatchObject({
      status: 'failed',
      failure: { why: 'switched-off', mayHaveActed: false },
    });
    on.clock.time += 40_001;
    expect(await store.outbox.claim()).toMatchObject({ submission: { status: 'failed' } });
  });

  test('what was dropped while there was no approval channel is asked as soon as there is one', async () => {
    const one = await asked();
    await store.outbox.drop(await claimed(one));
    expect(await anyCard()).toBeUndefined();
    await store.approvals.moveCards('C0APPROVE');
    expect(await claimed(one)).toMatchObject({ submissionId: one.id });
  });

  test('a card of what was decided is not moved', async () => {
    const one = await shown();
    await store.approvals.deny(one.id, 'UPRIYA', 'abc', undefined);
    await store.outbox.delivered(await claimed(one), { posted: CARD, shows: 'denied' });
    await store.approvals.moveCards('C0OTHER');
    expect(await anyCard()).toBeUndefined();
  });

  test('a submission that needs no approval has no card', async () => {
    await store.submissions.accept(press());
    expect(await store.outbox.claim()).toBeUndefined();
  });

  test('an approval counts once, and then the submission is run and its card says so', async () => {
    const { id, formId } = await shown();
    on.clock.time += 1000;
    expect(await store.approvals.approve(id, 'UPRIYA', 'abc', ROLE)).toBe(true);
    expect(await store.approvals.approve(id, 'UUMA', 'abc', ROLE)).toBe(false);
    expect(await store.approvals.deny(id, 'UUMA', 'abc', 'too late')).toBeUndefined();
    expect(await latest(formId)).toMatchObject({
      status: 'queued',
      decidedBy: 'UPRIYA',
      giveUpAt: 1_800_001_801_000,
    });
    expect(await store.approvals.of(id)).toMatchObject({ approvedRole: ROLE });
    expect(await anyCard()).toMatchObject({ submissionId: id, posted: CARD });
    expect(await store.submissions.claimDue([])).toMatchObject({
      id,
      status: 'running',
      decidedBy: 'UPRIYA',
    });
  });

  test('the card says how it ended', async () => {
    const one = await shown();
    await store.approvals.approve(one.id, 'UPRIYA', 'abc', ROLE);
    await store.outbox.delivered(await claimed(one), { posted: CARD, shows: 'queued' });
    const running = (await store.submissions.claimDue([])) as Submission;
    expect(await anyCard()).toBeUndefined();
    await store.submissions.finish(running, succeeded);
    expect(await anyCard()).toMatchObject({ submissionId: one.id, posted: CARD, shows: 'queued' });
  });

  describe('an approval or a denial', () => {
    test('of something else than the card shows does not count', async () => {
      const { id, formId } = await shown();
      expect(await store.approvals.approve(id, 'UPRIYA', 'other', ROLE)).toBe(false);
      expect(await store.approvals.deny(id, 'UPRIYA', 'other', 'no')).toBeUndefined();
      expect((await latest(formId))?.status).toBe('awaiting-approval');
      expect((await store.approvals.of(id))?.approvedRole).toBeUndefined();
    });

    test('of a card that is to be shown anew does not count', async () => {
      const { id } = await shown();
      await store.approvals.outdated(id);
      expect(await store.approvals.approve(id, 'UPRIYA', 'abc', ROLE)).toBe(false);
      expect(await store.approvals.deny(id, 'UPRIYA', 'abc', undefined)).toBeUndefined();
      expect(await anyCard()).toMatchObject({ submissionId: id, posted: CARD });
    });

    test('after a day does not count', async () => {
      const { id, formId } = await shown();
      on.clock.time += DAY;
      expect(await store.approvals.approve(id, 'UPRIYA', 'abc', ROLE)).toBe(false);
      expect(await store.approvals.deny(id, 'UPRIYA', 'abc', undefined)).toBeUndefined();
      expect((await store.submissions.expire()).map((one) => [one.id, one.status])).toEqual([
        [id, 'expired'],
      ]);
      expect(await store.submissions.expire()).toEqual([]);
      expect((await latest(formId))?.status).toBe('expired');
      const due = [await store.outbox.claim(), await store.outbox.claim()];
      expect(due.map((one) => one?.announcement.kind).sort()).toEqual(['card', 'result']);
    });

    test('just before is in time', async () => {
      const { id } = await shown();
      on.clock.time += DAY - 1;
      expect(await store.submissions.expire()).toEqual([]);
      expect(await store.approvals.approve(id, 'UPRIYA', 'abc', ROLE)).toBe(true);
    });
  });

  test('a card that is being posted is not posted a second time when it is called outdated', async () => {
    const one = await asked();
    const card = await claimed(one);
    await store.approvals.outdated(one.id);
    expect(await anyCard()).toBeUndefined();
    // Once it stands it is looked at again.
    await show(card);
    expect(await anyCard()).toMatchObject({ submissionId: one.id, posted: CARD });
  });

  test('a card that comes once its form was sent again belongs to nothing, and delays nothing', async () => {
    const first = await asked();
    const stale = await claimed(first);
    await store.submissions.cancel(first.formId, 'UANA');
    on.clock.time += 1000;
    const second = await asked(press({ formId: first.formId }));
    expect(await store.outbox.placed(stale, CARD)).toBe(false);
    await store.outbox.later(stale, Number.MAX_SAFE_INTEGER, true);
    const newer = await claimed(second);
    expect(newer.posted).toBeUndefined();
    expect(await store.outbox.placed(stale, CARD)).toBe(false);
    expect(await store.approvals.deny(second.id, 'UPRIYA', 'abc', 'no')).toBeUndefined();
    expect(await show(newer, 'def', { channel: 'C0APPROVE', ts: '2.0' })).toBe(true);
    expect(await store.approvals.cardOf(second.id)).toEqual({ channel: 'C0APPROVE', ts: '2.0' });
    expect(await store.approvals.of(second.id)).toMatchObject({ digest: 'def' });
    // An approval of the first one does nothing to the second.
    expect(await store.approvals.approve(first.id, 'UPRIYA', 'def', ROLE)).toBe(false);
  });

  test('of two processes that show one card, only the one that took it on last is believed', async () => {
    const one = await asked();
    const stalled = await claimed(one);
    on.clock.time += 40_001;
    const second = await claimed(one);
    expect(await show(stalled)).toBe(false);
    expect(await show(second, 'abc', { channel: 'C0APPROVE', ts: '2.0' })).toBe(true);
    expect(await show(stalled)).toBe(false);
    expect((await store.approvals.cardOf(one.id))?.ts).toBe('2.0');
  });

  test('a channel out of reach ends the question that was asked there, and no later one of its form', async () => {
    const first = await asked();
    await store.submissions.cancel(first.formId, 'UANA');
    on.clock.time += 1000;
    const second = await asked(press({ formId: first.formId }));
    expect(await store.approvals.giveUp(first.id, 'channel')).toBeUndefined();
    expect((await latest(first.formId))?.status).toBe('awaiting-approval');
    expect(await store.approvals.giveUp(second.id, 'channel')).toMatchObject({
      status: 'failed',
      unapprovable: 'channel',
    });
    expect((await latest(first.formId))?.status).toBe('failed');
  });

  test('a denial ends it, with who denied it and why, and has it announced', async () => {
    const { id, formId } = await shown();
    const denied = await store.approvals.deny(id, 'UPRIYA', 'abc', 'Not Leo');
    expect(denied).toMatchObject({ id, status: 'denied', approver: 'UPRIYA', reason: 'Not Leo' });
    expect(await latest(formId)).toMatchObject({ status: 'denied', decidedBy: 'UPRIYA', reason: 'Not Leo' });
    expect(await store.approvals.deny(id, 'UUMA', 'abc', undefined)).toBeUndefined();
    on.clock.time += 40_001;
    const due = [await store.outbox.claim(), await store.outbox.claim()];
    expect(due.map((one) => one?.announcement.kind).sort()).toEqual(['card', 'result']);
  });

  test('a form that is sent again asks anew: an open card is turned into the question, a closed one stays', async () => {
    const open = await shown();
    await store.submissions.cancel(open.formId, 'UANA');
    const again = await asked(press({ formId: open.formId }));
    expect(again).toMatchObject({ press: 2, status: 'awaiting-approval' });
    expect(again.decidedBy).toBeUndefined();
    expect(await store.approvals.of(again.id)).toEqual({ until: 1_800_086_400_000 });
    expect(await claimed(again)).toMatchObject({ posted: CARD });

    const closed = await shown();
    await store.approvals.deny(closed.id, 'UPRIYA', 'abc', undefined);
    await store.outbox.delivered(await claimed(closed), { posted: CARD, shows: 'denied' });
    const anew = await asked(press({ formId: closed.formId }));
    expect(anew.decidedBy).toBeUndefined();
    expect((await claimed(anew)).posted).toBeUndefined();
    expect(await store.approvals.cardOf(closed.id)).toEqual(CARD);
  });

  test('its approvers are nudged once, half way, also where there is less time than a day', async () => {
    const { submission } = await store.submissions.accept({
      ...press(),
      approvalUntil: on.clock.time + 2 * HOUR,
    });
    on.clock.time += HOUR - 1;
    expect(await store.approvals.nudge()).toBe(false);
    on.clock.time += 1;
    expect(await store.approvals.nudge()).toBe(true);
    expect(await store.approvals.nudge()).toBe(false);
    const nudges = await on.db
      .selectFrom('outbox')
      .select('submission_id')
      .where('kind', '=', 'nudge')
      .execute();
    expect(nudges).toEqual([{ submission_id: submission.id }]);
  });
});
