import { beforeEach, expect, test } from '@jest/globals';
import { leaseTimeBy } from '../../../src/store/lease-time.ts';
import { createStore, type Store } from '../../../src/store/store.ts';
import type { AttemptResult } from '../../../src/submissions/submission-store.ts';
import { describeOnEach, FIRST_NOW, press, type StoreOn, storeOn, succeeded } from './store-on.ts';

const HOUR = 3_600_000;
const [RECEPTION, LEO] = [7, 5];

describeOnEach('access that ends', (kind) => {
  let on: StoreOn;
  /** The clock that leases go by, which is not this process's. */
  let database: { time: number };
  let store: Store;
  beforeEach(async () => {
    on = await storeOn(kind);
    database = { time: FIRST_NOW };
    const leaseTime = leaseTimeBy({ now: () => database.time });
    store = createStore(on.db, 'here/1/a', on.clock, leaseTime);
  });

  const give = async (until?: number): Promise<string> => {
    const { submission } = await store.submissions.accept(
      press({
        operation: 'role.add-users',
        recordKey: `userroles:${RECEPTION}`,
        input: { role: RECEPTION, users: [LEO], until },
      }),
    );
    const given: AttemptResult = {
      ...succeeded,
      given: { role: RECEPTION, users: [LEO], added: [LEO], had: [], until },
    };
    await store.submissions.finish(submission, given);
    return submission.id;
  };

  test('ends by the clock of the database, however wrong this process’s is', async () => {
    const id = await give(FIRST_NOW + HOUR);
    on.clock.time += 2 * HOUR;
    database.time += HOUR - 1;
    await store.submissions.beginDue();
    expect((await store.submissions.accessOf(id))?.status).toBe('running');
    database.time += 1;
    on.clock.time = FIRST_NOW;
    expect(await store.submissions.beginDue()).toBe(true);
    expect((await store.submissions.accessOf(id))?.status).toBe('ending');
    // This process takes it on at once.
    expect((await store.submissions.claimDue([]))?.cause).toEqual({ kind: 'end-of-access', of: id });
    expect(await store.submissions.beginDue()).toBe(false);
  });

  test('what is given for good is in no list, never ends, and is remembered while others of the role end', async () => {
    const lent = await give(FIRST_NOW + 10 * HOUR);
    const kept = await give();
    expect(await store.submissions.accessOf(kept)).toBeUndefined();
    expect((await store.submissions.running()).map(({ submission }) => submission.id)).toEqual([lent]);
    expect(await store.submissions.endNow(kept, 'UANA')).toBeUndefined();
    on.clock.time += 9 * HOUR;
    await store.audit.cleanUp(HOUR);
    expect(await store.submissions.byId(kept)).toBeUndefined();
    expect(await store.submissions.notHeldElsewhere(lent)).toEqual([]);
  });
});
