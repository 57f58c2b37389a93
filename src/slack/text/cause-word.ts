import type { CauseKind } from '../../submissions/cause.ts';
import type { Submission } from '../../submissions/submission.ts';

const WORDS: Record<CauseKind, string> = { undo: 'Undo', redo: 'Redo' };

/** Why there is a submission that no form was sent for, before its title: `Undo: Rename team`. */
export const causeWord = ({ cause }: Pick<Submission, 'cause'>): string | undefined =>
  cause && WORDS[cause.kind];
