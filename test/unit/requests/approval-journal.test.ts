import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { type ApprovalJournal, createApprovalJournal } from '../../../src/requests/approval-journal.ts';
import type { RequestRow } from '../../../src/requests/database.ts';
import type { Journal } from '../../../src/requests/journal.ts';
import { describeOnEach, entry, type JournalOn, journalOn } from './journal-on.ts';

const DAY = 86_400_000;
const CARD = { channel: 'C0APPROVE', ts: '1.0', phase: 'awaiting', digest: 'abc' } as const;
const ROLE = { users: [1], permissions: [11] };

describeOnEach('the journal of approvals', (kind) => {
  let on: JournalOn;
  let journal: Journal;
  let approvals: ApprovalJournal;
  /** What whoever counts endings heard of. */
  let ended: string[];
  beforeEach(async () => {
    on = await journalOn(kind);
    journal = on.journal('bot');
    ended = [];
    approvals = createApprovalJournal(
      on.db,
      () => on.clock.now,
      (row, { kind }) => ended.push(`${row.operation} ${kind}`),
    );
  });
  afterEach(() => on.close());

  /** A request that waits for a yes. */
  const asked = async () => {
    const one = entry({ approvalUntil: on.clock.now + DAY });
    await journal.accept(one);
    return one;
  };
  const shown = async () => {
    const one = await asked();
    expect(await approvals.cardShown(await claimed(one.formId), CARD)).toBe(true);
    return one;
  };
  /** Takes on that form's card, past the others that are due. */
  const claimed = async (formId: string): Promise<RequestRow> => {
    for (let row = await approvals.claimCard(); row; row = await approvals.claimCard())
      if (row.form_id === formId) return row;
    throw new Error('its card is not due');
  };

  test('what waits for a yes is not run, and its card is taken on by one process', async () => {
    const one = await asked();
    expect(await journal.claimDue()).toBeUndefined();
    expect(await approvals.claimCard()).toMatchObject({ form_id: one.formId, phase: 'awaiting' });
    expect(await approvals.claimCard()).toBeUndefined();
    // The process died while it showed the card.
    on.clock.now += 20_001;
    expect(await approvals.claimCard()).toMatchObject({ form_id: one.formId });
  });

  test('in another channel it is asked anew; what is not offered any more is ended', async () => {
    const here = await shown();
    await approvals.askAnew('C0APPROVE', ['team.rename']);
    expect(await approvals.claimCard()).toBeUndefined();
    await approvals.askAnew('C0OTHER', ['team.rename']);
    expect(await approvals.claimCard()).toMatchObject({
      form_id: here.formId,
      card_ts: null,
      card_digest: null,
    });
    expect(await approvals.approve(here.formId, 'UPRIYA', 'abc', ROLE)).toBe(false);
    expect(ended).toEqual([]);
    await approvals.askAnew('C0OTHER', []);
    expect(await journal.row(here.formId)).toMatchObject({ state: 'failed', tell: 'pending' });
    expect(ended).toEqual(['team.rename failed']);
  });

  test('a request that needs no yes has no card', async () => {
    await journal.accept(entry());
    expect(await approvals.claimCard()).toBeUndefined();
  });

  test('a yes counts once, and then the request is run and its card says so', async () => {
    const { formId } = await shown();
    expect(await approvals.approve(formId, 'UPRIYA', 'abc', ROLE)).toBe(true);
    expect(await approvals.approve(formId, 'UUMA', 'abc', ROLE)).toBe(false);
    expect(await approvals.turnDown(formId, 'UUMA', 'abc', 'too late')).toBe(false);
    expect(await journal.row(formId)).toMatchObject({
      state: 'queued',
      approver: 'UPRIYA',
      approved_role: '{"users":[1],"permissions":[11]}',
    });
    expect(await approvals.claimCard()).toMatchObject({ phase: 'approved', card_ts: '1.0' });
    expect(await journal.claimDue()).toMatchObject({ form_id: formId, state: 'running' });
  });

  describe('a yes or a no', () => {
    test('to something else than the card shows does not count', async () => {
      const { formId } = await shown();
      expect(await approvals.approve(formId, 'UPRIYA', 'other', ROLE)).toBe(false);
      expect(await approvals.turnDown(formId, 'UPRIYA', 'other', 'no')).toBe(false);
      expect((await journal.row(formId))?.state).toBe('awaiting');
    });

    test('to a card that is to be shown anew does not count', async () => {
      const { formId } = await shown();
      await approvals.cardOutdated(formId);
      expect(await approvals.approve(formId, 'UPRIYA', 'abc', ROLE)).toBe(false);
      expect(await approvals.claimCard()).toMatchObject({ phase: 'awaiting', card_ts: '1.0' });
    });

    test('after a day does not count', async () => {
      const { formId } = await shown();
      on.clock.now += DAY;
      expect(await approvals.approve(formId, 'UPRIYA', 'abc', ROLE)).toBe(false);
      expect(await approvals.expire()).toBe(1);
      expect(await journal.row(formId)).toMatchObject({ state: 'expired', tell: 'pending' });
      expect(await approvals.claimCard()).toMatchObject({ phase: 'expired' });
      expect(ended).toEqual(['team.rename expired']);
    });
  });

  test('a card that is being posted is not posted a second time when it is called outdated', async () => {
    const { formId } = await asked();
    await approvals.claimCard();
    await approvals.cardOutdated(formId);
    expect(await approvals.claimCard()).toBeUndefined();
  });

  test('a card that comes once its form was sent again belongs to nothing, and delays nothing', async () => {
    const first = await asked();
    const stale = (await approvals.claimCard()) as RequestRow;
    await journal.cancel(first.formId, { kind: 'cancelled' });
    on.clock.now += 1000;
    await journal.accept({ ...first, approvalUntil: on.clock.now + DAY });
    expect(await approvals.cardShown(stale, CARD)).toBe(false);
    await approvals.cardLater(stale, Number.MAX_SAFE_INTEGER);
    const newer = (await approvals.claimCard()) as RequestRow;
    expect(newer).toMatchObject({ phase: 'awaiting', card_ts: null, card_digest: null });
    expect(await approvals.cardShown(stale, CARD)).toBe(false);
    expect(await approvals.turnDown(first.formId, 'UPRIYA', 'abc', 'no')).toBe(false);
    expect(await approvals.cardShown(newer, { ...CARD, ts: '2.0', digest: 'def' })).toBe(true);
    expect(await journal.row(first.formId)).toMatchObject({ card_ts: '2.0', card_digest: 'def' });
  });

  test('of two processes that show one card, only the one that took it on last is believed', async () => {
    const { formId } = await asked();
    const stalled = (await approvals.claimCard()) as RequestRow;
    on.clock.now += 20_001;
    const second = (await approvals.claimCard()) as RequestRow;
    expect(await approvals.cardShown(stalled, CARD)).toBe(false);
    expect(await approvals.cardShown(second, { ...CARD, ts: '2.0' })).toBe(true);
    expect(await approvals.cardShown(stalled, CARD)).toBe(false);
    expect((await journal.row(formId))?.card_ts).toBe('2.0');
  });

  test('a channel out of reach ends the question that was asked there, and no later one of its form', async () => {
    const first = await asked();
    const stale = (await approvals.claimCard()) as RequestRow;
    await journal.cancel(first.formId, { kind: 'cancelled' });
    on.clock.now += 1000;
    await journal.accept({ ...first, approvalUntil: on.clock.now + DAY });
    expect(await approvals.giveUp(stale, 'channel')).toBe(false);
    expect(await approvals.giveUp((await approvals.claimCard()) as RequestRow, 'channel')).toBe(true);
    expect((await journal.row(first.formId))?.state).toBe('failed');
    expect(ended).toEqual(['team.rename unapprovable']);
  });

  test('a no ends it, with who said it and why, and has it told', async () => {
    const { formId } = await shown();
    expect(await approvals.turnDown(formId, 'UPRIYA', 'abc', 'Not Leo')).toBe(true);
    expect(await journal.row(formId)).toMatchObject({
      state: 'denied',
      approver: 'UPRIYA',
      approver_note: 'Not Leo',
      tell: 'pending',
    });
    expect(await approvals.turnDown(formId, 'UUMA', 'abc', undefined)).toBe(false);
    expect(ended).toEqual(['team.rename turned-down']);
  });

  test('a form that is sent again asks anew: an open card is turned into the question, a closed one stays', async () => {
    const open = await shown();
    await journal.cancel(open.formId, { kind: 'cancelled' });
    const { row } = await journal.accept({ ...open, approvalUntil: on.clock.now + DAY });
    expect(row).toMatchObject({ state: 'awaiting', card_ts: '1.0', card_digest: null, approver: null });

    const closed = await shown();
    await approvals.turnDown(closed.formId, 'UPRIYA', 'abc', undefined);
    await approvals.cardShown(await claimed(closed.formId), { ...CARD, phase: 'denied' });
    const again = await journal.accept({ ...closed, approvalUntil: on.clock.now + DAY });
    expect(again.row).toMatchObject({ state: 'awaiting', card_ts: null, card_digest: null, approver: null });
  });
});
