import { type Access, type Decision, type Denial, denial, looksAfter } from '../access/access.ts';
import type { Person } from '../access/person.ts';
import { checkIds } from '../access/pickable.ts';
import type { Clock } from '../clock.ts';
import type { Nexudus } from '../nexudus/client.ts';
import type { Directory } from '../nexudus/directory.ts';
import { NexudusHeldBack, NexudusRejection, NexudusUnavailable } from '../nexudus/errors.ts';
import {
  CHAT_SILENT,
  CouldNotAsk,
  type Failure,
  failureOf,
  switchedOff,
  UNSURE,
} from '../nexudus/failure.ts';
import { locationOf, type ResourceName } from '../nexudus/resources.ts';
import { changesRow } from '../nexudus/row.ts';
import { Clash, clashSentences, clashSinceThen, unchangedSince } from '../operations/clash.ts';
import { isForAll, mapErrorsToFields } from '../operations/map-errors-to-fields.ts';
import { type Guard, type Operation, type Outcome, ValidationError } from '../operations/operation.ts';
import { sinceForm } from '../operations/since-form.ts';
import type { Zone } from '../operations/time-in-zone.ts';
import { absentFrom } from '../operations/whole-record.ts';
import { backOffMs } from './back-off.ts';
import { MOST_CHECKS, mayWrite, RightsTooOld } from './may-write.ts';
import type { Submission, Succeeded } from './submission.ts';
import { type AttemptResult, MAY_STILL_ACT_MS, type SubmissionStore } from './submission-store.ts';
import { alike, keyOf, lookBefore, sentBefore, unclaimed } from './unknown-outcome.ts';

export interface AttemptParts {
  store: SubmissionStore;
  nexudus: Nexudus;
  directory: Directory;
  access: Access;
  /**
   * What has to hold at the write because of an approval. Throws ValidationError where the approval no longer counts, and
   * CouldNotAsk where that isn't known now.
   */
  approvalGuards(submission: Submission, operation: Operation): Promise<readonly Guard[]>;
  /** Who a Slack id is; rejects when Slack can't say. */
  personOf(id: string): Promise<Person>;
  /** Roles or users were changed, so remembered permissions are dropped. */
  permissionsChanged(): void;
  clock: Clock;
  /** Between 0 and 1. */
  chance(): number;
}

const LOOK_AGAIN_AFTER_MS = 5_000;

/** What is known of attempts that came to an unknown outcome. */
type Unknown = Pick<AttemptResult, 'unknownOutcomeSince' | 'unknownOutcomeUntil'>;

/** Its requester may not do it, or no longer: the record may have moved to a location outside theirs. */
class Denied extends Error {
  override name = 'Denied';
  readonly decision: Denial;
  constructor(decision: Denial) {
    super(decision.reason);
    this.decision = decision;
  }
}

/** Stops a change of a record outside the locations that its requester is limited to. */
const inLocations =
  (resource: ResourceName, locations: readonly number[] | undefined): Guard =>
  (record) => {
    const at = locationOf(resource, record);
    if (!looksAfter(locations, at)) throw new Denied({ ...denial('location'), locations: [at] });
  };

/**
 * One attempt at a submission. It writes to Nexudus at most once, and says how to leave the submission. Rejects when the
 * submission is no longer this process's: then it is not to be left at all.
 * @param lent who has the role of a submission only until a moment
 */
