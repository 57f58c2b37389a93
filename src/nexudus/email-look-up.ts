import { LRUCache } from 'lru-cache';
import type { Clock } from '../clock.ts';
import type { Nexudus } from './client.ts';
import { NexudusUnavailable } from './errors.ts';
import { cacheTime, FRESH_MS, type HeldLists } from './held-lists.ts';
import type { RecordsById } from './records-by-id.ts';
import { type PeopleResource, type ResourceName, resourceOf } from './resources.ts';
import type { Row } from './row.ts';
import { ttlSince } from './ttl-since.ts';

export interface WithEmail {
  rows: Row[];
  /** How long ago Nexudus was asked for them. */
  ageMs: number;
}

/** People by their e-mail address: all of them, and none whose address only looks like it. */
export interface EmailLookUp {
  /** By what Nexudus says now, or said within the last minute. */
  withEmail(resource: PeopleResource, email: string): Promise<WithEmail>;
  forget(resource: ResourceName): void;
}

/** A filter that is answered with more pages than these was ignored. */
const MOST_PAGES = 4;

export function createEmailLookUp(
  nexudus: Nexudus,
  lists: HeldLists,
  byId: RecordsById,
  clock: Pick<Clock, 'ticks'>,
): EmailLookUp {
  // Not folded: an address with other accents is another person's.
  const having = (rows: Iterable<Row>, email: string): Row[] =>
    [...rows].filter(({ detail }) => detail?.toLowerCase() === email);

  /** Asks for one address, so that a long list need not be read. */
  const ask = async (resource: ResourceName, email: string): Promise<Row[]> => {
    const { entity, email: property } = resourceOf(resource);
    const filters = { [`${entity}_${property}`]: email };
    const { records, pages } = await nexudus.page(resource, { filters });
    if (pages > MOST_PAGES)
      throw new NexudusUnavailable(`Nexudus can't be asked for ${resource} by e-mail`, 'no');
    const all = pages > 1 ? await nexudus.list(resource, filters, true) : records;
    const found = having(await lists.rowsFrom(resource, all), email);
    // A filter that tells upper case from lower case (not seen) would keep a second one back, so those who had the address at
    // the last reading are asked for themselves.
    const had = having(lists.last(resource)?.rows ?? [], email).map(({ id }) => id);
    const open = had.filter((id) => !found.some((row) => row.id === id));
    const now = await byId.read(resource, open, { withinMs: 0, sure: true });
    return [...found, ...having(now.values(), email)];
  };

  const asked = new LRUCache<string, { rows: Row[]; at: number }, { resource: ResourceName; email: string }>({
    max: 1000,
    ...cacheTime(clock),
    ttl: FRESH_MS,
    ignoreFetchAbort: true,
    fetchMethod: async (_key, _stale, { options, context: { resource, email } }) => {
      const at = clock.ticks();
      const rows = await ask(resource, email);
      options.ttl = ttlSince(at, FRESH_MS, clock.ticks());
      return { rows, at };
    },
  });

  return {
    async withEmail(resource, text) {
      const email = text.trim().toLowerCase();
      if (!email) return { rows: [], ageMs: 0 };
      const known = lists.peek(resource, 'any');
      // One page costs what one address costs, and needs no filter to be trusted.
      const held =
        !known || (known.whole && known.pages <= 1)
          ? await lists.fresh(resource)
          : lists.peek(resource, 'fresh');
      if (held?.whole) return { rows: having(held.rows, email), ageMs: clock.ticks() - held.at };
      const { rows, at } = await asked.forceFetch(`${resource} ${email}`, { context: { resource, email } });
      return { rows, ageMs: clock.ticks() - at };
    },
    forget(resource) {
      for (const key of asked.keys()) if (key.startsWith(`${resource} `)) asked.delete(key);
    },
  };
}
