import { LRUCache } from 'lru-cache';
import type { Clock } from '../clock.ts';
import type { Nexudus } from './client.ts';
import { cacheTime, FRESH_MS, type HeldList, type HeldLists } from './held-lists.ts';
import type { RecordsById } from './records-by-id.ts';
import { type ResourceName, resourceOf } from './resources.ts';
import { folded, isWithin, matching, meantExactly, type Row } from './row.ts';

/**
 * What a search doesn't tell: there may be more, Nexudus doesn't filter this list, only names were looked at, nothing was
 * found in what Nexudus makes of the text, or time was up.
 */
export type Untold = 'more' | 'unfiltered' | 'by-name' | 'none-like-it' | 'late';

/** What was found in a large list. */
export interface FoundLarge {
  rows: Row[];
  /** How many match in all, where Nexudus says so. */
  total?: number;
  untold?: Untold;
}

/** Lists that are too long to be read: Nexudus is asked for the part of them that a text is about. */
export interface LargeLists {
  find(
    resource: ResourceName,
    text: string,
    held: HeldList,
    locations: readonly number[] | undefined,
  ): Promise<FoundLarge>;
  /** Records of exactly that name, address or id; none where there may be more of them than were read. */
  named(resource: ResourceName, text: string): Promise<Row[]>;
  forget(resource: ResourceName): void;
}

/** What Nexudus answered to one filter. */
interface Part {
  rows: Row[];
  /** All that pass the filter are here. */
  complete: boolean;
  total: number;
}

/** What one way to ask came to; empty: there is nothing more to find this way. */
type Answer = FoundLarge & { isEmpty: boolean };

/** A person sees a hundred; a part of twice as many mostly holds all that the next letters leave over. */
const PART_SIZE = 200;
/** All parts together hold at most so many rows. */
const MOST_KEPT_ROWS = 40_000;
/** Of several words so many are asked for, the longest first. */
const MOST_WORDS = 2;
/** Ids of Nexudus have ten digits (seen). */
const LIKE_AN_ID = /^\d{7,15}$/;

const wordsOf = (text: string): string[] => text.normalize('NFC').split(/\s+/).filter(Boolean);

