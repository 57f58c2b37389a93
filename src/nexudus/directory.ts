import { type Clock, furthest, systemClock } from '../clock.ts';
import type { Nexudus } from './client.ts';
import { createEmailLookUp, type WithEmail } from './email-look-up.ts';
import { createHeldLists, FRESH_MS } from './held-lists.ts';
import { createLargeLists, type FoundLarge, type Untold } from './large-lists.ts';
import { createRecentRecords, type Recent } from './recent-records.ts';
import { createRecordsById, MOST_IN_BATCH, MOST_SINGLE } from './records-by-id.ts';
import { type PeopleResource, type ResourceName, resourceOf } from './resources.ts';
import {
  distinctName,
  type Entry,
  folded,
  isWithin,
  matching,
  meantExactly,
  type Row,
  unlistedRow,
} from './row.ts';

export interface Found {
  entries: Entry[];
  /** How many match in all, as far as that is known. */
  total: number;
  /** There may be more than `total`. */
  atLeast?: true;
  /** What this leaves out; absent: that is all. */
  untold?: Untold;
  /** How many matching records were left out because they are in `without`. */
  leftOut?: number;
}

/** Which records a search may show. */
export interface Within {
  /** Only these ids. */
  among?: ReadonlySet<number>;
  /** Not these ids. */
  without?: ReadonlySet<number>;
  /** Only records of these locations; what belongs to none that is known is left out, where all belong to one. Absent: of all. */
  locations?: readonly number[];
  /** How long it may take: then what is there by then is returned. */
  withinMs?: number;
}

/** Names of records: for pickers, for text typed after the command, and for showing ids as people know them. */
export interface Directory {
  /** The first `most` records whose name holds every word of `text`; those that begin with it come first. */
  search(resource: ResourceName, text: string, most: number, within?: Within): Promise<Found>;
  /** Records meant by a typed name or id: exact names only. */
  named(resource: ResourceName, text: string): Promise<Entry[]>;
  /** Records with that e-mail address. */
  withEmail(resource: PeopleResource, email: string): Promise<Entry[]>;
  /** The same, with how long ago Nexudus said so. */
  withEmailAsOf(resource: PeopleResource, email: string): Promise<WithEmail>;
  /** A whole record by what was asked within so many milliseconds. Rejects as the client's `get` does. */
  record(resource: ResourceName, id: number, withinMs: number): Promise<Recent>;
  /** Names of the given ids; an id that there is no record of stands for itself. */
  names(resource: ResourceName, ids: readonly number[]): Promise<Map<number, string>>;
  /** The same as people are shown them: with what distinguishes records of one name. */
  labels(resource: ResourceName, ids: readonly number[]): Promise<Map<number, string>>;
  /**
   * Records of that name as of the last reading; none when nothing was read yet. Of a large list undefined where they are too
   * many to tell.
   * @param asks false: makes no call, so of a large list nothing is told
   */
  namesakes(resource: ResourceName, name: string, asks?: boolean): Promise<Entry[] | undefined>;
  /** The records as pickers show them. */
  entries(resource: ResourceName, ids: readonly number[]): Promise<Entry[]>;
  /**
   * Those of the ids that no record has, or none within these locations. What no list holds is asked for by id.
   * @param toShow a list that is older than a minute will do, because nothing is decided by it
   */
  missing(
    resource: ResourceName,
    ids: readonly number[],
    locations?: readonly number[],
    toShow?: boolean,
  ): Promise<number[]>;
  /** Reads what will be asked for soon, where nothing was read yet: a small list, or how large it is. */
  readAhead(resource: ResourceName): Promise<void>;
  /**
   * Forgets what was read, after a write.
   * @param what whole records alone, where no row of a list changed
   */
  forget(resource: ResourceName, what?: 'all' | 'records'): void;
}

/** What is shown of a record may be so old, while nothing is decided by it. */
const SHOWN_MS = 10 * 60_000;
/** Who types a name that a list doesn't have may have given it to a record just now; the list is then read again. */
const JUST_READ_MS = 5_000;
/** To find one of exactly a name, so many whose names hold it are read: in four calls. */
const MOST_READ = 2000;
/** A form holds at most a hundred in a field, so more come from no form of this bot. */
const MOST_CHECKED = 200;

