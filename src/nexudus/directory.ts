import anyAscii from 'any-ascii';
import { LRUCache } from 'lru-cache';
import { type Clock, systemClock } from '../clock.ts';
import type { Nexudus } from './client.ts';
import { NexudusNotFound } from './errors.ts';
import {
  LOCATIONS,
  type NexudusRecord,
  type PeopleResource,
  type ResourceName,
  resourceOf,
} from './resources.ts';

/** A record as pickers show it. */
export interface Entry {
  id: number;
  name: string;
  /** E-mail, or location. */
  detail?: string;
  /** What distinguishes it from the other records of its name, where there are some: the detail, an id where that is the same. */
  apart?: string;
  /** Switched off in Nexudus; set where the list says so. */
  inactive?: boolean;
  /** Nexudus doesn't list it, so no more than its id is known. */
  unlisted?: boolean;
}

export interface Found {
  entries: Entry[];
  /** How many match in all. */
  total: number;
}

/** Which records a search may show. */
export interface Within {
  /** Only these ids. */
  among?: ReadonlySet<number>;
  /** Only records of these locations; what belongs to none that is known is left out, where all belong to one. Absent: of all. */
  locations?: readonly number[];
}

/** Names of records: for pickers, for text typed after the command, and for showing ids as people know them. */
export interface Directory {
  /** The first `most` records whose name holds every word of `text`; those that begin with it come first. */
  search(resource: ResourceName, text: string, most: number, within?: Within): Promise<Found>;
  /** Records meant by a typed name or id: exact names only. */
  named(resource: ResourceName, text: string): Promise<Entry[]>;
  /** Records with that e-mail address. */
  withEmail(resource: PeopleResource, email: string): Promise<Entry[]>;
  /** Names of the given ids; an id that is not in the list stands for itself. */
  names(resource: ResourceName, ids: readonly number[]): Promise<Map<number, string>>;
  /** The same as people are shown them: with what distinguishes records of one name. */
  labels(resource: ResourceName, ids: readonly number[]): Promise<Map<number, string>>;
  /** Records of that name as of the last reading; none when nothing was read yet. Makes no call. */
  namesakes(resource: ResourceName, name: string): Entry[];
  /** The records as pickers show them. */
  entries(resource: ResourceName, ids: readonly number[]): Promise<Entry[]>;
  /**
   * Those of the ids that no record has, or none within these locations. What the list doesn't hold is asked for by id.
   * @param toShow a list that is older than a minute will do, because nothing is decided by it
   */
  missing(
    resource: ResourceName,
    ids: readonly number[],
    locations?: readonly number[],
    toShow?: boolean,
  ): Promise<number[]>;
  /** Reads what will be asked for soon. */
  readAhead(resource: ResourceName): Promise<void>;
  /** Forgets what was read, after a write. */
  forget(resource: ResourceName): void;
}

const FRESH_MS = 60_000;

/** More ids than these are looked up in the list. */
const FEW = 10;

/** Case and accents don't count when people search; Latin letters that are no letter with a mark (ı, þ, ø) are spelt out. */
const folded = (text: string): string =>
  text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/(?![a-z])\p{Script=Latin}/gu, anyAscii)
    .trim();

interface Row extends Entry {
  location?: number;
  key: string;
  nameKey: string;
}

/** Names a record, and what distinguishes it from others of its name where there are some. */
export const distinctName = (name: string, apart?: string): string => (apart ? `${name} (${apart})` : name);

/** Notes what distinguishes rows of one name; they come in the order of their names. */
function tellApart(rows: readonly Row[]): void {
  let first = 0;
  for (let next = 1; next <= rows.length; next += 1) {
    if (rows[next]?.nameKey === rows[first]?.nameKey) continue;
    const same = next - first > 1 ? rows.slice(first, next) : [];
    for (const row of same) {
      const alone = same.every((other) => other === row || other.detail !== row.detail);
      row.apart = alone && row.detail ? row.detail : [row.detail, `#${row.id}`].filter(Boolean).join(', ');
    }
    first = next;
  }
}

const unlisted = (id: number): Row => ({ id, name: `#${id}`, key: String(id), nameKey: String(id) });

