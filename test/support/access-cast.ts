import type { SlackPerson } from '../../src/sandbox/slack/start-slack.ts';
import { denied, LOCATION_DENIED, say } from './sentences.ts';
import type { Stage } from './use-sandbox.ts';

// The people of the access table: one of every kind. Ana, Uma, Leo, Sam, Ian, Nora, Gus, Helper, Dan, Una, Mo and Stella
// are in the sandbox; the others come in here.

const CAMDEN = 1_414_940_212;
const NETWORK_ADMIN = 1_413_000_001;
const CAM = 1_412_000_101;
const ROB = 1_412_000_102;
const TWINS = [1_412_000_103, 1_412_000_104];

/** Settings that the cast needs: Uma is a full unrestricted administrator, and Mo, whose e-mail is hidden, is Priya. */
export const CAST_SETTINGS = {
  UNRESTRICTED_ADMINS: 'uma@harbour.example',
  NEXUDUS_LOGINS: 'U0MO00000=priya@harbour.example',
};

/** Who may do everything that is asked in the table, in the order they do it. */
export const MAY_ALL = ['Ana', 'Uma', 'Mo'] as const;
/** May do everything but change roles, in Soho alone. */
export const SOHO_MANAGER = 'Leo';
/** May do everything, in Camden alone; all records of the table are in Soho. */
export const CAMDEN_ADMIN = 'Cam';

const newcomer = (name: string, id: string, more: Partial<SlackPerson> = {}): SlackPerson => ({
  id,
  name: name.toLowerCase(),
  realName: `${name} Cast`,
  email: `${name.toLowerCase()}@harbour.example`,
  teamId: 'T0HARBOUR',
  isEmailConfirmed: true,
  ...more,
});

/** Brings the newcomers into Slack and Nexudus; both forget them at each reset. */
export function bringInCast({ slack, nexudus }: Pick<Stage, 'slack' | 'nexudus'>): void {
  slack.people.push(
    newcomer('Cam', 'U0CAM0000'),
    newcomer('Rob', 'U0ROB0000'),
    newcomer('Twin', 'U0TWIN000'),
    newcomer('Max', 'U0MAX0000', { email: undefined }),
    newcomer('Ulla', 'U0ULLA000', { isUltraRestricted: true }),
  );
  const user = { Active: true, IsAdmin: true };
  nexudus.put('users', {
    ...user,
    Id: CAM,
    FullName: 'Cam Cast',
    Email: 'cam@harbour.example',
    Businesses: [CAMDEN],
    DefaultBusinessId: CAMDEN,
  });
  nexudus.put('users', { ...user, Id: ROB, FullName: 'Rob Cast', Email: 'rob@harbour.example' });
  for (const Id of TWINS) {
    nexudus.put('users', { ...user, Id, FullName: `Twin ${Id}`, Email: 'twin@harbour.example' });
  }
  const holders = nexudus.record('userroles', NETWORK_ADMIN)?.Users as number[];
  nexudus.put('userroles', { Id: NETWORK_ADMIN, Users: [...holders, CAM, ...TWINS] });
}

/** Why these may do nothing, whatever they try. */
export const REFUSED_ALWAYS: Readonly<Record<string, string>> = {
  Rob: denied('no-roles', 'rob@harbour.example'),
  Ian: denied('inactive-user', 'ian@harbour.example'),
  Nora: denied('no-user', 'nora@harbour.example'),
  Twin: denied('several-users', 'twin@harbour.example'),
  Gus: denied('guest'),
  Ulla: denied('guest'),
  Helper: denied('bot'),
  Dan: denied('deactivated'),
  Una: denied('unconfirmed-email'),
  Max: denied('no-email'),
  Stella: denied('stranger'),
};

/** What `Cam` reads about a record of Soho. */
export const NOT_YOUR_LOCATION = LOCATION_DENIED;

/** What anybody reads who sends a form that another person opened. */
export const NOT_YOUR_FORM = say.formGone;
