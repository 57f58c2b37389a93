import type { Nexudus } from '../nexudus/client.ts';
import { idList, idOf } from '../nexudus/ids.ts';
import type { NexudusRecord } from '../nexudus/resources.ts';
import { type Guard, ValidationError } from './operation.ts';
import { fieldSentences } from './sentences.ts';

// A bot that could change its own roles, or take on others, could give itself anything.

/** The bot's own account, with the roles that Nexudus says it holds; undefined where an answer leaves them out. */
export interface OwnAccount {
  id: number;
  roles?: OwnRole[];
}

/** A role by what an answer names it by. */
type OwnRole = { id: number } | { name: string };

// Ids, names or records: the sample of the documents shows a list without entries.
function roleOf(entry: unknown): OwnRole | undefined {
  const { Id, Name } = (typeof entry === 'object' && entry !== null ? entry : {}) as Partial<NexudusRecord>;
  const id = idOf(entry) ?? idOf(Id);
  if (id !== undefined) return { id };
  const name = typeof entry === 'string' ? entry : Name;
  return typeof name === 'string' && name.trim() ? { name: folded(name) } : undefined;
}

const folded = (name: string): string => name.trim().toLowerCase();

/** Reads both answers that name the account's roles: each of them may leave some out. */
export async function ownAccount(nexudus: Nexudus): Promise<OwnAccount> {
  const me = await nexudus.me();
  const user = await nexudus.get('users', me.Id);
  // What the account says of itself may be missing; its record as an admin user may not.
  const lists = [me.UserRoles ?? [], user.UserRoles];
  if (!lists.every(Array.isArray)) return { id: me.Id };
  const roles = lists.flat().map(roleOf);
  return { id: me.Id, roles: roles.every((role) => role !== undefined) ? roles : undefined };
}

/** Stops a change of the bot's own role, and of a role that Nexudus doesn't distinguish from it. */
export const notOwnRole =
  ({ id, roles }: OwnAccount): Guard =>
  (role) => {
    const users = idList(role.Users);
    const held = roles?.some((own) =>
      'id' in own ? own.id === role.Id : own.name === folded(String(role.Name)),
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
