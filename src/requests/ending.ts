import type { Refused } from '../access/access.ts';
import type { Change } from '../operations/describe-changes.ts';
import type { Outcome, Problems } from '../operations/operation.ts';

/** How a request ended, as far as the person waiting for it cares. */
export type Ending =
  | { kind: 'succeeded'; outcome: Outcome }
  /** It can't be what was meant; nothing was sent. */
  | { kind: 'invalid'; problems: Problems }
  /** Nexudus said no: sentences per field, and those that fit none. */
  | { kind: 'refused'; problems: Problems; others: string[] }
  | { kind: 'denied'; decision: Refused }
  /** No usable answer. `acted` as in NexudusUnavailable. */
  | { kind: 'failed'; error: unknown; acted: 'no' | 'unknown' };

/** What is known some time after the answer: the words for the channel, and whether Nexudus really holds it. */
export interface Aftermath {
  changes: Change[];
  /** Labels of properties that Nexudus holds otherwise than they were sent. */
  differing: string[];
  /** True when the record could not be read again. */
  unverified: boolean;
}
