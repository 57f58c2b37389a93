import { resources } from '../../src/nexudus/resources.ts';
import type { Control, Field } from '../../src/operations/field.ts';
import { operations } from '../../src/operations/index.ts';
import type { Operation } from '../../src/operations/operation.ts';
import { CALLED } from '../../src/slack/text/called.ts';

const cell = (text: string) => text.replaceAll('|', '\\|').replaceAll('\n', ' ');
const yes = (is: boolean) => (is ? 'yes' : '');

/** What a person puts in, in words. */
function typeOf(control: Control): string {
  switch (control.kind) {
    case 'text':
      return control.multiline ? 'text of several lines' : 'text';
    case 'number':
      return control.whole ? 'whole number' : 'number';
    case 'url':
      return 'web address';
    case 'tick':
      return 'yes or no';
    case 'record':
      return `one ${CALLED[control.of][0]}`;
    case 'add':
      return `${CALLED[control.of][1]} to add`;
    case 'remove':
      return `${CALLED[control.of][1]} to remove`;
    case 'moment':
      return 'date and time';
    case 'people':
      return 'people of this Slack';
  }
}

/** The properties that a field sets: of a list the final one and the difference. */
function wiresOf({ wire, control }: Field): string {
  if (control.kind === 'add' || control.kind === 'remove')
    return `\`${control.list}\` and \`${control.kind === 'add' ? 'Added' : 'Removed'}${control.list}\``;
  return wire ? `\`${wire}\`` : '';
}

function sectionOf(operation: Operation): string {
  const { id, summary, example, permission, allows, resource, fields, sections } = operation;
  const method = operation.record ? 'PUT' : 'POST';
  const inSections = sections !== undefined;
  const head = [
    'label',
    'property',
    'type',
    'required',
    'private',
    ...(inSections ? ['section'] : []),
    'hint',
  ];
  const rows = Object.values(fields).map((field) => [
    field.label,
    wiresOf(field),
    typeOf(field.control),
    yes(field.required),
    yes(field.private),
    ...(inSections ? [field.section ?? ''] : []),
    field.hint ?? '',
  ]);
  const table = [head, head.map(() => '---'), ...rows].map((row) => `| ${row.map(cell).join(' | ')} |`);
  return `## ${summary}

\`/nexudus ${example}\` · id \`${id}\` · ${method} \`/${resources[resource].path}\` · needs permission to ${allows} (${permission})

${table.join('\n')}
`;
}

/** docs/operations.md */
export const operationsPage = (): string => `# Every operation and field

What is _private_ appears in a channel by its label alone; those who could make the change themselves see its value with _Show
changes_. In an update only what you change is set; all other properties of the record go back as they were read.

${operations.map(sectionOf).join('\n')}
\`ClearImageFile\` of a new video room is the one property of these calls that can't be set: there is no image to remove yet.
`;

/** The permissions that the bot's own role needs, as a list. */
export function botPermissions(): string {
  const all = Object.values(resources).map(({ entity }) => entity);
  const changes = [...new Set(operations.map(({ permission }) => permission))];
  const lines = all.map((entity) => {
    const acts = changes.filter((one) => one.startsWith(`${entity}-`)).map((one) => one.split('-')[1]);
    return `- ${entity}: List, Read${acts.map((act) => `, ${act === 'Edit' ? 'Edit (“Change” in the dashboard)' : act}`).join('')}`;
  });
  return [...lines, '- RefreshToken: all'].join('\n');
}
