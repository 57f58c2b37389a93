import type { z } from 'zod';
import { type Clock, furthest, systemClock } from '../clock.ts';
import { type Call, type CallsOptions, createCalls } from './calls.ts';
import { NexudusHeldBack, NexudusRejection, NexudusUnavailable, refusedRead } from './errors.ts';
import { createOwnAccount, type OwnAccount } from './own-account.ts';
import type { Lane, Turn } from './pace.ts';
import { createReadLists, type ReadLists } from './read-lists.ts';
import { createReadTogether, type ReadTogether } from './read-together.ts';
import { envelope, type Me, meReply, recordReply } from './replies.ts';
import { type NexudusRecord, type ResourceName, resourceOf } from './resources.ts';

export interface NexudusOptions extends CallsOptions {
  /** false: every write is checked and then not sent (`WRITES=off`). */
  writes: boolean;
  clock?: Pick<Clock, 'now' | 'ticks'>;
}

/**
 * Asked when the turn of a write has come, before its record is read: rejects when it must not be sent any more. The
 * function that it gives is asked in the moment of sending: it says, without waiting for anything, whether it may be sent.
 */
export type MayWrite = () => Promise<() => boolean>;

/** What a write came to. */
export interface Written {
  id?: number;
  /** Nexudus's own words. */
  message: string;
  /** The record as the reply gave it, when it gave more than the id. */
  record?: NexudusRecord;
  /** True when writes are switched off and nothing was sent. */
  rehearsed: boolean;
}

/** What an update came to. */
export interface Updated extends Written {
  /** The record as it was read right before the write. */
  before: NexudusRecord;
  /** The body that was sent. */
  sent: NexudusRecord;
}

/** The admin API. Every method throws the classes of errors.ts and nothing else. */
export interface Nexudus extends ReadLists {
  me(): Promise<Me>;
  get(resource: ResourceName, id: number): Promise<NexudusRecord>;
  /** The bot's own account, as of the last minutes. */
  own(): Promise<OwnAccount>;
  /** As `get`, where a part of the record will do. Such reads that wait together are one call. */
  readTogether: ReadTogether;
  /** The same for what was written, to compare it: what else waits goes before. */
  reread: ReadTogether;
  create(resource: ResourceName, body: Record<string, unknown>, mayWrite: MayWrite): Promise<Written>;
  /** Lists that no one waits for yet: all others go before, until someone does, which aborts `urgent`. */
  ahead(urgent?: AbortSignal): ReadLists;
  /**
   * Reads a record and writes what `change` makes of it, in one turn. What others changed up to a second before the write is
   * kept; where Nexudus takes long for one read after the other, what they changed before it was asked.
   * @param change throws what keeps the record from being written
   */
  update(
    resource: ResourceName,
    id: number,
    change: (before: NexudusRecord) => NexudusRecord,
    mayWrite: MayWrite,
  ): Promise<Updated>;
}

/** The account as people use it, who wait for the answers. */
export interface NexudusAccount extends Nexudus {
  /** The same account for queued work: a person's calls go before its own. */
  queued: Nexudus;
}

/** A record that was read longer ago is read again before it is written. */
const STALE_MS = 1000;
/** An answer that took longer may hold the record as it was long before it came. */
const SLOW_MS = 500;
/** Where it is still too old after so many looks, the write is left to a later try. */
const MOST_LOOKS = 10;
// Of a property that is of another kind than documented, so that Nexudus need not be asked.
const NOT_ACCEPTED = 'is not of a kind that Nexudus accepts';

type Checked = z.ZodType<Record<string, unknown>>;

/** The record was read too long ago to be written. */
class Stale extends NexudusHeldBack {
  override name = 'Stale';
}

