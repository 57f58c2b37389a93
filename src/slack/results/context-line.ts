import type { KnownBlock } from '@slack/types';
import { DAY_AND_TIME, inUtc } from '../../forms/rich-text.ts';
import type { Submission } from '../../submissions/submission.ts';
import { say } from '../text/say.ts';

/** An id that isn't one of Slack's is no mention. */
const mention = (id: string): string => (/^[A-Z0-9]+$/.test(id) ? `<@${id}>` : '?');

/** In the reader's own time zone. */
const moment = (at: number): string =>
  `<!date^${Math.floor(at / 1000)}^${DAY_AND_TIME}|${inUtc(at, DAY_AND_TIME)}>`;

/** Who requested it, and who approved it. */
const byWhom = ({ requester, decidedBy, status, cause, input }: Submission): string => {
  // What was promised when access was given is done by the bot.
  const isByItself = cause?.kind === 'end-of-access' && input.early !== true;
  if (status !== 'succeeded' || isByItself) return `${say.requestedBy}${mention(requester)}`;
  if (decidedBy === undefined) return `${say.by}${mention(requester)}`;
  return `${say.requestedBy}${mention(requester)}${say.approvedBy}${mention(decidedBy)}`;
};

/**
 * The small last line of a result: by whom, since when it stands so, and its receipt.
 * @param repeated it may stand there twice
 */
export function contextLine(submission: Submission, repeated = false): KnownBlock {
  const { updatedAt, receipt } = submission;
  const parts = [byWhom(submission), moment(updatedAt), receipt, ...(repeated ? [say.repeated] : [])];
  // Nothing of it is text from a record or from people; `verbatim` keeps Slack from making links or mentions of words.
  return { type: 'context', elements: [{ type: 'mrkdwn', text: parts.join(' · '), verbatim: true }] };
}
