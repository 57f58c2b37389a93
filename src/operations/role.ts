import type { Directory } from '../nexudus/directory.ts';
import { idList } from '../nexudus/ids.ts';
import { changeRecord, toProperties } from './change-record.ts';
import { adding, type ChatPerson, chatPeople, moment, record, removing, text } from './field.ts';
import { defineOperation, type Looking, type Operation, ValidationError } from './operation.ts';
import { notAddingOwnAccount, notOwnRole } from './own-account.ts';
import { fieldSentences } from './sentences.ts';
import { checkEnd, endsInTime, type MaxDays } from './temporary.ts';

const role = record({ wire: 'Id', label: 'Role', of: 'userroles', required: 'Choose a role.' });

const gettingUsers = {
  role,
  users: adding({
    wire: 'AddedUsers',
    label: 'Users',
    hint: 'Nexudus admins.',
    of: 'users',
    list: 'Users',
    noun: 'users',
  }),
  people: chatPeople({
    label: 'Slack people',
    hint: 'People in Slack, matched by e-mail.',
    matchedIn: 'users',
  }),
};

const until = (maxDays: MaxDays) =>
  moment(
    maxDays === undefined
      ? { label: 'Until', hint: 'The bot removes them from the role then. Leave blank for permanent access.' }
      : {
          label: 'Until',
          hint: `The bot removes them from the role then: at most ${maxDays === 1 ? '1 day' : `${maxDays} days`} from now.`,
          required: fieldSentences.endRequired(maxDays),
        },
  );

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
    hint: 'For example Team-Edit.',
    of: 'roles',
    list: 'Roles',
    noun: 'permissions',
    private: true,
  }),
  removePermissions: removing({
    wire: 'RemovedRoles',
    label: 'Remove permissions',
    of: 'roles',
    list: 'Roles',
    private: true,
  }),
  addUsers: adding({ wire: 'AddedUsers', label: 'Add users', of: 'users', list: 'Users', noun: 'users' }),
  removeUsers: removing({ wire: 'RemovedUsers', label: 'Remove users', of: 'users', list: 'Users' }),
};

/** The admin users that have the people's e-mail addresses; a validation error while one of them isn't certain. */
async function adminUsersOf(people: readonly ChatPerson[], directory: Directory): Promise<number[]> {
  const ids: number[] = [];
  const [missing, several, unmatchable]: [string[], string[], string[]] = [[], [], []];
  for (const { id, name, email } of people) {
    const [user, second] = email ? await directory.withEmail('users', email) : [];
    if (user && !second) ids.push(user.id);
    else if (email === undefined) unmatchable.push(name ?? id);
    else (second ? several : missing).push(email);
  }
  const problems = [
    ...(missing.length > 0 ? [fieldSentences.unmatched(missing)] : []),
    ...(several.length > 0 ? [fieldSentences.ambiguous(several)] : []),
    ...(unmatchable.length > 0 ? [fieldSentences.unmatchable(unmatchable)] : []),
  ];
  if (problems.length > 0) throw new ValidationError({ people: problems.join(' ') });
  return ids;
}

/**
 * Finds before the review what would only fail after the approval: the bot's own role or account, inactive users, and
 * what the role has already where nothing else is chosen in its field.
 * @param users who is added, under the name of the field that says so
 */
async function checkBeforeReview(
  { directory, nexudus, before }: Looking,
  users: Readonly<Record<string, readonly number[]>>,
  permissions: Readonly<Record<string, readonly number[]>> = {},
): Promise<void> {
  const own = await nexudus.own();
  notOwnRole(own)(before);
  notAddingOwnAccount(own, users);
  const problems: Record<string, string> = {};
  const noneNew = Object.values(users).every((ids) => fresh(ids, before.Users).length === 0);
  for (const [field, ids] of Object.entries(users)) {
    const entries = await directory.entries('users', ids);
    const inactive = entries.flatMap((entry) => (entry.inactive ? entry.name : []));
    const names = entries.map(({ name }) => name);
    if (inactive.length > 0) problems[field] = fieldSentences.notActive(inactive);
    else if (ids.length > 0 && noneNew) problems[field] = fieldSentences.alreadyInRole(names);
  }
  for (const [field, ids] of Object.entries(permissions)) {
    if (ids.length === 0 || fresh(ids, before.Roles).length > 0) continue;
    const names = [...(await directory.names('roles', ids)).values()];
    problems[field] = fieldSentences.permissionsHeld(names);
  }
  if (Object.keys(problems).length > 0) throw new ValidationError(problems);
}

