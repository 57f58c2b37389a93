import type { Denial } from '../../access/access.ts';
import type { Person } from '../../access/person.ts';
import { failureOf } from '../../nexudus/failure.ts';
import { idList } from '../../nexudus/ids.ts';
import { locationOf, type NexudusRecord } from '../../nexudus/resources.ts';
import { onlyNew, toProperties } from '../../operations/change-record.ts';
import { clashesOf, clashSinceThen } from '../../operations/clash.ts';
import { describeChanges } from '../../operations/describe-changes.ts';
import { locationsOf } from '../../operations/location-field.ts';
import { lossesOf } from '../../operations/losses.ts';
import { type Operation, ValidationError } from '../../operations/operation.ts';
import { withoutLent } from '../../operations/temporary.ts';
import type { CauseKind } from '../../submissions/cause.ts';
import { sparedOf } from '../../submissions/spared.ts';
import type { Submission } from '../../submissions/submission.ts';
import type { SubmissionStore } from '../../submissions/submission-store.ts';
import type { TemporaryStore } from '../../submissions/temporary-access.ts';
import { lastReversal, type Undo, type Undone, undoneOf, undoOf } from '../../submissions/undo.ts';
import { canBeGiven } from '../ask-admin/ask-button.ts';
import { type PrepareParts, prepareInput } from '../modal/prepare-input.ts';
import { usersNamed } from '../temporary/users-named.ts';
import { asCaused, CAUSE_WORDS } from '../text/caused.ts';
import { denialSentence } from '../text/denial-sentence.ts';
import { undoFailure } from '../text/failure-sentence.ts';
import { say } from '../text/say.ts';
import { revealTo } from './change-lists.ts';
import { doneInWords } from './success-parts.ts';
import type { UndoAsked, UndoSaid, UndoShown } from './undo-view.ts';

export interface PlanUndoParts extends PrepareParts {
  /** Those that are switched on. */
  operations: readonly Operation[];
  store: Pick<SubmissionStore, 'latest' | 'causedBy'>;
  temporary: Pick<TemporaryStore, 'leftToRemove' | 'endOfPutBack' | 'endsOf'>;
  /** Where people may ask for what they can't do; absent when they can't. */
  requestsChannel?: string;
}

/** What a person may put back. */
export interface UndoPlan {
  /** What is put back. */
  submission: Submission;
  undo: Undo;
  undone: Undone;
  person: Person;
  locations: (number | null)[];
}

/** What is said in place of it. */
export type NoUndo = { problem: UndoSaid };

const because = (text: string): NoUndo => ({ problem: { level: 'warning', text } });

/** Why this person may not put it back, with a way to ask for it where there is one. */
export const notAllowed = (
  { requestsChannel }: PlanUndoParts,
  denial: Denial,
  operation: Operation,
): NoUndo => ({
  problem: {
    level: 'warning',
    text: denialSentence(denial, operation),
    canAsk: requestsChannel !== undefined && canBeGiven(denial),
  },
});

const became = ({ cause, receipt }: Submission): string =>
  `${cause ? CAUSE_WORDS[cause.kind].done.toLowerCase() : ''} (${receipt})`;

/** It was put back, and after that maybe done again, and put back again. */
async function becameOf(
  store: PlanUndoParts['store'],
  submission: Submission,
  kind: CauseKind,
  done: Submission,
): Promise<UndoSaid> {
  const last = await lastReversal(store, submission);
  if (last.cause?.kind === kind) return { level: 'info', text: say.undoneAlready(last.receipt) };
  return { level: 'info', text: say.undoneAndBack(became(done), became(last), CAUSE_WORDS[kind].title) };
}

