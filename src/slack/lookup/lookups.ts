import type { Access } from '../../access/access.ts';
import type { Person } from '../../access/person.ts';
import type { Directory } from '../../nexudus/directory.ts';

/** Who a person is, what records are called, and which of them this person may know. */
export interface Lookups {
  /** Rejects when Slack can't be asked or doesn't know the id: then access is denied. */
  personOf(id: string): Promise<Person>;
  access: Access;
  directory: Directory;
}
