import { LRUCache } from 'lru-cache';

/** True for the first delivery of something that a person did, false for every other delivery of the same. */
export type IsFirst = (trigger: string, ...what: unknown[]) => boolean;

/**
 * Slack says that it delivers a command, a shortcut or a click once; seen twice, it has the same trigger id (assumed).
 * This process remembers them for as long as a late delivery is thinkable.
 */
export function createIsFirst(): IsFirst {
  const seen = new LRUCache<string, true>({ max: 10_000, ttl: 10 * 60_000 });
  return (...delivery) => {
    const key = JSON.stringify(delivery);
    if (seen.has(key)) return false;
    seen.set(key, true);
    return true;
  };
}
