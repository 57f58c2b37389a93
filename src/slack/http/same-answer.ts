import type { AckFn, ViewResponseAction } from '@slack/bolt';
import { LRUCache } from 'lru-cache';

type Ack = AckFn<ViewResponseAction>;

/** Answers a press of a modal's button once; the same delivered again gets the answer that the first delivery got. */
export type SameAnswer = (press: unknown[], ack: Ack, answer: (ack: Ack) => Promise<void>) => Promise<void>;

/**
 * A press that is delivered again has the same trigger id (assumed). Its submission may be over by then, cancelled or
 * denied, and must not begin anew. This process remembers answers for as long as a late delivery is thinkable.
 */
export function createSameAnswer(): SameAnswer {
  const given = new LRUCache<string, Promise<Parameters<Ack>[0]>>({ max: 500, ttl: 10 * 60_000 });
  return async (press, ack, answer) => {
    const key = JSON.stringify(press);
    const known = given.get(key);
    if (known) return ack(await known);
    let give: (said: Parameters<Ack>[0]) => void = () => {};
    given.set(
      key,
      new Promise((resolve) => {
        give = resolve;
      }),
    );
    await answer((said) => {
      give(said);
      return ack(said);
    });
  };
}
