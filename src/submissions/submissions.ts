import PQueue from 'p-queue';
import { NexudusHeldBack } from '../nexudus/errors.ts';
import { switchedOff } from '../nexudus/failure.ts';
import type { Operation, Values } from '../operations/operation.ts';
import { firstSpan, inSpan } from '../tracing.ts';
import { type AttemptParts, attempt } from './attempt.ts';
import { attemptEnd, STILL_THERE, stillHeld } from './end-of-access.ts';
import { endedOf, givenBy, lapsedOf } from './given.ts';
import { createIntake, type Intake } from './intake.ts';
import { lookOften } from './look-often.ts';
import { createPendingResponses } from './pending-responses.ts';
import { nothingToTake, sparedOf, withKept } from './spared.ts';
import type { Status } from './status.ts';
import type { Answer, Submission } from './submission.ts';
import type { AttemptResult } from './submission-store.ts';
import { verificationOf } from './verification.ts';

export interface SubmissionsOptions extends AttemptParts {
  operations: readonly Operation[];
  /** False for what is switched off: what waits of it is ended. */
  isOffered(operation: Operation): boolean;
  /** Until when it can be approved; undefined for what needs no approval. */
  approvalUntil(operation: Operation, input: Values): number | undefined;
  /** Nudges those who could approve what has waited for long. */
  nudgeApprovers(): Promise<void>;
  /** There is something new to announce. */
  announce(): void;
  ended(operation: string, status: Status, ms: number): void;
  /** True when a write that failed was certainly not carried out. */
  surelyNotDone(error: unknown): boolean;
  /** Something that should not happen did. */
  problem(error: unknown, what: string): void;
  /** True while what other processes write is heard of at once. */
  hears(): boolean;
}

/** A submission's life, from the press of the button to its end. */
export interface Submissions extends Intake {
  /** False when it is too late. */
  cancel(formId: string, by: string): Promise<boolean>;
  /** Looks for work now rather than at the next tick. */
  wake(): void;
  start(): void;
  /** Takes nothing new on, waits for what runs, and gives back what is left. */
  stop(withinMs: number): Promise<void>;
}

/**
 * So many submissions are at it at once. Nexudus takes two updates a second, and all should have their turn within the ten seconds
 * that checked rights hold.
 */
const AT_ONCE = 24;
const HEARTBEAT_MS = 7_000;
const TICK_MS = 500;
const EXPIRE_EVERY_MS = 1_000;
const RECORD_AGAIN_AFTER_MS = 1_000;
const RECORD_AGAIN_MOST_MS = 30_000;

/** It was switched off while it waited. */
const offResult = ({ unknownOutcomeSince }: Submission): AttemptResult => ({
  announce: true,
  standing: { status: 'failed', failure: switchedOff(unknownOutcomeSince !== undefined) },
});

