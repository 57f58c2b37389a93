import { LRUCache } from 'lru-cache';
import type { FormStore } from './form-sessions.ts';

/** The location last used in each channel. */
export interface LastLocations {
  lastLocation(channel: string | undefined): Promise<number | undefined>;
  rememberLocation(channel: string | undefined, location: number): Promise<void>;
}

const MOST_CHANNELS = 5000;

/** @param isShared other processes may remember another one, so the store is asked each time */
export function createLastLocations(store: FormStore, isShared: boolean): LastLocations {
  const known = new LRUCache<string, { id?: number }>({ max: MOST_CHANNELS });
  return {
    async lastLocation(channel) {
      if (!channel) return undefined;
      const last = isShared ? undefined : known.get(channel);
      if (last) return last.id;
      const id = await store.lastLocation(channel);
      known.set(channel, { id });
      return id;
    },
    async rememberLocation(channel, location) {
      if (!channel) return;
      await store.rememberLocation(channel, location);
      known.set(channel, { id: location });
    },
  };
}
