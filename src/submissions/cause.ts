import { createHash } from 'node:crypto';

/** Why there is a submission that no form was sent for. */
export type CauseKind =
  /** Puts back what the other one changed. */
  | 'undo'
  /** Puts back what an undo changed. */
  | 'redo';

export interface Cause {
  kind: CauseKind;
  /** Id of the submission that it belongs to. */
  of: string;
}

/**
 * In place of a form's id: the same for everyone who asks for the same thing, so that it is done once however many press the button
 * at once. Like any form it may be submitted again once it did not succeed.
 */
export const formIdOf = ({ kind, of }: Cause): string =>
  createHash('sha256').update(`${kind} ${of}`).digest('hex').slice(0, 32);
