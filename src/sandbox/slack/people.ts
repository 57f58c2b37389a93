export interface SlackPerson {
  id: string;
  /** The handle, as in @ana. */
  name: string;
  realName: string;
  /** Undefined: the bot may not see it. */
  email?: string;
  teamId: string;
  isAdmin?: boolean;
  isBot?: boolean;
  /** Guest. */
  isRestricted?: boolean;
  isUltraRestricted?: boolean;
  isEmailConfirmed?: boolean;
  deleted?: boolean;
  /** Of another Slack organisation, here through Slack Connect. */
  isStranger?: boolean;
  /** In an Enterprise Grid: the workspaces that `enterprise_user` names. */
  gridTeams?: string[];
  /** Slack leaves `team_id` out (seen in a Grid). */
  hidesTeam?: boolean;
  locale?: string;
  /** Europe/London where none is given. */
  tz?: string;
}

export const teamId = 'T0HARBOUR';
/** Of the Enterprise Grid that the workspace may belong to. */
export const gridId = 'E0HARBOUR';
export const botUserId = 'U0NEXUDUS';

type More = Partial<SlackPerson>;

function person(realName: string, id: string, more: More = {}): SlackPerson {
  const name = (realName.split(' ')[0] ?? realName).toLowerCase();
  return { id, name, realName, email: `${name}@harbour.example`, teamId, isEmailConfirmed: true, ...more };
}

/** The team of the sandbox, made new at each call so that a test can change it. */
export function startPeople(): SlackPerson[] {
  return [
    person('Ana Ruiz', 'U0ANA0000', { isAdmin: true }),
    person('Sam Field', 'U0SAM0000'),
    person('Priya Nair', 'U0PRIYA00'),
    person('Leo Brandt', 'U0LEO0000'),
    person('Uma Stone', 'U0UMA0000'),
    person('Ian Cole', 'U0IAN0000'),
    person('Tess Oduya', 'U0TESS000'),
    person('Nora New', 'U0NORA000'),
    person('Gus Guest', 'U0GUS0000', { isRestricted: true }),
    person('Una Confirmed', 'U0UNA0000', { isEmailConfirmed: false }),
    person('Dan Gone', 'U0DAN0000', { deleted: true }),
    person('Mo Mailless', 'U0MO00000', { email: undefined }),
    person('Helper Bot', 'U0HELPER0', { isBot: true, email: undefined }),
    person('Stella Stranger', 'U0STELLA0', {
      isStranger: true,
      teamId: 'T0ELSEWHR',
      email: 'stella@elsewhere.example',
    }),
    person('Nexudus', botUserId, { isBot: true, email: undefined }),
  ];
}

/** By id, handle, first name or full name. */
export function findPerson(people: SlackPerson[], name: string): SlackPerson | undefined {
  const wanted = name.replace(/^@/, '').toLowerCase();
  return people.find((each) =>
    [each.id, each.name, each.realName, each.realName.split(' ')[0]].some(
      (known) => known?.toLowerCase() === wanted,
    ),
  );
}
