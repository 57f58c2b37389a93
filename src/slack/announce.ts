import { setTimeout as sleep } from 'node:timers/promises';
import type { WebClient } from '@slack/web-api';
import { WebAPIRateLimitedError } from '@slack/web-api';
import { LRUCache } from 'lru-cache';
import type { Logger } from 'pino';
import type { Message } from './message.ts';
import type { OpenForm } from './open-forms.ts';

/** Tells the channel how a form ended. */
export interface Announce {
  /** Posts the message, or puts it in the place of the one that told of an earlier refusal. Never rejects. */
  tell(open: OpenForm, message: Message): Promise<void>;
  /** True where people of other organisations read along, and where that can't be told. */
  outcomeOnly(channel: string | undefined): Promise<boolean>;
}

const MOST_TRIES = 4;

export function createAnnounce(client: WebClient, log: Logger): Announce {
  const shared = new LRUCache<string, { value: boolean }>({
    max: 2000,
    ttl: 600_000,
    fetchMethod: async (channel) => {
      const { channel: info } = await client.conversations.info({ channel });
      return { value: Boolean(info?.is_ext_shared || info?.is_pending_ext_shared || info?.is_org_shared) };
    },
  });

  /** Waits as Slack asks when it limits the rate: one message a second and channel is the rule. */
  const patiently = async <T>(call: () => Promise<T>): Promise<T> => {
    for (let tries = 1; ; tries++) {
      try {
        return await call();
      } catch (error) {
        if (!(error instanceof WebAPIRateLimitedError) || tries === MOST_TRIES) throw error;
        await sleep((error.retryAfter ?? 1) * 1000);
      }
    }
  };

  const post = async (open: OpenForm, channel: string, thread: string | undefined, message: Message) => {
    const posted = await patiently(() =>
      client.chat.postMessage({
        channel,
        thread_ts: thread,
        ...message,
        unfurl_links: false,
        unfurl_media: false,
      }),
    );
    if (posted.ts && posted.channel) open.message = { channel: posted.channel, ts: posted.ts };
  };

  const throughResponseUrl = async (url: string, message: Message) => {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ response_type: 'in_channel', ...message }),
      signal: AbortSignal.timeout(10_000),
    });
    if (!response.ok) throw new Error(`response_url answered ${response.status}`);
  };

  return {
    async tell(open, message) {
      const { channel, thread, responseUrl } = open.place;
      const { message: earlier } = open;
      const ways: (() => Promise<unknown>)[] = [];
      if (earlier) ways.push(() => patiently(() => client.chat.update({ ...earlier, ...message })));
      if (channel) ways.push(() => post(open, channel, thread, message));
      // Private channels and direct messages without the bot can only be reached this way.
      if (responseUrl) ways.push(() => throughResponseUrl(responseUrl, message));
      ways.push(() => post(open, open.owner, undefined, message));
      for (const way of ways) {
        try {
          await way();
          return;
        } catch (error) {
          log.warn(
            { receipt: open.receipt, error: (error as Error).message },
            'a result could not be told this way',
          );
        }
      }
      log.error({ receipt: open.receipt }, 'a result could not be told at all');
    },
    async outcomeOnly(channel) {
      if (!channel) return false;
      // A direct message has no strangers but the one it is with.
      try {
        return (await shared.forceFetch(channel)).value;
      } catch {
        return true;
      }
    },
  };
}