export function createDirectory(
  nexudus: Nexudus,
  { sleep, ...time }: Pick<Clock, 'now' | 'ticks' | 'sleep'> = systemClock,
): Directory {
  // What was read before the machine slept is not fresh when it wakes up.
  const clock = { ticks: furthest(time), sleep };
  const lists = createHeldLists(nexudus, clock);
  const byId = createRecordsById(nexudus, lists.rowsFrom, clock);
  const large = createLargeLists(nexudus, lists, byId, clock);
  const emails = createEmailLookUp(nexudus, lists, byId, clock);
  const recent = createRecentRecords(nexudus, clock);

  /** Rows of the given ids, from the list where it is held, else by id. */
  const rowsOf = async (
    resource: ResourceName,
    ids: readonly number[],
    how: 'to-show' | 'to-decide',
  ): Promise<ReadonlyMap<number, Row>> => {
    if (ids.length === 0) return new Map();
    const decides = how === 'to-decide';
    if (!decides) {
      const held = await lists.of(resource);
      if (held.whole) return held.byId;
      return byId.read(resource, ids, { withinMs: SHOWN_MS });
    }
    const known = lists.peek(resource, 'fresh') ?? lists.peek(resource, 'any');
    // A list of several pages takes longer to read again than some records by their ids.
    const isLong = known && (!known.whole || (known.pages > 1 && ids.length <= MOST_IN_BATCH));
    const held = isLong ? lists.peek(resource, 'fresh') : await lists.fresh(resource);
    return held?.whole ? held.byId : byId.read(resource, ids, { withinMs: FRESH_MS });
  };

  const searchAmong = async (resource: ResourceName, text: string, among: ReadonlySet<number>) => {
    const rows = await rowsOf(resource, [...among], 'to-show');
    // A member that the list doesn't show (archived, say) must still be removable: it stands for itself.
    return {
      rows: matching(
        [...among].map((id) => rows.get(id) ?? unlistedRow(id)),
        text,
      ),
    };
  };
  const searchAll = async (resource: ResourceName, text: string, locations: Within['locations']) => {
    const held = await lists.of(resource);
    if (!held.whole) return large.find(resource, text, held, locations);
    return {
      rows: matching(
        held.rows.filter((row) => isWithin(resource, row, locations)),
        text,
      ),
    };
  };
  /** What is here by now of a search that takes too long. */
  const soFar = (resource: ResourceName, text: string, { among, locations }: Within): FoundLarge => {
    const held = lists.peek(resource, 'any');
    const known = among && byId.peek(resource, [...among]);
    const rows = among
      ? [...among].map((id) => held?.byId.get(id) ?? known?.get(id) ?? unlistedRow(id))
      : (held?.rows ?? []).filter((row) => isWithin(resource, row, locations));
    return { rows: matching(rows, text), untold: 'late' };
  };

  return {
    async search(resource, text, most, within = {}) {
      const { among, without, locations, withinMs } = within;
      const searching: Promise<FoundLarge> = among
        ? searchAmong(resource, text, among)
        : searchAll(resource, text, locations);
      const late = async () => {
        await clock.sleep(withinMs ?? 0);
        return soFar(resource, text, within);
      };
      const { rows, total, untold } = await (withinMs === undefined
        ? searching
        : Promise.race([searching, late()]));
      const kept = without ? rows.filter(({ id }) => !without.has(id)) : rows;
      const leftOut = rows.length - kept.length;
      const all = Math.max((total ?? 0) - leftOut, kept.length);
      return {
        entries: kept.slice(0, most),
        total: all,
        untold,
        ...(total === undefined && untold && untold !== 'by-name' && { atLeast: true as const }),
        ...(leftOut > 0 && { leftOut }),
      };
    },
    async named(resource, text) {
      const held = await lists.of(resource);
      if (!held.whole) return (await large.named(resource, text, MOST_READ)) ?? [];
      const meant = meantExactly(resource, held.rows, text);
      // It may be newer than the list, or have got its name since.
      const isOld = clock.ticks() - held.at > JUST_READ_MS && !resourceOf(resource).builtIn;
      return meant.length === 0 && isOld
        ? meantExactly(resource, (await lists.again(resource)).rows, text)
        : meant;
    },
    withEmail: async (resource, email) => (await emails.withEmail(resource, email)).rows,
    withEmailAsOf: emails.withEmail,
    record: recent.read,
    async names(resource, ids) {
      const rows = await rowsOf(resource, ids, 'to-show');
      return new Map(ids.map((id) => [id, rows.get(id)?.name ?? `#${id}`]));
    },
    async labels(resource, ids) {
      const rows = await rowsOf(resource, ids, 'to-show');
      // In a large list any name may have others like it.
      const isLarge = lists.peek(resource, 'any')?.whole === false;
      return new Map(
        ids.map((id) => {
          const { name, detail, apart } = rows.get(id) ?? unlistedRow(id);
          return [id, distinctName(name, apart ?? (isLarge ? detail : undefined))];
        }),
      );
    },
    async namesakes(resource, name, asks = true) {
      const last = lists.last(resource);
      const isLarge = last?.whole === false;
      const rows = isLarge ? asks && (await large.named(resource, name)) : (last?.rows ?? []);
      const key = folded(name);
      return rows ? rows.filter(({ nameKey }) => nameKey === key) : undefined;
    },
    async entries(resource, ids) {
      const rows = await rowsOf(resource, ids, 'to-decide');
      return ids.map((id) => {
        const row = rows.get(id);
        const { name, detail, inactive } = row ?? unlistedRow(id);
        return { id, name, detail, inactive, unlisted: row ? undefined : true };
      });
    },
    async missing(resource, ids, locations, toShow = false) {
      const unique = [...new Set(ids)];
      let held = lists.peek(resource, toShow ? 'any' : 'fresh');
      if (!held && unique.length > MOST_SINGLE) held = await lists.fresh(resource);
      const listed = held?.whole ? held.byId : new Map<number, Row>();
      // The record may be newer than the list. Of more than a few, none was ever offered by a picker.
      const most = held?.whole || !held ? MOST_SINGLE : MOST_CHECKED;
      const unknown = unique.filter((id) => !listed.has(id)).slice(0, most);
      const withinMs = toShow ? SHOWN_MS : FRESH_MS;
      const found = await byId.read(resource, unknown, { withinMs, sure: true });
      return ids.filter((id) => !isWithin(resource, listed.get(id) ?? found.get(id), locations));
    },
    async readAhead(resource) {
      // What is older than a minute is read again by those who ask for it, so that forms cost no calls by themselves.
      if (!lists.peek(resource, 'any')) await lists.ahead(resource);
    },
    forget(resource, what = 'all') {
      recent.forget(resource);
      if (what === 'records') return;
      lists.forget(resource);
      large.forget(resource);
      byId.forget(resource);
      emails.forget(resource);
    },
  };
}
