import { NexudusIncomplete } from '../nexudus/errors.ts';
import { idList } from '../nexudus/ids.ts';
import type { NexudusRecord } from '../nexudus/resources.ts';
import { changeRecord, toProperties } from './change-record.ts';
import { record, removing } from './field.ts';
import { defineOperation, type Outcome } from './operation.ts';
import { notOwnRole } from './own-account.ts';

const endFields = {
  role: record({ wire: 'Id', label: 'Role', of: 'userroles', required: 'Choose a role.' }),
  users: removing({ wire: 'RemovedUsers', label: 'Users', of: 'users', list: 'Users' }),
};

/** There is nothing to take away. */
class NothingToEnd extends Error {
  override name = 'NothingToEnd';
  readonly role: NexudusRecord;
  constructor(role: NexudusRecord) {
    super('none of them has the role');
    this.role = role;
  }
}

/** An earlier attempt may have removed them already: then this is what became of both. */
function sinceFirst(outcome: Outcome, users: readonly number[]): Outcome {
  const { before, sent } = outcome;
  if (!before) return outcome;
  const had = [...new Set([...(idList(before.Users) ?? []), ...users])];
  return { ...outcome, before: { ...before, Users: had }, sent: { ...sent, RemovedUsers: [...users] } };
}

/** Takes away what was given until a moment. The bot does it by itself: no one opens a form for it. */
export const endAccess = defineOperation({
  id: 'role.end-access',
  title: 'End temporary access',
  act: 'end temporary access to',
  submit: 'End',
  done: 'Temporary access ended',
  did: 'Ended temporary access to {name}',
  summary: 'End temporary access to a role',
  example: '',
  permission: 'UserRole-Edit',
  allows: 'change roles',
  resource: 'userroles',
  nouns: [],
  verbs: [],
  fields: endFields,
  record: 'role',
  rights: ({ users }, before) => ({
    usersAdded: [],
    usersRemoved: (users ?? []).filter((id) => idList(before.Users)?.includes(id)),
    permissionsAdded: [],
    permissionsRemoved: [],
  }),
  async run({ role, users }, nexudus, attempt) {
    const id = role as number;
    const ending = users ?? [];
    const own = await nexudus.own();
    const ended = await changeRecord(
      nexudus,
      'userroles',
      id,
      (before) => {
        const known = idList(before.Users);
        // A list that reads as null may only be hidden: what can't be seen is not said to have ended.
        if (!known) throw new NexudusIncomplete(['Users']);
        const left = ending.filter((user) => known.includes(user));
        if (left.length === 0) throw new NothingToEnd(before);
        return toProperties(endFields, { users: left }, before);
      },
      { ...attempt, guards: [...attempt.guards, notOwnRole(own)] },
    ).catch((error: unknown): Outcome => {
      if (!(error instanceof NothingToEnd)) throw error;
      return { id, message: '', before: error.role, sent: error.role, rehearsed: false };
    });
    return attempt.again ? sinceFirst(ended, ending) : ended;
  },
});
