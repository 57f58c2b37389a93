import { z } from 'zod';
import { NexudusThrottled, NexudusUnavailable } from './errors.ts';
import { recordReply } from './replies.ts';
import { type NexudusRecord, type ResourceName, resourceOf } from './resources.ts';

/** Reads a record with all these properties. */
export type ReadTogether = (
  resource: ResourceName,
  id: number,
  properties: readonly string[],
) => Promise<NexudusRecord>;

interface Wish {
  id: number;
  properties: readonly string[];
  resolve(record: Promise<NexudusRecord>): void;
  reject(error: unknown): void;
}

/** Longer addresses may be refused (assumed). */
const MOST_IDS = 50;

/**
 * Reads that wait together are one call: documented (`?id=[1,2]`, each "as get one"). A batch was also seen to leave
 * properties out, so what it doesn't answer in full is read by itself.
 * @param read its path is asked for when its turn has come
 */
export function createReadTogether(
  read: (path: () => string) => Promise<unknown>,
  get: (resource: ResourceName, id: number) => Promise<NexudusRecord>,
): ReadTogether {
  const waiting = new Map<ResourceName, Wish[]>();

  const take = (resource: ResourceName) => waiting.get(resource)?.splice(0, MOST_IDS) ?? [];

  const readAll = async (resource: ResourceName): Promise<void> => {
    let wishes: Wish[] = [];
    try {
      const reply = await read(() => {
        // Asked once more when the call is repeated.
        if (wishes.length === 0) wishes = take(resource);
        const { path } = resourceOf(resource);
        const [only, second] = wishes;
        const ids = JSON.stringify(wishes.map(({ id }) => id));
        return second ? `${path}?id=${encodeURIComponent(ids)}` : `${path}/${only?.id}`;
      });
      const parsed = z.array(recordReply).safeParse(Array.isArray(reply) ? reply : [reply]);
      const found = new Map(parsed.data?.map((record) => [record.Id, record]));
      for (const { id, properties, resolve } of wishes) {
        const record = found.get(id);
        const whole = wishes.length === 1 || properties.every((property) => property in (record ?? {}));
        resolve(record && whole ? Promise.resolve(record) : get(resource, id));
      }
    } catch (error) {
      // It failed before its turn came.
      if (wishes.length === 0) wishes = take(resource);
      const refused = !(error instanceof NexudusThrottled || error instanceof NexudusUnavailable);
      for (const { id, resolve, reject } of wishes)
        refused && wishes.length > 1 ? resolve(get(resource, id)) : reject(error);
    }
  };

  return (resource, id, properties) =>
    new Promise((resolve, reject) => {
      const wishes = waiting.get(resource) ?? [];
      waiting.set(resource, wishes);
      wishes.push({ id, properties, resolve, reject });
      // One call is under way for those that wait already.
      if (wishes.length % MOST_IDS === 1) void readAll(resource);
    });
}