export async function attempt(
  parts: AttemptParts,
  submission: Submission,
  operation: Operation,
  lent: readonly number[] = [],
): Promise<AttemptResult> {
  const { store, nexudus, directory, clock } = parts;
  const { input, base: shown, unknownOutcomeSince, locations } = submission;
  const isUnknown = unknownOutcomeSince !== undefined;
  const creates = operation.record === undefined;
  const again = submission.attempts > 1 || isUnknown;
  const base = creates ? undefined : shown;

  const giveUpOrWait = (failure: Failure, unknown: Unknown = {}): AttemptResult => {
    const since = unknown.unknownOutcomeSince ?? unknownOutcomeSince;
    const until = unknown.unknownOutcomeUntil ?? submission.unknownOutcomeUntil;
    if (!failure.passing || clock.now() >= submission.giveUpAt) {
      // Nothing may be said to be unchanged when an earlier attempt came to an unknown outcome.
      const last = failure.passing && since !== undefined ? UNSURE : failure;
      const mayHaveActed = last.mayHaveActed || since !== undefined;
      return {
        ...unknown,
        announce: true,
        standing: { status: 'failed', failure: { ...last, mayHaveActed } },
      };
    }
    const backOff = () => Math.max(failure.retryAfterMs ?? 0, backOffMs(submission.attempts, parts.chance()));
    const waitMs = until > clock.now() ? LOOK_AGAIN_AFTER_MS : backOff();
    return {
      ...unknown,
      // The channel hears once that a submission waits, not at every attempt.
      announce: submission.waitedFor?.why !== failure.why,
      nextAt: clock.now() + waitMs,
      standing: { status: 'waiting', failure, until: submission.giveUpAt },
    };
  };

  const succeeded = (success: Succeeded): AttemptResult => {
    const { outcome } = success;
    // The write may have been done before writes were switched off.
    if (outcome.rehearsed && isUnknown)
      return { announce: true, standing: { status: 'failed', failure: switchedOff(true) } };
    const { resource } = operation;
    directory.forget(resource, changesRow(resource, outcome.before, outcome.sent) ? 'all' : 'records');
    if (operation.rights) parts.permissionsChanged();
    return {
      announce: true,
      unknownOutcomeSince: null,
      unknownOutcomeUntil: 0,
      createdKey: creates && outcome.id !== undefined ? keyOf(operation, outcome.id) : undefined,
      standing: {
        ...success,
        outcome: isUnknown && base ? sinceForm(operation, input, base, outcome) : outcome,
      },
    };
  };

  const denied = (decision: Denial): AttemptResult => ({
    announce: 'if-posted',
    standing: {
      status: 'denied',
      // Nothing may be said to be unchanged when an earlier attempt came to an unknown outcome.
      decision:
        decision.reason === 'could-not-ask' && isUnknown
          ? { ...decision, failure: { ...decision.failure, mayHaveActed: true } }
          : decision,
    },
  });

  const requesterOf = (): Promise<Person> =>
    parts.personOf(submission.requester).catch(() => {
      throw new CouldNotAsk(CHAT_SILENT);
    });
  const checkRequester = async (person: Person): Promise<Extract<Decision, { allowed: true }>> => {
    const { permission } = operation;
    const decision = await parts.access.decide(person, { permission, locations });
    if (decision.allowed) return decision;
    if (decision.reason === 'could-not-ask' && decision.failure.passing)
      throw new CouldNotAsk(decision.failure);
    throw new Denied(decision);
  };
  /** What both people's rights ask of the record, and when that was known. */
  const rightsNow = async () => {
    const checkedAt = { ticks: clock.ticks(), time: clock.now() };
    const person = await requesterOf();
    const [requester, approval] = await Promise.all([
      checkRequester(person),
      parts.approvalGuards(submission, operation),
    ]);
    return { checkedAt, guards: [inLocations(operation.resource, requester.user?.locations), ...approval] };
  };

  const doubts = { mayBeOurs: isUnknown, isOurs: submission.cause !== undefined };
  /** Writes with rights that were checked just before, however long the write had to wait for its turn. */
  const write = async (): Promise<Outcome> => {
    for (let checks = 1; ; checks++) {
      const { checkedAt, guards } = await rightsNow();
      try {
        return await operation.run(input, nexudus, {
          again: isUnknown,
          guards: [...guards, ...(base ? [unchangedSince(operation, input, base, doubts)] : [])],
          mayWrite: () => mayWrite(store, submission, checkedAt, clock),
          mayLack: base ? absentFrom(operation.resource, base).others : [],
          lent,
          now: clock.now,
        });
      } catch (error) {
        if (!(error instanceof RightsTooOld)) throw error;
        if (checks === MOST_CHECKS)
          throw new NexudusUnavailable('Rights could not be checked close to the write', 'no');
      }
    }
  };

  let zone: Zone;
  try {
    const person = await requesterOf();
    zone = person.timeZone;
    await checkRequester(person);
    const problems = await checkIds(operation, input, { ...parts, person });
    if (Object.keys(problems).length > 0) throw new ValidationError(problems);
    if (creates && again) {
      const now = clock.now();
      const result = await lookBefore(
        { store, nexudus, now, succeeded, giveUpOrWait },
        operation,
        submission,
      );
      if (result) return result;
    }
    const outcome = await write();
    // The answer may come without the id of what was created (assumed); looking it up finds it where there is just one.
    const nameless = creates && outcome.id === undefined && !outcome.rehearsed;
    const alikes =
      creates && (nameless || isUnknown)
        ? await unclaimed(store, nexudus, operation, submission).then(alike, () => [])
        : [];
    const [only, second] = alikes;
    const known = nameless && only && !second ? { ...outcome, id: only.Id, record: only } : outcome;
    const twins = isUnknown ? alikes.filter(({ Id }) => Id !== known.id).map(({ Id }) => Id) : [];
    const mayAlsoExist = creates && isUnknown ? await sentBefore(store, submission).catch(() => []) : [];
    return succeeded({ status: 'succeeded', outcome: known, twins, mayAlsoExist });
  } catch (error) {
    if (error instanceof NexudusHeldBack) throw error;
    if (error instanceof CouldNotAsk) return giveUpOrWait(error.failure);
    if (error instanceof Denied) return denied(error.decision);
    if (error instanceof Clash) {
      const { problems, fields, record } = error;
      if (submission.cause) {
        const said = await clashSinceThen(operation, fields, record, directory, zone);
        const clash = { record, sentences: said.sentences };
        return { announce: 'if-posted', standing: { status: 'invalid', problems: said.problems, clash } };
      }
      const sentences = await clashSentences(operation, fields, record, directory, zone);
      return {
        announce: 'if-posted',
        standing: { status: 'invalid', problems, clash: { record, sentences } },
      };
    }
    if (error instanceof ValidationError)
      return { announce: 'if-posted', standing: { status: 'invalid', problems: error.problems } };
    if (error instanceof NexudusRejection) {
      const placed = mapErrorsToFields(operation.fields, error.reasons);
      const forAll = isForAll(operation.fields, input, error.reasons);
      return { announce: true, unknownOutcomeUntil: 0, standing: { status: 'rejected', ...placed, forAll } };
    }
    const failure = failureOf(error);
    if (!failure.mayHaveActed) return giveUpOrWait(failure);
    // With any answer, nothing is under way any more. Without one a create may be; an update may be sent again.
    const stillActs = creates && !failure.answered;
    return giveUpOrWait(failure, {
      unknownOutcomeSince: (creates && unknownOutcomeSince) || submission.submittedAt,
      ...(stillActs ? { unknownOutcomeUntil: clock.now() + MAY_STILL_ACT_MS } : {}),
    });
  }
}
