import { type Access, type Decision, type Denial, denial, looksAfter } from '../access/access.ts';
import type { Approvals } from '../access/approvals.ts';
import type { Person } from '../access/person.ts';
import { checkIds } from '../access/pickable.ts';
import type { Nexudus } from '../nexudus/client.ts';
import type { Directory } from '../nexudus/directory.ts';
import { NexudusHeldBack, NexudusRejection, NexudusUnavailable } from '../nexudus/errors.ts';
import { CHAT_SILENT, type Failure, failureOf, UNSURE } from '../nexudus/failure.ts';
import { locationOf } from '../nexudus/ids.ts';
import type { NexudusRecord } from '../nexudus/resources.ts';
import type { Candidate } from '../operations/created-since.ts';
import { isForAll, mapErrorsToFields } from '../operations/map-errors-to-fields.ts';
import {
  type Guard,
  type Operation,
  type Outcome,
  ValidationError,
  type Values,
} from '../operations/operation.ts';
import { sinceForm, unchangedSince } from '../operations/since-form.ts';
import { absentFrom } from '../operations/whole-record.ts';
import { approverStillMay, grantsNoMoreThanApproved, PersonUnknown } from './as-approved.ts';
import type { RequestRow } from './database.ts';
import type { Ending } from './ending.ts';
import type { Journal, Left } from './journal.ts';
import { MAY_STILL_ACT_MS } from './journal-queue.ts';
import { mayWrite, RightsTooOld } from './may-write.ts';

export interface AttemptParts {
  journal: Journal;
  nexudus: Nexudus;
  directory: Directory;
  access: Access;
  /** Who may say yes to what gives rights. */
  approvals: Pick<Approvals, 'answer'>;
  /** Who a chat id is; rejects when the chat can't tell. */
  personOf(id: string): Promise<Person>;
  /** Roles or users were changed, so remembered permissions are dropped. */
  permissionsChanged(): void;
  now(): number;
}

const LOOK_AGAIN_AFTER_MS = 5_000;
const LONGEST_WAIT_MS = 60_000;
/** Where people's rights were still too old at the write after so many checks, it is left to a later try. */
const MOST_CHECKS = 3;

/** Another request for just the same is being done, and no try of this one did anything. */
const TWIN_AT_WORK: Failure = { why: 'throttled', passing: true, mayHaveActed: false, answered: true };

/** What was checked, and when that was known. */
const dated = async <T>(check: Promise<T>): Promise<{ value: T; at: number }> => ({
  value: await check,
  at: performance.now(),
});

/** What is known of tries that came to an unknown end. */
type Silence = Pick<RequestRow, 'silent_since' | 'silent_until'>;

/** Grows with every attempt, with jitter, so that many requests don't come back in the same moment. */
const backOffMs = (attempts: number, failure: Failure): number => {
  const base = Math.min(LONGEST_WAIT_MS, 1000 * 2 ** Math.min(attempts - 1, 6));
  return Math.max(failure.retryAfterMs ?? 0, base * (0.5 + Math.random() / 2));
};

/** Its requester may not do it, or no longer: the record may have moved to where they look after nothing. */
class Denied extends Error {
  override name = 'Denied';
  readonly decision: Denial;
  constructor(decision: Denial) {
    super(decision.reason);
    this.decision = decision;
  }
}

/** Stops a change of a record outside the requester's locations, where they are limited to some. */
const inRequestersLocations =
  (locations: readonly number[] | undefined): Guard =>
  (record) => {
    const at = locationOf(record);
    if (!looksAfter(locations, at)) throw new Denied({ ...denial('location'), locations: [at] });
  };

const keyOf = (operation: Operation, id: number): string => `${operation.resource}:${id}`;

/** Nothing that it shows is otherwise than it was sent. */
const couldBe = ({ differing }: Candidate): boolean => differing.length === 0;
/** It holds all that was sent. */
const isAlike = (candidate: Candidate): boolean => couldBe(candidate) && candidate.unseen.length === 0;
const alike = (candidates: readonly Candidate[]): NexudusRecord[] =>
  candidates.filter(isAlike).map(({ record }) => record);

/**
 * One try of a request. It writes to Nexudus at most once, and says how to leave the request. Rejects when the request
 * is no longer this process's: then it is not to be left at all.
 */
