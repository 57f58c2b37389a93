import { beforeEach, describe, expect, test } from '@jest/globals';
import type { Store } from '../../../src/store/store.ts';
import { KEEPS_ITS_FORM, STATUSES, type Status, transitions } from '../../../src/submissions/status.ts';
import type { Submission } from '../../../src/submissions/submission.ts';
import type { AttemptResult } from '../../../src/submissions/submission-store.ts';
import {
  denied,
  failed,
  invalid,
  press,
  rejected,
  type StoreOn,
  storeOn,
  succeeded,
  waiting,
} from './store-on.ts';

// The table of transitions, held against what the store does: every act is tried on a submission in every status.

let on: StoreOn;
let store: Store;
beforeEach(async () => {
  on = await storeOn('SQLite');
  store = on.store('bot');
});

const finish = (result: AttemptResult) => (one: Submission) => store.submissions.finish(one, result);
const asNew = ({ formId, input }: Submission) => press({ formId, input });

/** What each act would make of a submission, and how it is tried. */
const acts: Record<string, [Status, (one: Submission) => Promise<unknown>]> = {
  approve: ['queued', ({ id }) => store.approvals.approve(id, 'UUMA', 'abc', { users: [], permissions: [] })],
  'deny as an approver': ['denied', ({ id }) => store.approvals.deny(id, 'UUMA', 'abc', undefined)],
  expire: [
    'expired',
    async () => {
      on.clock.time += 86_400_001;
      await store.submissions.expire();
    },
  ],
  'give up': ['failed', ({ id }) => store.approvals.giveUp(id, 'channel')],
  'end what is not offered': ['failed', () => store.approvals.endOthers([])],
  claim: ['running', () => store.submissions.claimDue([])],
  cancel: ['cancelled', ({ formId }) => store.submissions.cancel(formId, 'UANA')],
  'finish as succeeded': ['succeeded', finish(succeeded)],
  'finish as rejected': ['rejected', finish(rejected)],
  'finish as invalid': ['invalid', finish(invalid)],
  'finish as denied': ['denied', finish(denied)],
  'finish as waiting': ['waiting', finish(waiting)],
  'finish as failed': ['failed', finish(failed)],
};
/** Attempts end only what runs, and approvers decide only what awaits them, whatever else leads to the same status. */
const from = (act: string): readonly Status[] => {
  if (act.startsWith('finish')) return ['running'];
  if (['claim', 'cancel'].includes(act))
    return STATUSES.filter((status) => transitions[status].includes(acts[act]?.[0] as Status));
  return ['awaiting-approval'];
};

/** A submission in that status, which a claim finds only where no living process holds it. */
const submissionIn = async (status: Status, held: boolean): Promise<Submission> => {
  const { submission } = await store.submissions.accept(press());
  await on.db
    .updateTable('submissions')
    .set({ status, lease_until: held ? on.clock.time + 20_000 : 0, lease_owner: 'bot' })
    .execute();
  await on.db
    .insertInto('approvals')
    .values({
      submission_id: submission.id,
      until: on.clock.time + 86_400_000,
      digest: 'abc',
      words: null,
      approved_role: null,
      reminded_at: null,
    })
    .execute();
  return { ...submission, status } as Submission;
};

describe.each(STATUSES)('what is %s', (status) => {
  test.each(Object.keys(acts))('%s', async (act) => {
    const [to, attempt] = acts[act] as (typeof acts)[string];
    const one = await submissionIn(status, act !== 'claim');
    await attempt(one);
    const expected = from(act).includes(status) ? to : status;
    expect((await store.submissions.byId(one.id))?.status).toBe(expected);
    if (expected !== status) expect(transitions[status]).toContain(expected);
  });

  test('submit again', async () => {
    const one = await submissionIn(status, true);
    const { submission, taken } = await store.submissions.accept(asNew(one));
    expect([taken, submission.press]).toEqual(KEEPS_ITS_FORM.includes(status) ? [false, 1] : [true, 2]);
    // What was is never overwritten.
    expect((await store.submissions.byId(one.id))?.status).toBe(status);
  });

  test('submit again where something runs on its record', async () => {
    const one = await submissionIn(status, true);
    await store.submissions.accept(press({ recordKey: 'teams:99' }));
    const again = await store.submissions.accept({ ...asNew(one), recordKey: 'teams:99' });
    expect(again.submission.status).toBe(KEEPS_ITS_FORM.includes(status) ? status : 'queued');
  });

  test('submit again where it has to be approved', async () => {
    const one = await submissionIn(status, true);
    const again = await store.submissions.accept({ ...asNew(one), approvalUntil: on.clock.time + 1000 });
    expect(again.submission.status).toBe(KEEPS_ITS_FORM.includes(status) ? status : 'awaiting-approval');
  });
});