export function createLargeLists(
  nexudus: Nexudus,
  rowsFrom: HeldLists['rowsFrom'],
  byId: RecordsById,
  clock: Pick<Clock, 'ticks'>,
): LargeLists {
  const parts = new LRUCache<string, Part, { resource: ResourceName; filters: Record<string, string> }>({
    maxSize: MOST_KEPT_ROWS,
    sizeCalculation: ({ rows }) => rows.length + 1,
    ...cacheTime(clock),
    ttl: FRESH_MS,
    allowStale: true,
    noDeleteOnFetchRejection: true,
    noDeleteOnStaleGet: true,
    ignoreFetchAbort: true,
    fetchMethod: async (_key, _stale, { context: { resource, filters } }) => {
      const at = clock.ticks();
      const { records, pages, total } = await nexudus.page(resource, { size: PART_SIZE, filters });
      const rows = await rowsFrom(resource, records);
      byId.learn(resource, rows, at);
      return { rows, complete: pages <= 1, total };
    },
  });

  /** @param location only records of that one */
  const part = async (
    resource: ResourceName,
    property: string,
    text: string,
    location?: number,
  ): Promise<Part> => {
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
  };

  return {
    async find(resource, text, held, locations) {
      const { name, email, location: place, belongsAnywhere } = resourceOf(resource);
      const words = wordsOf(text);
      const within = (rows: readonly Row[]) => rows.filter((row) => isWithin(resource, row, locations));
      const canFilterPlace = place && place !== 'Id' && !belongsAnywhere && locations?.length === 1;
      const location = canFilterPlace ? locations[0] : undefined;
      if (locations?.length === 0 && place && !belongsAnywhere) return { rows: [] };

      /** How many match in all, where all that Nexudus gave do and it was asked for no others. */
      const totalOf = (found: readonly Row[], rows: readonly Row[], total: number): number | undefined =>
        found.length === rows.length && (locations === undefined || location !== undefined)
          ? total
          : undefined;

      if (words.length === 0) {
        const first = location === undefined ? held : await part(resource, name, '', location);
        const rows = within(first.rows);
        const complete = 'complete' in first && first.complete;
        return { rows, total: totalOf(rows, first.rows, first.total), untold: complete ? undefined : 'more' };
      }

      /** Matches of the whole text in what Nexudus gives for a part of it. */
      const ask = async (property: string, asked: string): Promise<Answer> => {
        const { rows, complete, total } = await part(resource, property, asked, location);
        const found = matching(within(rows), text);
        if (complete) return { rows: found, isEmpty: found.length === 0 };
        // As many as without a filter, and others among them: Nexudus doesn't know it.
        const unfiltered = total >= held.total && rows.some(({ key }) => !key.includes(folded(asked)));
        const untold = unfiltered ? 'unfiltered' : 'more';
        return { rows: found, total: totalOf(found, rows, total), untold, isEmpty: false };
      };

      const byName = async (): Promise<Answer> => {
        const longest = [...words].sort((a, b) => b.length - a.length).slice(0, MOST_WORDS);
        const answers = [];
        for (const word of longest) {
          const answer = await ask(name, word);
          if (!answer.untold && !answer.isEmpty) return answer;
          answers.push(answer);
        }
        // Of words that very many names hold, the names that hold them side by side.
        if (words.length > 1) answers.push(await ask(name, words.join(' ')));
        const rows = new Map(answers.flatMap((answer) => answer.rows.map((row) => [row.id, row])));
        const open =
          answers.find(({ untold }) => untold === 'unfiltered') ?? answers.find(({ untold }) => untold);
        return {
          rows: matching([...rows.values()], text),
          total: answers.length === 1 ? open?.total : undefined,
          untold: open?.untold,
          isEmpty: !open && rows.size === 0,
        };
      };
      const byEmail = (property: string) => {
        const address = words.find((word) => word.includes('@')) ?? words[0] ?? '';
        return ask(property, address);
      };
      const [only = '', another] = words;
      const byItsId = async (): Promise<Answer> => {
        const found = await byId.read(resource, [Number(only)], { withinMs: FRESH_MS, sure: true });
        const rows = within([...found.values()]);
        return { rows, isEmpty: rows.length === 0 };
      };

      // What a text looks like is asked for first; what finds nothing is asked for another way.
      const ways: (() => Promise<Answer>)[] = [byName];
      const put = (way: () => Promise<Answer>, isFirst: boolean) =>
        isFirst ? ways.unshift(way) : ways.push(way);
      if (email) put(() => byEmail(email), text.includes('@'));
      if (another === undefined && /^\d{1,15}$/.test(only)) put(byItsId, LIKE_AN_ID.test(only));
      for (const way of ways) {
        const { isEmpty, untold, ...found } = await way();
        if (isEmpty) continue;
        const namesOnly = way === byName && email && !untold;
        return { ...found, untold: namesOnly ? 'by-name' : untold };
      }
      return { rows: [], untold: 'none-like-it' };
    },

    async named(resource, text) {
      const words = wordsOf(text);
      if (words.length === 0) return [];
      const { name, email } = resourceOf(resource);
      const property = email && text.includes('@') ? email : name;
      const { rows, complete } = await part(resource, property, words.join(' '));
      const meant = meantExactly(resource, rows, text);
      if (meant.length > 0 || !complete) return complete ? meant : [];
      if (!/^\d{1,15}$/.test(text.trim())) return [];
      return [...(await byId.read(resource, [Number(text)], { withinMs: FRESH_MS, sure: true })).values()];
    },

    forget(resource) {
      for (const key of parts.keys()) if (key.startsWith(`${resource} `)) parts.delete(key);
    },
  };
}
