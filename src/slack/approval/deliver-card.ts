import { setTimeout as sleep } from 'node:timers/promises';
import type { WebClient } from '@slack/web-api';
import type { Logger } from 'pino';
import type { Approvals } from '../../approvals/approvals.ts';
import type { Operation } from '../../operations/operation.ts';
import { type Announcement, NotDelivered, type OutboxStore, type Posted } from '../../submissions/outbox.ts';
import type { Submission } from '../../submissions/submission.ts';
import { pauseMs, refusedForContent, refusedForGood } from '../lookup/slack-trouble.ts';
import type { DeliverToApprovers } from '../results/deliver.ts';
import type { Message } from '../results/message.ts';
import { ApprovalChannelUnusable } from './approval-channel.ts';
import { type CardRights, drawCard, SHORT_CARD_MOST, supersededCard, withoutButtons } from './draw-card.ts';

export interface DeliverCardOptions {
  client: WebClient;
  /** The approval channel. */
  channel: string;
  approvals: Approvals;
  outbox: Pick<OutboxStore, 'placed'>;
  log: Logger;
}

const TRY_AGAIN_MS = 10_000;
/** So many of those who may decide are mentioned. */
const MENTIONED = 5;

/** Shows the card of a submission in the approval channel, as it is by now. */
export function createDeliverCard(options: DeliverCardOptions): DeliverToApprovers {
  const { client, channel, approvals, outbox, log } = options;

  /** Edits the card that there is. A question that was deleted is asked again. */
  const updated = async (posted: Posted, card: Message, open: boolean): Promise<Posted | undefined> => {
    try {
      await client.chat.update({ ...posted, ...card });
      return posted;
    } catch (error) {
      if (open && refusedForGood(error) && !refusedForContent(error)) return undefined;
      throw error;
    }
  };

  /** Takes the buttons off a card that belongs to nothing any more. They decide nothing: the store doesn't know it. */
  const retire = async (stray: Posted, submission: Submission, operation: Operation): Promise<undefined> => {
    for (let tries = 1; ; tries++) {
      try {
        await client.chat.update({ ...stray, ...supersededCard(submission, operation) });
        return;
      } catch (error) {
        const waitMs = pauseMs(error) ?? 1000;
        if (tries === 3 || refusedForGood(error)) {
          const { receipt } = submission;
          log.warn({ err: error, receipt }, 'a card that nothing waits for kept its buttons');
          return;
        }
        await sleep(waitMs);
      }
    }
  };

  /**
   * Shows the card where it stands, or posts it and writes down where. Undefined when it belongs to nothing that waits
   * any more.
   */
  const show = async (
    announcement: Announcement,
    submission: Submission,
    operation: Operation,
    rights: CardRights | undefined,
    most?: number,
  ): Promise<Posted | undefined> => {
    const open = submission.status === 'awaiting-approval';
    const card = drawCard(submission, operation, rights, most);
    const edited = announcement.posted && (await updated(announcement.posted, card, open));
    if (edited) return edited;
    // Buttons come once it is written down where the card stands: one that the store doesn't know asks nothing.
    const { channel: where, ts } = await client.chat.postMessage({
      channel,
      ...(open ? withoutButtons(card) : card),
      unfurl_links: false,
    });
    if (!where || !ts) throw new Error('the card was posted without an address');
    const placed = { channel: where, ts };
    announcement.posted = placed;
    if (!open) return placed;
    if (!(await outbox.placed(announcement, placed))) return retire(placed, submission, operation);
    await client.chat.update({ ...placed, ...card });
    return placed;
  };

  const deliver: DeliverToApprovers = async (announcement, submission, operation) => {
    const { status } = submission;
    if (status !== 'awaiting-approval') {
      // No approver was asked, so there is no card to update.
      if (!announcement.posted) return undefined;
      if (announcement.shows === status) return { posted: announcement.posted };
      const kept = await approvals.approvalOf(submission);
      const rights = kept?.words && { words: kept.words, digest: kept.digest ?? '', approvers: [] };
      return { posted: await show(announcement, submission, operation, rights), shows: status };
    }
    const content = await approvals.contentOf(submission);
    if (!content) return undefined;
    const { words, digest } = content;
    const rights = { words, digest, approvers: (await approvals.approversOf(content, MENTIONED)).found };
    const posted = await show(announcement, submission, operation, rights).catch((error: unknown) => {
      if (!refusedForContent(error)) throw error;
      log.error({ err: error, receipt: submission.receipt }, 'Slack refused what an approval card says');
      return show(announcement, submission, operation, rights, SHORT_CARD_MOST);
    });
    if (!posted) return undefined;
    await approvals.shown(submission, content);
    return { posted, shows: status };
  };

  return async (announcement, submission, operation) => {
    const stood = announcement.posted !== undefined;
    try {
      return await deliver(announcement, submission, operation);
    } catch (error) {
      const open = submission.status === 'awaiting-approval';
      const refused = refusedForGood(error) || error instanceof ApprovalChannelUnusable;
      // No approver can decide there, so the submission ends rather than wait for a day.
      if (refused && open && !stood) {
        log.warn({ err: error, receipt: submission.receipt }, 'an approval card could not be shown');
        await approvals.undeliverable(submission, refusedForContent(error) ? 'content' : 'channel');
        return undefined;
      }
      if (refused && !open) return undefined;
      throw new NotDelivered((error as Error).message, true, Math.max(pauseMs(error) ?? 0, TRY_AGAIN_MS));
    }
  };
}
