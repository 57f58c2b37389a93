import { beforeEach, expect, test } from '@jest/globals';
import { UNSURE } from '../../../src/nexudus/failure.ts';
import type { Store } from '../../../src/store/store.ts';
import type { Submission } from '../../../src/submissions/submission.ts';
import type { SubmissionStore } from '../../../src/submissions/submission-store.ts';
import {
  creation,
  describeOnEach,
  press,
  rejected,
  type StoreOn,
  storeOn,
  succeeded,
  waiting,
} from './store-on.ts';

const HOUR = 3_600_000;

describeOnEach('the audit log', (kind) => {
  let on: StoreOn;
  let store: SubmissionStore;
  let audit: Store['audit'];
  beforeEach(async () => {
    on = await storeOn(kind);
    ({ submissions: store, audit } = on.store('here/1/a'));
  });

  const accept = async (one = press()): Promise<Submission> => (await store.accept(one)).submission;

  test('says how many wait, how old the oldest is, and how many are to be announced', async () => {
    expect(await audit.depth()).toEqual({ waiting: 0, oldestMs: 0, undelivered: 0 });
    const accepted: Submission[] = [];
    for (const each of [press(), press(), creation()]) {
      accepted.push(await accept(each));
      on.clock.time += 1000;
    }
    await store.finish(accepted[2] as Submission, succeeded);
    expect(await audit.depth()).toEqual({ waiting: 2, oldestMs: 3000, undelivered: 1 });
    // What waits for an approval is no work yet, but its card and its message are to be delivered.
    await accept(creation({ approvalUntil: on.clock.time + HOUR }));
    expect(await audit.depth()).toEqual({ waiting: 2, oldestMs: 3000, undelivered: 3 });
  });

  test('counts others that are creating just the same, while their process lives', async () => {
    const first = await accept(creation());
    for (const each of [creation(), creation({ input: { name: 'Nest' } })]) await accept(each);
    expect(await store.twinsRunning(first)).toBe(1);
    on.clock.time += 20_001;
    expect(await store.twinsRunning(first)).toBe(0);
  });

  test('knows what a form sent before that may have been done, and not what Nexudus refused', async () => {
    const one = creation();
    const unsure: Parameters<typeof store.finish>[1] = {
      announce: true,
      unknownOutcomeSince: on.clock.time,
      standing: { status: 'failed', failure: UNSURE },
    };
    const end = async (name: string, result: typeof unsure) =>
      store.finish(await accept({ ...one, input: { name } }), result);
    await end('Refused first', rejected);
    await end('Den', unsure);
    await end('Refused later', rejected);
    await end('Nest', unsure);
    expect(await store.earlierInputs(await accept(one))).toEqual([{ name: 'Den' }, { name: 'Nest' }]);
    expect(await store.earlierInputs(await accept(creation()))).toEqual([]);
  });

  test('keeps how a form ended before it was sent again, for who looks later, as long as the rest', async () => {
    const one = press({ requester: 'UANA' });
    await store.finish(await accept(one), rejected);
    on.clock.time += 1000;
    await store.finish(await accept({ ...one, requester: 'UUMA', input: { team: 8 } }), succeeded);
    const seen = ({ requester, status, input }: Submission) => [requester, status, input];
    expect((await store.history({ most: 9 })).map(seen)).toEqual([
      ['UUMA', 'succeeded', { team: 8 }],
      ['UANA', 'rejected', { team: 7 }],
    ]);
    expect((await store.history({ most: 9, requester: 'UANA' })).map(seen)).toEqual([
      ['UANA', 'rejected', { team: 7 }],
    ]);
    expect((await store.history({ most: 9, since: on.clock.time })).map(seen)).toEqual([
      ['UUMA', 'succeeded', { team: 8 }],
    ]);
    expect(await store.history({ most: 1 })).toHaveLength(1);
    on.clock.time += HOUR;
    await audit.cleanUp(HOUR + 500);
    expect((await store.history({ most: 9 })).map(seen)).toEqual([['UUMA', 'succeeded', { team: 8 }]]);
  });

  test('lists the presses of one moment with the last one first', async () => {
    const one = press();
    for (let n = 0; n < 3; n++) await store.finish(await accept(one), rejected);
    expect((await store.history({ most: 9 })).map((each) => each.press)).toEqual([3, 2, 1]);
  });

  test('forgets response URLs when they are over, and what ended longer ago than the retention', async () => {
    const until = on.clock.time + HOUR / 2;
    const urls = { responseUrl: 'encrypted', responseUrlUntil: until };
    const [old, waits, fresh] = [press(urls), creation(urls), creation(urls)];
    await store.finish(await accept(old), rejected);
    await store.finish(await accept(waits), waiting);
    on.clock.time = until;
    await audit.cleanUp(HOUR);
    expect((await store.latest(old.formId))?.responseUrl).toBe('encrypted');
    on.clock.time = until + 1;
    await audit.cleanUp(HOUR);
    expect((await store.latest(old.formId))?.responseUrl).toBeUndefined();
    on.clock.time += HOUR;
    await accept(fresh);
    await audit.cleanUp(HOUR);
    expect(await store.latest(old.formId)).toBeUndefined();
    expect((await store.latest(waits.formId))?.status).toBe('waiting');
    expect((await store.latest(fresh.formId))?.status).toBe('running');
  });

  test('forgets announcements and approvals with their submission, and no others', async () => {
    const [old, waits] = [
      creation({ approvalUntil: on.clock.time + HOUR }),
      creation({ approvalUntil: on.clock.time + 99 * HOUR }),
    ];
    await accept(old);
    await accept(waits);
    await store.cancel(old.formId, 'UANA');
    on.clock.time += 2 * HOUR;
    await audit.cleanUp(HOUR);
    expect(await on.db.selectFrom('approvals').select('submission_id').execute()).toEqual([
      { submission_id: `${waits.formId}:1` },
    ]);
    expect(await on.db.selectFrom('outbox').select('id').orderBy('id').execute()).toEqual([
      { id: `${waits.formId}:1/card` },
      { id: `${waits.formId}:1/result` },
    ]);
  });
});
