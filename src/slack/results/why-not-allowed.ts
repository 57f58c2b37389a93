import type { Access } from '../../access/access.ts';
import type { Person } from '../../access/person.ts';
import type { Operation } from '../../operations/operation.ts';
import type { Submission } from '../../submissions/submission.ts';
import { denialSentence } from '../text/denial-sentence.ts';
import { say } from '../text/say.ts';

/** The sentence that says why this person may not act on a submission; undefined when they may. */
export async function whyNotAllowed(
  { personOf, access }: { personOf(id: string): Promise<Person>; access: Access },
  user: string,
  { locations }: Submission,
  operation: Operation,
): Promise<string | undefined> {
  const person = await personOf(user).catch(() => undefined);
  if (!person) return say.unknownPerson;
  const decision = await access.decide(person, { permission: operation.permission, locations });
  return decision.allowed ? undefined : denialSentence(decision, operation);
}
