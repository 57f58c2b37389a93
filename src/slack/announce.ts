import { WebAPIPlatformError, WebAPIRateLimitedError, type WebClient } from '@slack/web-api';
import type { Logger } from 'pino';
import { NotTold, type Telling } from '../requests/requests.ts';
import type { Seal } from '../requests/seal.ts';
import { isOver, type State } from '../requests/states.ts';
import type { Channels } from './channels.ts';
import { lateReply, type Message, resultMessage } from './message.ts';
import { SLACK_UNSURE, TOKEN_REFUSED } from './slack-trouble.ts';

/** Tells the channel how a request ended; see RequestsOptions.tell. */
export type Tell = (telling: Telling) => Promise<{ channel: string; ts: string } | undefined>;

/** Edits notify nobody: a result that took longer than this is also said in the message's thread. */
const LATE_MS = 2 * 60_000;

const MENDED_BY_SOMEBODY_MS = 60_000;

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

  const post = (channel: string, thread: string | null, message: Message) =>
    unlessRefused(async () => {
      const { channel: where, ts } = await client.chat.postMessage({
        channel,
        thread_ts: thread ?? undefined,
        ...message,
        unfurl_links: false,
        unfurl_media: false,
      });
      return where && ts ? { channel: where, ts } : undefined;
    }, log);

  const throughResponseUrl = async (url: string, message: Message): Promise<boolean> => {
    let response: Response;
    try {
      response = await fetch(url, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ response_type: 'in_channel', ...message }),
        signal: AbortSignal.timeout(10_000),
      });
    } catch (error) {
      throw new NotTold((error as Error).message, false);
    }
    if (response.status === 429) throw new NotTold('Slack limits the rate', true, 1000);
    if (response.status >= 500) throw new NotTold(`response_url answered ${response.status}`, false);
    // Used up or expired.
    return response.ok;
  };

  return async (telling) => {
    const { row } = telling;
    const strangers = await hasStrangers(row.channel);
    const message = resultMessage(telling, strangers ? 'strangers' : 'channel');
    const earlier =
      row.message_channel && row.message_ts
        ? { channel: row.message_channel, ts: row.message_ts }
        : undefined;
    const details = async () => {
      // What others don't read, whoever asked does: what is the record's, and what a person may not do.
      if (!isOver(row.state as State) || !(strangers || telling.ending.kind === 'denied')) return;
      // The channel was told, so this is tried once.
      await post(row.requester, null, resultMessage(telling, 'requester')).catch((err: unknown) =>
        log.warn({ err, receipt: row.receipt }, 'the details of a result could not be told'),
      );
    };
    if (earlier) {
      const edited = await unlessRefused(() => client.chat.update({ ...earlier, ...message }), log);
      if (edited) {
        if (Date.now() - row.submitted_at > LATE_MS && isOver(row.state as State)) {
          await post(earlier.channel, row.thread ?? earlier.ts, lateReply(telling)).catch((error) => {
            // The edit can be told again without harm; a reply that may stand there already can't.
            if (error instanceof NotTold && error.certain) throw error;
          });
        }
        await details();
        return earlier;
      }
    }
    const posted = row.channel ? await post(row.channel, row.thread, message) : undefined;
    if (posted) {
      await details();
      return posted;
    }
    // Private channels and direct messages without the bot can only be reached this way.
    const url = row.response_url ? seal.open(row.response_url) : undefined;
    if (url && row.response_url_until > Date.now() && (await throughResponseUrl(url, message))) {
      await details();
      return undefined;
    }
    const direct = await post(row.requester, null, resultMessage(telling, 'requester'));
    if (!direct) log.error({ receipt: row.receipt }, 'a result could not be told in any way');
    return direct;
  };
}
