import { WebAPIPlatformError, type WebClient } from '@slack/web-api';
import type { Logger } from 'pino';
import type { Clock } from '../../clock.ts';
import type { Encryption } from '../../forms/form-sessions.ts';
import type { Operation } from '../../operations/operation.ts';
import {
  type Announcement,
  type Deliver,
  type Delivered,
  NotDelivered,
  type Posted,
  REMINDED,
} from '../../submissions/outbox.ts';
import { isOver } from '../../submissions/status.ts';
import { recordNameOf, type Submission } from '../../submissions/submission.ts';
import type { SubmissionStore } from '../../submissions/submission-store.ts';
import type { TemporaryAccess } from '../../submissions/temporary-access.ts';
import { lastReversal, undoOf } from '../../submissions/undo.ts';
import { mayExistOf } from '../../submissions/unknown-outcome.ts';
import type { Channels } from '../lookup/channels.ts';
import { inItsWords } from '../lookup/in-its-words.ts';
import { isContentRefused, pauseMs, SLACK_UNSURE, TOKEN_REFUSED } from '../lookup/slack-trouble.ts';
import { endReminder } from '../temporary/end-reminder.ts';
import type { Announced } from './announced.ts';
import { lateReply, type Message, resultMessage, shortMessage } from './message.ts';
import { type RecordUrls, recordUrl } from './record-url.ts';

/** An edit sends no notification: what took longer than this, or was approved or denied, is also said in the message's thread. */
const LATE_MS = 2 * 60_000;

const TOKEN_MENDED_AFTER_MS = 60_000;

/** Slack refused what a message says: something shorter may pass. */
class ContentRefused extends Error {
  override name = 'ContentRefused';
}

/** Undefined where Slack itself refused this way: then the next one is tried. Anything else may pass. */
async function unlessRefused<T>(call: () => Promise<T>, log: Logger): Promise<T | undefined> {
  try {
    return await call();
  } catch (error) {
    const pause = pauseMs(error);
    if (pause !== undefined) throw new NotDelivered('Slack limits the rate', true, pause);
    if (error instanceof WebAPIPlatformError) {
      const { error: said } = error.data;
      if (SLACK_UNSURE.has(said)) throw new NotDelivered(error.message, false);
      if (TOKEN_REFUSED.has(said)) throw new NotDelivered(error.message, true, TOKEN_MENDED_AFTER_MS);
      if (isContentRefused(said)) throw new ContentRefused(said);
      log.info({ error: error.message }, 'a result could not be delivered this way');
      return undefined;
    }
    // A 5xx or no answer: Slack may have taken it in.
    throw new NotDelivered((error as Error).message, false);
  }
}

/** Undefined where this way is used up or expired. */
async function throughResponseUrl(url: string, message: Message): Promise<true | undefined> {
  let response: Response;
  let said: string;
  try {
    response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ response_type: 'in_channel', ...message }),
      signal: AbortSignal.timeout(10_000),
    });
    said = await response.text();
  } catch (error) {
    throw new NotDelivered((error as Error).message, false);
  }
  if (response.status === 429) {
    const seconds = Number(response.headers.get('retry-after')) || 1;
    throw new NotDelivered('Slack limits the rate', true, seconds * 1000);
  }
  if (response.status >= 500) throw new NotDelivered(`response_url answered ${response.status}`, false);
  const refused = /[a-z]+(_[a-z]+)+/.exec(said)?.[0] ?? '';
  if (!response.ok && isContentRefused(refused)) throw new ContentRefused(refused);
  return response.ok || undefined;
}

/** Delivers what is announced in the approval channel. */
export type DeliverToApprovers = (
  announcement: Announcement,
  submission: Submission,
  operation: Operation,
) => Promise<Delivered | undefined>;

export interface DeliverOptions {
  client: WebClient;
  channels: Channels;
  encryption: Encryption;
  operations: readonly Operation[];
  recordUrls?: RecordUrls;
  /** Those that are switched on. */
  offered: readonly Operation[];
  store: Pick<SubmissionStore, 'byId' | 'causedBy' | 'messageOf' | 'earlierInputs'>;
  /** Shows the card in the approval channel. */
  deliverCard: DeliverToApprovers;
  /** Mentions the approvers in the card's thread. */
  deliverReminder: DeliverToApprovers;
  /** From when on the approvers of a submission can be reminded again. */
  remindableAt(submission: Submission): Promise<number | undefined>;
  /** What a submission gave until a moment. */
  accessOf(submissionId: string): Promise<TemporaryAccess | undefined>;
  /** Where, besides to the requester, it is said that access has not ended yet. */
  approvalChannel?: string;
  clock: Clock;
  log: Logger;
}

