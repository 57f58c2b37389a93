import type { WebClient } from '@slack/web-api';
import { LRUCache } from 'lru-cache';
import { ttlSince } from '../../nexudus/ttl-since.ts';

/** What matters about a channel; undefined where the bot can't even see it. */
export interface Channel {
  /** People of other organisations read along. */
  external: boolean;
  /** The bot can post there and edit what it posted. */
  reachable: boolean;
}

export interface Channels {
  about(id: string): Promise<Channel | undefined>;
}

const FRESH_MS = 60_000;

export function createChannels(client: WebClient): Channels {
  const cache = new LRUCache<string, Channel>({
    max: 2000,
    ttl: FRESH_MS,
    fetchMethod: async (channel, _stale, { options }) => {
      const since = performance.now();
      const { channel: info } = await client.conversations.info({ channel });
      if (!info) throw new Error('conversations.info answered without a channel');
      options.ttl = ttlSince(since, FRESH_MS);
      return {
        // A channel that only workspaces of the same Enterprise Grid share (`is_org_shared`) is not external (documented).
        external: Boolean(info.is_ext_shared || info.is_pending_ext_shared),
        // Public channels are open to the scope chat:write.public; a direct message the bot sees is its own.
        reachable: Boolean(info.is_member || info.is_im || !info.is_private),
      };
    },
  });
  return { about: (id) => cache.forceFetch(id).catch(() => undefined) };
}