const idsOf = (value: readonly number[] | null | undefined): number[] => [...(value ?? [])];

/** Those that are not, or are, on the list already. */
const fresh = (ids: readonly number[], list: unknown) => ids.filter((id) => !idList(list)?.includes(id));
const held = (ids: readonly number[], list: unknown) => ids.filter((id) => idList(list)?.includes(id));

/** Where access has to end, a form without an end gives none. */
function checkOnlyUntil(users: readonly number[] | null | undefined, maxDays: MaxDays): void {
  if (maxDays !== undefined && users?.length)
    throw new ValidationError({ addUsers: fieldSentences.onlyUntil });
}

const addUsersToRoleFor = (maxDays: MaxDays) => {
  const fields = { ...gettingUsers, until: until(maxDays) };
  return defineOperation({
    id: 'role.add-users',
    title: 'Add users to role',
    act: 'add users to',
    submit: 'Add',
    done: 'Users added to role',
    did: 'Added {entries} to {name}',
    summary: 'Add users to a role',
    example: 'role add-users Events @sam leo@harbour.example',
    permission: 'UserRole-Edit',
    allows: 'change roles',
    resource: 'userroles',
    nouns: ['userrole', 'roles'],
    verbs: ['add', 'add-user', 'addusers', 'grant', 'invite'],
    fields,
    record: 'role',
    text: { first: 'role', people: 'people', emails: 'users', until: 'until' },
    check: ({ users, people }) =>
      users?.length || people?.length ? undefined : { users: fieldSentences.noUserChosen },
    async prepare({ people, ...input }, looking) {
      checkEnd(input.until, looking.now, maxDays);
      const byPeople = await adminUsersOf(people ?? [], looking.directory);
      await checkBeforeReview(looking, { users: idsOf(input.users), people: byPeople });
      return { ...input, users: [...new Set([...idsOf(input.users), ...byPeople])] };
    },
    rights: ({ users }, before) => ({
      usersAdded: fresh(idsOf(users), before.Users),
      usersRemoved: [],
      permissionsAdded: [],
      permissionsRemoved: [],
    }),
    endsAt: ({ until: at }) => at ?? undefined,
    async run({ role: id, users, until: at }, nexudus, attempt) {
      const own = await nexudus.own();
      notAddingOwnAccount(own, { users });
      return changeRecord(
        nexudus,
        'userroles',
        id as number,
        (before) => {
          const body = toProperties(fields, { users }, before);
          const isNew = (body.AddedUsers as number[]).length > 0 || held(attempt.lent, users).length > 0;
          if (!attempt.again && !isNew) {
            throw new ValidationError({ users: fieldSentences.allInRole });
          }
          return body;
        },
        { ...attempt, guards: [...attempt.guards, endsInTime(at, attempt.now, maxDays), notOwnRole(own)] },
      );
    },
  });
};

export const addUsersToRole = addUsersToRoleFor(undefined);

const updateRoleFor = (maxDays: MaxDays) =>
  defineOperation({
    id: 'role.update',
    title: 'Update role',
    act: 'update',
    submit: 'Save',
    done: 'Role updated',
    did: 'Updated {name}',
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
    async prepare(input, looking) {
      const { addUsers, addPermissions } = input;
      checkOnlyUntil(addUsers, maxDays);
      await checkBeforeReview(
        looking,
        { addUsers: idsOf(addUsers) },
        { addPermissions: idsOf(addPermissions) },
      );
      return input;
    },
    rights: ({ addUsers, removeUsers, addPermissions, removePermissions }, before) => ({
      usersAdded: fresh(idsOf(addUsers), before.Users),
      usersRemoved: held(idsOf(removeUsers), before.Users),
      permissionsAdded: fresh(idsOf(addPermissions), before.Roles),
      permissionsRemoved: held(idsOf(removePermissions), before.Roles),
    }),
    async run({ role: id, ...input }, nexudus, attempt) {
      checkOnlyUntil(input.addUsers, maxDays);
      const own = await nexudus.own();
      notAddingOwnAccount(own, { addUsers: input.addUsers });
      return changeRecord(
        nexudus,
        'userroles',
        id as number,
        (before) => toProperties(roleFields, input, before),
        { ...attempt, guards: [...attempt.guards, notOwnRole(own)] },
      );
    },
  });

export const updateRole = updateRoleFor(undefined);

/** The operations on roles, as far as they depend on a setting. */
export const roleOperations = (maxDays: MaxDays): [Operation, Operation] => [
  addUsersToRoleFor(maxDays),
  updateRoleFor(maxDays),
];
