import type { WebClient } from '@slack/web-api';
import type { Logger } from 'pino';
import type { Person } from '../../access/person.ts';
import type { Approvals } from '../../approvals/approvals.ts';
import { DAY_AND_TIME, line, moment, person, words } from '../../forms/rich-text.ts';
import { NotDelivered } from '../../submissions/outbox.ts';
import type { Submission } from '../../submissions/submission.ts';
import { pauseMs, refusedForGood } from '../lookup/slack-trouble.ts';
import type { DeliverToApprovers } from '../results/deliver.ts';
import { type Message, unformatted } from '../results/message.ts';
import { actOn, plainTitle } from '../text/result-title.ts';
import { LONGEST_ROLE, onOneLine } from '../text/rights-text.ts';
import { say } from '../text/say.ts';
import { ApprovalChannelUnusable } from './approval-channel.ts';

export interface DeliverReminderOptions {
  client: WebClient;
  approvals: Approvals;
  /** Rejects where the chat can't say who it is. */
  personOf(id: string): Promise<Pick<Person, 'name'>>;
  log: Logger;
}

const TRY_AGAIN_MS = 10_000;
/** So many of those who may decide are mentioned. */
const MENTIONED = 20;

interface Reminded {
  kind: 'nudge' | 'reminder';
  approvers: readonly string[];
  /** What waits, and for whom. */
  about: string;
  until: number;
  receipt: string;
  repeated: boolean;
}

/** Mentions those who may decide, and says until when. */
function reminder({ kind, approvers, about, until, receipt, repeated }: Reminded): Message {
  const why = approvers.length === 0 ? say.nudgeNoOne : kind === 'nudge' ? say.nudge : say.reminder;
  const mentions = approvers.flatMap((id) => [person(id), words(' ')]);
  const again = repeated ? ` ${say.repeated}` : '';
  const elements = [
    ...mentions,
    words(`${why} ${say.expires}`),
    moment(until, DAY_AND_TIME),
    words(`. (${receipt})${again}`),
  ];
  return {
    // The card, which the thread hangs from, is not part of a notification.
    text: unformatted(`${why} ${about} (${receipt})`),
    blocks: [{ type: 'rich_text', elements: [line(...elements)] }],
  };
}

/** Reminds the approvers in the thread of the card, while the submission still waits. */
export function createDeliverReminder({
  client,
  approvals,
  personOf,
  log,
}: DeliverReminderOptions): DeliverToApprovers {
  const found = async (submission: Submission) => {
    const content = await approvals.contentOf(submission);
    if (!content) return undefined;
    const { found: approvers, doubt } = await approvals.approversOf(content, MENTIONED);
    if (approvers.length === 0 && doubt === 'unknown') throw new Error('it isn’t known who may approve it');
    return { approvers, role: onOneLine(content.words.role, LONGEST_ROLE) };
  };

  return async (announcement, submission, operation) => {
    const { kind, repliesTo, deliveries } = announcement;
    if (submission.status !== 'awaiting-approval' || (kind !== 'nudge' && kind !== 'reminder'))
      return undefined;
    const { until, receipt } = submission;
    let asked: Awaited<ReturnType<typeof found>>;
    try {
      asked = await found(submission);
    } catch (error) {
      if (error instanceof ApprovalChannelUnusable) return undefined;
      throw new NotDelivered((error as Error).message, true, TRY_AGAIN_MS);
    }
    if (!asked) return undefined;
    const { approvers, role } = asked;
    const requester = await personOf(submission.requester).catch(() => undefined);
    const name = requester?.name && onOneLine(requester.name, LONGEST_ROLE);
    const about = say.waitsFor(plainTitle(actOn(operation, role)), name);
    // Its card is just being posted, maybe in another channel.
    if (!repliesTo) throw new NotDelivered('there is no card yet', true, TRY_AGAIN_MS);
    try {
      const { channel, ts } = repliesTo;
      const message = reminder({ kind, approvers, about, until, receipt, repeated: deliveries > 1 });
      await client.chat.postMessage({ channel, thread_ts: ts, ...message, unfurl_links: false });
      return {};
    } catch (error) {
      if (refusedForGood(error)) {
        log.warn({ err: error, receipt }, 'the approvers could not be reminded');
        return undefined;
      }
      const pause = pauseMs(error);
      throw new NotDelivered(
        (error as Error).message,
        pause !== undefined,
        Math.max(pause ?? 0, TRY_AGAIN_MS),
      );
    }
  };
}
