import type { Clock } from '../clock.ts';
import type { Nexudus } from './client.ts';
import { FRESH_MS, type HeldList, type HeldLists } from './held-lists.ts';
import { createListParts, PART_SIZE } from './list-parts.ts';
import type { RecordsById } from './records-by-id.ts';
import { LOCATIONS, type ResourceName, resourceOf } from './resources.ts';
import { folded, isWithin, matching, meantExactly, type Row } from './row.ts';

/**
 * What a search doesn't tell: there may be more, Nexudus doesn't filter this list, only names were looked at, nothing was
 * found in what Nexudus makes of the text, or time was up.
 */
export type Untold = 'more' | 'unfiltered' | 'by-name' | 'none-like-it' | 'late';

/** What was found in a large list. */
export interface FoundLarge {
  rows: Row[];
  /** How many match in all, where Nexudus says so. */
  total?: number;
  untold?: Untold;
}

/** Lists that are too long to be read: Nexudus is asked for the part of them that a text is about. */
export interface LargeLists {
  find(
    resource: ResourceName,
    text: string,
    held: HeldList,
    locations: readonly number[] | undefined,
  ): Promise<FoundLarge>;
  /**
   * Records of exactly that name, address or id; undefined where there may be more of them than were read.
   * @param most how many that hold the text are worth reading, to find those that are it
   */
  named(resource: ResourceName, text: string, most?: number): Promise<Row[] | undefined>;
  forget(resource: ResourceName): void;
}

/** What one way to ask came to; empty: there is nothing more to find this way. */
type Answer = FoundLarge & { isEmpty: boolean };

/** Of several words so many are asked for, the longest first. */
const MOST_WORDS = 2;
/** So many locations are asked for each by itself. */
const MOST_PLACES = 3;
/** A picker shows no more. */
const ENOUGH = 100;
/** Shorter beginnings of a location's name are words of very many names. */
const LEAST_OF_PLACE = 3;
/** Ids of Nexudus have ten digits (seen). */
const LIKE_AN_ID = /^\d{7,15}$/;

const wordsOf = (text: string): string[] => text.normalize('NFC').split(/\s+/).filter(Boolean);
const longestOf = (words: readonly string[]): string[] => [...words].sort((a, b) => b.length - a.length);

/**
 * Several answers as one.
 * @param of each row is in one of them, or in some
 */
function joined(answers: readonly Answer[], text: string, of: 'one' | 'some' = 'one'): Answer {
  const rows = new Map(answers.flatMap((answer) => answer.rows.map((row) => [row.id, row])));
  const open = answers.find(({ untold }) => untold === 'unfiltered') ?? answers.find(({ untold }) => untold);
  const [only, another] = answers;
  const known = answers.map(({ rows, total, untold }) => (untold ? total : rows.length));
  const sum = known.reduce((all, one) => (all === undefined || one === undefined ? undefined : all + one), 0);
  return {
    rows: matching([...rows.values()], text),
    total: another === undefined ? only?.total : of === 'one' && open ? sum : undefined,
    untold: open?.untold,
    isEmpty: !open && rows.size === 0,
  };
}

