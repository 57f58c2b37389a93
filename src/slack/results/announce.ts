import { WebAPIPlatformError, WebAPIRateLimitedError, type WebClient } from '@slack/web-api';
import type { Logger } from 'pino';
import type { Owed, Posted } from '../../requests/journal.ts';
import { NotTold, type RequestsOptions, type Telling, type Told } from '../../requests/requests.ts';
import type { Seal } from '../../requests/seal.ts';
import { isOver, type State } from '../../requests/states.ts';
import type { Channels } from '../lookup/channels.ts';
import { isContentRefused, SLACK_UNSURE, TOKEN_REFUSED } from '../lookup/slack-trouble.ts';
import { lateReply, type Message, resultMessage, shortMessage } from './message.ts';

/** Tells how a request ended; see RequestsOptions.tell. */
export type Tell = RequestsOptions['tell'];

/** Edits notify nobody: a result that took longer than this is also said in the message's thread. */
const LATE_MS = 2 * 60_000;

const MENDED_BY_SOMEBODY_MS = 60_000;

/** Slack refused what a message says: something shorter may pass. */
class ContentRefused extends Error {
  override name = 'ContentRefused';
}

/** Undefined where Slack itself refused this way: then the next one is tried. Anything else may pass. */
async function unlessRefused<T>(call: () => Promise<T>, log: Logger): Promise<T | undefined> {
  try {
    return await call();
  } catch (error) {
    if (error instanceof WebAPIRateLimitedError) {
      throw new NotTold('Slack limits the rate', true, (error.retryAfter ?? 1) * 1000);
    }
    if (error instanceof WebAPIPlatformError) {
      const { error: said } = error.data;
      if (SLACK_UNSURE.has(said)) throw new NotTold(error.message, false);
      if (TOKEN_REFUSED.has(said)) throw new NotTold(error.message, true, MENDED_BY_SOMEBODY_MS);
      if (isContentRefused(said)) throw new ContentRefused(said);
      log.info({ error: error.message }, 'a result could not be told this way');
      return undefined;
    }
    // A 5xx or no answer: Slack may have taken it in.
    throw new NotTold((error as Error).message, false);
  }
}

export function createTell(client: WebClient, channels: Channels, seal: Seal, log: Logger): Tell {
  /** True where people of other organisations read along, and where that can't be told. */
  const hasStrangers = async (channel: string | null): Promise<boolean> =>
    channel !== null && (await channels.about(channel))?.external !== false;

  /** Sends the message, or the short one in its place where Slack refuses what the message says. */
  const orShort = async <T>(
    telling: Telling,
    message: Message,
    send: (message: Message) => Promise<T | undefined>,
  ): Promise<T | undefined> => {
    try {
      return await send(message);
    } catch (error) {
      if (!(error instanceof ContentRefused)) throw error;
      log.error({ error: error.message, receipt: telling.row.receipt }, 'Slack refused what a result says');
    }
    return send(shortMessage(telling)).catch((error: unknown) => {
      if (error instanceof ContentRefused) return undefined;
      throw error;
    });
  };

  const post = (telling: Telling, channel: string, thread: string | null, message: Message) =>
    orShort(telling, message, (content) =>
      unlessRefused(async () => {
        const { channel: where, ts } = await client.chat.postMessage({
          channel,
          thread_ts: thread ?? undefined,
          ...content,
          unfurl_links: false,
          unfurl_media: false,
        });
        return where && ts ? { channel: where, ts } : undefined;
      }, log),
    );

  const edit = (telling: Telling, earlier: Posted, message: Message) =>
    orShort(telling, message, (content) =>
      unlessRefused(() => client.chat.update({ ...earlier, ...content }), log),
    );

  const throughResponseUrl = async (url: string, message: Message): Promise<true | undefined> => {
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
      throw new NotTold((error as Error).message, false);
    }
    if (response.status === 429) {
      const seconds = Number(response.headers.get('retry-after')) || 1;
      throw new NotTold('Slack limits the rate', true, seconds * 1000);
    }
    if (response.status >= 500) throw new NotTold(`response_url answered ${response.status}`, false);
    const refused = /[a-z]+(_[a-z]+)+/.exec(said)?.[0] ?? '';
    if (!response.ok && isContentRefused(refused)) throw new ContentRefused(refused);
    // Used up or expired.
    return response.ok || undefined;
  };

  /** Tells what is left once the message stands. */
  const tellOwed = async (telling: Telling, [part, ...owed]: readonly Owed[]): Promise<Told> => {
    const { row } = telling;
    if (part === 'reply' && row.message_channel)
      await post(telling, row.message_channel, row.thread ?? row.message_ts, lateReply(telling));
    if (part === 'details') {
      const posted = await post(telling, row.requester, null, resultMessage(telling, 'requester'));
      if (!posted) log.error({ receipt: row.receipt }, 'the details of a result could not be told');
    }
    return { owed };
  };

  return async (telling, owed) => {
    if (owed.length > 0) return tellOwed(telling, owed);
    const { row } = telling;
    const over = isOver(row.state as State);
    const strangers = await hasStrangers(row.channel);
    const message = resultMessage(telling, strangers ? 'strangers' : 'channel');
    // What others don't read, whoever asked does: what is the record's, and what a person may not do.
    const { ending } = telling;
    const isHidden = ending.kind === 'denied' || (ending.kind === 'refused' && !ending.forAll);
    const details: Owed[] = over && (strangers || isHidden) ? ['details'] : [];
    if (row.message_channel && row.message_ts) {
      const earlier = { channel: row.message_channel, ts: row.message_ts };
      const late = over && Date.now() - row.submitted_at > LATE_MS;
      if (await edit(telling, earlier, message))
        return { message: earlier, owed: late ? ['reply', ...details] : details };
    }
    const posted = row.channel ? await post(telling, row.channel, row.thread, message) : undefined;
    if (posted) return { message: posted, owed: details };
    // Private channels and direct messages without the bot can only be reached this way.
    const url = row.response_url ? seal.open(row.response_url) : undefined;
    const inTime = url && row.response_url_until > Date.now();
    if (inTime && (await orShort(telling, message, (content) => throughResponseUrl(url, content))))
      return { owed: details };
    const direct = await post(telling, row.requester, null, resultMessage(telling, 'requester'));
    if (!direct) log.error({ receipt: row.receipt }, 'a result could not be told in any way');
    return { message: direct, owed: [] };
  };
}
