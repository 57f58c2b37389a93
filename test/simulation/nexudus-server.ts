import { blankRecord } from '../../src/sandbox/nexudus/blank-record.ts';
import type { NexudusRecord, ResourceName } from '../../src/sandbox/nexudus/nexudus-stand-in.ts';
import { ENDPOINTS, type EndpointName } from '../../src/sandbox/nexudus/properties.ts';
import { idsOf, Records } from '../../src/sandbox/nexudus/records.ts';
import { RESOURCES } from '../../src/sandbox/nexudus/resources.ts';
import { writeRecord } from '../../src/sandbox/nexudus/write-record.ts';
import { EPOCH, type Timeline } from './timeline.ts';

export const SOHO = 1;
export const CAMDEN = 2;
export const BOT_USER = 100;

export const PERMISSIONS = [
  'Team-Edit',
  'VideoRoom-Create',
  'VideoRoom-Edit',
  'Workspace-Edit',
  'UserRole-Edit',
  'User-List',
  'Coworker-List',
  'Team-Delete',
  'Role-List',
] as const;
export const permissionIds = (...names: readonly string[]): number[] =>
  names.map((name) => 501 + PERMISSIONS.indexOf(name as (typeof PERMISSIONS)[number]));

/** Roles that give rights here and now, and those that requests are about. */
export const NETWORK = 201;
export const SOHO_TEAM = 202;
export const CAMDEN_TEAM = 203;
export const RECEPTION = 204;
export const EVENTS = 205;

interface RightsOf {
  permissions: ReadonlySet<string>;
  /** Undefined: all of them. */
  locations: readonly number[] | undefined;
}

/** What everybody may do, from one change to the next. */
interface RightsAt {
  from: number;
  byEmail: ReadonlyMap<string, RightsOf>;
}

export interface ServerStaff {
  user: number;
  email: string;
  roles: readonly number[];
  locations: readonly number[];
}

/** The records of Nexudus as they truly are, and who may do what, also some time ago. */
export class NexudusServer {
  readonly records = new Records();
  readonly #timeline: Timeline;
  #rights: RightsAt[] = [];

  constructor(timeline: Timeline, staff: readonly ServerStaff[]) {
    this.#timeline = timeline;
    const put = (resource: ResourceName, Id: number, more: Record<string, unknown>) =>
      this.records.save(resource, { ...blankRecord(resource, Id), ...more, Id });
    for (const [n, Name] of PERMISSIONS.entries()) put('roles', 501 + n, { Name });
    put('businesses', SOHO, { Name: 'Soho' });
    put('businesses', CAMDEN, { Name: 'Camden' });
    const locals = [
      'Team-Edit',
      'VideoRoom-Create',
      'VideoRoom-Edit',
      'Workspace-Edit',
      'User-List',
      'Coworker-List',
    ];
    const role = (Id: number, Name: string, BusinessId: number, names: readonly string[]) =>
      put('userroles', Id, { Name, BusinessId, Roles: permissionIds(...names) });
    role(NETWORK, 'Network admin', SOHO, PERMISSIONS);
    role(SOHO_TEAM, 'Soho team', SOHO, [...locals, 'UserRole-Edit']);
    role(CAMDEN_TEAM, 'Camden team', CAMDEN, locals);
    role(RECEPTION, 'Reception', SOHO, ['User-List', 'Team-Edit']);
    role(EVENTS, 'Events', CAMDEN, ['User-List']);
    for (const { user, email, roles, locations } of staff)
      put('users', user, {
        FullName: email.split('@')[0],
        Email: email,
        UserRoles: roles,
        Businesses: locations,
      });
    for (let n = 0; n < 12; n++)
      put('users', 120 + n, {
        FullName: `guest ${n}`,
        Email: `guest${n}@harbour.example`,
        DefaultBusinessId: SOHO,
      });
    put('coworkers', 301, { FullName: 'Acme', Email: 'acme@acme.example', InvoicingBusinessId: SOHO });
    put('coworkers', 302, { FullName: 'Bell', Email: 'bell@bell.example', InvoicingBusinessId: CAMDEN });
    for (const [n, place] of [SOHO, CAMDEN].entries()) {
      put('teams', 10 + n, {
        Name: `team ${n}`,
        BusinessId: place,
        Description: 'as it was',
        Twitter: '@us',
      });
      put('videorooms', 20 + n, {
        Name: `room ${n}`,
        BusinessId: place,
        Description: 'as it was',
        Active: true,
      });
      put('workspaces', 30 + n, {
        Name: `space ${n}`,
        BusinessId: place,
        AdministratorId: 301 + n,
        Description: 'old',
      });
    }
    this.#noteRights();
  }

  get(resource: ResourceName, id: number): NexudusRecord | undefined {
    return this.records.get(resource, id);
  }

  list(resource: ResourceName, filters: Readonly<Record<string, string>>): NexudusRecord[] {
    const lists = Object.keys(RESOURCES[resource].lists);
    const email = filters.User_Email;
    return this.records
      .all(resource)
      .filter((row) => email === undefined || String(row.Email).toLowerCase() === email)
      .map(
        (row) =>
          Object.fromEntries(Object.entries(row).filter(([name]) => !lists.includes(name))) as NexudusRecord,
      );
  }

  /** Does what a PUT or POST asks for; gives the record before and after. */
  write(
    name: EndpointName,
    body: Readonly<Record<string, unknown>>,
  ): { before?: NexudusRecord; after: NexudusRecord } {
    const { resource } = ENDPOINTS[name];
    const on = new Date(EPOCH + this.#timeline.now).toISOString();
    const before = this.records.get(resource, body.Id);
    const id = this.records.newId(resource);
    const base = before ?? { ...blankRecord(resource, id), Id: id, CreatedOn: on };
    const after = writeRecord(ENDPOINTS[name], base, { ...body, Id: base.Id }, { user: 'bot', on });
    this.#save(resource, after);
    return { before, after };
  }

  /** Someone changes a record in the dashboard. */
  edit(resource: ResourceName, id: number, change: Readonly<Record<string, unknown>>): void {
    const before = this.records.get(resource, id);
    if (before) this.#save(resource, { ...before, ...change });
  }

  /** Whether a person had that permission, in all of these places, at some moment since then. */
  hadSince(since: number, email: string, permission: string, places: readonly (number | null)[]): boolean {
    return this.#rights.some(({ byEmail }, n) => {
      const until = this.#rights[n + 1]?.from ?? Number.POSITIVE_INFINITY;
      const had = until >= since ? byEmail.get(email) : undefined;
      return (
        had?.permissions.has(permission) === true &&
        places.every(
          (place) => had.locations === undefined || (place !== null && had.locations.includes(place)),
        )
      );
    });
  }

  #save(resource: ResourceName, record: NexudusRecord): void {
    this.records.save(resource, record);
    if (resource === 'users' || resource === 'userroles') this.#noteRights();
  }

  #noteRights(): void {
    const byEmail = new Map<string, RightsOf>();
    for (const user of this.records.all('users')) {
      if (user.Active !== true) continue;
      const roles = idsOf(user.UserRoles).map((id) => this.records.get('userroles', id));
      const held = roles
        .flatMap((role) => idsOf(role?.Roles))
        .map((id) => String(this.records.get('roles', id)?.Name));
      const locations = idsOf(user.Businesses);
      byEmail.set(String(user.Email), {
        permissions: new Set(held),
        locations: locations.length === 0 ? undefined : locations,
      });
    }
    this.#rights.push({ from: this.#timeline.now, byEmail });
  }
}
