import type { Nexudus } from './client.ts';
import { idOf } from './ids.ts';
import type { NexudusRecord } from './resources.ts';

/** The bot's own account, with the roles that Nexudus says it holds; undefined where an answer leaves them out. */
export interface OwnAccount {
  id: number;
  roles?: OwnRole[];
}

/** A role by what an answer names it by. */
export type OwnRole = { id: number } | { name: string };

/** Case and spaces around a name don't distinguish roles. */
export const roleName = (name: string): string => name.trim().toLowerCase();

const REMEMBERED_MS = 5 * 60_000;

// Ids, names or records: the sample of the documents shows a list without entries.
function roleOf(entry: unknown): OwnRole | undefined {
  const { Id, Name } = (typeof entry === 'object' && entry !== null ? entry : {}) as Partial<NexudusRecord>;
  const id = idOf(entry) ?? idOf(Id);
  if (id !== undefined) return { id };
  const name = typeof entry === 'string' ? entry : Name;
  return typeof name === 'string' && name.trim() ? { name: roleName(name) } : undefined;
}

/** Reads both answers that name the account's roles: each of them may leave some out. */
async function ownAccount(nexudus: Pick<Nexudus, 'me' | 'get'>): Promise<OwnAccount> {
  const me = await nexudus.me();
  const user = await nexudus.get('users', me.Id);
  // What the account says of itself may be missing; its record as an admin user may not.
  const lists = [me.UserRoles ?? [], user.UserRoles];
  if (!lists.every(Array.isArray)) return { id: me.Id };
  const roles = lists.flat().map(roleOf);
  return { id: me.Id, roles: roles.every((role) => role !== undefined) ? roles : undefined };
}

/**
 * Remembers the account for some minutes, in which a role may be given to it. That role is still not changed: its own list of
 * users is read right before each write, and the account's id, which can't change while a process has one sign-in, is looked
 * for there. An account whose roles are hidden is asked for again, so that it counts at once when that is mended.
 * @param passed milliseconds that only go forward
 */
export function createOwnAccount(
  nexudus: Pick<Nexudus, 'me' | 'get'>,
  passed: () => number,
): () => Promise<OwnAccount> {
  let last: { account: Promise<OwnAccount>; at: number } | undefined;
  return () => {
    if (last && passed() - last.at < REMEMBERED_MS) return last.account;
    const asked = { account: ownAccount(nexudus), at: passed() };
    last = asked;
    const forget = () => {
      if (last === asked) last = undefined;
    };
    asked.account.then(({ roles }) => roles ?? forget(), forget);
    return asked.account;
  };
}
