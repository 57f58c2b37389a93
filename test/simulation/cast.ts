import type { Person } from '../../src/access/person.ts';
import {
  CAMDEN,
  CAMDEN_TEAM,
  NETWORK,
  RECEPTION,
  type ServerStaff,
  SOHO,
  SOHO_TEAM,
} from './nexudus-server.ts';

export interface Member extends ServerStaff {
  /** In Slack. */
  id: string;
}

const member = (
  id: string,
  user: number,
  name: string,
  roles: readonly number[],
  locations: readonly number[] = [],
): Member => ({ id, user, email: `${name}@harbour.example`, roles, locations });

/** Two who may do everything, two who look after one place each, one who looks after both, and one who may do little. */
export const CAST: readonly Member[] = [
  member('UANA', 101, 'ana', [NETWORK]),
  member('UZOE', 102, 'zoe', [NETWORK]),
  member('USAM', 103, 'sam', [SOHO_TEAM], [SOHO]),
  member('ULEO', 104, 'leo', [CAMDEN_TEAM], [CAMDEN]),
  member('UMIA', 105, 'mia', [SOHO_TEAM, CAMDEN_TEAM], [SOHO, CAMDEN]),
  member('UKIM', 106, 'kim', [RECEPTION], [SOHO]),
];

export const APPROVERS: readonly string[] = ['UANA', 'UZOE', 'USAM', 'UMIA'];

export const memberOf = (id: string): Member => {
  const found = CAST.find((one) => one.id === id);
  if (!found) throw new Error(`no one is ${id}`);
  return found;
};

export const personOf = (id: string): Person => ({
  id,
  email: memberOf(id).email,
  emailConfirmed: true,
  kind: 'member',
});
