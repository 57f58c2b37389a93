import {
  NexudusDenied,
  NexudusIncomplete,
  NexudusInexact,
  NexudusNotFound,
  NexudusSignInFailed,
  NexudusThrottled,
  NexudusUnavailable,
} from './errors.ts';

/** A record of the same name that came into being since a create was sent. */
export interface LookAlike {
  id: number;
  name: string;
  /** As Nexudus says, where it does. */
  createdOn?: string;
  /** What differs from what was sent, as the API spells it. */
  differing: string[];
  /** What was sent and Nexudus doesn't show, as the API spells it. */
  unseen?: string[];
}

/** Why something got no usable answer, as plain data that can be kept. */
export interface Failure {
  why:
    | 'throttled'
    | 'unreachable'
    | 'chat'
    | 'store'
    | 'unsure'
    | 'look-alike'
    | 'twin'
    | 'bot-denied'
    | 'bot-sign-in'
    | 'gone'
    | 'hidden'
    | 'incomplete'
    | 'inexact'
    | 'switched-off'
    | 'writes-off'
    | 'refused'
    | 'unexpected';
  /** Trying again later may help. */
  passing: boolean;
  /** A write may have been done all the same. */
  mayHaveActed: boolean;
  /** Nexudus did answer, so whatever it did is done by now; without an answer it may still be at it. */
  answered: boolean;
  retryAfterMs?: number;
  /** Records that a create of unknown end may have made, though they differ from what was sent. */
  lookAlikes?: LookAlike[];
  /** What can't go back as it was read, as the API spells it. */
  properties?: string[];
  /** Why it was refused, in Nexudus's words or ours. */
  said?: string;
  /** When it was so first. */
  since?: number;
  /** It was announced. */
  told?: boolean;
}

/** The chat can't say who a person is, so Nexudus is not asked. */
export const CHAT_SILENT: Failure = { why: 'chat', passing: true, mayHaveActed: false, answered: true };

/** The bot's database can't say whose a record is that was found, or what was approved, so nothing is sent. */
export const STORE_SILENT: Failure = { why: 'store', passing: true, mayHaveActed: false, answered: true };

/** Who may do what can't be asked now: thrown where the answer can only be yes or no. */
export class CouldNotAsk extends Error {
  override name = 'CouldNotAsk';
  readonly failure: Failure;
  constructor(failure: Failure) {
    super(`could not ask: ${failure.why}`);
    this.failure = failure;
  }
}

/** Nexudus answered without something that decides who may do what. */
export const HIDDEN: Failure = { why: 'hidden', passing: false, mayHaveActed: false, answered: true };

/** The bot's administrator took the operation away while a submission of it waited. */
export const switchedOff = (mayHaveActed: boolean): Failure => ({
  why: 'switched-off',
  passing: false,
  mayHaveActed,
  answered: true,
});

/** Writes are switched off, and what has to be done waits until they are on again. */
export const WRITES_OFF: Failure = {
  why: 'writes-off',
  passing: true,
  mayHaveActed: false,
  answered: true,
};

/** Nexudus, or a rule of ours, refuses what has to be done all the same. */
export const REFUSED: Failure = { why: 'refused', passing: false, mayHaveActed: false, answered: true };

/** A try came to an unknown end, and may still act. */
export const UNSURE: Failure = { why: 'unsure', passing: true, mayHaveActed: true, answered: false };

const certain = { mayHaveActed: false, answered: true };

export function failureOf(error: unknown): Failure {
  if (error instanceof NexudusThrottled) {
    return { ...certain, why: 'throttled', passing: true, retryAfterMs: error.retryAfterMs };
  }
  if (error instanceof CouldNotAsk) return error.failure;
  if (error instanceof NexudusDenied) return { ...certain, why: 'bot-denied', passing: false };
  if (error instanceof NexudusSignInFailed) return { ...certain, why: 'bot-sign-in', passing: false };
  if (error instanceof NexudusNotFound) return { ...certain, why: 'gone', passing: false };
  if (error instanceof NexudusIncomplete) {
    return { ...certain, why: 'incomplete', passing: false, properties: error.properties };
  }
  if (error instanceof NexudusInexact) {
    return { ...certain, why: 'inexact', passing: false, properties: error.properties };
  }
  if (error instanceof NexudusUnavailable) {
    const { acted, answered } = error;
    return acted === 'no'
      ? { why: 'unreachable', passing: true, mayHaveActed: false, answered }
      : { why: 'unsure', passing: true, mayHaveActed: true, answered };
  }
  return { why: 'unexpected', passing: false, mayHaveActed: true, answered: true };
}