export function createLargeLists(
  nexudus: Nexudus,
  lists: Pick<HeldLists, 'of' | 'rowsFrom'>,
  byId: RecordsById,
  clock: Pick<Clock, 'ticks'>,
): LargeLists {
  const parts = createListParts(nexudus, lists.rowsFrom, byId, clock);

  /** The locations that some of the words name, the longest of these, and the other words. */
  const placesIn = async (resource: ResourceName, words: readonly string[]) => {
    const { email, location } = resourceOf(resource);
    const none = { ids: [], naming: '', others: words };
    // People are shown with their address, and found by that.
    if (!location || resource === LOCATIONS || email) return none;
    const places = await lists.of(LOCATIONS).catch(() => undefined);
    const isNamed = (row: Row, word: string) =>
      word.length >= LEAST_OF_PLACE && row.nameKey.split(/\s+/).some((part) => part.startsWith(folded(word)));
    const naming = words.filter((word) => places?.rows.some((row) => isNamed(row, word)));
    const [longest] = longestOf(naming);
    if (!places || longest === undefined) return none;
    const named = places.rows.filter((row) => naming.every((word) => isNamed(row, word)));
    const others = words.filter((word) => !naming.includes(word));
    return { ids: named.map(({ id }) => id), naming: longest, others };
  };

  return {
    async find(resource, text, held, locations) {
      const { name, email, location: place, belongsAnywhere } = resourceOf(resource);
      const words = wordsOf(text);
      const within = (rows: readonly Row[]) => rows.filter((row) => isWithin(resource, row, locations));
      if (locations?.length === 0 && place && !belongsAnywhere) return { rows: [] };
      /** The locations to ask for one by one; undefined where they are too many, or records may belong to any. */
      const placesToAsk = place && resource !== LOCATIONS && !belongsAnywhere ? locations : undefined;
      const only = placesToAsk?.length === 1 ? placesToAsk[0] : undefined;
      const few = placesToAsk && placesToAsk.length <= MOST_PLACES ? placesToAsk : undefined;

      /** Matches of the whole text in what Nexudus gives for a part of it. */
      const askAt = async (property: string, asked: string, at?: number): Promise<Answer> => {
        // How long the whole list is, and its first rows, are here already.
        const isFirst = asked === '' && at === undefined;
        const { rows, complete, total } = isFirst
          ? { ...held, complete: false }
          : await parts.of(resource, property, asked, at);
        const found = matching(within(rows), text);
        if (complete) return { rows: found, isEmpty: found.length === 0 };
        // As many as without a filter, and others among them: Nexudus doesn't know it.
        const unfiltered = total >= held.total && rows.some(({ key }) => !key.includes(folded(asked)));
        // All that Nexudus gave match, and it was asked for no others.
        const isAll = found.length === rows.length && (locations === undefined || at !== undefined);
        const untold = unfiltered ? 'unfiltered' : 'more';
        return { rows: found, total: isAll ? total : undefined, untold, isEmpty: false };
      };
      const askEach = async (property: string, asked: string, places: readonly number[]): Promise<Answer> =>
        joined(await Promise.all(places.map((at) => askAt(property, asked, at))), text);

      const ask = async (property: string, asked: string): Promise<Answer> => {
        const answer = await askAt(property, asked, only);
        // Of the first of all locations few may be of those that are wanted.
        const isShort = answer.untold === 'more' && answer.rows.length < ENOUGH && only === undefined;
        return isShort && few ? askEach(property, asked, few) : answer;
      };
      if (words.length === 0) {
        const { isEmpty: _, ...all } = await ask(name, '');
        return all;
      }

      /** @param askFor gives what holds one text */
      const byWords = async (
        wanted: readonly string[],
        askFor: (asked: string) => Promise<Answer>,
      ): Promise<Answer> => {
        const answers = [];
        for (const word of longestOf(wanted).slice(0, MOST_WORDS)) {
          const answer = await askFor(word);
          if (!answer.untold && !answer.isEmpty) return answer;
          answers.push(answer);
        }
        // Of words that very many names hold, the names that hold them side by side.
        if (wanted.length > 1) answers.push(await askFor(wanted.join(' ')));
        return joined(answers, text, 'some');
      };
      const byName = () => byWords(words, (asked) => ask(name, asked));
      /** Rows are searched by the names of their locations, too, which no filter by name finds. */
      const byNameOrPlace = async (): Promise<Answer> => {
        const { ids, naming, others } = await placesIn(resource, words);
        const places = ids.filter((id) => locations?.includes(id) ?? true);
        if (places.length === 0 || places.length > MOST_PLACES) return byName();
        const [named, placed] = await Promise.all([
          // Some may have the location's name in their own.
          ask(name, naming),
          byWords(others.length > 0 ? others : [''], (asked) => askEach(name, asked, places)),
        ]);
        const found = [named, placed].filter(({ isEmpty }) => !isEmpty);
        return found.length > 0 ? joined(found, text, 'some') : byName();
      };
      const byEmail = (property: string) => {
        const address = words.find((word) => word.includes('@')) ?? words[0] ?? '';
        return ask(property, address);
      };
      const [first = '', another] = words;
      const byItsId = async (): Promise<Answer> => {
        const found = await byId.read(resource, [Number(first)], { withinMs: FRESH_MS, sure: true });
        const rows = within([...found.values()]);
        return { rows, isEmpty: rows.length === 0 };
      };

      // What a text looks like is asked for first; what finds nothing is asked for another way.
      const ways: (() => Promise<Answer>)[] = [byNameOrPlace];
      const put = (way: () => Promise<Answer>, isFirst: boolean) =>
        isFirst ? ways.unshift(way) : ways.push(way);
      if (email) put(() => byEmail(email), text.includes('@'));
      if (another === undefined && /^\d{1,15}$/.test(first)) put(byItsId, LIKE_AN_ID.test(first));
      for (const way of ways) {
        const { isEmpty, untold, ...found } = await way();
        if (isEmpty) continue;
        const namesOnly = way === byNameOrPlace && email && !untold;
        return { ...found, untold: namesOnly ? 'by-name' : untold };
      }
      return { rows: [], untold: 'none-like-it' };
    },

    async named(resource, text, most = PART_SIZE) {
      const words = wordsOf(text);
      if (words.length === 0) return [];
      const { entity, name, email } = resourceOf(resource);
      const property = email && text.includes('@') ? email : name;
      const { rows, complete, total } = await parts.of(resource, property, words.join(' '));
      if (!complete && total > most) return undefined;
      const filters = { [`${entity}_${property}`]: words.join(' ') };
      const all = complete ? rows : await lists.rowsFrom(resource, await nexudus.list(resource, filters));
      if (all.length < total) return undefined;
      const meant = meantExactly(resource, all, text);
      if (meant.length > 0) return meant;
      if (!/^\d{1,15}$/.test(text.trim())) return [];
      return [...(await byId.read(resource, [Number(text)], { withinMs: FRESH_MS, sure: true })).values()];
    },

    forget: parts.forget,
  };
}
