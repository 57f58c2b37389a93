import { looksAfter } from '../access/access.ts';
import { CHAT_SILENT, type Failure } from '../nexudus/failure.ts';
import { locationOf } from '../nexudus/ids.ts';
import { type Guard, type Operation, ValidationError, type Values } from '../operations/operation.ts';
import { givesMore, type SeenRole } from '../operations/rights.ts';
import type { AttemptParts } from './attempt.ts';
import type { RequestRow } from './database.ts';

/** Stops an approved request when the role would by now give more than its approver saw. */
export const grantsNoMoreThanApproved =
  (row: RequestRow, { rights, record = '' }: Operation, input: Values): Guard =>
  (role) => {
    if (!rights || row.approved_role === null) return;
    const seen = JSON.parse(row.approved_role) as SeenRole;
    if (!givesMore(rights(input, { Id: 0 }), seen, role)) return;
    throw new ValidationError({
      [record]: 'The role changed after approval and would now grant more. Submit again for a new approval.',
    });
  };

/** What a person may do can't be asked now; whether that may pass is told by its failure. */
export class PersonUnknown extends Error {
  override name = 'PersonUnknown';
  readonly failure: Failure;
  constructor(failure: Failure) {
    super(failure.why);
    this.failure = failure;
  }
}

const lostRights = ({ record = '' }: Operation): ValidationError =>
  new ValidationError({
    [record]: 'The person who approved this can no longer approve it. Submit again for a new approval.',
  });

/**
 * Checks again who said yes, by all that counted then: half an hour may pass before a change runs.
 * @returns what stops a change of a role outside the approver's locations
 */
export async function approverStillMay(
  { access, approvals, personOf }: Pick<AttemptParts, 'access' | 'approvals' | 'personOf'>,
  row: RequestRow,
  operation: Operation,
  input: Values,
): Promise<Guard> {
  const { approver } = row;
  if (!operation.rights || row.approved_role === null || approver === null) return () => {};
  const person = await personOf(approver).catch(() => undefined);
  if (!person) throw new PersonUnknown(CHAT_SILENT);
  const { permission } = operation;
  const locations = JSON.parse(row.locations) as (number | null)[];
  const decision = await access.decide(person, { permission, locations });
  if (!decision.allowed && decision.reason === 'could-not-ask') throw new PersonUnknown(decision.failure);
  const { usersAdded } = operation.rights(input, { Id: 0 });
  const asked = { requester: row.requester, permission, locations, usersAdded };
  const answer = await approvals.answer(approver, asked);
  if (answer === 'unknown') throw new PersonUnknown(CHAT_SILENT);
  if (!decision.allowed || answer !== 'may') throw lostRights(operation);
  return (role) => {
    if (!looksAfter(decision.user?.locations, locationOf(role))) throw lostRights(operation);
  };
}
