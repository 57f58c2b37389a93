import type { Button, KnownBlock } from '@slack/types';
import type { Denial } from '../../access/access.ts';
import { plain } from '../../forms/blocks.ts';
import { limits, pieces } from '../../forms/limits.ts';
import { say } from '../text/say.ts';

/** Action id of the button. */
export const ASK_ADMIN = 'ask-admin';

/** What an administrator can give; the rest is no question of permissions, or of no admin user's. */
const CAN_BE_GIVEN: readonly Denial['reason'][] = [
  'no-user',
  'inactive-user',
  'no-roles',
  'no-permission',
  'location',
  'no-group',
  'no-roles-group',
];

export const canBeGiven = ({ reason }: Denial): boolean => CAN_BE_GIVEN.includes(reason);

/** @param command what is wanted, as it is typed after /nexudus; blank where that is still to be chosen */
export function askAdmin(command: string): KnownBlock {
  const [value] = pieces(command, limits.buttonValue);
  const button: Button = {
    type: 'button',
    action_id: ASK_ADMIN,
    text: plain(say.askAdmin, limits.button),
    ...(value ? { value } : {}),
  };
  return { type: 'actions', elements: [button] };
}
