import type { Nexudus } from '../nexudus/client.ts';
import { CouldNotAsk, type Failure, STORE_SILENT, UNSURE } from '../nexudus/failure.ts';
import type { NexudusRecord } from '../nexudus/resources.ts';
import type { Candidate } from '../operations/created-since.ts';
import type { Operation } from '../operations/operation.ts';
import { sameInput } from './pending-responses.ts';
import { isOver } from './status.ts';
import type { Submission, Succeeded } from './submission.ts';
import type { AttemptResult, SubmissionStore } from './submission-store.ts';

/** Another submission for just the same is being done, and no attempt of this one did anything. */
const TWIN_AT_WORK: Failure = { why: 'twin', passing: true, mayHaveActed: false, answered: true };

export const keyOf = (operation: Operation, id: number): string => `${operation.resource}:${id}`;

/** Nothing that it shows differs from what was sent. */
const couldBe = ({ differing }: Candidate): boolean => differing.length === 0;
/** It holds all that was sent. */
const isAlike = (candidate: Candidate): boolean => couldBe(candidate) && candidate.unseen.length === 0;
export const alike = (candidates: readonly Candidate[]): NexudusRecord[] =>
  candidates.filter(isAlike).map(({ record }) => record);

/** What the store says of a create; where it can't, that is asked again before anything is sent. */
const ofStore = <T>(asked: Promise<T>): Promise<T> =>
  asked.catch(() => {
    throw new CouldNotAsk(STORE_SILENT);
  });

/** Records that an attempt of this create may have made, and that belong to no other submission. */
export async function unclaimed(
  store: Pick<SubmissionStore, 'claimedKeys'>,
  nexudus: Nexudus,
  operation: Operation,
  submission: Submission,
): Promise<Candidate[]> {
  const { unknownOutcomeSince, submittedAt, input, formId, notOurs } = submission;
  const since = new Date(Math.min(unknownOutcomeSince ?? submittedAt, submittedAt));
  const found = (await operation.findCreated?.(input, nexudus, since)) ?? [];
  const keys = found.map(({ record }) => keyOf(operation, record.Id));
  const taken = await ofStore(store.claimedKeys(keys, formId));
  return found.filter(({ record: { Id } }) => !taken.has(keyOf(operation, Id)) && !notOurs.includes(Id));
}

/** Names that earlier submissions of its form sent with other values: their records may have come into being, too. */
export async function sentBefore(
  store: Pick<SubmissionStore, 'earlierInputs'>,
  submission: Submission,
): Promise<string[]> {
  const inputs = await store.earlierInputs(submission);
  const others = inputs.filter((input) => !sameInput(input, submission.input));
  return [...new Set(others.map(({ name }) => String(name)))];
}

/** Of a create that ended without success, what it may have created; where the store can't say, nothing is named. */
export async function mayExistOf(
  store: Pick<SubmissionStore, 'earlierInputs'>,
  submission: Submission,
  { record }: Operation,
): Promise<string[]> {
  const { status, unknownOutcomeSince } = submission;
  const endedBadly = isOver(status) && status !== 'succeeded';
  if (record !== undefined || unknownOutcomeSince === undefined || !endedBadly) return [];
  return sentBefore(store, submission).catch(() => []);
}

/** Records that may be its own, or another just like it: a person decides whether to repeat it. */
function doubtful(
  { input, notOurs, unknownOutcomeSince }: Submission,
  candidates: readonly Candidate[],
): AttemptResult {
  const lookAlikes = candidates.map(({ record, differing, unseen }) => ({
    id: record.Id,
    name: String(record.Name ?? input.name),
    createdOn: typeof record.CreatedOn === 'string' ? record.CreatedOn : undefined,
    differing,
    unseen,
  }));
  const failure: Failure = {
    ...UNSURE,
    why: 'look-alike',
    passing: false,
    answered: true,
    mayHaveActed: unknownOutcomeSince !== undefined,
    lookAlikes,
  };
  return {
    announce: true,
    notOurs: [...notOurs, ...lookAlikes.map(({ id }) => id)],
    standing: { status: 'failed', failure },
  };
}

export interface LookBefore {
  store: Pick<SubmissionStore, 'claimedKeys' | 'earlierInputs' | 'twinsRunning'>;
  nexudus: Nexudus;
  now: number;
  succeeded(success: Succeeded): AttemptResult;
  giveUpOrWait(failure: Failure): AttemptResult;
}

/** Looks for what an earlier attempt may have created. Undefined: nothing is there, and nothing can come any more. */
export async function lookBefore(
  { store, nexudus, now, succeeded, giveUpOrWait }: LookBefore,
  operation: Operation,
  submission: Submission,
): Promise<AttemptResult | undefined> {
  const isUnknown = submission.unknownOutcomeSince !== undefined;
  const candidates = await unclaimed(store, nexudus, operation, submission);
  const [made, ...twins] = alike(candidates);
  // Another submission for just the same is under way: what was found may be its record.
  const close = candidates.filter(couldBe);
  if (close.length > 0 && (await ofStore(store.twinsRunning(submission))) > 0)
    return giveUpOrWait(isUnknown ? UNSURE : TWIN_AT_WORK);
  // Earlier attempts certainly did nothing, so a record just like it is another's, and other look-alikes don't matter.
  if (!isUnknown) return close.length > 0 ? doubtful(submission, close) : undefined;
  if (made) {
    const outcome = { id: made.Id, message: '', sent: { ...made }, record: made, rehearsed: false };
    const mayAlsoExist = await ofStore(sentBefore(store, submission));
    const more = { twins: twins.map(({ Id }) => Id), mayAlsoExist };
    return succeeded({ status: 'succeeded', outcome, found: true, ...more });
  }
  if (candidates.length > 0) return doubtful(submission, candidates);
  return submission.unknownOutcomeUntil > now ? giveUpOrWait(UNSURE) : undefined;
}
