import type { Access } from '../../access/access.ts';
import type { Person } from '../../access/person.ts';
import type { Operation } from '../../operations/operation.ts';
import type { Submission } from '../../submissions/submission.ts';
import { canBeGiven } from '../ask-admin/ask-button.ts';
import { denialSentence } from '../text/denial-sentence.ts';
import { say } from '../text/say.ts';

/** Why a person may not act on a submission, and whether an administrator could let them. */
export interface Refused {
  sentence: string;
  canBeGiven: boolean;
}

/** Undefined when this person may act on a submission. */
export async function whyNotAllowed(
  { personOf, access }: { personOf(id: string): Promise<Person>; access: Access },
  user: string,
  { locations }: Submission,
  operation: Operation,
): Promise<Refused | undefined> {
  const person = await personOf(user).catch(() => undefined);
  if (!person) return { sentence: say.unknownPerson, canBeGiven: false };
  const decision = await access.decide(person, { permission: operation.permission, locations });
  if (decision.allowed) return undefined;
  return { sentence: denialSentence(decision, operation), canBeGiven: canBeGiven(decision) };
}
