import { blankRecord } from '../blank-record.ts';
import type { NexudusRecord, ResourceName } from '../nexudus-stand-in.ts';
import type { Records } from '../records.ts';
import { adminRoles, adminUsers, permissions } from './admin-users.ts';
import { videoRooms, workspaces } from './community.ts';
import { customer, customers } from './customers.ts';
import { LOCATIONS } from './locations.ts';
import { plans, rates } from './prices.ts';
import { manyTeam, teams } from './teams.ts';

const LARGE_CUSTOMERS = 100_000;
const LARGE_TEAMS = 10_000;

/** The same records with the same ids, every time. */
export function fillStartData(records: Records, large: boolean): void {
  records.clear();
  const add = (resource: ResourceName, made: readonly NexudusRecord[]) => {
    for (const record of made) {
      records.save(resource, { ...blankRecord(resource, record.Id), ...record });
    }
  };
  add('businesses', LOCATIONS);
  add('tariffs', plans());
  add('extraservices', rates());
  add('roles', permissions());
  add('users', adminUsers());
  add('userroles', adminRoles());
  for (const record of customers()) records.save('coworkers', record);
  if (large) {
    for (let n = records.all('coworkers').length; n < LARGE_CUSTOMERS; n += 1) {
      records.save('coworkers', manyCustomer(n));
    }
  }
  add('teams', teams());
  if (large) {
    const first = records.all('teams').length;
    add(
      'teams',
      Array.from({ length: LARGE_TEAMS - first }, (_, n) => manyTeam(first + n)),
    );
  }
  add('videorooms', videoRooms());
  add('workspaces', workspaces());
  records.filled();
}

const FIRST =
  'Alba Bruno Carys Dario Edith Farid Greta Hamza Ines Jonas Kaya Linus Mila Nadia Otto Paloma Quentin Runa'.split(
    ' ',
  );
const LAST =
  'Adeyemi Barlow Castellano Dvořák Eriksen Fontaine Gallagher Hoffmann Ivanova Jansen Kaplan Lefèvre'.split(
    ' ',
  );

function manyCustomer(n: number): NexudusRecord {
  const first = FIRST[n % FIRST.length] as string;
  const last = LAST[Math.floor(n / FIRST.length) % LAST.length] as string;
  const initial = String.fromCharCode(65 + (Math.floor(n / 216) % 26));
  return customer(n, `${first} ${initial}. ${last}`, `${first.toLowerCase()}.${n}@example.com`);
}
