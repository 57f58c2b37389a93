import { isDeepStrictEqual } from 'node:util';
import type { Values } from '../operations/operation.ts';
import type { Ending } from './ending.ts';

interface Waiter {
  /** What was sent. */
  input: Values;
  attended: boolean;
  recorded: boolean;
  promise: Promise<Ending>;
  resolve(ending: Ending): void;
}

/** Who waits in this process for a form to end. */
export interface Waiters {
  /** What was sent and waits for its answer; undefined when nobody waits for this form. */
  of(formId: string): { input: Values; promise: Promise<Ending> } | undefined;
  /** Resolves when the form is answered. */
  add(formId: string, input: Values): Promise<Ending>;
  answer(formId: string, ending: Ending): void;
  /** Whoever waits was told that they need not stay at the form. */
  unattended(formId: string): void;
  /** The journal has it, so the channel hears of it whatever happens. */
  recorded(formId: string): void;
  /** False while it is not known whether the journal takes it. */
  isRecorded(formId: string): boolean;
  /** Whether somebody is at the form to read how it ended. */
  attends(formId: string): boolean;
}

/** As the journal gives it back: without what is undefined, and whatever the order. */
export const sameInput = (one: Values, other: Values): boolean => {
  const plain = (input: Values) => JSON.parse(JSON.stringify(input)) as Values;
  return isDeepStrictEqual(plain(one), plain(other));
};

export function createWaiters(): Waiters {
  const waiting = new Map<string, Waiter>();
  return {
    of: (formId) => waiting.get(formId),
    add(formId, input) {
      let resolve: Waiter['resolve'] = () => {};
      const promise = new Promise<Ending>((done) => {
        resolve = done;
      });
      waiting.set(formId, { input, attended: true, recorded: false, promise, resolve });
      return promise;
    },
    answer(formId, ending) {
      waiting.get(formId)?.resolve(ending);
      waiting.delete(formId);
    },
    unattended(formId) {
      const waiter = waiting.get(formId);
      if (waiter) waiter.attended = false;
    },
    recorded(formId) {
      const waiter = waiting.get(formId);
      if (waiter) waiter.recorded = true;
    },
    isRecorded: (formId) => waiting.get(formId)?.recorded !== false,
    attends: (formId) => waiting.get(formId)?.attended === true,
  };
}
