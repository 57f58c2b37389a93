import { LRUCache } from 'lru-cache';
import type { Clock } from '../clock.ts';
import type { Nexudus } from './client.ts';
import { LOCATIONS, type NexudusRecord, type ResourceName, resourceOf } from './resources.ts';
import { type Row, rowOf, sortedApart } from './row.ts';
import { ttlSince } from './ttl-since.ts';

/** A list as it was read last. */
export interface HeldList {
  /** Of a large list, the rows of its first page. */
  rows: Row[];
  byId: ReadonlyMap<number, Row>;
  /** All of the list is here. */
  whole: boolean;
  pages: number;
  /** How many records Nexudus lists in all. */
  total: number;
  /** When it was asked for, by the clock's ticks. */
  at: number;
}

/** Lists of few pages, held whole, and how large the others are. */
export interface HeldLists {
  /** As of the last reading, which is done again once it is older than a minute, when no one else waits for Nexudus. */
  of(resource: ResourceName): Promise<HeldList>;
  /** The same where no one waits for it: whoever waits for something else goes before. */
  ahead(resource: ResourceName): Promise<HeldList>;
  /** Read within the last minute. */
  fresh(resource: ResourceName): Promise<HeldList>;
  /** Read now. */
  again(resource: ResourceName): Promise<HeldList>;
  /** What is here without a call; undefined where nothing is, or nothing that fresh. */
  peek(resource: ResourceName, how: 'fresh' | 'any'): HeldList | undefined;
  /** The last reading, also after it was forgotten: distinguishing names is not worth another one. */
  last(resource: ResourceName): HeldList | undefined;
  forget(resource: ResourceName): void;
  /** Makes rows of records in the order of their names, with the names of their locations. */
  rowsFrom(resource: ResourceName, records: readonly NexudusRecord[]): Promise<Row[]>;
}

/**
 * For so long, what was read counts as what Nexudus holds now. With the ten seconds that checked rights hold before a write, it is
 * a minute.
 */
export const FRESH_MS = 50_000;
/** How large a large list is, and its first page, may be older: nothing is decided by it. So may what Nexudus itself brings along. */
const SELDOM_READ_MS = 10 * 60_000;
/** A list of at most so many pages is held whole: to read it costs a thirtieth of what Nexudus allows in a minute. */
const MOST_PAGES = 4;

/** Time as caches see it. Asked each time: a time that a cache remembers for a moment would need a timer of its own. */
export const cacheTime = (clock: Pick<Clock, 'ticks'>) => ({ perf: { now: clock.ticks }, ttlResolution: 0 });

export function createHeldLists(nexudus: Nexudus, clock: Pick<Clock, 'ticks'>): HeldLists {
  const last = new Map<ResourceName, HeldList>();
  /** What makes a reading that is under way one that a person waits for. */
  const urgency = new Map<ResourceName, AbortController>();
  /** Once for each reading: an abort makes an exception, even where nothing is left to abort. */
  const hurry = (resource: ResourceName) => {
    urgency.get(resource)?.abort();
    urgency.delete(resource);
  };

  /** @param urgent no one waits for the rows until it is aborted */
  const rowsFrom = async (
    resource: ResourceName,
    records: readonly NexudusRecord[],
    urgent?: AbortSignal,
  ): Promise<Row[]> => {
    const { email, location } = resourceOf(resource);
    // List rows of most resources carry BusinessName; those that don't get it from the list of locations.
    const unnamed =
      location &&
      !email &&
      resource !== LOCATIONS &&
      records.some((record) => record[location] && !record.BusinessName);
    const named = () => (urgent && !urgent.aborted ? lists.ahead(LOCATIONS) : lists.of(LOCATIONS));
    if (unnamed) urgent?.addEventListener('abort', () => hurry(LOCATIONS));
    const places = unnamed ? await named().catch(() => undefined) : undefined;
    const names = new Map(places?.rows.map(({ id, name }) => [id, name]));
    // A row that moves to the next page while a list is read comes twice.
    const once = new Map(records.map((record) => [record.Id, record]));
    return sortedApart([...once.values()].map((record) => rowOf(resource, record, names)));
  };

  const cache = new LRUCache<ResourceName, HeldList>({
    max: 20,
    ...cacheTime(clock),
    ttl: FRESH_MS,
    // People see the names of the last time at once rather than wait for fresh ones, or in place of none.
    allowStale: true,
    noDeleteOnFetchRejection: true,
    noDeleteOnStaleGet: true,
    // A caller that waits while it is forgotten still gets an answer; that answer is not kept.
    ignoreFetchAbort: true,
    fetchMethod: async (resource, _stale, { options }) => {
      const at = clock.ticks();
      const urgent = new AbortController();
      urgency.set(resource, urgent);
      const { page } = nexudus.ahead(urgent.signal);
      const { records, pages, total } = await page(resource, {});
      const whole = pages <= MOST_PAGES;
      const freshMs = whole && !resourceOf(resource).builtIn ? FRESH_MS : SELDOM_READ_MS;
      const others = whole ? Array.from({ length: Math.max(0, pages - 1) }, (_, n) => n + 2) : [];
      const more = await Promise.all(others.map((number) => page(resource, { page: number })));
      const all = [...records, ...more.flatMap((each) => each.records)];
      const rows = await rowsFrom(resource, all, urgent.signal);
      const held = { rows, byId: new Map(rows.map((row) => [row.id, row])), whole, pages, total, at };
      options.ttl = ttlSince(at, freshMs, clock.ticks());
      last.set(resource, held);
      return held;
    },
  });

  /** A person waits for the list, so for what of it is being read as well. */
  const waitedFor = (resource: ResourceName, list: Promise<HeldList>): Promise<HeldList> => {
    hurry(resource);
    return list;
  };

  const lists: HeldLists = {
    of(resource) {
      const list = cache.forceFetch(resource);
      return cache.peek(resource, { allowStale: true }) ? list : waitedFor(resource, list);
    },
    ahead: (resource) => cache.forceFetch(resource),
    fresh: (resource) => waitedFor(resource, cache.forceFetch(resource, { allowStale: false })),
    again: (resource) =>
      waitedFor(resource, cache.forceFetch(resource, { allowStale: false, forceRefresh: true })),
    peek: (resource, how) => cache.get(resource, { allowStale: how === 'any' }),
    last: (resource) => last.get(resource),
    forget: (resource) => void cache.delete(resource),
    rowsFrom,
  };
  return lists;
}
