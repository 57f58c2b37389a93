import { LRUCache } from 'lru-cache';
import type { Clock } from '../clock.ts';
import type { Nexudus } from './client.ts';
import { cacheTime, FRESH_MS, type HeldLists } from './held-lists.ts';
import type { RecordsById } from './records-by-id.ts';
import { type ResourceName, resourceOf } from './resources.ts';
import { folded, type Row } from './row.ts';

/** What Nexudus answered to one filter. */
export interface ListPart {
  rows: Row[];
  /** All that pass the filter are here. */
  complete: boolean;
  total: number;
}

/** Parts of large lists, by what was asked for. */
export interface ListParts {
  /** @param location only records of that one */
  of(resource: ResourceName, property: string, text: string, location?: number): Promise<ListPart>;
  forget(resource: ResourceName): void;
}

/** A person sees a hundred; a part of twice as many mostly holds all that the next letters leave over. */
export const PART_SIZE = 200;
/** All parts together hold at most so many rows. */
const MOST_KEPT_ROWS = 40_000;

export function createListParts(
  nexudus: Nexudus,
  rowsFrom: HeldLists['rowsFrom'],
  byId: RecordsById,
  clock: Pick<Clock, 'ticks'>,
): ListParts {
  const parts = new LRUCache<string, ListPart, { resource: ResourceName; filters: Record<string, string> }>({
    maxSize: MOST_KEPT_ROWS,
    sizeCalculation: ({ rows }) => rows.length + 1,
    ...cacheTime(clock),
    ttl: FRESH_MS,
    allowStale: true,
    noDeleteOnFetchRejection: true,
    noDeleteOnStaleGet: true,
    ignoreFetchAbort: true,
    fetchMethod: async (_key, known, { context: { resource, filters } }) => {
      const at = clock.ticks();
      // Who is shown what was known before doesn't wait for this.
      const { page } = known ? nexudus.ahead() : nexudus;
      const { records, pages, total } = await page(resource, { size: PART_SIZE, filters });
      const rows = await rowsFrom(resource, records);
      byId.learn(resource, rows, at);
      return { rows, complete: pages <= 1, total };
    },
  });
  return {
    async of(resource, property, text, location) {
      const { entity, location: place = '' } = resourceOf(resource);
      // documented: filters are named {Entity}_{Property}, those by another record without its Id.
      const keyOf = (asked: string) => `${resource} ${location ?? ''} ${property} ${asked.toLowerCase()}`;
      const filters = {
        ...(text ? { [`${entity}_${property}`]: text } : {}),
        ...(location ? { [`${entity}_${place.replace(/Id$/, '')}`]: String(location) } : {}),
      };
      // All that hold the longer text hold the shorter one too. Where none does, Nexudus may take filters another way.
      for (let length = text.length - 1; length > 0; length -= 1) {
        const asked = text.slice(0, length);
        const known = parts.peek(keyOf(asked), { allowStale: true });
        if (!known?.complete || !known.rows.some(({ key }) => key.includes(folded(text)))) continue;
        const shorter = { ...filters, [`${entity}_${property}`]: asked };
        return parts.forceFetch(keyOf(asked), { context: { resource, filters: shorter } });
      }
      return parts.forceFetch(keyOf(text), { context: { resource, filters } });
    },
    forget(resource) {
      for (const key of parts.keys()) if (key.startsWith(`${resource} `)) parts.delete(key);
    },
  };
}
