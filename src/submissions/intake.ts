import type { Clock } from '../clock.ts';
import type { Operation, Values } from '../operations/operation.ts';
import { firstSpan } from '../tracing.ts';
import { type PendingResponses, sameInput } from './pending-responses.ts';
import { isOver } from './status.ts';
import type { Answer, Submission } from './submission.ts';
import type { NewSubmission, SubmissionStore } from './submission-store.ts';

/** What a person submitted. */
export interface Press extends Omit<NewSubmission, 'operation' | 'giveUpAt' | 'recordKey' | 'approvalUntil'> {
  operation: Operation;
}

/** Accepts each submission once, and answers the person who waits at the form. */
export interface Intake {
  /** Resolves with how the form's submission ended, or why it waits. Never rejects. */
  submit(press: Press): Promise<Answer>;
  /** The person need not stay at the form any more: it is announced in the channel however it ends. */
  unattended(formId: string): void;
  /** False while it is not known whether the store takes it. */
  isRecorded(formId: string): boolean;
}

export interface IntakeOptions {
  store: Pick<SubmissionStore, 'accept' | 'latest'>;
  pending: PendingResponses;
  clock: Clock;
  /** Until when it can be approved; undefined for what needs no approval. */
  approvalUntil(operation: Operation, input: Values): number | undefined;
  /** Runs what this process has the lease of. */
  run(submission: Submission): void;
  /** There is something new to announce. */
  announce(): void;
  /** True when a write that failed was certainly not carried out. */
  surelyNotDone(error: unknown): boolean;
  problem(error: unknown, what: string): void;
}

/** How long a submission that Nexudus can't take waits before it is given up. */
export const PATIENCE_MS = 30 * 60_000;
const LOOK_EVERY_MS = 500;

/** The answer that a submission is by now; undefined while it is under way. */
export function answerOf(submission: Submission): Answer | undefined {
  const { status } = submission;
  if (!isOver(status) && status !== 'waiting' && status !== 'awaiting-approval') return undefined;
  return submission as Answer;
}

export function createIntake(options: IntakeOptions): Intake & { watch(formId: string): Promise<void> } {
  const { store, pending, clock, problem } = options;
  const { answer } = pending;

  /** Another process has it, or it waits for its turn: asks the store until there is an answer. */
  const watch = async (formId: string): Promise<void> => {
    while (pending.of(formId)) {
      // The store may be out of reach for a while: the person still waits.
      const submission = await store.latest(formId).catch(() => null);
      // What it no longer has never comes to an end there.
      if (submission === undefined) return answer(formId, { status: 'lost' });
      const known = submission && answerOf(submission);
      if (known) return answer(formId, known);
      await clock.sleep(LOOK_EVERY_MS);
    }
  };

  return {
    watch,
    async submit({ operation, ...press }) {
      const { formId, input } = press;
      const known = pending.of(formId);
      if (known)
        return sameInput(known.input, input) ? known.promise : { status: 'conflicting-resubmission' };
      const answered = pending.add(formId, input);
      const recordId = operation.record ? input[operation.record] : undefined;
      try {
        const { submission, taken } = await store.accept({
          ...press,
          operation: operation.id,
          recordKey: recordId === undefined ? undefined : `${operation.resource}:${recordId}`,
          giveUpAt: clock.now() + PATIENCE_MS,
          approvalUntil: options.approvalUntil(operation, input),
        });
        pending.recorded(formId);
        const { cause, id } = submission;
        if (taken && cause && id === `${formId}:1`)
          firstSpan(cause.kind, formId, { operation: operation.id });
        if (taken && submission.status === 'running') options.run(submission);
        else if (taken && submission.status === 'awaiting-approval') {
          answer(formId, submission);
          options.announce();
        } else if (!taken && !sameInput(submission.input, input)) {
          answer(formId, { status: 'conflicting-resubmission' });
        } else void watch(formId);
      } catch (error) {
        problem(error, 'a submission could not be recorded');
        // Without the store nothing is sent: it could be done twice or be lost.
        answer(formId, { status: 'unrecorded', sure: options.surelyNotDone(error) });
      }
      return answered;
    },
    unattended: pending.unattended,
    isRecorded: pending.isRecorded,
  };
}
