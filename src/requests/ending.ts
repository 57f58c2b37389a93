import type { Denial } from '../access/access.ts';
import type { Failure } from '../nexudus/failure.ts';
import type { Change } from '../operations/describe-changes.ts';
import type { Outcome, Problems } from '../operations/operation.ts';

/** How a request ended, or why it waits. Plain data: the journal keeps it. */
export type Ending =
  | Succeeded
  /** It can't be what was meant; nothing was sent. */
  | { kind: 'invalid'; problems: Problems }
  /** Nexudus said no: sentences per field, and those that fit none; whether everybody in a channel may read them. */
  | { kind: 'refused'; problems: Problems; others: string[]; forAll?: boolean }
  | { kind: 'denied'; decision: Denial }
  /** No usable answer, and no more tries. */
  | { kind: 'failed'; failure: Failure }
  /** No usable answer yet: it is tried again until then (milliseconds since 1970). */
  | { kind: 'waiting'; failure: Failure; until: number }
  | { kind: 'cancelled' }
  /** It waits for a second person's yes until then. */
  | { kind: 'awaiting'; until: number }
  /** A second person said no. */
  | { kind: 'turned-down'; by: string; reason?: string }
  | { kind: 'expired' }
  | Unapprovable
  /** Its form was sent before with something else in it, and that is under way or done. */
  | { kind: 'otherwise' }
  /** The journal could not be written, so nothing was sent; `sure` is false when the write timed out. */
  | { kind: 'unrecorded'; sure: boolean }
  /** The journal has lost it, so nobody can say how it ended. */
  | { kind: 'forgotten' };

/** Nobody can say yes: the approval channel can't be reached, or the chat refuses what the card says. */
export interface Unapprovable {
  kind: 'unapprovable';
  why?: 'channel' | 'content';
}

export interface Succeeded {
  kind: 'succeeded';
  outcome: Outcome;
  /** An earlier try got no answer, but this record was there when it was looked for. */
  found?: boolean;
  /** Added once the record was looked at again, before the journal keeps it. */
  aftermath?: Aftermath;
  /** Ids of records that look the same: an earlier try seems to have been done late. */
  twins?: number[];
}

/** What is known some time after the answer: the words for the channel, and whether Nexudus really holds it. */
export interface Aftermath {
  changes: Change[];
  /** Labels of properties that Nexudus holds otherwise than they were sent. */
  differing: string[];
  /** True when the record could not be read again. */
  unverified: boolean;
  /** What tells the record from others of its name, where there are some. */
  apart?: string;
}
