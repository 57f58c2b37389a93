import type { TemporaryAccess } from './temporary-access.ts';

/**
 * A grant no longer counts for a person whom a later one found without the role: they lost it in between.
 * @param additions what was given before and after
 * @param counts which grants give it still
 */
function holders(
  grants: readonly TemporaryAccess[],
  additions: readonly TemporaryAccess[],
  counts: (grant: TemporaryAccess) => boolean,
): Set<number> {
  const isLast = (grant: TemporaryAccess, user: number) =>
    additions.every(({ position, added }) => position <= grant.position || !added.includes(user));
  return new Set(grants.filter(counts).flatMap((grant) => grant.users.filter((user) => isLast(grant, user))));
}

const wasKept = ({ status }: TemporaryAccess): boolean => status !== 'undone';

/**
 * Who keeps a role when one grant of it ends, because another one gives it to them for longer.
 * @param all the grants of the role
 * @param own the grant that ends
 * @param at until when the others have to last, at least
 */
export function heldByOthers(all: readonly TemporaryAccess[], own: TemporaryAccess, at: number): Set<number> {
  const others = all.filter(({ submissionId }) => submissionId !== own.submissionId);
  return holders(
    others,
    [own, ...others.filter(wasKept)],
    ({ status, until }) => status === 'for-good' || (status === 'running' && until > at),
  );
}

/** Who has a role only until a moment. */
export function lentBy(all: readonly TemporaryAccess[]): number[] {
  const forGood = holders(all, all.filter(wasKept), ({ status }) => status === 'for-good');
  const lent = all.filter(({ status }) => status === 'running' || status === 'ending');
  return [...new Set(lent.flatMap(({ users }) => users))].filter((user) => !forGood.has(user));
}
