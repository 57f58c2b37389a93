import type { KnownBlock } from '@slack/types';
import { WebAPIPlatformError, type WebClient } from '@slack/web-api';
import { LRUCache } from 'lru-cache';
import PQueue from 'p-queue';
import type { Logger } from 'pino';
import type { Clock } from '../../clock.ts';
import { pauseMs, refusedForGood } from '../lookup/slack-trouble.ts';

/** What a person's Home shows. */
export interface HomeDrawn {
  blocks: KnownBlock[];
  /** Something of it is about to be known, so it is drawn again soon. */
  isIncomplete?: boolean;
}

/** What changed in the store. */
export interface Changed {
  id: string;
  at: number;
  requester: string;
  /** It has or had to be approved, or is about a role, so others than its requester may see it. */
  isForOthers: boolean;
}

export interface HomesParts {
  views: WebClient['views'];
  /** @param opened it is drawn because the person came, not because something changed */
  draw(user: string, opened: boolean): Promise<HomeDrawn>;
  changedSince(at: number): Promise<Changed[]>;
  clock: Clock;
  log: Logger;
}

/** The Home tabs that people looked at not long ago, kept as things are. */
export interface Homes {
  /** The person came to their Home. `hash` is of what Slack shows there. */
  opened(user: string, hash?: string): void;
  /** Says something at the top, in answer to a press there. */
  tell(user: string, blocks: KnownBlock[]): void;
  /** Draws it again, as something was done there. */
  refresh(user: string): void;
}

/** Slack doesn't say when a person leaves. */
const LOOKED_AT_MS = 30 * 60_000;
const MOST_PEOPLE = 2000;
/** A person's Home is published at most so often. */
const EVERY_MS = 3000;
const LOOK_EVERY_MS = 2000;
/** Clocks of several processes may differ by so much. */
const OVERLAP_MS = 10_000;
const MOST_TRIES = 6;
/** views.publish may be called at least 100 times a minute (documented: tier 4). */
const AT_ONCE = 4;
const PACE = { concurrency: AT_ONCE, intervalCap: 5, interval: 3000 };

/** Slack shows something else there than was known. */
const isConflict = (error: unknown): boolean =>
  error instanceof WebAPIPlatformError && error.data.error === 'hash_conflict';

interface Home {
  user: string;
  /** Of what Slack shows: it refuses to put something in the place of a newer view. */
  hash?: string;
  shown?: string;
  notice: KnownBlock[];
  /** Why it is to be drawn; absent when it shows what there is. */
  wanted?: 'opened' | 'changed';
  notBefore: number;
  working: boolean;
}

export function createHomes({ views, draw, changedSince, clock, log }: HomesParts): Homes {
  const homes = new LRUCache<string, Home>({ max: MOST_PEOPLE, ttl: LOOKED_AT_MS });
  const seen = new LRUCache<string, true>({ max: 5000 });
  const drawing = new PQueue({ concurrency: AT_ONCE });
  const publishing = new PQueue(PACE);
  let lookedAt = clock.now();
  let pausedUntil = 0;

  /** Draws it and puts it on the screen, if that shows something else. */
  const showOnce = async (home: Home, why: NonNullable<Home['wanted']>): Promise<'same' | 'shown'> => {
    const priority = why === 'opened' ? 1 : 0;
    const drawn = await drawing.add(() => draw(home.user, why === 'opened'), { priority });
    const blocks = [...home.notice, ...drawn.blocks];
    const text = JSON.stringify(blocks);
    if (drawn.isIncomplete) {
      home.wanted ??= 'changed';
      home.notBefore = clock.now() + EVERY_MS;
    }
    if (text === home.shown) return 'same';
    const view = { type: 'home' as const, blocks };
    const asked = { user_id: home.user, hash: home.hash, view };
    const { view: stands } = await publishing.add(() => views.publish(asked), { priority });
    Object.assign(home, { hash: stands?.hash, shown: text, notBefore: clock.now() + EVERY_MS });
    return 'shown';
  };

  /** Only one of a person's is under way at a time, so that what is drawn earlier is never shown later. */
  const work = async (home: Home): Promise<void> => {
    try {
      await showAll(home);
    } catch (err) {
      log.warn({ err, user: home.user }, 'a Home tab could not be shown');
    }
  };

  const showAll = async (home: Home): Promise<void> => {
    try {
      for (let tries = 0; home.wanted && tries < MOST_TRIES; tries++)
        if ((await showNext(home)) === 'shown') tries = 0;
    } finally {
      // In one turn with the last look at what is wanted, so that nothing wanted meanwhile is lost.
      Object.assign(home, { working: false, wanted: undefined });
    }
  };

  const showNext = async (home: Home): Promise<'same' | 'shown' | 'not'> => {
    const wait = Math.max(home.notBefore, pausedUntil) - clock.now();
    if (wait > 0) await clock.sleep(wait);
    const why = home.wanted ?? 'changed';
    home.wanted = undefined;
    try {
      return await showOnce(home, why);
    } catch (error) {
      if (refusedForGood(error) && !isConflict(error)) throw error;
      home.wanted ??= why;
      home.shown = undefined;
      // Another process shows something, or an answer of Slack was lost: what is drawn from now on is newer.
      if (isConflict(error)) home.hash = undefined;
      else {
        pausedUntil = Math.max(pausedUntil, clock.now() + (pauseMs(error) ?? 0));
        home.notBefore = clock.now() + EVERY_MS;
      }
      return 'not';
    }
  };

  const want = (home: Home, why: NonNullable<Home['wanted']>): void => {
    if (home.wanted !== 'opened') home.wanted = why;
    if (home.working) return;
    home.working = true;
    void work(home);
  };

  const look = async (): Promise<void> => {
    if (homes.size === 0) {
      lookedAt = clock.now();
      return;
    }
    const changes = await changedSince(lookedAt - OVERLAP_MS);
    lookedAt = clock.now();
    const fresh = changes.filter(({ id, at }) => !seen.has(`${id} ${at}`));
    for (const { id, at } of fresh) seen.set(`${id} ${at}`, true);
    for (const home of homes.values()) {
      if (fresh.some(({ requester, isForOthers }) => isForOthers || requester === home.user))
        want(home, 'changed');
    }
  };

  let isStarted = false;
  let isLooking = false;
  /** From the first person on, what changed is looked up from time to time. */
  const startLooking = (): void => {
    if (isStarted) return;
    isStarted = true;
    clock.every(LOOK_EVERY_MS, () => {
      if (isLooking) return;
      isLooking = true;
      void look()
        .catch((err: unknown) => log.warn({ err }, 'what changed for Home tabs could not be looked up'))
        .finally(() => {
          isLooking = false;
        });
    });
  };

  const homeOf = (user: string): Home => {
    startLooking();
    const home = homes.get(user) ?? { user, notice: [], notBefore: 0, working: false };
    homes.set(user, home);
    return home;
  };

  return {
    opened(user, hash) {
      const home = homeOf(user);
      if (!home.working && hash) home.hash = hash;
      // What Slack shows may be another process's.
      Object.assign(home, { shown: undefined, notice: [] });
      want(home, 'opened');
    },
    tell(user, blocks) {
      const home = homeOf(user);
      home.notice = blocks;
      want(home, 'changed');
    },
    refresh(user) {
      const home = homeOf(user);
      home.notice = [];
      want(home, 'changed');
    },
  };
}
