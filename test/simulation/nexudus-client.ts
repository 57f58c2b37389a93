import type { Nexudus, NexudusAccount, Written } from '../../src/nexudus/client.ts';
import {
  NexudusHeldBack,
  NexudusNotFound,
  NexudusRejection,
  NexudusThrottled,
  NexudusUnavailable,
} from '../../src/nexudus/errors.ts';
import { createPace, type Lane, type Turn } from '../../src/nexudus/pace.ts';
import type { ReadLists } from '../../src/nexudus/read-lists.ts';
import type { NexudusRecord, ResourceName } from '../../src/nexudus/resources.ts';
import type { EndpointName } from '../../src/sandbox/nexudus/properties.ts';
import { BOT_USER, type NexudusServer } from './nexudus-server.ts';
import type { Random } from './random.ts';
import type { Machine, Timeline } from './timeline.ts';
import type { Troubles } from './troubles.ts';

/** A write on its way, for those who watch whether it was right. */
export interface Sending {
  machine: Machine;
  endpoint: EndpointName;
  resource: ResourceName;
  body: Readonly<Record<string, unknown>>;
  /** The record as the process read it. */
  base?: NexudusRecord;
  sentAt: number;
  /** Sent, but acted on after the answer was given up. */
  late?: boolean;
}

export interface Watcher<Of> {
  sent(sending: Sending, of: Of): void;
  acted(sending: Sending, of: Of, before: NexudusRecord | undefined, after: NexudusRecord): void;
}

const TIMEOUT_MS = 30_000;
const STALE_MS = 1_000;
const MOST_LOOKS = 10;
/** Longer calls are not known of Nexudus (submission-store.ts counts on a minute). */
const LONGEST_CREATE_MS = 58_000;

class Stale extends Error {}

export interface NexudusWorld<Of> {
  timeline: Timeline;
  random: Random;
  troubles: Troubles;
  server: NexudusServer;
  watcher: Watcher<Of>;
}

