import type { NexudusStandIn, ResourceName } from '../../src/sandbox/nexudus/start-nexudus.ts';
import type { Modal } from '../../src/sandbox/slack/start-slack.ts';

// What the crash runs submit: each piece of work leaves a mark that no other one leaves.

/** Numbers that look random and are the same for the same seed. */
export function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

export interface Work {
  operation: string;
  command: string;
  /** The form is ready when this label is there. */
  label: string;
  fill?(form: Modal): Promise<void>;
  /** Where the mark stands afterwards. For a new record only its resource; `value` is then its name. */
  mark: { resource: ResourceName; id?: number; property: string; value: unknown };
}

const LEO = 1_412_000_005;
const SAM = 1_412_000_003;

type Make = (n: number, nexudus: NexudusStandIn, second: boolean, id?: number) => Work;

const someCustomer = (nexudus: NexudusStandIn): number => Number(nexudus.records('coworkers')[0]?.Id);
const named = (n: number) => `crash ${n} before`;
const put = (nexudus: NexudusStandIn, resource: ResourceName, n: number, more: object = {}): number =>
  nexudus.put(resource, { Name: named(n), ...more }).Id;

/** `second`: another piece of work on the same record (`id`), which leaves its mark elsewhere. */
const makers: Record<string, Make> = {
  'video-room.create': (n) => ({
    operation: 'video-room.create',
    command: `/nexudus video-room create name="crash ${n}" participants=8 location=Soho`,
    label: 'Name',
    mark: { resource: 'videorooms', property: 'Name', value: `crash ${n}` },
  }),
  'video-room.update': (n, nexudus, second, id) => ({
    operation: 'video-room.update',
    command: `/nexudus video-room update ${id ?? put(nexudus, 'videorooms', n, { NumberOfParticipants: 4, Active: true })}`,
    label: 'Description',
    fill: (form) =>
      second ? form.type('Number of participants', String(1000 + n)) : form.type('Description', `mark ${n}`),
    mark: second
      ? { resource: 'videorooms', property: 'NumberOfParticipants', value: 1000 + n }
      : { resource: 'videorooms', property: 'Description', value: `mark ${n}` },
  }),
  'workspace.update': (n, nexudus, second, id) => ({
    operation: 'workspace.update',
    command: `/nexudus workspace update ${id ?? put(nexudus, 'workspaces', n, { AdministratorId: someCustomer(nexudus) })}`,
    label: 'Description',
    fill: (form) => form.type(second ? 'Name' : 'Description', `mark ${n}`),
    mark: { resource: 'workspaces', property: second ? 'Name' : 'Description', value: `mark ${n}` },
  }),
  'team.rename': (n, nexudus, _second, id) => ({
    operation: 'team.rename',
    command: `/nexudus team rename ${id ?? put(nexudus, 'teams', n)} to "mark ${n}"`,
    label: 'New name',
    mark: { resource: 'teams', property: 'Name', value: `mark ${n}` },
  }),
  'team.update': (n, nexudus, second, id) => ({
    operation: 'team.update',
    command: `/nexudus team update ${id ?? put(nexudus, 'teams', n)}`,
    label: 'Maximum members',
    fill: (form) =>
      second ? form.type('Maximum members', String(1000 + n)) : form.type('Description', `mark ${n}`),
    mark: second
      ? { resource: 'teams', property: 'MaxTeamMemberCount', value: 1000 + n }
      : { resource: 'teams', property: 'Description', value: `mark ${n}` },
  }),
  'role.add-users': (n, nexudus, second, id) => ({
    operation: 'role.add-users',
    command: `/nexudus role add-users ${id ?? put(nexudus, 'userroles', n, { Roles: [], Users: [] })} ${second ? 'sam' : 'leo'}@harbour.example`,
    label: 'Users',
    mark: { resource: 'userroles', property: 'Users', value: second ? SAM : LEO },
  }),
  'role.update': (n, nexudus, _second, id) => ({
    operation: 'role.update',
    command: `/nexudus role update ${id ?? put(nexudus, 'userroles', n, { Roles: [], Users: [] })}`,
    label: 'Name',
    fill: (form) => form.type('Name', `mark ${n}`),
    mark: { resource: 'userroles', property: 'Name', value: `mark ${n}` },
  }),
};

/** Operations that may be on one record twice, and what the second one does. */
const PAIRS: Readonly<Record<string, string>> = {
  'video-room.update': 'video-room.update',
  'workspace.update': 'workspace.update',
  'team.rename': 'team.update',
  'team.update': 'team.update',
  'role.add-users': 'role.add-users',
};

/** Work for one kill: one piece, or two on the same record. All operations come in turn. */
export function planWork(n: number, random: () => number, nexudus: NexudusStandIn): Work[] {
  const operations = Object.keys(makers);
  const operation = operations[n % operations.length] as string;
  const make = makers[operation] as Make;
  const first = make(n, nexudus, false);
  const id = Number(/ (\d{6,})/.exec(first.command)?.[1]);
  if (first.operation !== 'video-room.create') first.mark.id = id;
  const other = PAIRS[operation];
  if (!other || random() > 0.3) return [first];
  const second = (makers[other] as Make)(n, nexudus, true, id);
  second.mark.id = id;
  return [first, second];
}
