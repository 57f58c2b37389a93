import type { AckFn, ViewResponseAction } from '@slack/bolt';
import { LRUCache } from 'lru-cache';

type Ack = AckFn<ViewResponseAction>;

/** Answers a press of a modal's button once; the same delivered again gets the answer that the first delivery got. */
export type SameAnswer = (press: string, ack: Ack, answer: (ack: Ack) => Promise<void>) => Promise<void>;

/**
 * This process remembers answers for as long as a late delivery is thinkable. A press that is delivered to another process, or
 * after a restart, is answered again; its submission doesn't begin again, because the store knows its delivery.
 */
export function createSameAnswer(): SameAnswer {
  const given = new LRUCache<string, Promise<Parameters<Ack>[0]>>({ max: 500, ttl: 10 * 60_000 });
  return async (press, ack, answer) => {
    const known = given.get(press);
    if (known) return ack(await known);
    let give: (said: Parameters<Ack>[0]) => void = () => {};
    given.set(
      press,
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