export function createNexudus(options: NexudusOptions): NexudusAccount {
  const { pace, writes, clock = systemClock } = options;
  // Whatever the machine did meanwhile: a record read before it slept is too old, too.
  const passed = furthest(clock);
  const { call, read, signIn } = createCalls(options);
  /** The last record to be written took long to come. */
  let wasSlow = false;

  /** What the API documents of the properties that are set; the others go back as they came. */
  const check = (schema: Checked, body: Record<string, unknown>, set: (property: string) => boolean) => {
    const wrong = (schema.safeParse(body).error?.issues ?? [])
      .map(({ path }) => String(path[0] ?? ''))
      .filter(set);
    if (wrong.length === 0) return;
    throw new NexudusRejection([...new Set(wrong)].map((property) => ({ property, message: NOT_ACCEPTED })));
  };

  const write = async (turn: Turn, path: string, options: Call): Promise<Written> => {
    const id = (options.json as { Id?: number }).Id;
    if (!writes) return { id, message: '', rehearsed: true };
    const reply = envelope.safeParse(await call(turn, path, options));
    if (!reply.success) throw new NexudusUnavailable('An answer without the documented envelope', 'unknown');
    const record = recordReply.safeParse(reply.data.Value);
    return {
      id: record.success ? record.data.Id : id,
      message: reply.data.Message ?? '',
      record: record.success && Object.keys(record.data).length > 1 ? record.data : undefined,
      rehearsed: false,
    };
  };

  /** Asks before a write is sent; what it gives throws in the moment of sending when it must not go. */
  const readyWhen = async (mayWrite: MayWrite, isStale = () => false) => {
    const still = writes ? await mayWrite() : () => true;
    return () => {
      if (isStale()) throw new Stale();
      if (!still()) throw new NexudusHeldBack('The write came too late');
    };
  };

  const parsed = <S extends z.ZodType>(schema: S, value: unknown): z.output<S> => {
    const result = schema.safeParse(value);
    if (!result.success) throw new NexudusUnavailable('An answer of another shape than documented', 'no');
    return result.data;
  };

  /** The record that was asked for, and no other one. */
  const recordOf = (id: number, value: unknown): NexudusRecord => {
    const record = parsed(recordReply, value);
    if (record.Id !== id) throw new NexudusUnavailable('A record of another id than was asked for', 'no');
    return record;
  };

  const listsBy = (turn: Turn): ReadLists =>
    createReadLists(async (schema, path, searchParams) =>
      parsed(schema, await read(turn, path, { searchParams })),
    );

  const inLane = (lane: Lane): Nexudus => {
    const get: Nexudus['get'] = async (resource, id) =>
      recordOf(id, await read(lane, `${resourceOf(resource).path}/${id}`).catch(refusedRead));
    return {
      readTogether: createReadTogether((path) => read(lane, path), get),
      reread: createReadTogether((path) => read((call) => lane.later(call), path), get),
      me: async () => parsed(meReply, await read(lane, 'api/auth/me')),
      own: () => own(),
      get,
      ...listsBy(lane),
      ahead: (urgent) => listsBy((call) => lane.later(call, urgent)),
      async create(resource, body, mayWrite) {
        const { path, create } = resourceOf(resource);
        if (!create) throw new Error(`${resource} can't be written by post`);
        check(create, body, () => true);
        const ready = () => readyWhen(mayWrite);
        return write(lane, path, { method: 'post', json: body, ready });
      },
      async update(resource, id, change, mayWrite) {
        const { path, update } = resourceOf(resource);
        if (!update) throw new Error(`${resource} can't be written by put`);
        for (let look = 1; look <= MOST_LOOKS; look++) {
          // A sign-in need not hold a turn. The read reports what is wrong with it.
          await signIn().catch(() => {});
          try {
            return await lane.together(async (turn) => {
              let readAt = 0;
              let stillReady = () => {};
              const noting: Turn = async (call) => {
                // Asked before the read, and again where a sign-in or a repeated read came between: what must not be written
                // need not be read, and the write follows at once.
                stillReady = await readyWhen(mayWrite, () => passed() - readAt > STALE_MS);
                return turn(() => {
                  const askedAt = passed();
                  readAt = askedAt;
                  return call().finally(() => {
                    const isSlow = passed() - askedAt > SLOW_MS;
                    // Its content may be as old as the question. Where that is always long ago, looking again is no use.
                    if (isSlow && wasSlow) readAt = passed();
                    wasSlow = isSlow;
                  });
                });
              };
              const reading = read(noting, `${path}/${id}`, { goesBack: true });
              const before = recordOf(id, await reading.catch(refusedRead));
              const sent = change(before);
              check(update, sent, (property) => sent[property] !== before[property]);
              const ready = async () => stillReady;
              return { ...(await write(turn, path, { method: 'put', json: sent, ready })), before, sent };
            });
          } catch (error) {
            if (!(error instanceof Stale)) throw error;
          }
        }
        throw new NexudusUnavailable('The record could not be read and written close together', 'no');
      },
    };
  };
  const person = inLane(pace.person);
  const own = createOwnAccount(person, passed);
  return { ...person, queued: inLane(pace.queue) };
}
