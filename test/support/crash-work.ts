import type { NexudusStandIn, ResourceName } from '../../src/sandbox/nexudus/start-nexudus.ts';
import type { Modal } from '../../src/sandbox/slack/start-slack.ts';

// What the crash runs submit: each piece of work leaves a mark in Nexudus that no other one leaves.

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

/** What becomes of each asking for approval, in turn; after the first one the work is sent again. */
export type Decision = 'approve' | 'deny' | 'cancel' | 'approve and cancel';

export interface Mark {
  resource: ResourceName;
  /** Undefined: a new record, which is known by its name. */
  id?: number;
  property: string;
  value: unknown;
}

export interface Work {
  operation: string;
  /** For the table: the operation, and what is special about this piece. */
  kind: string;
  channel: string;
  command: string;
  /** The form is ready when this label is there. */
  label: string;
  fill?(form: Modal): Promise<void>;
  /** How the question about what comes back blank is answered. */
  blank?: 'Clear' | 'Keep current value';
  /** Empty: nothing is given, so no one has to approve it. */
  decisions: readonly Decision[];
  /** What is put right in the form before it is sent again. */
  fix?(form: Modal): Promise<void>;
  /** Where the mark stands afterwards. */
  mark: Mark;
  /** What was denied and put right: it must never stand there. */
  denied?: Mark;
  /** What must still stand there. */
  stays?: Mark;
  /** It is given until a moment that comes after all else. */
  ends?: boolean;
  /** What a card about it has to show. */
  shows?: readonly string[];
}

const SAM = 1_412_000_003;
const LEO = 1_412_000_005;
const TESS = 1_412_000_008;
const TEAM_EDIT = 'Team-Edit';

interface Making {
  n: string;
  nexudus: NexudusStandIn;
  random: () => number;
}

/** `on`: the record of another piece of work, for one that leaves its mark elsewhere. */
type Make = (making: Making, on?: number) => Omit<Work, 'channel' | 'kind'> & { kind?: string };

const put = ({ nexudus, n }: Making, resource: ResourceName, more: object = {}): number =>
  nexudus.put(resource, { Name: `before ${n}`, ...more }).Id;
/** Numbers that fit every number field, another for each piece of work. */
const numberOf = (n: string): number => 1000 + Number(n.replace(/\D/g, ''));

const room: Make = ({ n }) => ({
  operation: 'video-room.create',
  command: `/nexudus video-room create name="room ${n}" participants=8 location=Soho`,
  label: 'Name',
  decisions: [],
  mark: { resource: 'videorooms', property: 'Name', value: `room ${n}` },
});

const changed =
  (operation: string, resource: ResourceName, more: (making: Making) => object, second: string): Make =>
  (making, on) => {
    const id = on ?? put(making, resource, more(making));
    const value = second === 'Name' ? `mark ${making.n}` : numberOf(making.n);
    const property = {
      'Number of participants': 'NumberOfParticipants',
      'Maximum members': 'MaxTeamMemberCount',
    };
    return {
      operation,
      command: `/nexudus ${operation.replace('.', ' ')} ${id}`,
      label: 'Description',
      fill: (form) => (on ? form.type(second, String(value)) : form.type('Description', `mark ${making.n}`)),
      decisions: [],
      mark: on
        ? { resource, id, property: property[second as keyof typeof property] ?? 'Name', value }
        : { resource, id, property: 'Description', value: `mark ${making.n}` },
    };
  };

const roomUpdate = changed(
  'video-room.update',
  'videorooms',
  () => ({ NumberOfParticipants: 4, Active: true }),
  'Number of participants',
);
const workspaceUpdate = changed(
  'workspace.update',
  'workspaces',
  ({ nexudus }) => ({ AdministratorId: Number(nexudus.records('coworkers')[0]?.Id) }),
  'Name',
);
const teamUpdate = changed('team.update', 'teams', () => ({}), 'Maximum members');

/** A field that was filled comes back blank: the form asks whether that was meant. */
const teamBlank: Make = (making) => {
  const id = put(making, 'teams', { Description: `kept ${making.n}` });
  const keep = making.random() < 0.5;
  return {
    operation: 'team.update',
    kind: 'team.update, asked about a blank field',
    command: `/nexudus team update ${id}`,
    label: 'Maximum members',
    async fill(form) {
      await form.type('Maximum members', String(numberOf(making.n)));
      await form.clear('Description');
    },
    blank: keep ? 'Keep current value' : 'Clear',
    decisions: [],
    mark: { resource: 'teams', id, property: 'MaxTeamMemberCount', value: numberOf(making.n) },
    ...(keep && { stays: { resource: 'teams', id, property: 'Description', value: `kept ${making.n}` } }),
  };
};

