import { isDeepStrictEqual } from 'node:util';
import type { Values } from '../operations/operation.ts';
import type { Answer } from './submission.ts';

interface Pending {
  /** What was submitted. */
  input: Values;
  attended: boolean;
  recorded: boolean;
  promise: Promise<Answer>;
  resolve(answer: Answer): void;
}

/** The forms whose submit button was pressed in this process and that have no answer yet. */
export interface PendingResponses {
  /** What was submitted and waits for its answer; undefined when this form waits for none. */
  of(formId: string): { input: Values; promise: Promise<Answer> } | undefined;
  /** Resolves when the form is answered. */
  add(formId: string, input: Values): Promise<Answer>;
  answer(formId: string, answer: Answer): void;
  /** The person at the form read that they may close it. */
  unattended(formId: string): void;
  /** The store has it, so it is announced in the channel whatever happens. */
  recorded(formId: string): void;
  /** False while it is not known whether the store takes it. */
  isRecorded(formId: string): boolean;
  /** Whether a person is at the form to read how it ended. */
  attends(formId: string): boolean;
}

/** As the store gives it back: without what is undefined, and whatever the order. */
export const sameInput = (one: Values, other: Values): boolean => {
  const plain = (input: Values) => JSON.parse(JSON.stringify(input)) as Values;
  return isDeepStrictEqual(plain(one), plain(other));
};

export function createPendingResponses(): PendingResponses {
  const pending = new Map<string, Pending>();
  return {
    of: (formId) => pending.get(formId),
    add(formId, input) {
      let resolve: Pending['resolve'] = () => {};
      const promise = new Promise<Answer>((done) => {
        resolve = done;
      });
      pending.set(formId, { input, attended: true, recorded: false, promise, resolve });
      return promise;
    },
    answer(formId, answer) {
      pending.get(formId)?.resolve(answer);
      pending.delete(formId);
    },
    unattended(formId) {
      const one = pending.get(formId);
      if (one) one.attended = false;
    },
    recorded(formId) {
      const one = pending.get(formId);
      if (one) one.recorded = true;
    },
    isRecorded: (formId) => pending.get(formId)?.recorded !== false,
    attends: (formId) => pending.get(formId)?.attended === true,
  };
}
