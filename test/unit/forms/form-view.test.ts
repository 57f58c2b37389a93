import { describe, expect, test } from '@jest/globals';
import { type Form, newForm } from '../../../src/forms/form.ts';
import { formView, textView } from '../../../src/forms/form-view.ts';
import { blockIdOf, fieldNameOf, fieldsInView, tooLongToShow } from '../../../src/forms/inputs.ts';
import type { Operation, Values } from '../../../src/operations/operation.ts';
import { renameTeam, updateTeam } from '../../../src/operations/team.ts';
import { createVideoRoom, updateVideoRoom } from '../../../src/operations/video-room.ts';
import { updateWorkspace } from '../../../src/operations/workspace.ts';

const acme = { Id: 3, BusinessId: 11, Name: 'Acme', TeamMembers: [] };
const nameOf = (of: string, id: number) => (of === 'teams' && id === 3 ? 'Acme' : `#${id}`);
const plain = (text: string) => ({ type: 'plain_text', text, emoji: false });
const aside = (text: string) => ({ type: 'context', elements: [plain(text)] });
const teamPicker = (more: object = {}) => ({
  type: 'input',
  block_id: 'team~1',
  label: plain('Team'),
  optional: false,
  dispatch_action: true,
  element: {
    type: 'external_select',
    action_id: 'value',
    min_query_length: 0,
    placeholder: plain('Type a name'),
    ...more,
  },
});
/** Slack asks for a submit button where an input is, so the picker alone is none. */
const pickerAlone = (more: object = {}) => ({
  type: 'section',
  block_id: 'team~1',
  text: plain('Team'),
  accessory: teamPicker(more).element,
});
const picked = { initial_option: { text: plain('Acme'), value: '3' } };
const newName = (more: object = {}) => ({
  type: 'input',
  block_id: 'newName~2',
  label: plain('New name'),
  optional: false,
  element: { type: 'plain_text_input', action_id: 'value', multiline: false, ...more },
});
const renaming = (more: object = {}) => ({
  ...newForm('form-1', 'team.rename'),
  render: 2,
  pickerRender: 1,
  ...more,
});
const blocksOf = (form: ReturnType<typeof renaming>, values = {}) =>
  formView(renameTeam, form, values, nameOf).blocks;
const labels = (blocks: object[]) =>
  blocks.flatMap((block) => ('label' in block ? [(block.label as { text: string }).text] : []));

describe('the form of an update', () => {
  test('shows nothing but the picker until a record is chosen', () => {
    expect(formView(renameTeam, renaming(), {}, nameOf)).toEqual({
      type: 'modal',
      callback_id: 'team.rename',
      private_metadata: 'form-1',
      title: plain('Rename team'),
      close: plain('Cancel'),
      blocks: [pickerAlone()],
    });
  });

  test('says that it is loading while the record is read', () => {
    expect(blocksOf(renaming({ recordId: 3 }))).toEqual([
      pickerAlone(picked),
      aside('Loading…'),
      expect.objectContaining({ elements: [expect.objectContaining({ action_id: 'load-again' })] }),
    ]);
  });

  test('shows the record’s values once it is there', () => {
    expect(blocksOf(renaming({ recordId: 3, before: acme }), { newName: 'Acme' })).toEqual([
      teamPicker(picked),
      newName({ initial_value: 'Acme' }),
    ]);
  });

  test('shows notices at its top and problems under their fields', () => {
    const form = renaming({
      recordId: 3,
      before: acme,
      notices: [
        { level: 'error', text: 'Access Denied.' },
        { level: 'warning', text: 'x'.repeat(201) },
      ],
      problems: { newName: 'This name is taken.', team: 'Is gone.' },
    });
    expect(blocksOf(form)).toEqual([
      { type: 'alert', level: 'error', text: plain('Access Denied.') },
      { type: 'section', text: plain(`⚠️ ${'x'.repeat(201)}`) },
      teamPicker(picked),
      aside('⚠️ Is gone.'),
      newName(),
      aside('⚠️ This name is taken.'),
    ]);
  });

  test('does not show a text that is longer than an input can hold, and says so', () => {
    const long = 'x'.repeat(3001);
    expect(blocksOf(renaming({ recordId: 3, before: acme }), { newName: long })).toEqual([
      teamPicker(picked),
      aside('New name: 3001 characters, more than Slack can show. It stays as it is.'),
    ]);
    expect(tooLongToShow(long)).toBe(true);
    expect(tooLongToShow('x'.repeat(3000))).toBe(false);
    expect(tooLongToShow(3001)).toBe(false);
  });
});

