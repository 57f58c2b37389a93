import { LRUCache } from 'lru-cache';
import { deliveryKey } from './delivery-key.ts';

/** True for the first delivery of something that a person did, false for every other delivery of the same. */
export type IsFirst = (trigger: string, ...what: unknown[]) => boolean;

/**
 * Slack says that it delivers a command, a shortcut or a click once. This process remembers them for as long as a late
 * delivery is thinkable. Delivered to another process, a trigger opens nothing a second time, because Slack takes it once; a
 * submission is taken on once, because the store knows its delivery; what is only read is read twice.
 */
export function createIsFirst(): IsFirst {
  const seen = new LRUCache<string, true>({ max: 10_000, ttl: 10 * 60_000 });
  return (...delivery) => {
    const key = deliveryKey(...delivery);
    if (seen.has(key)) return false;
    seen.set(key, true);
    return true;
  };
}