/** A newer version, which runs beside this one while it is replaced, wrote it and delivers it. */
const unknownHere = () => new NotDelivered('this version does not know what it is about', true, 10_000);

/** Delivers what the outbox holds. */
export function createDeliver(options: DeliverOptions): Deliver {
  const { client, channels, encryption, operations, store, clock, log } = options;
  /** True where people of other organisations read along, and where that isn't known. */
  const hasStrangers = async (channel: string | undefined): Promise<boolean> =>
    channel !== undefined && (await channels.about(channel))?.external !== false;

  /** Sends the message, or the short one in its place where Slack refuses what the message says. */
  const orShort = async <T>(
    announced: Announced,
    message: Message,
    send: (message: Message) => Promise<T | undefined>,
  ): Promise<T | undefined> => {
    try {
      return await send(message);
    } catch (error) {
      if (!(error instanceof ContentRefused)) throw error;
      const { receipt } = announced.submission;
      log.error({ error: error.message, receipt }, 'Slack refused what a result says');
    }
    return send(shortMessage(announced)).catch((error: unknown) => {
      if (error instanceof ContentRefused) return undefined;
      throw error;
    });
  };

  /** Undefined where Slack doesn't take it; what it took counts as delivered, also where it doesn't say where that stands. */
  const post = (
    announced: Announced,
    channel: string,
    thread: string | undefined,
    message: Message,
  ): Promise<Pick<Delivered, 'posted'> | undefined> =>
    orShort(announced, message, (content) =>
      unlessRefused(async () => {
        const { channel: where, ts } = await client.chat.postMessage({
          channel,
          thread_ts: thread,
          ...content,
          unfurl_links: false,
          unfurl_media: false,
        });
        return { posted: where && ts ? { channel: where, ts } : undefined };
      }, log),
    );

  const edit = (announced: Announced, earlier: Posted, message: Message) =>
    orShort(announced, message, (content) =>
      unlessRefused(() => client.chat.update({ ...earlier, ...content }), log),
    );

  const toRequester = (announced: Announced) =>
    post(announced, announced.submission.requester, undefined, resultMessage(announced, 'requester'));

  /** What became of it since, and what may be made of it: an undo and a redo change the message of what they belong to. */
  const withReversal = async (announced: Announced, earlier: Posted | undefined): Promise<Announced> => {
    const { submission } = announced;
    if (submission.status !== 'succeeded') return announced;
    // Before it stands anywhere, no one can have put it back.
    const last = earlier ? await lastReversal(store, submission) : submission;
    const { cause, requester: by, receipt, formId } = last;
    const reversed = last === submission || !cause ? undefined : { by, kind: cause.kind, receipt };
    const undo = undoOf(last, options.offered);
    const isOpen = undo && undo.until > clock.now();
    // An undo has a button of its own only where the message that it belongs to can't be changed.
    const hasButton = !submission.cause || !(await store.messageOf(submission.cause.of));
    const offers = isOpen && hasButton ? { kind: undo.cause.kind, formId } : undefined;
    return { ...announced, reversed, offers };
  };

  const deliverResult = async (
    { posted: earlier }: Announcement,
    plainly: Announced,
  ): Promise<Delivered | undefined> => {
    const announced = await withReversal(plainly, earlier);
    const { submission } = announced;
    const { channel, thread, status } = submission;
    const over = isOver(status);
    const strangers = await hasStrangers(channel);
    const message = resultMessage(announced, strangers ? 'strangers' : 'channel', earlier !== undefined);
    // Its outcome was announced when it came.
    if (announced.reversed && earlier)
      return (await edit(announced, earlier, message)) && { posted: earlier };
    const shows = announced.remindableAt === undefined ? '' : REMINDED;
    // What others don't read, the requester does: what is the record's, and what a person may not do.
    const isHidden =
      (status === 'denied' && 'decision' in submission) || (status === 'rejected' && !submission.forAll);
    const details = over && (strangers || isHidden) ? (['direct-message'] as const) : [];
    if (earlier && (await edit(announced, earlier, message))) {
      const isAwaited = submission.decidedBy !== undefined || clock.now() - submission.submittedAt > LATE_MS;
      return {
        posted: earlier,
        shows,
        followUps: over && isAwaited ? ['thread-reply', ...details] : details,
      };
    }
    const posted = channel ? await post(announced, channel, thread, message) : undefined;
    if (posted) return { ...posted, shows, followUps: details };
    // Private channels and direct messages without the bot can only be reached this way.
    const url = submission.responseUrl ? encryption.decrypt(submission.responseUrl) : undefined;
    const inTime = url && submission.responseUrlUntil > clock.now();
    if (inTime && (await orShort(announced, message, (content) => throughResponseUrl(url, content))))
      return { followUps: details };
    const direct = await toRequester(announced);
    if (!direct) {
      log.error({ receipt: submission.receipt }, 'a result could not be delivered in any way');
      return undefined;
    }
    return direct;
  };

  const reply = (announced: Announced, { channel, ts }: Posted, message: Message) => {
    const { submission } = announced;
    // The result may have gone to a direct message, which has another thread.
    const thread = (channel === submission.channel && submission.thread) || ts;
    return post(announced, channel, thread, message);
  };

  /** Tells the approval channel that access has not ended yet, and there that it has. */
  const deliverAlarm = async ({ posted }: Announcement, announced: Announced) => {
    const channel = options.approvalChannel;
    if (channel === undefined) return undefined;
    const reader = (await hasStrangers(channel)) ? 'strangers' : 'channel';
    const message = resultMessage(announced, reader, posted !== undefined);
    if (posted && (await edit(announced, posted, message))) return { posted };
    return post(announced, channel, undefined, message);
  };

  /** Reminds the requester while the access still runs; where people of other organisations read along, by direct message. */
  const deliverEndReminder = async ({ repliesTo }: Announcement, announced: Announced) => {
    const { access, submission } = announced;
    if (access?.status !== 'running') return undefined;
    const message = endReminder(announced, access, recordNameOf(submission));
    const isOurs = repliesTo && !(await hasStrangers(repliesTo.channel));
    const replied = isOurs ? await reply(announced, repliesTo, message) : undefined;
    return replied ?? (await post(announced, submission.requester, undefined, message)) ?? {};
  };

  return async (announcement, submission) => {
    const known = operations.find(({ id }) => id === submission.operation);
    if (!known) throw unknownHere();
    const operation = await inItsWords(options, submission, known);
    const { kind, repliesTo, deliveries } = announcement;
    const access = operation.endsAt && (await options.accessOf(submission.id));
    const url = recordUrl(options.recordUrls, submission, operation);
    const mayExist = await mayExistOf(options.store, submission, operation);
    const isAwaiting = kind === 'result' && submission.status === 'awaiting-approval';
    const remindableAt = isAwaiting ? await options.remindableAt(submission) : undefined;
    const repeated = deliveries > 1;
    const announced = { submission, operation, repeated, access, url, mayExist, remindableAt };
    switch (kind) {
      case 'card':
        return options.deliverCard(announcement, submission, operation);
      case 'nudge':
      case 'reminder':
        return options.deliverReminder(announcement, submission, operation);
      case 'result':
        return deliverResult(announcement, announced);
      case 'thread-reply': {
        if (!repliesTo) return undefined;
        const reader = (await hasStrangers(repliesTo.channel)) ? 'strangers' : 'channel';
        return (await reply(announced, repliesTo, lateReply(announced, reader))) ?? {};
      }
      case 'not-ended':
        return deliverAlarm(announcement, announced);
      case 'ends-in-a-day':
      case 'ends-in-an-hour':
        return deliverEndReminder(announcement, announced);
      case 'direct-message': {
        const posted = await toRequester(announced);
        if (!posted)
          log.error({ receipt: submission.receipt }, 'the details of a result could not be delivered');
        return posted ?? {};
      }
      default:
        throw unknownHere();
    }
  };
}
