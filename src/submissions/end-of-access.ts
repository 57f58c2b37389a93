import { NexudusHeldBack, NexudusRejection } from '../nexudus/errors.ts';
import { type Failure, failureOf, REFUSED, WRITES_OFF } from '../nexudus/failure.ts';
import { type Operation, type Outcome, ValidationError } from '../operations/operation.ts';
import type { AttemptParts } from './attempt.ts';
import { mayWrite, RightsTooOld } from './may-write.ts';
import type { Submission } from './submission.ts';
import type { AttemptResult } from './submission-store.ts';

/** What takes access away is never given up. The last day that a date can be. */
export const NEVER = 8_640_000_000_000_000;

/** An outage is announced once it has lasted so long. */
const TELL_AFTER_MS = 60_000;
const LONGEST_WAIT_MS = 60_000;
/** What a person has to mend is looked at again so often. */
const UNTIL_MENDED_MS = 10 * 60_000;
const MOST_CHECKS = 3;

/** What keeps it from ending, as it is waited for: nothing but a role that is gone ends it. */
function obstacleOf(error: unknown): Failure {
  if (error instanceof NexudusRejection || error instanceof ValidationError)
    return { ...REFUSED, said: error.message };
  return failureOf(error);
}

/**
 * One attempt to take access away. No one's permission is asked: it is the bot's promise, made when the access was given. It
 * goes on for as long as it takes.
 */
export async function attemptEnd(
  parts: AttemptParts,
  submission: Submission,
  operation: Operation,
): Promise<AttemptResult> {
  const { store, nexudus, directory, clock } = parts;
  const { input, waitedFor, cause } = submission;

  const waits = (failure: Failure): AttemptResult => {
    const isLong = !failure.passing || clock.now() - submission.submittedAt >= TELL_AFTER_MS;
    const wasTold = waitedFor?.why === failure.why && waitedFor.told === true;
    const backOff = Math.min(LONGEST_WAIT_MS, 1000 * 2 ** Math.min(submission.attempts - 1, 6));
    const waitMs = failure.passing ? backOff * (0.5 + parts.chance() / 2) : UNTIL_MENDED_MS;
    const tells = isLong && !wasTold;
    return {
      announce: tells,
      alarm: tells,
      nextAt: clock.now() + Math.max(failure.retryAfterMs ?? 0, waitMs),
      standing: {
        status: 'waiting',
        failure: { ...failure, ...(isLong ? { told: true } : {}) },
        until: submission.giveUpAt,
      },
    };
  };

  const write = async (users: readonly number[]): Promise<Outcome> => {
    for (let checks = 1; ; checks++) {
      const checkedAt = { ticks: clock.ticks(), time: clock.now() };
      try {
        return await operation.run({ ...input, users }, nexudus, {
          again: true,
          guards: [],
          mayWrite: () => mayWrite(store, submission, checkedAt, clock),
          mayLack: [],
          lent: [],
          now: clock.now,
        });
      } catch (error) {
        if (!(error instanceof RightsTooOld) || checks === MOST_CHECKS) throw error;
      }
    }
  };

  try {
    // One submission at a time runs on a role, so who is held by another access stays so until the write.
    const users = cause ? await store.notHeldElsewhere(cause.of) : [];
    const outcome = await write(users);
    if (outcome.rehearsed) return waits(WRITES_OFF);
    directory.forget(operation.resource);
    parts.permissionsChanged();
    const kept = Array.isArray(input.users) ? input.users.length - users.length : 0;
    return {
      announce: true,
      asked: { ...input, users },
      standing: { status: 'succeeded', outcome, ...(kept > 0 ? { kept } : {}) },
    };
  } catch (error) {
    if (error instanceof NexudusHeldBack) throw error;
    const failure = obstacleOf(error);
    // With the role, its access is gone; or it is hidden, and no further try would find it.
    if (failure.why === 'gone')
      return { announce: true, alarm: true, standing: { status: 'failed', failure } };
    return waits(failure);
  }
}