/** The client of one process. It keeps the rules of src/nexudus/client.ts over a network that this simulation decides about. */
export function createSimulatedNexudus<Of>(world: NexudusWorld<Of>, machine: Machine) {
  const { timeline, random, troubles, server, watcher } = world;
  const clock = timeline.clockOf(machine);
  const pace = createPace({ clock });
  const wait = (ms: number) => timeline.wait(ms, machine);

  const silent = async (sentAt: number): Promise<never> => {
    await wait(sentAt + TIMEOUT_MS - timeline.now);
    throw new NexudusUnavailable('No answer', 'unknown', { answered: false });
  };

  /** One call over the network. What arrives is acted on, whatever becomes of the process. */
  const call = async <T>(kind: 'read' | 'create' | 'update', act: (late: boolean) => T): Promise<T> => {
    const fate = troubles.nexudus();
    const sentAt = timeline.now;
    const there = fate === 'slow' ? random.between(100, 4_500) : random.between(5, 60);
    if (fate === 'unreachable') {
      await wait(random.between(1, 2_000));
      throw new NexudusUnavailable('No connection', 'no', { answered: false });
    }
    if (fate === 'throttled') {
      await wait(there);
      throw new NexudusThrottled(random.between(1, 20) * 1000);
    }
    if (fate === 'failed-before') {
      await wait(there);
      throw new NexudusUnavailable('HTTP 500', 'unknown');
    }
    if (fate === 'rejected' && kind !== 'read') {
      await wait(there);
      throw new NexudusRejection([{ property: 'Name', message: 'is taken' }]);
    }
    if (fate === 'silent-before') return silent(sentAt);
    const late = fate === 'late' && kind === 'create';
    const answer = new Promise<T>((resolve) =>
      timeline.after(late ? random.between(TIMEOUT_MS + 1, LONGEST_CREATE_MS) : there, undefined, () =>
        resolve(act(late)),
      ),
    );
    if (late || fate === 'silent-after') return silent(sentAt);
    const answered = await answer;
    await wait(fate === 'slow' ? random.between(100, 20_000) : random.between(5, 60));
    if (fate === 'failed-after') throw new NexudusUnavailable('HTTP 500', 'unknown');
    if (fate === 'partial' && kind === 'read' && answered !== null && !Array.isArray(answered))
      return partial(answered as NexudusRecord) as T;
    return answered;
  };

  /** Without something that a write could lose. */
  const partial = (record: NexudusRecord): NexudusRecord => {
    const lost = random.pick(Object.keys(record).filter((name) => name !== 'Id' && record[name]));
    const { [lost]: _, ...rest } = record;
    return rest as NexudusRecord;
  };

  const read = async <T>(turn: Turn, act: () => T): Promise<T> => {
    for (let tries = 1; ; tries++) {
      try {
        return await turn(() => call('read', act));
      } catch (error) {
        if (error instanceof NexudusThrottled) pace.pause(error.retryAfterMs);
        else if (!(error instanceof NexudusUnavailable)) throw error;
        const timedOut = error instanceof NexudusUnavailable && error.acted === 'unknown' && !error.answered;
        if (tries === 3 || timedOut)
          throw error instanceof NexudusThrottled ? error : new NexudusUnavailable('Not read', 'no');
        if (error instanceof NexudusUnavailable) await clock.sleep(300 * tries);
      }
    }
  };

  const write = async (
    turn: Turn,
    sending: Omit<Sending, 'sentAt' | 'machine'>,
    ready: () => Promise<() => boolean>,
    isStale: () => boolean,
    of: Of,
  ): Promise<Written> => {
    try {
      const { after } = await turn(async () => {
        const still = await ready();
        if (isStale()) throw new Stale();
        if (!still()) throw new NexudusHeldBack('The write came too late');
        const sent: Sending = { ...sending, machine, sentAt: timeline.now };
        watcher.sent(sent, of);
        return call(sending.base ? 'update' : 'create', (late) => {
          const done = server.write(sending.endpoint, sending.body);
          watcher.acted({ ...sent, late }, of, done.before, done.after);
          return done;
        });
      }, true);
      return { id: after.Id, message: '', record: after, rehearsed: false };
    } catch (error) {
      if (error instanceof NexudusThrottled) pace.pause(error.retryAfterMs);
      throw error;
    }
  };

  const recordOf = (resource: ResourceName, id: number): NexudusRecord | null =>
    server.get(resource, id) ?? null;
  const found = (record: NexudusRecord | null): NexudusRecord => {
    if (!record) throw new NexudusNotFound('HTTP 404');
    return record;
  };

  const listsBy = (turn: Turn): ReadLists => ({
    list: (resource, filters = {}) => read(turn, () => server.list(resource, filters)),
    page: async (resource, { filters = {} }) => {
      const records = await read(turn, () => server.list(resource, filters));
      return { records, pages: 1, total: records.length };
    },
    batch: (resource, ids) => read(turn, () => ids.flatMap((id) => recordOf(resource, id) ?? [])),
    peek: (resource) => read(turn, () => server.list(resource, {}).slice(0, 1)),
  });

  const inLane = (lane: Lane, of: Of): Nexudus => ({
    me: () =>
      read(lane, () => ({ Id: BOT_USER, Email: 'bot@harbour.example', UserRoles: [] })) as ReturnType<
        Nexudus['me']
      >,
    own: async () => ({ id: BOT_USER, roles: [] }),
    get: async (resource, id) => found(await read(lane, () => recordOf(resource, id))),
    readTogether: async (resource, id) => found(await read(lane, () => recordOf(resource, id))),
    reread: async (resource, id) =>
      found(
        await read(
          (call) => lane.later(call),
          () => recordOf(resource, id),
        ),
      ),
    ...listsBy(lane),
    ahead: (urgent) => listsBy((call) => lane.later(call, urgent)),
    create: (resource, body, mayWrite) =>
      write(
        lane,
        { endpoint: `${resource} POST` as EndpointName, resource, body },
        mayWrite,
        () => false,
        of,
      ),
    async update(resource, id, change, mayWrite) {
      for (let look = 1; look <= MOST_LOOKS; look++) {
        try {
          return await lane.together(async (turn) => {
            const still = await mayWrite();
            const before = found(await read(turn, () => recordOf(resource, id)));
            const readAt = clock.ticks();
            const body = change(before);
            const sending = { endpoint: `${resource} PUT` as EndpointName, resource, body, base: before };
            const isStale = () => clock.ticks() - readAt > STALE_MS;
            const written = await write(turn, sending, async () => still, isStale, of);
            return { ...written, before, sent: body };
          });
        } catch (error) {
          if (!(error instanceof Stale)) throw error;
        }
      }
      throw new NexudusUnavailable('The record could not be read and written close together', 'no');
    },
  });

  /** A submission's own calls are queued work. */
  return (of: Of): NexudusAccount => ({ ...inLane(pace.person, of), queued: inLane(pace.queue, of) });
}
