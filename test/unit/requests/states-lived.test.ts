import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { createApprovalJournal } from '../../../src/requests/approval-journal.ts';
import type { RequestRow } from '../../../src/requests/database.ts';
import type { Journal, Left } from '../../../src/requests/journal.ts';
import { type Event, next, STATES, type State } from '../../../src/requests/states.ts';
import { entry, type JournalOn, journalOn } from './journal-on.ts';

// The table of states, held against what the journal does: every event is tried on a request in every state.
const left = (event: Left['event']): Left => ({ event, tell: false, ending: { kind: 'cancelled' } });

let on: JournalOn;
let journal: Journal;
beforeEach(async () => {
  on = await journalOn('SQLite');
  journal = on.journal('bot');
});
afterEach(() => on.close());
const approvals = () => createApprovalJournal(on.db, () => on.clock.now);

/** What tries the event, on the request `one`. */
const acts: Record<Event, (one: ReturnType<typeof entry>) => Promise<unknown>> = {
  submit: (one) => journal.accept(one),
  'line-up': async (one) => {
    await journal.accept(entry({ recordKey: 'teams:99' }));
    return journal.accept({ ...one, recordKey: 'teams:99' });
  },
  ask: (one) => journal.accept({ ...one, approvalUntil: on.clock.now + 1000 }),
  approve: (one) => approvals().approve(one.formId, 'UUMA', 'abc', { users: [], permissions: [] }),
  'turn-down': (one) => approvals().turnDown(one.formId, 'UUMA', 'abc', undefined),
  expire: async () => {
    on.clock.now += 86_400_001;
    await approvals().expire();
  },
  claim: () => journal.claimDue(),
  succeed: (one) => journal.leave(one.formId, left('succeed')),
  refuse: (one) => journal.leave(one.formId, left('refuse')),
  deny: (one) => journal.leave(one.formId, left('deny')),
  wait: (one) => journal.leave(one.formId, left('wait')),
  fail: (one) => journal.leave(one.formId, left('fail')),
  'give-up': async (one) => approvals().giveUp((await journal.row(one.formId)) as RequestRow, 'channel'),
  cancel: (one) => journal.cancel(one.formId, { kind: 'cancelled' }),
};

describe.each(STATES)('what is %s', (state: State) => {
  test.each(Object.keys(acts) as Event[])('%s', async (event) => {
    const one = entry();
    await journal.accept(one);
    await on.db
      .updateTable('requests')
      .set({
        state,
        card_digest: 'abc',
        approval_until: on.clock.now + 86_400_000,
        // A claim finds only what no living process holds; an attempt ends only what its own process holds.
        lease_until: event === 'claim' ? 0 : on.clock.now + 20_000,
        lease_owner: 'bot',
      })
      .where('form_id', '=', one.formId)
      .execute();
    await acts[event](one);
    expect((await journal.row(one.formId))?.state).toBe(next(state, event) ?? state);
  });
});