/** What the store and access say; Nexudus is not asked for the record. Rejects where the store can't be read. */
export async function findUndo(
  parts: PlanUndoParts,
  user: string,
  { kind, formId }: UndoAsked,
): Promise<UndoPlan | NoUndo> {
  const { operations, store, personOf, access } = parts;
  const submission = await store.latest(formId);
  if (!submission) return because(say.submissionGone);
  const undo = undoOf(submission, operations);
  if (undo?.cause.kind !== kind) return because(say.notUndoable);
  if (undo.until <= Date.now()) return because(say.undoOver);
  const person = await personOf(user).catch(() => undefined);
  if (!person) return because(say.unknownPerson);
  const { operation, base, input, cause } = undo;
  // As it was, as it is to be, and as its submission knew it.
  const locations = [...new Set([...submission.locations, ...locationsOf(operation, base, input)])];
  const decision = await access.decide(person, { permission: operation.permission, locations });
  if (!decision.allowed) return notAllowed(parts, decision, operation);
  const undone = await undoneOf(store, cause);
  if (undone.done) return { problem: await becameOf(store, submission, kind, undone.done) };
  if (undone.underWay)
    return { problem: { level: 'info', text: say.undoUnderWay(undone.underWay.receipt), isOpen: true } };
  return { submission, undo, undone, person, locations };
}

/** What the record would be changed to, for a person who may do it. */
async function shownOf(
  parts: PlanUndoParts,
  { submission, undo, person }: UndoPlan,
  now: NexudusRecord,
): Promise<UndoShown | NoUndo> {
  const { access, directory, operations } = parts;
  const { operation, base, stays } = undo;
  const { fields, permission, resource } = operation;
  const at = { permission, locations: [locationOf(resource, now)] };
  const decision = await access.decide(person, at);
  if (!decision.allowed) return notAllowed(parts, decision, operation);
  const spared = await sparedOf(parts.temporary, undo, operation);
  const keeping = (spared?.keep ?? []).filter((id) => idList(now.Users)?.includes(id));
  const keeps =
    keeping.length > 0
      ? say.keepRole(await usersNamed({ access, directory, person }, keeping), keeping.length)
      : undefined;
  if (spared?.isEmpty) return because(keeps ?? say.nothingToUndo);
  const input = spared?.input ?? undo.input;
  const clashes = clashesOf(operation, input, base, now, { isOurs: true });
  if (clashes.length > 0) {
    const { sentences } = await clashSinceThen(operation, clashes, now, directory, person.timeZone);
    return because(Object.values(sentences).join(' '));
  }
  const problems = operation.check?.(input, now);
  if (problems) return because(Object.values(problems).join(' '));
  // Who has a role only until a moment can be given it for longer.
  const without = operation.rights ? withoutLent(now, await parts.lent(now.Id)) : now;
  const missing = onlyNew(fields, input, without);
  if (Object.keys(missing).every((name) => name === operation.record)) return because(say.nothingToUndo);
  const form = { recordId: now.Id, before: base };
  const { review, needsApproval } = await prepareInput(
    parts,
    { operation, owner: person.id, form, cause: undo.cause },
    input,
  );
  const sent = { ...now, ...toProperties(fields, input, now) };
  const changes = await describeChanges(
    fields,
    { before: now, sent, message: '', rehearsed: true },
    directory,
  );
  if (changes.length + review.length === 0) return because(say.nothingToUndo);
  // The write may lack as much as that record does, also where it is read now.
  const losses = lossesOf(operation, input, base);
  const own = operations.find(({ id }) => id === submission.operation) ?? operation;
  const done = submission.status === 'succeeded' ? doneInWords(submission, asCaused(submission, own)) : '';
  return {
    heading: say.undoOf(done, submission.receipt),
    changes,
    reveal: (await revealTo(person, access, operation)).reveal,
    review,
    stays,
    questions: [
      ...(keeps ? [keeps] : []),
      ...(operation.questions?.(input, now) ?? []),
      ...(losses.length > 0 ? [say.mayClear(losses)] : []),
    ],
    needsApproval,
  };
}

/** What a person who pressed the button is shown before it is done. Rejects where the store can't be read. */
export async function showUndo(
  parts: PlanUndoParts,
  user: string,
  asked: UndoAsked,
): Promise<UndoShown | NoUndo> {
  const plan = await findUndo(parts, user, asked);
  if ('problem' in plan) return plan;
  const { operation, base } = plan.undo;
  try {
    return await shownOf(parts, plan, await parts.nexudus.get(operation.resource, base.Id));
  } catch (error) {
    if (error instanceof ValidationError) return because(Object.values(error.problems).join(' '));
    return because(undoFailure(failureOf(error), operation));
  }
}
