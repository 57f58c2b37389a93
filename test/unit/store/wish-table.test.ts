import { expect, test } from '@jest/globals';
import { createWishTable } from '../../../src/store/wish-table.ts';
import { describeOnEach, storeOn } from './store-on.ts';

describeOnEach('wishes', (kind) => {
  const wishes = async () => {
    const { db, clock } = await storeOn(kind);
    return { clock, one: createWishTable(db, clock), other: createWishTable(db, clock) };
  };

  test('of several who begin at once one posts; ten minutes later it may be posted again', async () => {
    const { clock, one, other } = await wishes();
    const begun = await Promise.all([one, other, one].map((each) => each.begin('a')));
    expect(begun.filter(Boolean)).toHaveLength(1);
    expect(await other.begin('b')).toBe(true);
    await one.posted('a');
    clock.time += 10 * 60_000 - 1;
    expect(await other.begin('a')).toBe(false);
    clock.time += 1;
    expect(await other.begin('a')).toBe(true);
  });

  test('one that was not heard of for 15 seconds, or was refused, may be posted again', async () => {
    const { clock, one, other } = await wishes();
    expect(await one.begin('a')).toBe(true);
    clock.time += 14_999;
    expect(await other.begin('a')).toBe(false);
    clock.time += 1;
    expect(await other.begin('a')).toBe(true);
    await other.notPosted('a');
    expect(await one.begin('a')).toBe(true);
    await one.posted('a');
    await other.notPosted('a');
    expect(await one.begin('a')).toBe(false);
  });

  test('the clean-up keeps what was posted lately', async () => {
    const { clock, one } = await wishes();
    await one.begin('old');
    await one.posted('old');
    clock.time += 10 * 60_000;
    await one.begin('new');
    await one.posted('new');
    await one.cleanUp();
    expect(await one.begin('new')).toBe(false);
    expect(await one.begin('old')).toBe(true);
  });
});
