import { LRUCache } from 'lru-cache';
import type { Clock } from '../clock.ts';
import type { Nexudus } from './client.ts';
import { NexudusNotFound, NexudusRejection } from './errors.ts';
import type { HeldLists } from './held-lists.ts';
import type { NexudusRecord, ResourceName } from './resources.ts';
import type { Row } from './row.ts';

/** Records that are asked for by their ids. */
export interface RecordsById {
  /**
   * Those of the ids that there are records of, by what was read within so many milliseconds.
   * @param sure something is decided by it: what many ids at once don't answer is asked for by each, of a few
   */
  read(
    resource: ResourceName,
    ids: readonly number[],
    how: { withinMs: number; sure?: boolean },
  ): Promise<Map<number, Row>>;
  /** What is here of them without a call, however old. */
  peek(resource: ResourceName, ids: readonly number[]): Map<number, Row>;
  /** Keeps rows that were read another way, as of then. */
  learn(resource: ResourceName, rows: readonly Row[], at: number): void;
  forget(resource: ResourceName): void;
}

/** An address of so many ids stays below 2,048 characters, the least that servers of Nexudus's kind take (assumed). */
export const MOST_IN_BATCH = 100;
/** So many are worth a call each where the ids can't be asked for together. */
export const MOST_SINGLE = 10;
/** Fewer are asked for one by one: that a record is read by its own id is the surest thing there is. */
const FEWEST_IN_BATCH = 3;
const MOST_KEPT = 20_000;

export function createRecordsById(
  nexudus: Nexudus,
  rowsFrom: HeldLists['rowsFrom'],
  clock: Pick<Clock, 'ticks'>,
): RecordsById {
  // Counted as sizes: for a `max` the whole of it would be allocated here, before there is a record.
  const kept = new LRUCache<string, { row: Row; at: number }>({
    maxSize: MOST_KEPT,
    sizeCalculation: () => 1,
  });
  const pending = new Map<string, Promise<Row | undefined>>();
  let batchesWork = true;
  /** How often something was: what was asked for before that is not kept. */
  let forgotten = 0;
  const keyOf = (resource: ResourceName, id: number) => `${resource}/${id}`;

  const learn: RecordsById['learn'] = (resource, rows, at) => {
    for (const row of rows) kept.set(keyOf(resource, row.id), { row, at });
  };

  const one = (resource: ResourceName, id: number): Promise<NexudusRecord | undefined> =>
    nexudus.get(resource, id).catch((error: unknown) => {
      if (error instanceof NexudusNotFound) return undefined;
      throw error;
    });

  const together = async (
    resource: ResourceName,
    ids: readonly number[],
  ): Promise<NexudusRecord[] | undefined> => {
    if (!batchesWork || ids.length < FEWEST_IN_BATCH) return undefined;
    const records = await nexudus.batch(resource, ids).catch((error: unknown) => {
      if (error instanceof NexudusNotFound || error instanceof NexudusRejection) return undefined;
      throw error;
    });
    // Something else than these records: Nexudus doesn't know the question, and is not asked it again.
    if (!records) batchesWork = false;
    return records;
  };

  /** @param budget how many may be asked for one by one */
  const ask = async (
    resource: ResourceName,
    ids: readonly number[],
    sure: boolean,
    budget: { left: number },
  ): Promise<Map<number, Row>> => {
    const at = clock.ticks();
    const then = forgotten;
    const records = await together(resource, ids);
    const rows = new Map((await rowsFrom(resource, records ?? [])).map((row) => [row.id, row]));
    // Who may pick a record depends on its location, so a row without a word of that decides nothing.
    const open = records && !sure ? [] : ids.filter((id) => rows.get(id)?.withoutLocation ?? !rows.has(id));
    const singles = open.slice(0, budget.left);
    budget.left -= singles.length;
    const found = await Promise.all(singles.map((id) => one(resource, id)));
    const known = found.filter((record) => record !== undefined);
    for (const row of await rowsFrom(resource, known))
      rows.set(row.id, { ...row, withoutLocation: undefined });
    if (forgotten === then) learn(resource, [...rows.values()], at);
    return rows;
  };

  const peek: RecordsById['peek'] = (resource, ids) =>
    new Map(
      ids.flatMap((id) => {
        const known = kept.peek(keyOf(resource, id));
        return known ? [[id, known.row]] : [];
      }),
    );

  return {
    async read(resource, ids, { withinMs, sure = false }) {
      const now = clock.ticks();
      const unique = [...new Set(ids)];
      const unknown = unique.filter((id) => {
        const known = kept.get(keyOf(resource, id));
        return !known || now - known.at > withinMs || (sure && known.row.withoutLocation);
      });
      const asked = unknown.filter((id) => !pending.has(keyOf(resource, id)));
      const budget = { left: MOST_SINGLE };
      for (let from = 0; from < asked.length; from += MOST_IN_BATCH) {
        const some = asked.slice(from, from + MOST_IN_BATCH);
        const answer = ask(resource, some, sure, budget);
        for (const id of some) {
          const key = keyOf(resource, id);
          const mine = answer
            .then((rows) => rows.get(id))
            .finally(() => pending.get(key) === mine && pending.delete(key));
          // A failure goes to those who wait; where no one waits any more, it is dropped.
          mine.catch(() => {});
          pending.set(key, mine);
        }
      }
      const answers = await Promise.all(unknown.map((id) => pending.get(keyOf(resource, id))));
      const found = peek(
        resource,
        unique.filter((id) => !unknown.includes(id)),
      );
      for (const row of answers) if (row && !(sure && row.withoutLocation)) found.set(row.id, row);
      return found;
    },
    peek,
    learn,
    forget(resource) {
      forgotten += 1;
      for (const key of kept.keys()) if (key.startsWith(`${resource}/`)) kept.delete(key);
      for (const key of pending.keys()) if (key.startsWith(`${resource}/`)) pending.delete(key);
    },
  };
}
