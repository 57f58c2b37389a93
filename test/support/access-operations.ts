import type { Modal } from '../../src/sandbox/slack/start-slack.ts';
import { CAMDEN_ADMIN, MAY_ALL, NOT_YOUR_LOCATION, SOHO_MANAGER } from './access-cast.ts';
import { lacksPermission } from './sentences.ts';

/** An operation as the access table tries it, always on a record of Soho. */
export interface Tried {
  id: string;
  /** Opens its form, filled as far as a command can; by id where it renames. */
  command: string;
  /** A field that only the form of a loaded record has. */
  label: string;
  shortcut?: string;
  /** Changes something; each time something else. */
  change(form: Modal, time: number): Promise<void>;
  /** Someone with a role that lacks the permission reads this. */
  noPermission(role: string): string;
  /** Creates a record: nothing belongs to a location before it is sent. */
  creates: boolean;
  aboutRoles: boolean;
}

const typing = (label: string, text: string) => (form: Modal, time: number) =>
  form.type(label, `${text} ${time}`);
const TO_GIVE = ['Booking-Edit', 'Booking-Create', 'Booking-Delete', 'Visitor-Edit', 'Visitor-Create'];
const TO_ADD = ['Leo Brandt', 'Tess Oduya', 'Priya Nair', 'Uma Stone', 'Ana Ruiz'];

export const TRIED: readonly Tried[] = [
  {
    id: 'video-room.create',
    command: '/nexudus video-room create name=Den participants=8 location=Soho',
    label: 'Number of participants',
    shortcut: 'create-video-room',
    change: typing('Name', 'Den'),
    noPermission: (role) => lacksPermission('video-room.create', role),
    creates: true,
    aboutRoles: false,
  },
  {
    id: 'team.rename',
    command: '/nexudus team rename 1414300001',
    label: 'New name',
    shortcut: 'rename-team',
    change: typing('New name', 'Acme'),
    noPermission: (role) => lacksPermission('team.rename', role),
    creates: false,
    aboutRoles: false,
  },
  {
    id: 'role.add-users',
    command: '/nexudus role add-users 1413000002',
    label: 'Users',
    shortcut: 'add-users-to-role',
    change: (form, time) => form.pick('Users', TO_ADD[time] ?? ''),
    noPermission: (role) => lacksPermission('role.add-users', role),
    creates: false,
    aboutRoles: true,
  },
  {
    id: 'video-room.update',
    command: '/nexudus video-room update "Focus room"',
    label: 'Description',
    change: typing('Description', 'Quiet'),
    noPermission: (role) => lacksPermission('video-room.update', role),
    creates: false,
    aboutRoles: false,
  },
  {
    id: 'workspace.update',
    command: '/nexudus workspace update Newsletter',
    label: 'Description',
    change: typing('Description', 'Letters'),
    noPermission: (role) => lacksPermission('workspace.update', role),
    creates: false,
    aboutRoles: false,
  },
  {
    id: 'team.update',
    command: '/nexudus team update 1414300001',
    label: 'Description',
    change: typing('Description', 'Anvils'),
    noPermission: (role) => lacksPermission('team.update', role),
    creates: false,
    aboutRoles: false,
  },
  {
    id: 'role.update',
    command: '/nexudus role update 1413000002',
    label: 'Add permissions',
    // Not its name: that is in what people without the permission read.
    change: (form, time) => form.pick('Add permissions', TO_GIVE[time] ?? ''),
    noPermission: (role) => lacksPermission('role.update', role),
    creates: false,
    aboutRoles: true,
  },
];

/** Who may do it, in Soho. */
export const mayDo = ({ aboutRoles }: Tried): string[] =>
  aboutRoles ? [...MAY_ALL] : [...MAY_ALL, SOHO_MANAGER];

/** Why those without the permission may not even open its form; every kind of person is in test/unit/access-matrix.test.ts. */
export const refusedAtOnce = ({ aboutRoles, noPermission }: Tried): Record<string, string> => ({
  Sam: noPermission('Reception'),
  ...(aboutRoles ? { [SOHO_MANAGER]: noPermission('Location manager') } : {}),
});

/** Why they may not touch what is in Soho. */
export const refusedInSoho = (tried: Tried): Record<string, string> => ({
  ...refusedAtOnce(tried),
  [CAMDEN_ADMIN]: NOT_YOUR_LOCATION,
});

/** The same word for each of these people. */
export const each = <T>(names: readonly string[], said: T): Record<string, T> =>
  Object.fromEntries(names.map((name) => [name, said]));
