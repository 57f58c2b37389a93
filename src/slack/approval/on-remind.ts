import type { RespondFn } from '@slack/bolt';
import type { Logger } from 'pino';
import type { Approvals } from '../../approvals/approvals.ts';
import { line, moment, words } from '../../forms/rich-text.ts';
import type { Submission } from '../../submissions/submission.ts';
import type { Click } from '../http/click.ts';
import { ephemeral } from '../http/ephemeral.ts';
import { say } from '../text/say.ts';

export interface OnRemindParts {
  /** Set when changes that grant access have to be approved. */
  approvals?: Approvals;
  /** The last submission of a form. */
  latest(formId: string): Promise<Submission | undefined>;
  log: Logger;
}

/** The requester wants the approvers reminded. */
export async function onRemind(
  { approvals, latest, log }: OnRemindParts,
  { user, value }: Click,
  respond: RespondFn,
): Promise<void> {
  const only = ephemeral(respond);
  const submission = await latest(value).catch((err: unknown) => {
    log.warn({ err, form: value }, 'what a reminder is about could not be looked up');
    return null;
  });
  if (submission === null) return only(say.buttonUnread);
  if (!submission) return only(say.submissionGone);
  if (submission.requester !== user) return only(say.remindNotYours);
  const reminded = await approvals?.remind(submission).catch((err: unknown) => {
    log.warn({ err, receipt: submission.receipt }, 'a reminder could not be recorded');
    return null;
  });
  if (reminded === null) return only(say.buttonUnread);
  if (reminded === undefined || reminded === 'over') return only(say.notWaitingAnyMore);
  if (reminded === 'reminded') return only(say.reminded);
  const when = [words(say.remindedBefore), moment(reminded.again, '{time}'), words('.')];
  await respond({
    response_type: 'ephemeral',
    replace_original: false,
    text: say.remindedBefore,
    blocks: [{ type: 'rich_text', elements: [line(...when)] }],
  });
}