export async function attempt(
  parts: AttemptParts,
  row: RequestRow,
  operation: Operation,
  input: Values,
): Promise<Left> {
  const { journal, nexudus, directory, now } = parts;
  const creates = operation.record === undefined;
  const again = row.attempts > 1 || row.silent_since !== null;
  const base = !creates && row.base ? (JSON.parse(row.base) as NexudusRecord) : undefined;

  const giveUpOrWait = (
    failure: Failure,
    { silent_since: silentSince, silent_until: silentUntil }: Silence = row,
  ): Left => {
    const told = row.ending ? (JSON.parse(row.ending) as Ending) : undefined;
    // The channel hears once that a request waits, not at every try.
    const tell = told?.kind !== 'waiting' || told.failure.why !== failure.why;
    if (!failure.passing || now() >= row.give_up_at) {
      // Nothing may be said to be unchanged when an earlier try came to an unknown end.
      const last = failure.passing && silentSince !== null ? UNSURE : failure;
      const mayHaveActed = last.mayHaveActed || silentSince !== null;
      const ending = { kind: 'failed' as const, failure: { ...last, mayHaveActed } };
      return { event: 'fail', tell: true, silentSince, silentUntil, ending };
    }
    const mayStillAct = silentUntil > now();
    const nextAt = now() + (mayStillAct ? LOOK_AGAIN_AFTER_MS : backOffMs(row.attempts, failure));
    const ending = { kind: 'waiting' as const, failure, until: row.give_up_at };
    return { event: 'wait', tell, silentSince, silentUntil, ending, nextAt };
  };

  const notOurs = JSON.parse(row.not_ours ?? '[]') as number[];

  const unclaimed = async (): Promise<Candidate[]> => {
    const since = new Date(Math.min(row.silent_since ?? row.submitted_at, row.submitted_at));
    const found = (await operation.lookUp?.(input, nexudus, since)) ?? [];
    const taken = await journal.claimedKeys(
      found.map(({ record }) => keyOf(operation, record.Id)),
      row.form_id,
    );
    return found.filter(({ record: { Id } }) => !taken.has(keyOf(operation, Id)) && !notOurs.includes(Id));
  };

  /** Records that may be the one, or another just like it: whether to repeat is for a person. */
  const doubtful = (candidates: readonly Candidate[]): Left => {
    const lookAlikes = candidates.map(({ record, differing, unseen }) => ({
      id: record.Id,
      name: String(record.Name ?? input.name),
      createdOn: typeof record.CreatedOn === 'string' ? record.CreatedOn : undefined,
      differing,
      unseen,
    }));
    const mayHaveActed = row.silent_since !== null;
    const failure: Failure = {
      ...UNSURE,
      why: 'look-alike',
      passing: false,
      answered: true,
      mayHaveActed,
      lookAlikes,
    };
    const ids = [...notOurs, ...lookAlikes.map(({ id }) => id)];
    return { event: 'fail', tell: true, notOurs: ids, ending: { kind: 'failed', failure } };
  };

  const succeeded = (outcome: Outcome, more: { found?: boolean; twins?: number[] } = {}): Left => {
    directory.forget(operation.resource);
    if (operation.resource === 'userroles') parts.permissionsChanged();
    const createdKey = creates && outcome.id !== undefined ? keyOf(operation, outcome.id) : undefined;
    const told = row.silent_since !== null && base ? sinceForm(operation, input, base, outcome) : outcome;
    const ending = { kind: 'succeeded' as const, outcome: told, ...more };
    return { event: 'succeed', tell: true, silentSince: null, silentUntil: 0, createdKey, ending };
  };

  /** Looks for what an earlier try may have made. Undefined: nothing is there, and nothing can come any more. */
  const lookBefore = async (): Promise<Left | undefined> => {
    const candidates = await unclaimed();
    const [made, ...twins] = alike(candidates);
    // Another request for just the same is under way: what was found may be its record.
    const close = candidates.filter(couldBe);
    if (close.length > 0 && (await journal.twinsRunning(row)) > 0)
      return giveUpOrWait(row.silent_since === null ? TWIN_AT_WORK : UNSURE);
    // Earlier tries certainly did nothing, so a record just like it is somebody else's, and other look-alikes don't matter.
    if (row.silent_since === null) return close.length > 0 ? doubtful(close) : undefined;
    if (made) {
      const outcome = { id: made.Id, message: '', sent: { ...made }, record: made, rehearsed: false };
      return succeeded(outcome, { found: true, twins: twins.map(({ Id }) => Id) });
    }
    if (candidates.length > 0) return doubtful(candidates);
    return row.silent_until > now() ? giveUpOrWait(UNSURE) : undefined;
  };

  const denied = (refused: Denial): Left => {
    // Nothing may be said to be unchanged when an earlier try came to an unknown end.
    const decision =
      refused.reason === 'could-not-ask' && row.silent_since !== null
        ? { ...refused, failure: { ...refused.failure, mayHaveActed: true } }
        : refused;
    return { event: 'deny', tell: row.message_ts !== null, ending: { kind: 'denied', decision } };
  };

  const checkRequester = async (person: Person): Promise<Extract<Decision, { allowed: true }>> => {
    const { permission } = operation;
    const locations = JSON.parse(row.locations) as (number | null)[];
    const decision = await parts.access.decide(person, { permission, locations });
    if (decision.allowed) return decision;
    if (decision.reason === 'could-not-ask' && decision.failure.passing)
      throw new PersonUnknown(decision.failure);
    throw new Denied(decision);
  };
  const requesterOf = (): Promise<Person> =>
    parts.personOf(row.requester).catch(() => {
      throw new PersonUnknown(CHAT_SILENT);
    });

  try {
    const person = await requesterOf();
    let requester = await dated(checkRequester(person));
    const problems = await checkIds(operation, input, { ...parts, person });
    if (Object.keys(problems).length > 0) throw new ValidationError(problems);
    if (creates && again) {
      const left = await lookBefore();
      if (left) return left;
    }
    let approver = await dated(approverStillMay(parts, row, operation, input));

    const run = (): Promise<Outcome> => {
      const checkedAt = Math.min(requester.at, approver.at);
      return operation.run(input, nexudus, {
        again: row.silent_since !== null,
        guards: [
          inRequestersLocations(requester.value.user?.locations),
          approver.value,
          grantsNoMoreThanApproved(row, operation, input),
          ...(again && base ? [unchangedSince(operation, input, base)] : []),
        ],
        mayWrite: () => mayWrite(journal, row, checkedAt),
        mayLack: base ? absentFrom(operation.resource, base).others : [],
      });
    };

    let outcome: Outcome | undefined;
    for (let checks = 1; !outcome; checks++) {
      outcome = await run().catch((error: unknown) => {
        if (!(error instanceof RightsTooOld)) throw error;
        return undefined;
      });
      if (outcome) break;
      if (checks === MOST_CHECKS)
        throw new NexudusUnavailable('Rights could not be checked close to the write', 'no');
      [requester, approver] = await Promise.all([
        dated(requesterOf().then(checkRequester)),
        dated(approverStillMay(parts, row, operation, input)),
      ]);
    }
    // The answer may come without the id of what was created (assumed); looking it up tells it where there is just one.
    const nameless = creates && outcome.id === undefined && !outcome.rehearsed;
    const alikes =
      creates && (nameless || row.silent_since !== null) ? await unclaimed().then(alike, () => []) : [];
    const [only, second] = alikes;
    const known = nameless && only && !second ? { ...outcome, id: only.Id, record: only } : outcome;
    const others = row.silent_since === null ? [] : alikes.filter(({ Id }) => Id !== known.id);
    return succeeded(known, { twins: others.map(({ Id }) => Id) });
  } catch (error) {
    if (error instanceof NexudusHeldBack) throw error;
    if (error instanceof PersonUnknown) return giveUpOrWait(error.failure);
    if (error instanceof Denied) return denied(error.decision);
    if (error instanceof ValidationError) {
      const { problems } = error;
      return { event: 'refuse', tell: row.message_ts !== null, ending: { kind: 'invalid', problems } };
    }
    if (error instanceof NexudusRejection) {
      const placed = mapErrorsToFields(operation.fields, error.reasons);
      const forAll = isForAll(operation.fields, input, error.reasons);
      return { event: 'refuse', tell: true, silentUntil: 0, ending: { kind: 'refused', ...placed, forAll } };
    }
    const failure = failureOf(error);
    if (!failure.mayHaveActed) return giveUpOrWait(failure);
    // With any answer, nothing is under way any more. Without one a create may be; an update may be sent again.
    const silent_until = failure.answered || !creates ? row.silent_until : now() + MAY_STILL_ACT_MS;
    return giveUpOrWait(failure, { silent_since: row.silent_since ?? row.submitted_at, silent_until });
  }
}
