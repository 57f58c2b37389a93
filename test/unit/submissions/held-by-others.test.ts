import { describe, expect, test } from '@jest/globals';
import { heldByOthers, lentBy } from '../../../src/submissions/held-by-others.ts';
import type { TemporaryAccess } from '../../../src/submissions/temporary-access.ts';

const [ANA, LEO] = [1, 5];
let times = 0;

/** A grant that was given after those before it; who got it did not have it. */
const grant = (more: Partial<TemporaryAccess> = {}): TemporaryAccess => {
  times += 1;
  const users = more.users ?? [LEO];
  return {
    submissionId: `f${times}:1`,
    role: 7,
    users,
    added: users,
    until: 5_000,
    givenAt: 0,
    position: times,
    status: 'running',
    ...more,
  };
};
const forGood = (more: Partial<TemporaryAccess> = {}) =>
  grant({ status: 'for-good', until: 8_640_000_000_000_000, ...more });
const held = (own: TemporaryAccess, ...others: TemporaryAccess[]) =>
  [...heldByOthers([own, ...others], own, 1_000)].sort();

describe('a role is kept', () => {
  test('by who is given it for longer, or for good, besides', () => {
    expect(held(grant(), grant({ added: [] }))).toEqual([LEO]);
    expect(held(grant(), forGood({ added: [] }))).toEqual([LEO]);
    expect(held(grant(), grant({ users: [ANA] }))).toEqual([ANA]);
  });

  test('by no one through a grant that is over, is ending, or was undone', () => {
    for (const status of ['ending', 'ended', 'undone'] as const)
      expect(held(grant(), grant({ status, added: [] }))).toEqual([]);
    expect(held(grant(), grant({ until: 1_000, added: [] }))).toEqual([]);
  });

  test('by no one through what was given before they lost it', () => {
    const earlier = forGood();
    expect(held(grant(), earlier)).toEqual([]);
    // What is undone never counted.
    const [first, undone, own] = [forGood(), grant({ status: 'undone' }), grant({ added: [] })];
    expect(held(own, first, undone)).toEqual([LEO]);
    expect(held(own, first, { ...undone, status: 'ended' })).toEqual([]);
  });
});

test('a role is lent to who has it until a moment, and not for good as well', () => {
  expect(lentBy([grant(), grant({ users: [ANA], status: 'ending' })]).sort()).toEqual([ANA, LEO]);
  expect(lentBy([grant(), forGood({ added: [] })])).toEqual([]);
  expect(lentBy([forGood(), grant()])).toEqual([LEO]);
  expect(lentBy([grant({ status: 'ended' }), grant({ status: 'undone' })])).toEqual([]);
});
