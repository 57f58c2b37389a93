import { describe, expect, test } from '@jest/globals';
import { newForm } from '../../../src/forms/form.ts';
import {
  blockIdOf,
  fieldNameOf,
  fieldsInView,
  formView,
  textView,
  tooLongToShow,
} from '../../../src/forms/form-view.ts';
import { renameTeam, updateTeam } from '../../../src/operations/team.ts';
import { createVideoRoom } from '../../../src/operations/video-room.ts';

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
      submit: plain('Rename'),
      close: plain('Cancel'),
      blocks: [teamPicker()],
    });
  });

  test('says that it is loading while the record is read', () => {
    expect(blocksOf(renaming({ recordId: 3 }))).toEqual([teamPicker(picked), aside('Loading…')]);
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
    const { blocks } = formView(updateTeam, form, {}, nameOf, changed);
    expect(labels(blocks)).toEqual([
      'Team',
      'Section',
      'Use special prices',
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
    expect(labels(formView(updateTeam, { ...form, before: undefined }, {}, nameOf).blocks)).toEqual(['Team']);
  });

  test.each([
    ['Basics', 6],
    ['People', 4],
    ['Billing', 7],
    ['Prices', 7],
    ['Profile', 6],
    ['Images', 8],
    ['Social', 12],
  ])('has in %s %i fields', (section, count) => {
    expect(fieldsInView(updateTeam, { ...form, section })).toHaveLength(count);
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
      'Active',
      'Only for contacts',
      'Only for members',
    ]);
    expect(blocks.map((block) => 'optional' in block && block.optional)).toEqual([
      false,
      false,
      false,
      true,
      true,
      true,
      true,
      true,
    ]);
  });
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
