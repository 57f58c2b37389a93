import type { NexudusRecord, ResourceName } from './nexudus-stand-in.ts';
import { idsOf, type Records } from './records.ts';
import { RESOURCES } from './resources.ts';
import { computedNames, isStored, readComputed, showRow } from './show-record.ts';

// nexudus-api.md §3.2. documented: page and size with their defaults, orderBy, the filter names, the envelope.

const MAX_SIZE = 1000; // documented (old): maximum=1000. assumed: a larger size is cut, not refused.

type Matches = (record: NexudusRecord) => boolean;

interface Found {
  /** Of the resource and of those its computed and related properties read. */
  version: number;
  rows: readonly NexudusRecord[];
}

/** The lists of one server, with what was found kept until a record changes (100,000 customers, read page by page). */
export class Lists {
  readonly #records: Records;
  readonly #found = new Map<string, Found>();

  constructor(records: Records) {
    this.#records = records;
  }

  list(resource: ResourceName, query: URLSearchParams, may: Matches, mayKey: string) {
    const params = new Map([...query].map(([name, value]) => [name.toLowerCase(), value]));
    const page = wholeNumber(params.get('page'), 1);
    const size = Math.min(wholeNumber(params.get('size'), 25), MAX_SIZE);
    const orderBy = this.#propertyNamed(resource, params.get('orderby') ?? 'Id') ?? 'Id';
    // seen: 0 ascending, 1 descending. assumed: anything else is ascending.
    const dir = params.get('dir') === '1' ? 1 : 0;
    const filters = [...params].filter(([name]) => !['page', 'size', 'orderby', 'dir'].includes(name));

    const key = JSON.stringify([resource, filters, orderBy, dir, mayKey]);
    const rows = this.#find(resource, key, () => {
      const tests = filters.map(([name, value]) => this.#filter(resource, name, value));
      const wanted = tests.filter((test) => test !== undefined);
      const found = this.#records
        .all(resource)
        .filter((row) => may(row) && wanted.every((test) => test(row)));
      return this.#sort(resource, found, orderBy, dir);
    });
    const first = (page - 1) * size;
    const shown = rows.slice(first, first + size);
    const totalPages = Math.ceil(rows.length / size);
    return {
      Records: shown.map((row) => showRow(resource, row, this.#records)),
      CurrentPageSize: size,
      CurrentPage: page,
      CurrentOrderField: orderBy,
      CurrentSortDirection: dir,
      FirstItem: shown.length ? first + 1 : 0,
      HasNextPage: page < totalPages,
      HasPreviousPage: page > 1,
      LastItem: shown.length ? first + shown.length : 0,
      PageNumber: page,
      PageSize: size,
      TotalItems: rows.length,
      TotalPages: totalPages,
    };
  }

  #find(resource: ResourceName, key: string, find: () => NexudusRecord[]): readonly NexudusRecord[] {
    const seen = new Set([resource, ...Object.values(RESOURCES[resource].keys)]);
    const version = [...seen].reduce((sum, name) => sum + this.#records.versionOf(name), 0);
    const known = this.#found.get(key);
    if (known?.version === version) return known.rows;
    const rows = find();
    this.#found.delete(key);
    this.#found.set(key, { version, rows });
    const oldest = this.#found.keys().next().value;
    if (this.#found.size > 20 && oldest !== undefined) this.#found.delete(oldest);
    return rows;
  }

  /** Nothing for a parameter that is no filter: seen, unknown parameters are ignored and everything is answered. */
  #filter(resource: ResourceName, name: string, value: string): Matches | undefined {
    if (name === 'id' || name === 'uniqueid') return this.#equals(resource, name, value);
    const [, range, rest] = /^(from_|to_)?(.*)$/.exec(name) ?? [];
    const prefix = `${RESOURCES[resource].entity.toLowerCase()}_`;
    if (!rest?.startsWith(prefix)) return undefined;
    const wanted = rest.slice(prefix.length);
    if (range) return this.#range(resource, range === 'from_', wanted, value);
    return this.#equals(resource, wanted, value) ?? this.#related(resource, wanted, value);
  }

  #equals(resource: ResourceName, name: string, value: string): Matches | undefined {
    // documented: foreign keys are filtered without "Id". assumed: with "Id" they are unknown, so ignored.
    const key = Object.keys(RESOURCES[resource].keys).find((k) => k.toLowerCase() === `${name}id`);
    if (key) return (record) => String(record[key]) === value;
    const property = this.#propertyNamed(resource, name);
    if (!property || property in RESOURCES[resource].keys) return undefined;
    // documented (old): a list property is filtered by one id that it holds.
    if (property in RESOURCES[resource].lists)
      return (record) => idsOf(record[property]).includes(Number(value));
    const lower = value.toLowerCase();
    const read = this.#reader(resource, property);
    return (record) => {
      const own = read(record);
      // assumed (nexudus-api.md §14.3): text is found anywhere in it, case ignored.
      if (typeof own === 'string') return own.toLowerCase().includes(lower);
      return own !== null && own !== undefined && String(own).toLowerCase() === lower;
    };
  }

