import { createHash } from 'node:crypto';
import type { NexudusRecord, ResourceName } from './nexudus-stand-in.ts';
import { idsOf, type Records } from './records.ts';
import { RESOURCE_NAMES, RESOURCES } from './resources.ts';

type Read = (record: NexudusRecord, records: Records) => unknown;

const through =
  (key: string, resource: ResourceName, property: string): Read =>
  (record, records) =>
    records.get(resource, record[key])?.[property] ?? null;

// assumed: comma-separated; nexudus-api.md §3.4 calls the format undocumented.
const ofMembers =
  (property: string): Read =>
  (record, records) =>
    idsOf(record.TeamMembers)
      .map((id) => records.get('coworkers', id)?.[property])
      .filter((value) => value !== undefined && value !== null)
      .join(',');

const BUSINESS_NAME: Read = through('BusinessId', 'businesses', 'Name');

// Read-only properties of nexudus-api.md §3.4 that follow from other records: computed, so they are never stale.
const COMPUTED: Readonly<Record<ResourceName, Readonly<Record<string, Read>>>> = {
  videorooms: {},
  workspaces: {},
  teams: {
    BusinessName: BUSINESS_NAME,
    PayingMemberFullName: through('PayingMemberId', 'coworkers', 'FullName'),
    PayingMemberCoworkerType: through('PayingMemberId', 'coworkers', 'CoworkerType'),
    PayingMemberBillingName: through('PayingMemberId', 'coworkers', 'BillingName'),
    PayingMemberCompanyName: through('PayingMemberId', 'coworkers', 'CompanyName'),
    DefaultMemberTariffName: through('DefaultMemberTariffId', 'tariffs', 'Name'),
    CoworkerIds: ofMembers('Id'),
    CoworkerFullNames: ofMembers('FullName'),
    CoworkerBillingNames: ofMembers('BillingName'),
    ActiveContracts: (record, records) =>
      idsOf(record.TeamMembers).filter((id) => records.get('coworkers', id)?.CoworkerContractIds).length,
  },
  userroles: { BusinessName: BUSINESS_NAME },
  roles: {},
  users: { DefaultBusinessName: through('DefaultBusinessId', 'businesses', 'Name') },
  businesses: {},
  coworkers: {
    InvoicingBusinessName: through('InvoicingBusinessId', 'businesses', 'Name'),
    TeamIds: (record) => idsOf(record.Teams).join(','),
  },
  tariffs: { BusinessName: BUSINESS_NAME },
  extraservices: {},
};

function uniqueId(resource: ResourceName, id: number): string {
  const hex = createHash('sha1').update(`${resource} ${id}`).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

// documented (nexudus-api.md §1.4, sample): a user's ToStringText ends with the e-mail.
const toStringText = (resource: ResourceName, record: NexudusRecord): unknown =>
  resource === 'users'
    ? `${String(record.FullName)} - ${String(record.Email)}`
    : (record.FullName ?? record.Name ?? null);

// documented (nexudus-api.md §2): action fields read back as null.
const ACTIONS = Object.fromEntries(
  RESOURCE_NAMES.map((name) => {
    const { images, lists } = RESOURCES[name];
    const names = [
      ...images.flatMap(({ url, clear }) => [url, clear]),
      ...Object.keys(lists).flatMap((list) => [`Added${list}`, `Removed${list}`]),
    ];
    return [name, Object.fromEntries(names.map((action) => [action, null]))];
  }),
) as Record<ResourceName, Record<string, null>>;

/** Properties that are answered but never stored: computed ones and action fields. */
export const isStored = (resource: ResourceName, property: string): boolean =>
  !(property in COMPUTED[resource]) &&
  !(property in ACTIONS[resource]) &&
  property !== 'UniqueId' &&
  property !== 'ToStringText';

export function readComputed(
  resource: ResourceName,
  record: NexudusRecord,
  property: string,
  records: Records,
): unknown {
  if (property === 'UniqueId') return uniqueId(resource, record.Id);
  if (property === 'ToStringText') return toStringText(resource, record);
  return COMPUTED[resource][property]?.(record, records) ?? null;
}

export const computedNames = (resource: ResourceName): readonly string[] => [
  ...Object.keys(COMPUTED[resource]),
  'UniqueId',
  'ToStringText',
];

/** As "get one" answers it. */
export function showRecord(resource: ResourceName, record: NexudusRecord, records: Records): NexudusRecord {
  const shown: NexudusRecord = { ...record, ...ACTIONS[resource] };
  for (const name of computedNames(resource)) shown[name] = readComputed(resource, record, name, records);
  return shown;
}

/** As a list answers it: documented (nexudus-api.md §3.3), rows leave the list properties out. */
export function showRow(resource: ResourceName, record: NexudusRecord, records: Records): NexudusRecord {
  const row = showRecord(resource, record, records);
  for (const list of Object.keys(RESOURCES[resource].lists)) {
    delete row[list];
    delete row[`Added${list}`];
    delete row[`Removed${list}`];
  }
  return row;
}
