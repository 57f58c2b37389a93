import type { Nexudus } from '../nexudus/client.ts';

/** Everything is read once, however many people share it: Nexudus takes 120 calls a minute. */
export function readOnce(nexudus: Nexudus): Nexudus {
  const kept = new Map<string, Promise<unknown>>();
  const once = <T>(key: string, ask: () => Promise<T>): Promise<T> => {
    const answer = (kept.get(key) as Promise<T> | undefined) ?? ask();
    kept.set(key, answer);
    return answer;
  };
  return {
    ...nexudus,
    get: (resource, id) => once(`${resource}/${id}`, () => nexudus.get(resource, id)),
    // The caller of a filtered question compares again, so the whole list will do.
    list: (resource) => once(resource, () => nexudus.list(resource)),
  };
}
