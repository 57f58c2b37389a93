import { type Access, looksAfter } from '../access/access.ts';
import type { Person } from '../access/person.ts';
import { CHAT_SILENT, CouldNotAsk, STORE_SILENT } from '../nexudus/failure.ts';
import { locationOf } from '../nexudus/resources.ts';
import { type Guard, type Operation, ValidationError } from '../operations/operation.ts';
import { givesMore } from '../operations/rights.ts';
import { fieldSentences } from '../operations/sentences.ts';
import type { Submission } from '../submissions/submission.ts';
import type { ApprovalStore } from './approval-store.ts';
import { grantOf, needsApproval } from './grant.ts';
import type { ApprovalPolicy } from './policy.ts';

export interface ApprovedGuardsOptions {
  store: Pick<ApprovalStore, 'of'>;
  policy: Pick<ApprovalPolicy, 'answer'>;
  access: Access;
  personOf(id: string): Promise<Person>;
  /** Whether what grants access has to be approved now. */
  required: boolean;
  /** Something went wrong, and the submission waits. */
  problem(error: unknown, what: string): void;
}

/** What an approval asks of the record at the moment of the write: half an hour may pass before a change runs. */
export function createApprovedGuards(options: ApprovedGuardsOptions) {
  const { store, policy, access, personOf, required, problem } = options;
  return async (submission: Submission, operation: Operation): Promise<Guard[]> => {
    const { input, locations, requester, decidedBy } = submission;
    if (!needsApproval(operation, input)) return [];
    const invalid = (sentence: string) => new ValidationError({ [operation.record ?? '']: sentence });
    const approval = await store.of(submission.id).catch((error: unknown) => {
      problem(error, `the approval of ${submission.receipt} could not be read`);
      throw new CouldNotAsk(STORE_SILENT);
    });
    if (!approval) {
      // It was submitted while no approval was required.
      if (required) throw invalid(fieldSentences.approvalNowRequired);
      return [];
    }
    const { approvedRole } = approval;
    if (decidedBy === undefined || approvedRole === undefined) throw invalid(fieldSentences.approverLost);
    const person = await personOf(decidedBy).catch(() => {
      throw new CouldNotAsk(CHAT_SILENT);
    });
    const { permission } = operation;
    const grant = grantOf(operation, input);
    if (!grant) return [];
    const decision = await access.decide(person, { permission, locations });
    if (!decision.allowed && decision.reason === 'could-not-ask') throw new CouldNotAsk(decision.failure);
    const asked = { requester, permission, locations, usersAdded: grant.usersAdded };
    const answer = await policy.answer(decidedBy, asked);
    if (answer === 'unknown') throw new CouldNotAsk(CHAT_SILENT);
    if (!decision.allowed || answer !== 'may') throw invalid(fieldSentences.approverLost);

    const inApproversLocations: Guard = (role) => {
      if (!looksAfter(decision.user?.locations, locationOf(operation.resource, role)))
        throw invalid(fieldSentences.approverLost);
    };
    const grantsNoMoreThanApproved: Guard = (role) => {
      if (givesMore(grant, approvedRole, role)) throw invalid(fieldSentences.grantsMore);
    };
    return [inApproversLocations, grantsNoMoreThanApproved];
  };
}