describe('a form with sections', () => {
  const form = {
    ...newForm('form-2', 'team.update'),
    recordId: 3,
    before: acme,
    render: 5,
    section: 'Prices',
  };

  test('shows the fields of the open one, under a select of all', () => {
    const changed = new Map([
      ['Basics', 2],
      ['Social', 0],
    ]);
    const { blocks } = formView(updateTeam, form, {}, nameOf, { changed });
    expect(labels(blocks)).toEqual([
      'Team',
      'Section',
      'Options',
      'Discount on extra services',
      'Discount on passes',
      'Discount on charges',
      'Discount on plans',
      'Add rates',
      'Remove rates',
    ]);
    const option = (text: string, value: string) => ({ text: plain(text), value });
    expect(blocks[1]).toEqual({
      type: 'input',
      block_id: 'section~5',
      dispatch_action: true,
      label: plain('Section'),
      element: {
        type: 'static_select',
        action_id: 'value',
        options: [
          option('Basics (2 changed)', 'Basics'),
          option('People', 'People'),
          option('Billing', 'Billing'),
          option('Prices', 'Prices'),
          option('Profile', 'Profile'),
          option('Images', 'Images'),
          option('Social', 'Social'),
        ],
        initial_option: option('Prices', 'Prices'),
      },
    });
  });

  test('has no select while the record is not there', () => {
    expect(labels(formView(updateTeam, { ...form, before: undefined }, {}, nameOf).blocks)).toEqual([]);
  });

  test('has each field in one section, in the order of the table', () => {
    const { sections = [], fields, record } = updateTeam;
    const shown = sections.flatMap((section) => fieldsInView(updateTeam, { ...form, section }));
    expect(sections).toHaveLength(7);
    expect(shown.map(([name]) => name)).toEqual(Object.keys(fields).filter((name) => name !== record));
  });
});

describe('the form of a new record', () => {
  test('shows all fields at once; what need not be filled in is optional', () => {
    const { blocks } = formView(createVideoRoom, newForm('f', 'video-room.create'), { active: true }, nameOf);
    expect(labels(blocks)).toEqual([
      'Location',
      'Name',
      'Number of participants',
      'Description',
      'Image URL',
      'Options',
    ]);
    expect(blocks.map((block) => 'optional' in block && block.optional)).toEqual([
      false,
      false,
      false,
      true,
      true,
      true,
    ]);
  });
});

describe('ticks', () => {
  const option = (text: string, value: string, more: object = {}) => ({ text: plain(text), value, ...more });
  const ticksOf = (operation: Operation, form: Form, values: Values) =>
    formView(operation, form, values, nameOf).blocks.filter(
      (block) => 'element' in block && block.element.type === 'checkboxes',
    );
  const boxes = (block_id: string, label: string, element: object, more: object = {}) => ({
    type: 'input',
    block_id,
    label: plain(label),
    optional: true,
    element: { type: 'checkboxes', action_id: 'value', ...element },
    ...more,
  });

  test('of one group are one input, each under its own label', () => {
    const form = { ...newForm('f', 'video-room.create'), render: 4 };
    const active = option('Active', 'active');
    expect(ticksOf(createVideoRoom, form, { active: true })).toEqual([
      boxes('ticks.Options~4', 'Options', {
        options: [
          active,
          option('Only for contacts', 'onlyForContacts'),
          option('Only for members', 'onlyForMembers'),
        ],
        initial_options: [active],
      }),
    ]);
  });

  test('stand where their group does, with what is said of one beside it', () => {
    const form = { ...newForm('f', 'workspace.update'), render: 4, recordId: 3, before: acme };
    expect(ticksOf(updateWorkspace, form, {})).toEqual([
      boxes('ticks.Options~4', 'Options', {
        options: [
          option('Visible in My Spaces', 'visibleInMySpaces'),
          option('Visible by everyone', 'visibleByEveryone'),
          option('Archived', 'archived', { description: plain('Hidden from active lists.') }),
        ],
      }),
    ]);
  });

  test('say once what is said of all, and are apart from those of another group', () => {
    const form = { ...newForm('f', 'video-room.update'), render: 4, recordId: 3, before: acme };
    const [removal, options] = ticksOf(updateVideoRoom, form, {});
    expect(removal).toEqual(
      boxes(
        'ticks.Removal~4',
        'Removal',
        { options: [option('Remove current image', 'removeImage')] },
        { hint: plain('A removed image can’t be restored.') },
      ),
    );
    expect(options).toMatchObject({ block_id: 'ticks.Options~4' });
  });

  test('have what is wrong with each of them under their input', () => {
    const problems = { active: 'Is no room.', onlyForMembers: 'Has no members.' };
    const form = { ...newForm('f', 'video-room.create'), problems };
    expect(formView(createVideoRoom, form, {}, nameOf).blocks.slice(-2)).toEqual([
      aside('⚠️ Is no room.'),
      aside('⚠️ Has no members.'),
    ]);
  });
});

test('after a section was chosen its select has the focus', () => {
  const form = { ...newForm('f', 'team.update'), recordId: 3, before: acme, section: 'Social' };
  const { blocks } = formView(updateTeam, form, {}, nameOf, { focusesSection: true });
  expect(blocks[1]).toMatchObject({ element: { type: 'static_select', focus_on_load: true } });
});

test('block ids are new with every drawing, the picker’s only with its own', () => {
  const form = renaming({ render: 7, pickerRender: 4 });
  expect(blockIdOf(renameTeam, form, 'newName')).toBe('newName~7');
  expect(blockIdOf(renameTeam, form, 'team')).toBe('team~4');
  expect(fieldNameOf('newName~7')).toBe('newName');
  expect(fieldNameOf('where')).toBe('where');
  expect(fieldNameOf('')).toBe('');
});

test('a view that only says something has no button to send it', () => {
  const form = newForm('form-1', 'team.rename');
  expect(textView(renameTeam, form, [{ type: 'divider' }], 'Close')).toEqual({
    type: 'modal',
    callback_id: 'team.rename',
    private_metadata: 'form-1',
    title: plain('Rename team'),
    close: plain('Close'),
    blocks: [{ type: 'divider' }],
  });
});
