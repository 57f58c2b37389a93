import type { Directory } from '../nexudus/directory.ts';
import { changeRecord, toProperties } from './change-record.ts';
import { adding, type ChatPerson, chatPeople, record, removing, text } from './field.ts';
import { defineOperation, InputRefused } from './operation.ts';
import { ownAccount, refuseOwnAccount, refuseOwnRole } from './own-account.ts';

const role = record({ wire: 'Id', label: 'Role', of: 'userroles', required: 'Choose a role.' });

const gettingUsers = {
  role,
  users: adding({
    wire: 'AddedUsers',
    label: 'Users',
    hint: 'Admin users of Nexudus.',
    of: 'users',
    list: 'Users',
  }),
  people: chatPeople({ label: 'Slack people', hint: 'Found in Nexudus by their e-mail address.' }),
};

const roleFields = {
  role,
  location: record({
    wire: 'BusinessId',
    label: 'Location',
    of: 'businesses',
    required: 'Choose a location.',
  }),
  name: text({ wire: 'Name', label: 'Name', required: 'Enter a name.' }),
  addPermissions: adding({
    wire: 'AddedRoles',
    label: 'Add permissions',
    hint: 'Named by record type and act, such as Team-Edit.',
    of: 'roles',
    list: 'Roles',
    private: true,
  }),
  removePermissions: removing({
    wire: 'RemovedRoles',
    label: 'Remove permissions',
    of: 'roles',
    list: 'Roles',
    private: true,
  }),
  addUsers: adding({ wire: 'AddedUsers', label: 'Add users', of: 'users', list: 'Users' }),
  removeUsers: removing({ wire: 'RemovedUsers', label: 'Remove users', of: 'users', list: 'Users' }),
};

/** The admin users that have the people's e-mail addresses; refuses while one of them can't be told for certain. */
async function adminUsersOf(people: readonly ChatPerson[], directory: Directory): Promise<number[]> {
  const ids: number[] = [];
  const missing: string[] = [];
  for (const { email } of people) {
    const [user, second] = email ? await directory.withEmail('users', email) : [];
    if (user && !second) ids.push(user.id);
    else missing.push(email ?? 'somebody whose e-mail address Slack doesn’t show');
  }
  if (missing.length > 0) {
    throw new InputRefused({
      people: `No single admin user in Nexudus has the e-mail of: ${missing.join(', ')}. Pick them under Users, or leave them out.`,
    });
  }
  return ids;
}

const idsOf = (value: readonly number[] | null | undefined): number[] => [...(value ?? [])];

/** Those that are not, or are, on the list already. */
const fresh = (ids: readonly number[], list: unknown) =>
  ids.filter((id) => !(Array.isArray(list) && list.includes(id)));
const held = (ids: readonly number[], list: unknown) =>
  ids.filter((id) => Array.isArray(list) && list.includes(id));

export const addUsersToRole = defineOperation({
  id: 'role.add-users',
  title: 'Add users to role',
  submit: 'Add',
  done: 'Users added to role',
  summary: 'Add users to a role',
  example: 'role add-users Reception @sam ana@example.com',
  permission: 'UserRole-Edit',
  allows: 'change roles',
  resource: 'userroles',
  nouns: ['userrole', 'roles'],
  verbs: ['add', 'add-user', 'addusers', 'grant', 'invite'],
  fields: gettingUsers,
  record: 'role',
  text: { first: 'role', people: 'people', emails: 'users' },
  check: ({ users, people }) =>
    users?.length || people?.length
      ? undefined
      : { users: 'Choose at least one person, here or under Slack people.' },
  async prepare({ people, ...input }, directory) {
    const users = [...new Set([...idsOf(input.users), ...(await adminUsersOf(people ?? [], directory))])];
    return { ...input, users };
  },
  rights: ({ users }, before) => ({
    usersAdded: fresh(idsOf(users), before.Users),
    usersRemoved: [],
    permissionsAdded: [],
    permissionsRemoved: [],
  }),
  async run({ role: id, users }, nexudus, attempt) {
    const own = await ownAccount(nexudus);
    refuseOwnAccount(own, { users });
    return changeRecord(
      nexudus,
      'userroles',
      id as number,
      (before) => {
        refuseOwnRole(own, before);
        const body = toProperties(gettingUsers, { users }, before);
        if (!attempt.again && (body.AddedUsers as number[]).length === 0) {
          throw new InputRefused({ users: 'Everybody chosen has this role already.' });
        }
        return body;
      },
      attempt,
    );
  },
});

export const updateRole = defineOperation({
  id: 'role.update',
  title: 'Update role',
  submit: 'Save',
  done: 'Role updated',
  summary: 'Change a role: its name, permissions and users',
  example: 'role update Reception',
  permission: 'UserRole-Edit',
  allows: 'change roles',
  resource: 'userroles',
  nouns: ['userrole', 'roles'],
  verbs: ['edit', 'change', 'set', 'rename'],
  fields: roleFields,
  record: 'role',
  text: { first: 'role' },
  rights: ({ addUsers, removeUsers, addPermissions, removePermissions }, before) => ({
    usersAdded: fresh(idsOf(addUsers), before.Users),
    usersRemoved: held(idsOf(removeUsers), before.Users),
    permissionsAdded: fresh(idsOf(addPermissions), before.Roles),
    permissionsRemoved: held(idsOf(removePermissions), before.Roles),
  }),
  async run({ role: id, ...input }, nexudus, attempt) {
    const own = await ownAccount(nexudus);
    refuseOwnAccount(own, { addUsers: input.addUsers });
    return changeRecord(
      nexudus,
      'userroles',
      id as number,
      (before) => {
        refuseOwnRole(own, before);
        return toProperties(roleFields, input, before);
      },
      attempt,
    );
  },
});
