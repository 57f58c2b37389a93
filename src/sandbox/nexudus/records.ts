import type { NexudusRecord, ResourceName } from './nexudus-stand-in.ts';
import { RESOURCE_NAMES, RESOURCES } from './resources.ts';

/** The same fact held by two records: nexudus-api.md §4 (Team.TeamMembers and Coworker.Teams, `seen`) and §5. */
const PAIRS: readonly { resource: ResourceName; list: string; other: ResourceName; back: string }[] = [
  { resource: 'userroles', list: 'Users', other: 'users', back: 'UserRoles' },
  { resource: 'userroles', list: 'Roles', other: 'roles', back: 'UserRoles' },
  { resource: 'teams', list: 'TeamMembers', other: 'coworkers', back: 'Teams' },
].flatMap((pair) => {
  const { resource, list, other, back } = pair as (typeof PAIRS)[number];
  return [
    { resource, list, other, back },
    { resource: other, list: back, other: resource, back: list },
  ];
});

export const idsOf = (value: unknown): readonly number[] =>
  Array.isArray(value) ? value.filter((id): id is number => typeof id === 'number') : [];

/**
 * The records in memory. Lists inside a record are replaced, never changed in place, so a record that was read stays
 * as it was read.
 */
export class Records {
  readonly #tables: Readonly<Record<ResourceName, Map<number, NexudusRecord>>>;
  readonly #versions: Record<ResourceName, number>;
  readonly #lastIds: Record<ResourceName, number>;
  /** What changed since the start data: the records as they were, undefined for new ones. */
  readonly #before: Readonly<Record<ResourceName, Map<number, NexudusRecord | undefined>>>;
  #filled = false;

  constructor() {
    const all = <T>(make: () => T) =>
      Object.fromEntries(RESOURCE_NAMES.map((name) => [name, make()])) as Record<ResourceName, T>;
    this.#tables = all(() => new Map<number, NexudusRecord>());
    this.#versions = all(() => 0);
    this.#lastIds = all(() => 1_400_000_000);
    this.#before = all(() => new Map<number, NexudusRecord | undefined>());
  }

  /** The start data is complete: from now on changes are noted. */
  filled(): void {
    this.#filled = true;
  }

  /** Ids that were made, changed or removed since the start data, with the record as it was. */
  changesOf(resource: ResourceName): ReadonlyMap<number, NexudusRecord | undefined> {
    return this.#before[resource];
  }

  get(resource: ResourceName, id: unknown): NexudusRecord | undefined {
    return this.#tables[resource].get(id as number);
  }

  all(resource: ResourceName): NexudusRecord[] {
    return [...this.#tables[resource].values()];
  }

  /** Any one record of the resource, to see which properties there are. */
  any(resource: ResourceName): NexudusRecord | undefined {
    return this.#tables[resource].values().next().value;
  }

  /** Grows with every change of a record of this resource. */
  versionOf(resource: ResourceName): number {
    return this.#versions[resource];
  }

  newId(resource: ResourceName): number {
    return this.#lastIds[resource] + 1;
  }

  /** Puts the record in place of the one with its Id, and the other side of its lists in step. */
  save(resource: ResourceName, record: NexudusRecord): void {
    const before = this.#set(resource, record);
    for (const pair of PAIRS) {
      if (pair.resource !== resource) continue;
      const was = idsOf(before?.[pair.list]);
      const now = idsOf(record[pair.list]);
      const kept = new Set(now);
      const had = new Set(was);
      for (const id of was) {
        if (!kept.has(id)) this.#link(pair.other, id, pair.back, (ids) => ids.filter((i) => i !== record.Id));
      }
      for (const id of now) {
        if (!had.has(id)) {
          this.#link(pair.other, id, pair.back, (ids) =>
            ids.includes(record.Id) ? ids : [...ids, record.Id],
          );
        }
      }
    }
  }

  /** Takes the record away, and its id from every list. Foreign keys that point at it stay as they are. */
  remove(resource: ResourceName, id: number): void {
    this.#note(resource, id);
    if (!this.#tables[resource].delete(id)) return;
    this.#changed(resource);
    for (const name of RESOURCE_NAMES) {
      const lists = Object.entries(RESOURCES[name].lists).filter(([, of]) => of === resource);
      for (const [list] of lists) {
        for (const record of this.all(name)) {
          if (idsOf(record[list]).includes(id)) {
            this.#set(name, { ...record, [list]: idsOf(record[list]).filter((i) => i !== id) });
          }
        }
      }
    }
  }

  clear(): void {
    this.#filled = false;
    for (const name of RESOURCE_NAMES) {
      this.#before[name].clear();
      this.#tables[name].clear();
      this.#lastIds[name] = 1_400_000_000;
      this.#changed(name);
    }
  }

  #link(
    resource: ResourceName,
    id: number,
    list: string,
    change: (ids: readonly number[]) => readonly number[],
  ): void {
    const record = this.get(resource, id);
    if (!record) return;
    this.#set(resource, { ...record, [list]: change(idsOf(record[list])) });
  }

  #note(resource: ResourceName, id: number): void {
    const notes = this.#before[resource];
    if (this.#filled && !notes.has(id)) notes.set(id, this.get(resource, id));
  }

  #set(resource: ResourceName, record: NexudusRecord): NexudusRecord | undefined {
    this.#note(resource, record.Id);
    const before = this.#tables[resource].get(record.Id);
    this.#tables[resource].set(record.Id, record);
    this.#lastIds[resource] = Math.max(this.#lastIds[resource], record.Id);
    this.#changed(resource);
    return before;
  }

  #changed(resource: ResourceName): void {
    this.#versions[resource] += 1;
  }
}
