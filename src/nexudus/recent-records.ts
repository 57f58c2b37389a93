import { LRUCache } from 'lru-cache';
import type { Clock } from '../clock.ts';
import type { Nexudus } from './client.ts';
import { type NexudusRecord, type ResourceName, resourceOf } from './resources.ts';

/** A record as it was read lately. */
export interface Recent {
  record: NexudusRecord;
  /** How long ago Nexudus was asked for it. */
  ageMs: number;
}

/** Records with their lists, which one step after the other needs within seconds. */
export interface RecentRecords {
  /** By what was asked within so many milliseconds. Those that are asked for at once are one call; rejects as `get` does. */
  read(resource: ResourceName, id: number, withinMs: number): Promise<Recent>;
  forget(resource: ResourceName): void;
}

const MOST_KEPT = 500;

export function createRecentRecords(
  nexudus: Pick<Nexudus, 'readTogether'>,
  { ticks }: Pick<Clock, 'ticks'>,
): RecentRecords {
  const kept = new LRUCache<string, { record: Promise<NexudusRecord>; at: number }>({ max: MOST_KEPT });

  const ask = (resource: ResourceName, id: number) => {
    const { name, email = name, location = name, lists = [] } = resourceOf(resource);
    return nexudus.readTogether(resource, id, [name, email, location, ...lists]);
  };

  return {
    async read(resource, id, withinMs) {
      const key = `${resource}/${id}`;
      let known = kept.get(key);
      if (!known || ticks() - known.at > withinMs) {
        const asked = { record: ask(resource, id), at: ticks() };
        kept.set(key, asked);
        asked.record.catch(() => kept.get(key) === asked && kept.delete(key));
        known = asked;
      }
      const { at } = known;
      return { record: await known.record, ageMs: ticks() - at };
    },
    forget(resource) {
      for (const key of kept.keys()) if (key.startsWith(`${resource}/`)) kept.delete(key);
    },
  };
}
