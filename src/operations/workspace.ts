import { changeRecord, toProperties } from './change-record.ts';
import { adding, record, removing, text, tick } from './field.ts';
import { defineOperation } from './operation.ts';

const workspace = {
  workspace: record({
    wire: 'Id',
    label: 'Collaboration workspace',
    hint: 'Members’ community space in Nexudus.',
    of: 'workspaces',
    required: 'Choose a collaboration workspace.',
  }),
  location: record({
    wire: 'BusinessId',
    label: 'Location',
    of: 'businesses',
    required: 'Choose a location.',
  }),
  administrator: record({
    wire: 'AdministratorId',
    label: 'Administrator',
    hint: 'A customer, not an admin user.',
    of: 'coworkers',
    required: 'Choose the customer who looks after it.',
    private: true,
  }),
  name: text({ wire: 'Name', label: 'Name', required: 'Enter a name.' }),
  description: text({ wire: 'Description', label: 'Description', multiline: true }),
  visibleInMySpaces: tick({ wire: 'VisibleInMySpaces', label: 'Visible in My Spaces' }),
  visibleByEveryone: tick({ wire: 'VisibleByEveryone', label: 'Visible by everyone' }),
  archived: tick({ wire: 'Archived', label: 'Archived', hint: 'Hidden from active lists.' }),
  addMembers: adding({
    wire: 'AddedMembers',
    label: 'Add members',
    of: 'coworkers',
    list: 'Members',
    noun: 'members',
    private: true,
  }),
  removeMembers: removing({
    wire: 'RemovedMembers',
    label: 'Remove members',
    of: 'coworkers',
    list: 'Members',
    private: true,
  }),
};

export const updateWorkspace = defineOperation({
  id: 'workspace.update',
  title: 'Update workspace',
  act: 'update',
  submit: 'Save',
  done: 'Collaboration workspace updated',
  did: 'Updated {name}',
  summary: 'Change a collaboration workspace (a Nexudus community space)',
  example: 'workspace update Newsletter',
  permission: 'Workspace-Edit',
  allows: 'change collaboration workspaces',
  resource: 'workspaces',
  nouns: ['collaboration', 'space'],
  verbs: ['edit', 'change', 'archive'],
  fields: workspace,
  record: 'workspace',
  text: { first: 'workspace' },
  run: ({ workspace: id, ...input }, nexudus, attempt) =>
    changeRecord(
      nexudus,
      'workspaces',
      id as number,
      (before) => toProperties(workspace, input, before),
      attempt,
    ),
});
