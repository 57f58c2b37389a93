import { beforeEach, expect, test } from '@jest/globals';
import type { Submission } from '../../../src/submissions/submission.ts';
import type { SubmissionStore } from '../../../src/submissions/submission-store.ts';
import { creation, describeOnEach, FIRST_NOW, press, type StoreOn, storeOn, waiting } from './store-on.ts';

describeOnEach('work', (kind) => {
  let on: StoreOn;
  let mine: SubmissionStore;
  let other: SubmissionStore;
  beforeEach(async () => {
    on = await storeOn(kind);
    mine = on.store('here/1/a').submissions;
    other = on.store('there/2/b').submissions;
  });

  const accept = async (one = press()): Promise<Submission> => (await mine.accept(one)).submission;
  const wait = async (one = creation(), nextAt = on.clock.time): Promise<string> => {
    await mine.finish(await accept(one), { ...waiting, nextAt });
    return one.formId;
  };

  test('is given out when it is due, what is due first first', async () => {
    // Back-off with jitter is no whole number of milliseconds.
    const late = await wait(creation(), FIRST_NOW + 2999.5);
    const early = await wait(creation(), FIRST_NOW + 2000);
    expect(await mine.claimDue([])).toBeUndefined();
    on.clock.time += 3000;
    expect((await mine.claimDue([]))?.formId).toBe(early);
    expect((await mine.claimDue([]))?.formId).toBe(late);
    expect(await mine.claimDue([])).toBeUndefined();
  });

  test('is never given to two processes that ask at once', async () => {
    const all = new Set<string>();
    for (let n = 0; n < 10; n++) all.add(await wait());
    const given: string[] = [];
    const drain = async (store: SubmissionStore): Promise<void> => {
      for (let empty = 0; empty < 3; ) {
        const submission = await store.claimDue([]);
        if (submission) given.push(submission.formId);
        else empty += 1;
      }
    };
    await Promise.all([drain(mine), drain(other), drain(on.store('there/3/c').submissions)]);
    expect(given).toHaveLength(10);
    expect(new Set(given)).toEqual(all);
  });

  test('on one record is given to one, also when two ask at once', async () => {
    for (let n = 0; n < 3; n++) await wait(press());
    const given = await Promise.all([mine.claimDue([]), other.claimDue([]), mine.claimDue([])]);
    expect(given.filter(Boolean)).toHaveLength(1);
  });

  test('of a stalled process is its own only while no one took it over', async () => {
    const submission = await accept();
    expect(await mine.leaseLeft(submission)).toBe(18_000);
    on.clock.time += 6000;
    expect(await mine.leaseLeft(submission)).toBe(12_000);
    // Near its end, and after it, the lease is renewed as long as it is still there.
    on.clock.time += 6000;
    expect(await mine.leaseLeft(submission)).toBe(18_000);
    on.clock.time += 30_000;
    expect(await mine.leaseLeft(submission)).toBe(18_000);
    on.clock.time += 18_001;
    const taken = (await other.claimDue([])) as Submission;
    expect(await mine.leaseLeft(submission)).toBe(0);
    expect(await other.leaseLeft(taken)).toBe(18_000);
    // An earlier attempt of the same process is none of its own either.
    expect(await other.leaseLeft(submission)).toBe(0);
  });

  test('of a process that died is given out when its lease ran out, and not before', async () => {
    const one = press();
    await accept(one);
    on.clock.time += 18_000;
    expect(await other.claimDue([])).toBeUndefined();
    on.clock.time += 1;
    expect(await other.claimDue([])).toMatchObject({
      formId: one.formId,
      attempts: 2,
      unknownOutcomeSince: FIRST_NOW,
      unknownOutcomeUntil: 0,
    });
    expect(await on.db.selectFrom('submissions').select(['lease_owner', 'lease_until']).execute()).toEqual([
      { lease_owner: 'there/2/b', lease_until: FIRST_NOW + 36_001 },
    ]);
  });

  test('that may have created something is then looked for, for a minute from now', async () => {
    const one = creation();
    await accept(one);
    on.clock.time += 90_000;
    const taken = {
      formId: one.formId,
      unknownOutcomeSince: FIRST_NOW,
      unknownOutcomeUntil: FIRST_NOW + 150_000,
    };
    expect(await other.claimDue([])).toMatchObject(taken);
    on.clock.time += 90_000;
    // Dead again: it may have been sent again just now, but it may also be of the first time.
    expect(await mine.claimDue([])).toMatchObject({ ...taken, unknownOutcomeUntil: FIRST_NOW + 240_000 });
  });

  test('stays with a process that renews its lease, and is not given back to itself', async () => {
    const { id } = await accept();
    on.clock.time += 15_000;
    await mine.renewLeases([id]);
    await mine.renewLeases([]);
    await other.renewLeases([id]);
    on.clock.time += 15_000;
    expect(await other.claimDue([])).toBeUndefined();
    // The process slept for long, and so did its heartbeat.
    on.clock.time += 60_000;
    expect(await mine.claimDue([id])).toBeUndefined();
    expect((await mine.claimDue(['another']))?.id).toBe(id);
  });

  test('of an operation that this version does not know is left to one that does', async () => {
    const { id } = await accept();
    await mine.release([id]);
    expect(await other.claimDue([], ['desk.create'])).toBeUndefined();
    expect((await other.claimDue([], ['desk.create', 'team.rename']))?.id).toBe(id);
  });

  test('that is given back is free at once', async () => {
    const { id } = await accept();
    await other.release([id]);
    expect(await other.claimDue([])).toBeUndefined();
    await mine.release([id]);
    await mine.release([]);
    expect((await other.claimDue([]))?.id).toBe(id);
  });

  test('of processes that are known to be dead is free at once, and no one else’s', async () => {
    const [one, theirs] = [press(), creation()];
    await accept(one);
    await other.accept(theirs);
    const third = on.store('here/4/d');
    await third.releaseDead((owner) => owner === 'there/2/b');
    expect((await third.submissions.claimDue([]))?.formId).toBe(theirs.formId);
    expect(await third.submissions.claimDue([])).toBeUndefined();
  });

  test('of this very process is never free for being dead', async () => {
    await accept();
    await on.store('here/1/a').releaseDead(() => true);
    expect(await other.claimDue([])).toBeUndefined();
  });
});
