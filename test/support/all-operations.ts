/** An operation as people meet it, in literals: what a test expects of all operations is taken from here. */
export interface Met {
  id: string;
  title: string;
  summary: string;
  /** After /nexudus. */
  example: string;
  /** A field of the form that the example opens, and what it shows. */
  shows: readonly [label: string, value: string];
  permission: string;
}

/** In the order of help. */
export const ALL: readonly Met[] = [
  {
    id: 'video-room.create',
    title: 'Create video room',
    summary: 'Create a video room',
    example: 'video-room create "Blue room" participants=8 location=Soho',
    shows: ['Name', 'Blue room'],
    permission: 'VideoRoom-Create',
  },
  {
    id: 'team.rename',
    title: 'Rename team',
    summary: 'Rename a team',
    example: 'team rename Acme to "Acme Ltd"',
    shows: ['New name', 'Acme Ltd'],
    permission: 'Team-Edit',
  },
  {
    id: 'role.add-users',
    title: 'Add users to role',
    summary: 'Add users to a role',
    example: 'role add-users Events @sam leo@harbour.example',
    shows: ['Role', 'Events'],
    permission: 'UserRole-Edit',
  },
  {
    id: 'video-room.update',
    title: 'Update video room',
    summary: 'Change a video room',
    example: 'video-room update "Focus room" participants=6',
    shows: ['Number of participants', '6'],
    permission: 'VideoRoom-Edit',
  },
  {
    id: 'workspace.update',
    title: 'Update workspace',
    summary: 'Change a collaboration workspace (a Nexudus community space)',
    example: 'workspace update Newsletter',
    shows: ['Name', 'Newsletter'],
    permission: 'Workspace-Edit',
  },
  {
    id: 'team.update',
    title: 'Update team',
    summary: 'Change anything about a team: people, billing, prices, profile',
    example: 'team update Acme',
    shows: ['Name', 'Acme'],
    permission: 'Team-Edit',
  },
  {
    id: 'role.update',
    title: 'Update role',
    summary: 'Change a role: its name, permissions and users',
    example: 'role update Reception',
    shows: ['Name', 'Reception'],
    permission: 'UserRole-Edit',
  },
];

export const ABOUT_ROLES: readonly Met[] = ALL.filter(({ permission }) => permission === 'UserRole-Edit');
export const BUT_ROLES: readonly Met[] = ALL.filter((each) => !ABOUT_ROLES.includes(each));

export const titlesOf = (these: readonly Met[]): string[] => these.map(({ title }) => title);

/** As the commands of these are listed in a sentence. */
export const commandsOf = (these: readonly Met[]): string =>
  these.map(({ id }) => id.replace('.', ' ')).join(', ');

/** Each permission that these need, once. */
export const permissionsOf = (these: readonly Met[]): string =>
  [...new Set(these.map(({ permission }) => permission))].join(', ');
