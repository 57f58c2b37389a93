import { idList } from '../nexudus/ids.ts';
import { type OwnAccount, roleName } from '../nexudus/own-account.ts';
import { type Guard, ValidationError } from './operation.ts';
import { fieldSentences } from './sentences.ts';

// A bot that could change its own roles, or take on others, could give itself anything.

/** Stops a change of the bot's own role, and of a role that Nexudus doesn't distinguish from it. */
export const notOwnRole =
  ({ id, roles }: OwnAccount): Guard =>
  (role) => {
    const users = idList(role.Users);
    const held = roles?.some((own) =>
      'id' in own ? own.id === role.Id : own.name === roleName(String(role.Name)),
    );
    if (held || users?.includes(id)) throw new ValidationError({ role: fieldSentences.ownRole });
    if (!roles || !users) throw new ValidationError({ role: fieldSentences.ownRolesHidden });
  };

/** @param added who is added, under the name of the field that says so */
export function notAddingOwnAccount(
  { id }: OwnAccount,
  added: Readonly<Record<string, readonly number[] | null | undefined>>,
): void {
  for (const [field, ids] of Object.entries(added))
    if (ids?.includes(id)) throw new ValidationError({ [field]: fieldSentences.ownAccountAdded });
}