export function createSubmissions(options: SubmissionsOptions): Submissions {
  const { store, operations, nexudus, directory, clock, problem } = options;
  /** What this process is at, so that its leases are renewed. */
  const active = new Set<{ id: string }>();
  const slots = new PQueue({ concurrency: AT_ONCE });
  const pending = createPendingResponses();
  let taking = true;
  let timers: { stop(): void }[] = [];

  const known = operations.map(({ id }) => id);
  const busy = (): string[] => [...active].map(({ id }) => id);
  const ended = (submission: Submission, status: Status) =>
    options.ended(submission.operation, status, clock.now() - submission.submittedAt);

  /** An attempt at what a person asked for. */
  const attemptAsked = async (
    submission: Submission,
    operation: Operation,
    lent: readonly number[],
  ): Promise<AttemptResult> => {
    if (!options.isOffered(operation)) return offResult(submission);
    const over = (await lapsedOf(store, submission, operation)) ?? (await endedOf(store, submission));
    if (over) return over;
    // One submission at a time runs on a role, so who is given it by another one stays so until the write.
    const spared = await sparedOf(store, submission, operation);
    if (spared?.isEmpty) return nothingToTake(operation);
    const asked = spared ? { ...submission, input: spared.input } : submission;
    const attempted = await attempt(options, asked, operation, lent);
    return spared ? withKept(attempted, spared) : attempted;
  };

  const attemptOf = async (
    submission: Submission,
    operation: Operation,
  ): Promise<AttemptResult | undefined> => {
    try {
      // What was promised when access was given is done whatever is offered now.
      if (submission.cause?.kind === 'end-of-access') return await attemptEnd(options, submission, operation);
      const lent = operation.rights ? await store.lent(Number(submission.input[operation.record ?? ''])) : [];
      const result = await attemptAsked(submission, operation, lent);
      // However this attempt ended, an earlier one may have given access.
      return { ...result, given: givenBy(operation, submission, result, lent) };
    } catch (error) {
      if (!(error instanceof NexudusHeldBack)) throw error;
      problem(error, 'a write was held back');
      return undefined;
    }
  };

  /**
   * Writes down how an attempt ended, however long the store takes to have room for it: meanwhile the submission stays this
   * process's, so that what was written to Nexudus is not written again.
   * @returns false when the submission was no longer this process's
   */
  const record = async (submission: Submission, result: AttemptResult): Promise<boolean> => {
    for (let wait = RECORD_AGAIN_AFTER_MS; ; wait = Math.min(wait * 2, RECORD_AGAIN_MOST_MS)) {
      try {
        return await store.finish(submission, result);
      } catch (error) {
        problem(error, 'an ending could not be recorded');
        const { formId } = submission;
        if (result.announce === 'if-posted' && pending.of(formId) && !pending.attends(formId))
          result.announce = true;
        // Nexudus has acted, so the person is answered even though the store doesn't have it yet.
        pending.answer(formId, result.standing as Answer);
        if (!taking) throw error;
        await clock.sleep(wait);
      }
    }
  };

  /** Reads again what was written, and says what it finds. */
  const verified = async (
    submission: Submission,
    operation: Operation,
    result: AttemptResult,
  ): Promise<AttemptResult> => {
    const { standing } = result;
    if (standing.status !== 'succeeded') return result;
    // The person need not wait for the verification. The record stays this submission's until it is over, so that the
    // next one on it can't change what is read again.
    pending.answer(submission.formId, standing);
    const asked = result.asked ?? submission.input;
    standing.verification = await verificationOf(nexudus, directory, operation, asked, standing);
    const isEnd = submission.cause?.kind === 'end-of-access';
    // Access has ended when it is seen to have, whatever else came to differ in that moment.
    return isEnd && standing.verification.stillThere
      ? { ...stillHeld(options, submission, STILL_THERE), unknownOutcomeSince: submission.submittedAt }
      : result;
  };

  /** Makes one attempt and writes down how it ended. */
  const run = async (submission: Submission): Promise<void> => {
    const { formId } = submission;
    const operation = operations.find(({ id }) => id === submission.operation);
    if (!operation) return;
    const attempted = await attemptOf(submission, operation);
    // It is another process's by now, or comes back when its lease is over: it is not renewed by those who only watch.
    if (!attempted) return void intake.watch(formId);
    const result = await verified(submission, operation, attempted);
    const { standing } = result;

    // What was meant for the person at the form goes to the channel when the form is closed.
    if (standing.status !== 'waiting' && !pending.attends(formId)) result.announce = true;
    if (!(await record(submission, result))) return void intake.watch(formId);
    if (standing.status !== 'waiting') ended(submission, standing.status);
    // The person was let go while the ending was written down.
    if (result.announce === 'if-posted' && pending.of(formId) && !pending.attends(formId))
      await store
        .announce(submission.id)
        .catch((error: unknown) => problem(error, 'an ending could not be announced'));
    pending.answer(formId, standing as Answer);
    if (result.announce) options.announce();
    if (standing.status === 'waiting' && result.nextAt !== undefined)
      void clock.sleep(result.nextAt - clock.now()).then(tick);
  };

  const take = (submission: Submission): void => {
    const { id, formId, operation, attempts, cause } = submission;
    const job = { id };
    active.add(job);
    // The store begins an end of access by itself.
    if (cause?.kind === 'end-of-access' && attempts === 1) firstSpan(cause.kind, formId, { operation });
    void slots.add(() =>
      inSpan('run submission', { operation, attempt: attempts }, () => run(submission), formId)
        .catch((error: unknown) => {
          problem(error, 'a submission was interrupted');
          // Whoever takes it on when its lease is over may be another process; the person at the form waits here.
          void intake.watch(formId);
        })
        .finally(() => {
          active.delete(job);
          // The next submission on this record may be waiting for its turn.
          if (submission.recordKey) void tick();
        }),
    );
  };

  const intake = createIntake({ ...options, pending, run: take });

  const takeAll = async (): Promise<void> => {
    const claim = () => store.claimDue(busy(), known);
    for (let due = await claim(); due; due = await claim()) {
      take(due);
      if (!taking) return;
    }
  };

  let ticking: Promise<void> | undefined;
  const tick = async (): Promise<void> => {
    if (ticking || !taking) return;
    ticking = takeAll()
      .catch((error: unknown) => problem(error, 'the store could not be asked for work'))
      .finally(() => {
        ticking = undefined;
      });
    await ticking;
  };

  const begin = async (): Promise<void> => {
    if (!(await store.beginDue())) return;
    options.announce();
    await tick();
  };
  const expire = async (): Promise<void> => {
    const expired = await store.expire();
    for (const submission of expired) ended(submission, 'expired');
    if (expired.length > 0) options.announce();
    await options.nudgeApprovers();
  };
  /** One at a time: while the store is out of reach, those that wait for it don't add up. */
  const quietly = (act: () => Promise<void>, what: string) => {
    let going = false;
    return () => {
      if (going) return;
      going = true;
      void act()
        .catch((error: unknown) => problem(error, what))
        .finally(() => {
          going = false;
        });
    };
  };

  return {
    ...intake,
    async cancel(formId, by) {
      const cancelled = await store.cancel(formId, by);
      if (cancelled) ended(cancelled, 'cancelled');
      options.announce();
      void tick();
      return cancelled !== undefined;
    },
    wake: () => void tick(),
    start() {
      const renew = quietly(() => store.renewLeases(busy()), 'leases could not be renewed');
      const expiring = quietly(expire, 'what waits for approval could not be ended or nudged');
      const beginning = quietly(begin, 'what ends could not be looked for');
      timers = [
        lookOften(options, TICK_MS, () => void tick()),
        clock.every(HEARTBEAT_MS, renew),
        lookOften(options, EXPIRE_EVERY_MS, expiring),
        lookOften(options, EXPIRE_EVERY_MS, beginning),
      ];
      void tick();
    },
    async stop(withinMs) {
      taking = false;
      const late = clock.sleep(withinMs);
      const done = (async () => {
        await ticking;
        // What waits for its turn is given back.
        slots.pause();
        await slots.onPendingZero();
      })();
      await Promise.race([done, late]);
      for (const timer of timers) timer.stop();
      await store.release(busy()).catch((error: unknown) => problem(error, 'leases could not be given back'));
    },
  };
}
