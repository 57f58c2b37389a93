import type { NexudusRecord } from '../nexudus-stand-in.ts';
import { ENTITIES } from './entities.ts';
import { CAMDEN, SHOREDITCH, SOHO } from './locations.ts';

export const FIRST_PERMISSION = 1_401_000_001;
export const FIRST_USER = 1_412_000_001;
export const FIRST_ROLE = 1_413_000_001;

const RIGHTS = ['List', 'Read', 'Edit', 'Create', 'Delete'] as const;

export const PERMISSIONS: readonly string[] = ENTITIES.flatMap((entity) =>
  RIGHTS.map((right) => `${entity}-${right}`),
);

export const permissions = (): NexudusRecord[] =>
  PERMISSIONS.map((Name, n) => ({ Id: FIRST_PERMISSION + n, Name }));

const all = (entities: string) => entities.split(' ').flatMap((e) => RIGHTS.map((right) => `${e}-${right}`));
const look = (entities: string) => entities.split(' ').flatMap((e) => [`${e}-List`, `${e}-Read`]);

const HIDDEN_FROM_RECEPTION =
  /^(User|UserRole|Role|AccessToken|RefreshToken|AuditTrailEntry|LogEntry|FinancialAccount|PaymentGateway|WebHook)-/;

// What the bot needs, from the pages it calls (nexudus-api.md §3.3) and, for RefreshToken, what Nexudus's own apps ask
// for (§1.4).
const BOT = [
  ...all('RefreshToken'),
  ...look('VideoRoom Workspace Team UserRole Role User Business Coworker Tariff ExtraService'),
  ...['VideoRoom-Edit', 'VideoRoom-Create', 'Workspace-Edit', 'Team-Edit', 'UserRole-Edit'],
];

type AdminRole = [name: string, location: number, permissions: readonly string[]];

const ROLES: readonly AdminRole[] = [
  ['Network admin', SOHO, PERMISSIONS],
  [
    'Reception',
    SOHO,
    PERMISSIONS.filter((name) => /-(List|Read)$/.test(name) && !HIDDEN_FROM_RECEPTION.test(name)),
  ],
  [
    'Location manager',
    SHOREDITCH,
    [
      ...all('Team VideoRoom Workspace Booking Visitor'),
      ...look('Coworker Business Tariff ExtraService User UserRole Role'),
    ],
  ],
  [
    'Accounts',
    SOHO,
    [
      ...all(
        'CoworkerInvoice CoworkerInvoiceLine CoworkerLedgerEntry Charge FinancialAccount Tariff TaxRate',
      ),
      ...look('Coworker Team Business ExtraService'),
    ],
  ],
  ['Bot', SOHO, BOT],
  [
    'Events',
    CAMDEN,
    [
      ...all('CalendarEvent CalendarEventCategory EventAttendee EventComment EventProduct'),
      ...look('Coworker Business Resource VideoRoom'),
    ],
  ],
];

interface AdminUser {
  name: string;
  email: string;
  role?: string;
  businesses?: number[];
  active?: false;
}

const USERS: readonly AdminUser[] = [
  { name: 'Nexudus bot', email: 'nexudus-bot@harbour.example', role: 'Bot' },
  { name: 'Ana Ruiz', email: 'ana@harbour.example', role: 'Network admin' },
  { name: 'Sam Field', email: 'sam@harbour.example', role: 'Reception' },
  { name: 'Priya Nair', email: 'priya@harbour.example', role: 'Network admin' },
  { name: 'Leo Brandt', email: 'leo@harbour.example', role: 'Location manager', businesses: [SOHO] },
  { name: 'Ian Cole', email: 'ian@harbour.example', role: 'Network admin', active: false },
  // A full unrestricted administrator: no role.
  { name: 'Uma Stone', email: 'uma@harbour.example' },
  { name: 'Tess Oduya', email: 'tess@harbour.example', role: 'Events' },
];

export const adminUsers = (): NexudusRecord[] =>
  USERS.map(({ name, email, businesses = [], active = true }, n) => ({
    Id: FIRST_USER + n,
    FullName: name,
    Email: email,
    Active: active,
    IsAdmin: true,
    DefaultBusinessId: businesses[0] ?? SOHO,
    Businesses: businesses,
    LastAccess: active ? `2025-01-1${n}T08:3${n}:00Z` : '2023-11-30T17:12:00Z',
  }));

export const adminRoles = (): NexudusRecord[] => {
  const ids = new Map(PERMISSIONS.map((name, n) => [name, FIRST_PERMISSION + n]));
  return ROLES.map(([name, location, names], n) => ({
    Id: FIRST_ROLE + n,
    BusinessId: location,
    Name: name,
    Roles: names.map((permission) => {
      const id = ids.get(permission);
      if (id === undefined) throw new Error(`There is no permission ${permission}.`);
      return id;
    }),
    Users: USERS.flatMap((user, u) => (user.role === name ? [FIRST_USER + u] : [])),
  }));
};