  /** documented: names of related records, as in Team_PayingMember_FullName. */
  #related(resource: ResourceName, name: string, value: string): Matches | undefined {
    for (const [key, other] of Object.entries(RESOURCES[resource].keys)) {
      const prefix = `${key.slice(0, -'Id'.length).toLowerCase()}_`;
      if (!name.startsWith(prefix)) continue;
      const test = this.#equals(other, name.slice(prefix.length), value);
      return test && ((record) => this.#matches(other, record[key], test));
    }
    return undefined;
  }

  #matches(resource: ResourceName, id: unknown, test: Matches): boolean {
    const record = this.#records.get(resource, id);
    return record !== undefined && test(record);
  }

  /** documented: from_ is "on or after", to_ is "on or before", YYYY-MM-DDTHH:mm. assumed: in UTC. */
  #range(resource: ResourceName, from: boolean, name: string, value: string): Matches | undefined {
    const property = this.#propertyNamed(resource, name);
    if (!property) return undefined;
    const zoned = /(Z|[+-]\d\d:\d\d)$/.test(value) ? value : `${value}Z`;
    return (record) => {
      const own = record[property];
      if (own === null || own === undefined) return false;
      const [mine, bound] =
        typeof own === 'number' ? [own, Number(value)] : [Date.parse(String(own)), Date.parse(zoned)];
      return from ? mine >= bound : mine <= bound;
    };
  }

  #sort(resource: ResourceName, rows: NexudusRecord[], orderBy: string, dir: 0 | 1): NexudusRecord[] {
    const sign = dir === 1 ? -1 : 1;
    // The usual order of 100,000 records, and mostly the one that they are in.
    if (orderBy === 'Id') {
      const isSorted = rows.every((row, n) => n === 0 || (rows[n - 1] as NexudusRecord).Id < row.Id);
      if (!isSorted) rows.sort((a, b) => a.Id - b.Id);
      return dir === 1 ? rows.reverse() : rows;
    }
    const read = this.#reader(resource, orderBy);
    const keyed = rows.map((row) => {
      const value = read(row) ?? null;
      return { row, value: typeof value === 'string' ? value.toLowerCase() : (value as number | null) };
    });
    keyed.sort((a, b) => {
      if (a.value === b.value) return a.row.Id - b.row.Id;
      if (a.value === null || b.value === null) return sign * (a.value === null ? -1 : 1);
      return sign * (a.value < b.value ? -1 : 1);
    });
    return keyed.map(({ row }) => row);
  }

  #reader(resource: ResourceName, property: string): (record: NexudusRecord) => unknown {
    return isStored(resource, property)
      ? (record) => record[property]
      : (record) => readComputed(resource, record, property, this.#records);
  }

  /** seen: filter names are taken whatever their case. */
  #propertyNamed(resource: ResourceName, name: string): string | undefined {
    const names = [...Object.keys(this.#records.any(resource) ?? {}), ...computedNames(resource)];
    return names.find((property) => property.toLowerCase() === name.toLowerCase());
  }
}

function wholeNumber(text: string | undefined, otherwise: number): number {
  const number = Number(text);
  return Number.isInteger(number) && number > 0 ? number : otherwise;
}
