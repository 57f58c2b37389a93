import { NexudusHeldBack, NexudusRejection } from '../nexudus/errors.ts';
import { type Failure, failureOf, REFUSED, WRITES_OFF } from '../nexudus/failure.ts';
import { idList } from '../nexudus/ids.ts';
import { type Operation, type Outcome, ValidationError } from '../operations/operation.ts';
import { fieldSentences } from '../operations/sentences.ts';
import type { AttemptParts } from './attempt.ts';
import { backOffMs } from './back-off.ts';
import { MOST_CHECKS, mayWrite, RightsTooOld } from './may-write.ts';
import { withKept } from './spared.ts';
import type { Submission } from './submission.ts';
import type { AttemptResult } from './submission-store.ts';

/** What takes access away is never given up. The last day that a date can be. */
export const NEVER = 8_640_000_000_000_000;

/** An outage is announced once it has lasted so long. */
const TELL_AFTER_MS = 60_000;
/** What a person has to mend is looked at again so often. */
const UNTIL_MENDED_MS = 10 * 60_000;
/** A role that is not found for so long is gone. */
const GONE_AFTER_MS = 24 * 60 * 60_000;

/** What keeps it from ending, as it is waited for: nothing but a role that is gone ends it. */
function obstacleOf(error: unknown): Failure {
  if (error instanceof NexudusRejection || error instanceof ValidationError)
    return { ...REFUSED, said: error.message };
  return failureOf(error);
}

/** It goes on; who has to know is told once it lasts. */
export function stillHeld(
  { clock, chance }: Pick<AttemptParts, 'clock' | 'chance'>,
  submission: Submission,
  failure: Failure,
): AttemptResult {
  const { waitedFor, attempts, submittedAt, giveUpAt, unknownOutcomeSince } = submission;
  const isLong = !failure.passing || clock.now() - submittedAt >= TELL_AFTER_MS;
  const wasTold = waitedFor?.why === failure.why && waitedFor.told === true;
  const waitMs = failure.passing ? backOffMs(attempts, chance()) : UNTIL_MENDED_MS;
  const tells = isLong && !wasTold;
  return {
    announce: tells,
    alarm: tells,
    nextAt: clock.now() + Math.max(failure.retryAfterMs ?? 0, waitMs),
    ...(failure.mayHaveActed ? { unknownOutcomeSince: unknownOutcomeSince ?? submittedAt } : {}),
    standing: {
      status: 'waiting',
      failure: { ...failure, ...(isLong ? { told: true } : {}) },
      until: giveUpAt,
    },
  };
}

/** Nexudus took the change, and shows them in the role all the same. */
export const STILL_THERE: Failure = { ...REFUSED, passing: true, said: fieldSentences.stillThere };

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

  const waits = (failure: Failure) => stillHeld(parts, submission, failure);

  const write = async (users: readonly number[]): Promise<Outcome> => {
    for (let checks = 1; ; checks++) {
      const checkedAt = { ticks: clock.ticks(), time: clock.now() };
      try {
        return await operation.run({ ...input, users }, nexudus, {
          again: submission.unknownOutcomeSince !== undefined,
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
    const keep = idList(input.users)?.filter((id) => !users.includes(id)) ?? [];
    const ends = keep.length > 0 ? await store.endsOf(Number(input.role), keep) : [];
    const outcome = await write(users);
    if (outcome.rehearsed) return waits(WRITES_OFF);
    directory.forget(operation.resource);
    parts.permissionsChanged();
    return withKept(
      { announce: true, unknownOutcomeSince: null, standing: { status: 'succeeded', outcome } },
      {
        input: { ...input, users },
        keep,
        keptUntil: keep.length > 0 && ends.length === keep.length ? Math.max(...ends) : undefined,
      },
    );
  } catch (error) {
    if (error instanceof NexudusHeldBack) throw error;
    const failure = obstacleOf(error);
    if (failure.why !== 'gone') return waits(failure);
    // With the role, its access is gone. It may also be hidden for a while, so one such answer is not believed.
    const since = waitedFor?.why === 'gone' ? (waitedFor.since ?? clock.now()) : clock.now();
    if (clock.now() - since < GONE_AFTER_MS) return waits({ ...failure, since });
    return { announce: true, alarm: true, standing: { status: 'failed', failure } };
  }
}
