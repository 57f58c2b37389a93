import anyAscii from 'any-ascii';
import { type NexudusRecord, type ResourceName, resourceOf } from './resources.ts';

/** A record as pickers show it. */
export interface Entry {
  id: number;
  name: string;
  /** E-mail, or location. */
  detail?: string;
  /** What distinguishes it from the other records of its name, where there are some: the detail, an id where that is the same. */
  apart?: string;
  /** Switched off in Nexudus; set where the list says so. */
  inactive?: boolean;
  /** Nexudus doesn't list it, so no more than its id is known. */
  unlisted?: boolean;
}

/** A record as it is searched. */
export interface Row extends Entry {
  location?: number;
  /** It came without a word of its location, so nothing may be decided by that. */
  withoutLocation?: boolean;
  key: string;
  nameKey: string;
}

/** Case and accents don't count when people search; Latin letters that are no letter with a mark (ı, þ, ø) are spelt out. */
export const folded = (text: string): string =>
  text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/(?![a-z])\p{Script=Latin}/gu, anyAscii)
    .trim();

/** Names a record, and what distinguishes it from others of its name where there are some. */
export const distinctName = (name: string, apart?: string): string => (apart ? `${name} (${apart})` : name);

/** Whether a write changes what lists show of a record. */
export function changesRow(
  resource: ResourceName,
  before: NexudusRecord | undefined,
  sent: Readonly<Record<string, unknown>>,
): boolean {
  const { name, email = name, location = name } = resourceOf(resource);
  return !before || [name, email, location, 'Active'].some((property) => sent[property] !== before[property]);
}

/** Stands for a record of which only the id is known. */
export const unlistedRow = (id: number): Row => ({
  id,
  name: `#${id}`,
  key: String(id),
  nameKey: String(id),
});

/** @param locations names of locations, for lists whose rows don't carry them */
export function rowOf(
  resource: ResourceName,
  record: NexudusRecord,
  locations: ReadonlyMap<number, string>,
): Row {
  const { name, email, location } = resourceOf(resource);
  const shown = String(record[name] ?? '').trim() || `#${record.Id}`;
  const at = location && record[location] ? Number(record[location]) : undefined;
  const detail = email ? record[email] : (record.BusinessName ?? (at && locations.get(at)));
  const more = typeof detail === 'string' && detail.trim() ? detail.trim() : undefined;
  return {
    id: record.Id,
    name: shown,
    detail: more,
    location: at,
    withoutLocation: (location !== undefined && !(location in record)) || undefined,
    inactive: record.Active === false || undefined,
    nameKey: folded(shown),
    key: folded(`${shown} ${more ?? ''}`),
  };
}

/** Puts rows into the order of their names, and notes what distinguishes those of one name. */
export function sortedApart(rows: Row[]): Row[] {
  rows.sort((a, b) => (a.nameKey < b.nameKey ? -1 : a.nameKey > b.nameKey ? 1 : a.id - b.id));
  let first = 0;
  for (let next = 1; next <= rows.length; next += 1) {
    if (rows[next]?.nameKey === rows[first]?.nameKey) continue;
    const same = next - first > 1 ? rows.slice(first, next) : [];
    for (const row of same) {
      const alone = same.every((other) => other === row || other.detail !== row.detail);
      row.apart = alone && row.detail ? row.detail : [row.detail, `#${row.id}`].filter(Boolean).join(', ');
    }
    first = next;
  }
  return rows;
}

/** The rows that hold every word of a text, or have it as their id; those that begin with the text come first. */
export function matching(rows: readonly Row[], text: string): Row[] {
  const start = folded(text);
  const words = start.split(/\s+/).filter(Boolean);
  const ids = words.map(Number);
  const found = rows.filter((row) =>
    words.every((word, n) => row.key.includes(word) || (row.id === ids[n] && String(row.id) === word)),
  );
  const first = found.filter((row) => row.nameKey.startsWith(start));
  return [...first, ...found.filter((row) => !row.nameKey.startsWith(start))];
}

/** The rows that a typed name, e-mail address or id means exactly. */
export function meantExactly(resource: ResourceName, rows: readonly Row[], text: string): Row[] {
  const key = folded(text);
  const named = rows.filter(
    (row) => row.nameKey === key || (resourceOf(resource).email && row.detail && folded(row.detail) === key),
  );
  return named.length > 0 ? named : rows.filter((row) => String(row.id) === key);
}

/** Whether a record belongs to one of the locations; what belongs to none that is known doesn't, where all belong to one. */
export function isWithin(
  resource: ResourceName,
  row: Row | undefined,
  locations: readonly number[] | undefined,
): boolean {
  if (row === undefined) return false;
  const { location, belongsAnywhere } = resourceOf(resource);
  if (locations === undefined || location === undefined) return true;
  return row.location === undefined ? belongsAnywhere === true : locations.includes(row.location);
}
