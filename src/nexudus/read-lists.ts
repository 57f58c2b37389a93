import { z } from 'zod';
import { NexudusUnavailable, refusedRead } from './errors.ts';
import { pageReply, recordReply } from './replies.ts';
import { type NexudusRecord, type ResourceName, resourceOf } from './resources.ts';

/** What is asked for of a list. */
export interface PageAsked {
  page?: number;
  size?: number;
  /** `{Entity}_{Property}`; one that Nexudus doesn't know is ignored (seen), so rows are compared again. */
  filters?: Readonly<Record<string, string>>;
}

/** A page of a list; its rows lack the list properties. */
export interface Page {
  records: NexudusRecord[];
  pages: number;
  /** How many rows the whole list has. */
  total: number;
}

/** The admin API's lists. */
export interface ReadLists {
  /**
   * All rows of a list, page by page. Rows lack the list properties.
   * @param whole rejects where fewer rows came than the list says it has: one may have moved to a page that was read
   */
  list(resource: ResourceName, filters?: Record<string, string>, whole?: boolean): Promise<NexudusRecord[]>;
  /** One page of a list, by id, with how much there is of it. */
  page(resource: ResourceName, asked: PageAsked): Promise<Page>;
  /** The records of these ids, in one call; undefined where Nexudus answers with something else than these records. */
  batch(resource: ResourceName, ids: readonly number[]): Promise<NexudusRecord[] | undefined>;
  /** One row, to see whether a list can be read at all. */
  peek(resource: ResourceName): Promise<NexudusRecord[]>;
}

// The documents disagree on the cap (100 to 1000); 500 was seen to be served.
const PAGE_SIZE = 500;
// A list that kept saying it had more pages was seen; this many is beyond any real account.
const MOST_PAGES = 1000;

/** Records by their ids come as a bare array (documented); a list's envelope in its place is known by its shape. */
const batchReply = z.union([z.array(recordReply), pageReply]);

type Read = <S extends z.ZodType>(
  schema: S,
  path: string,
  query: string | Record<string, string>,
) => Promise<z.output<S>>;

/** @param read reads what has this shape */
export function createReadLists(read: Read): ReadLists {
  const page: ReadLists['page'] = async (resource, { page = 1, size = PAGE_SIZE, filters = {} }) => {
    const query = { page: String(page), size: String(size), orderBy: 'Id', dir: '0', ...filters };
    const reply = await read(pageReply, resourceOf(resource).path, query).catch(refusedRead);
    return { records: reply.Records, pages: reply.TotalPages, total: reply.TotalItems };
  };
  return {
    page,
    async list(resource, filters = {}, whole = false) {
      // A row that moves to the next page meanwhile comes twice.
      const rows = new Map<number, NexudusRecord>();
      for (let number = 1; number <= MOST_PAGES; number++) {
        const { records, pages, total } = await page(resource, { page: number, filters });
        for (const row of records) rows.set(row.Id, row);
        if (number < pages && records.length > 0) continue;
        if (whole && rows.size < total)
          throw new NexudusUnavailable(`The list of ${resource} came without some of its rows`, 'no');
        return [...rows.values()];
      }
      throw new NexudusUnavailable(`The list of ${resource} did not end`, 'no');
    },
    async batch(resource, ids) {
      // documented: ?id=[1,2,3] answers an array, each as by its own id. assumed: ids of no record are left out.
      const reply = await read(batchReply, `${resourceOf(resource).path}/`, `id=[${ids.join(',')}]`);
      return Array.isArray(reply) ? reply.filter(({ Id }) => ids.includes(Id)) : undefined;
    },
    peek: async (resource) =>
      (await read(pageReply, resourceOf(resource).path, { page: '1', size: '1' })).Records,
  };
}
