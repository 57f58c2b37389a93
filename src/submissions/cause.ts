import { createHash } from 'node:crypto';

/** Why there is a submission that no form was sent for. */
export type CauseKind =
  /** Puts back what the other one changed. */
  | 'undo'
  /** Puts back what an undo changed. */
  | 'redo'
  /** Takes what was created out of use. */
  | 'deactivate'
  /** Puts back what a deactivation changed. */
  | 'reactivate'
  /** Takes away the access that the other one gave until a moment. */
  | 'end-of-access';

export interface Cause {
  kind: CauseKind;
  /** Id of the submission that it belongs to. */
  of: string;
}

/** What goes back and forth: which kind puts back what. */
const AGAINST: Readonly<Partial<Record<CauseKind, CauseKind>>> = {
  undo: 'redo',
  redo: 'undo',
  deactivate: 'reactivate',
  reactivate: 'deactivate',
};
export const REVERSALS = Object.keys(AGAINST) as readonly CauseKind[];

/**
 * The kind that puts back a submission; undefined for those that nothing does.
 * @param creates the submission made a new record
 */
export const kindAgainst = (cause: Cause | undefined, creates: boolean): CauseKind | undefined =>
  cause ? AGAINST[cause.kind] : creates ? 'deactivate' : 'undo';

/**
 * In place of a form's id: the same for everyone who asks for the same thing, so that it is done once however many press the button
 * at once. Like any form it may be submitted again once it did not succeed.
 * @param rehearsals how often it was only rehearsed: it may be done after that
 */
export const formIdOf = ({ kind, of }: Cause, rehearsals = 0): string =>
  createHash('sha256')
    .update(`${kind} ${of}${rehearsals > 0 ? ` ${rehearsals}` : ''}`)
    .digest('hex')
    .slice(0, 32);