const rename: Make = (making, on) => {
  const id = on ?? put(making, 'teams');
  return {
    operation: 'team.rename',
    command: `/nexudus team rename ${id} to "mark ${making.n}"`,
    label: 'New name',
    decisions: [],
    mark: { resource: 'teams', id, property: 'Name', value: `mark ${making.n}` },
  };
};

const roleRename: Make = (making) => {
  const id = put(making, 'userroles', { Roles: [], Users: [] });
  return {
    operation: 'role.update',
    command: `/nexudus role update ${id}`,
    label: 'Name',
    fill: (form) => form.type('Name', `mark ${making.n}`),
    decisions: [],
    mark: { resource: 'userroles', id, property: 'Name', value: `mark ${making.n}` },
  };
};

const addUsers =
  (decisions: readonly Decision[], fixed = false, ends = false): Make =>
  (making, on) => {
    const id = on ?? put(making, 'userroles', { Roles: [], Users: [] });
    const mark = (value: number): Mark => ({ resource: 'userroles', id, property: 'Users', value });
    return {
      operation: 'role.add-users',
      kind: `role.add-users: ${decisions.join(', then ')}${fixed ? ' (put right)' : ''}${ends ? ' (until)' : ''}`,
      ends,
      command: `/nexudus role add-users ${id} ${on ? 'sam' : 'leo'}@harbour.example${ends ? ' until in 30 days' : ''}`,
      label: 'Users',
      decisions,
      mark: mark(fixed ? TESS : on ? SAM : LEO),
      shows: [String(making.nexudus.record('userroles', id)?.Name)],
      ...(fixed && {
        denied: mark(LEO),
        shows: ['Tess Oduya'],
        async fix(form: Modal) {
          await form.unpick('Users', 'Leo Brandt');
          await form.pick('Users', 'Tess Oduya');
        },
      }),
    };
  };

const addPermission =
  (decisions: readonly Decision[]): Make =>
  (making) => {
    const id = put(making, 'userroles', { Roles: [], Users: [SAM] });
    return {
      operation: 'role.update',
      kind: `role.update, a permission: ${decisions.join(', then ')}`,
      command: `/nexudus role update ${id}`,
      label: 'Add permissions',
      fill: (form) => form.pick('Add permissions', TEAM_EDIT),
      decisions,
      mark: {
        resource: 'userroles',
        id,
        property: 'Roles',
        value: making.nexudus.named('roles', TEAM_EDIT).Id,
      },
      shows: [String(making.nexudus.record('userroles', id)?.Name)],
    };
  };

const LIFE: readonly Make[] = [
  room,
  addUsers(['approve']),
  roomUpdate,
  addUsers(['deny', 'approve'], true),
  teamBlank,
  addPermission(['approve']),
  rename,
  addUsers(['approve'], false, true),
  addUsers(['cancel', 'approve']),
  workspaceUpdate,
  addUsers(['deny']),
  teamUpdate,
  addUsers(['approve and cancel']),
  room,
  addPermission(['deny', 'approve']),
  roleRename,
  addUsers(['cancel']),
];

/** Two pieces of work on one record: the second of them, by the operation of the first. */
const SECOND: Readonly<Record<string, Make>> = {
  'video-room.update': roomUpdate,
  'workspace.update': workspaceUpdate,
  'team.rename': teamUpdate,
  'role.add-users': addUsers(['approve']),
};

const made = (make: Make, making: Making, on?: number): Work => {
  const work = make(making, on);
  // Where people of other organisations read along, the details go to the requester alone.
  const outside = work.operation.startsWith('team.') && making.random() < 0.4;
  const channel = outside ? '#partners' : '#ops';
  const more = `${outside ? ', among strangers' : ''}${on ? ', on a record that is in use' : ''}`;
  return { ...work, channel, kind: `${work.kind ?? work.operation}${more}` };
};

export interface Plan {
  /** The next piece of work for a person, and one on the same record for another person now and then. */
  next(): Work;
}

/** Work without end; all kinds come in turn. `name` keeps the marks of two plans apart. */
export function planWork(name: string, random: () => number, nexudus: NexudusStandIn): Plan {
  let [turn, count] = [Math.floor(random() * LIFE.length), 0];
  const waiting: Work[] = [];
  const making = (): Making => {
    count += 1;
    // Of one length: no name is contained in another.
    return { n: `${name}-${String(count).padStart(5, '0')}`, nexudus, random };
  };
  return {
    next() {
      const second = waiting.pop();
      if (second) return second;
      const work = made(LIFE[turn % LIFE.length] as Make, making());
      turn += 1;
      const other = SECOND[work.operation];
      const alone = work.decisions.length > 0 && work.decisions[0] !== 'approve';
      if (other && !alone && random() < 0.3) waiting.push(made(other, making(), work.mark.id));
      return work;
    },
  };
}