export function createDirectory(nexudus: Nexudus, clock: Pick<Clock, 'ticks'> = systemClock): Directory {
  // Asked each time: a time that the cache remembers for a moment would need a timer of its own.
  const byClock = { perf: { now: clock.ticks }, ttlResolution: 0 };
  const rowOf = (resource: ResourceName, locations: Map<number, string>, record: NexudusRecord): Row => {
    const { name, email, location } = resourceOf(resource);
    const shown = String(record[name] ?? '').trim() || `#${record.Id}`;
    // List rows of most resources carry BusinessName; those that don't get it from the list of locations.
    const at = location && record[location] ? Number(record[location]) : undefined;
    const detail = email ? record[email] : (record.BusinessName ?? (at && locations.get(at)));
    const more = typeof detail === 'string' && detail.trim() ? detail.trim() : undefined;
    return {
      id: record.Id,
      name: shown,
      detail: more,
      location: at,
      inactive: record.Active === false || undefined,
      nameKey: folded(shown),
      key: folded(`${shown} ${more ?? ''}`),
    };
  };

  // Outlives what is forgotten after a write: distinguishing names is not worth another reading.
  const lastRead = new Map<ResourceName, Map<number, Row>>();
  const cache = new LRUCache<ResourceName, Map<number, Row>>({
    max: 20,
    ...byClock,
    ttl: FRESH_MS,
    // People see the names of the last time at once rather than wait for fresh ones, or in place of none.
    allowStale: true,
    noDeleteOnFetchRejection: true,
    noDeleteOnStaleGet: true,
    // A caller that waits while it is forgotten still gets an answer; that answer is not kept.
    ignoreFetchAbort: true,
    fetchMethod: async (resource) => {
      const { email, location } = resourceOf(resource);
      const locations = new Map<number, string>();
      if (resource !== LOCATIONS && location && !email)
        for (const row of (await rowsOf(LOCATIONS)).values()) locations.set(row.id, row.name);
      const rows = (await nexudus.list(resource)).map((record) => rowOf(resource, locations, record));
      rows.sort((a, b) => (a.nameKey < b.nameKey ? -1 : a.nameKey > b.nameKey ? 1 : a.id - b.id));
      tellApart(rows);
      const byId = new Map(rows.map((row) => [row.id, row]));
      lastRead.set(resource, byId);
      return byId;
    },
  });
  const rowsOf = (resource: ResourceName): Promise<Map<number, Row>> => cache.forceFetch(resource);
  /** For what decides who is meant: a minute old at most, also where it was not asked for in hours. */
  const freshRowsOf = (resource: ResourceName): Promise<Map<number, Row>> =>
    cache.forceFetch(resource, { allowStale: false });

  const isWithin = (
    resource: ResourceName,
    row: Row | undefined,
    locations: readonly number[] | undefined,
  ): boolean =>
    row !== undefined &&
    (locations === undefined ||
      resourceOf(resource).location === undefined ||
      (row.location === undefined
        ? resourceOf(resource).belongsAnywhere === true
        : locations.includes(row.location)));

  const single = new LRUCache<string, Row>({ max: 1000, ttl: FRESH_MS, ...byClock });
  const rowById = async (resource: ResourceName, id: number): Promise<Row | undefined> => {
    const key = `${resource}/${id}`;
    const known = single.get(key);
    if (known) return known;
    try {
      const row = rowOf(resource, new Map(), await nexudus.get(resource, id));
      single.set(key, row);
      return row;
    } catch (error) {
      if (error instanceof NexudusNotFound) return undefined;
      throw error;
    }
  };

  return {
    async search(resource, text, most, { among, locations } = {}) {
      const words = folded(text).split(/\s+/).filter(Boolean);
      const rows = await rowsOf(resource);
      // A member that the list doesn't show (archived, say) must still be removable: it stands for itself.
      const all = among
        ? [...among].map((id) => rows.get(id) ?? unlisted(id))
        : [...rows.values()].filter((row) => isWithin(resource, row, locations));
      const matching = all.filter((row) =>
        words.every((word) => row.key.includes(word) || String(row.id) === word),
      );
      const start = folded(text);
      const first = matching.filter((row) => row.nameKey.startsWith(start));
      const rest = matching.filter((row) => !row.nameKey.startsWith(start));
      return { entries: [...first, ...rest].slice(0, most), total: matching.length };
    },
    async named(resource, text) {
      const key = folded(text);
      const rows = await rowsOf(resource);
      const byName = [...rows.values()].filter(
        (row) =>
          row.nameKey === key || (resourceOf(resource).email && row.detail && folded(row.detail) === key),
      );
      const byId = /^\d+$/.test(key) ? rows.get(Number(key)) : undefined;
      return byName.length > 0 ? byName : byId ? [byId] : [];
    },
    async withEmail(resource, email) {
      // Not folded: an address with other accents is another person's.
      const key = email.trim().toLowerCase();
      return [...(await freshRowsOf(resource)).values()].filter(
        ({ detail }) => detail?.toLowerCase() === key,
      );
    },
    async names(resource, ids) {
      const rows = ids.length > 0 ? await rowsOf(resource) : new Map<number, Row>();
      return new Map(ids.map((id) => [id, rows.get(id)?.name ?? `#${id}`]));
    },
    async labels(resource, ids) {
      const rows = ids.length > 0 ? await rowsOf(resource) : new Map<number, Row>();
      return new Map(
        ids.map((id) => {
          const { name, apart } = rows.get(id) ?? unlisted(id);
          return [id, distinctName(name, apart)];
        }),
      );
    },
    namesakes(resource, name) {
      const key = folded(name);
      return [...(lastRead.get(resource)?.values() ?? [])].filter(({ nameKey }) => nameKey === key);
    },
    async entries(resource, ids) {
      const rows = ids.length > 0 ? await freshRowsOf(resource) : new Map<number, Row>();
      return ids.map((id) => {
        const row = rows.get(id);
        const { name, detail, inactive } = row ?? unlisted(id);
        return { id, name, detail, inactive, unlisted: row ? undefined : true };
      });
    },
    async missing(resource, ids, locations, toShow = false) {
      const known = cache.get(resource, { allowStale: toShow });
      const rows = known ?? (ids.length > FEW ? await freshRowsOf(resource) : new Map<number, Row>());
      // The record may be newer than the list. Of more than a few, none was ever offered by a picker.
      const unknown = [...new Set(ids)].filter((id) => !rows.has(id)).slice(0, FEW);
      const found = await Promise.all(unknown.map((id) => rowById(resource, id)));
      const byId = new Map(found.map((row) => [row?.id, row]));
      return ids.filter((id) => !isWithin(resource, rows.get(id) ?? byId.get(id), locations));
    },
    async readAhead(resource) {
      await rowsOf(resource);
    },
    forget(resource) {
      cache.delete(resource);
      single.clear();
    },
  };
}
