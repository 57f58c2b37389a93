import type { KnownBlock, RichTextElement } from '@slack/types';
import { DAY_AND_TIME, moment, words } from '../../forms/rich-text.ts';
import { endedNothing, type Submission } from '../../submissions/submission.ts';
import type { TemporaryAccess } from '../../submissions/temporary-access.ts';
import type { Announced } from '../results/announced.ts';
import { END_IT, EXTEND_IT, type ResultButton, resultButtons } from '../results/result-buttons.ts';
import { say } from '../text/say.ts';

/** Of an end that took nothing away: when the last one who has the role loses it; undefined where that isn't known. */
export const goesOnUntil = (submission: Submission): number | undefined =>
  endedNothing(submission) && submission.status === 'succeeded' ? submission.keptUntil : undefined;

/** Whether what was given ends, and when. */
export function accessNote({ submission, operation, access }: Announced): RichTextElement[] {
  const later = goesOnUntil(submission);
  if (later !== undefined) return [words(`\n${say.nowEnds}`), moment(later, DAY_AND_TIME)];
  if (!operation.endsAt) return [];
  const until = operation.endsAt(submission.input);
  if (until === undefined) return [words(`\n${say.permanent}`)];
  if (access?.status === 'undone') return [];
  if (access?.status === 'ended') return [words(`\n${access.goesOn ? say.goesOn : say.hasEnded}`)];
  if (access?.status === 'ending') return [words(`\n${say.ending}`)];
  return [words(`\n${say.temporaryUntil}`), moment(until, DAY_AND_TIME)];
}

/** What can be done about access that still runs. */
export const accessButtons = (access: Pick<TemporaryAccess, 'status'> | undefined): ResultButton[] =>
  access?.status === 'running' ? [EXTEND_IT, END_IT] : [];

/** The same as a row: in a list of access, and in reminders. */
export const accessActions = (formId: string): KnownBlock[] =>
  [resultButtons(formId, [EXTEND_IT, END_IT])].flatMap((row) => row ?? []);
