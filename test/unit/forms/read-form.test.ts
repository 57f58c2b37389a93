import { describe, expect, test } from '@jest/globals';
import { type Form, newForm } from '../../../src/forms/form.ts';
import { readForm, readRecordId, type State } from '../../../src/forms/read-form.ts';
import { renameTeam, updateTeam } from '../../../src/operations/team.ts';
import { createVideoRoom } from '../../../src/operations/video-room.ts';

const acme = { Id: 3, BusinessId: 11, Name: 'Acme' };
const renaming = (more: Partial<Form> = {}): Form => ({
  ...newForm('form-1', 'team.rename'),
  recordId: 3,
  before: acme,
  render: 2,
  pickerRender: 1,
  ...more,
});
const typed = (value: unknown) => ({ value: { type: 'plain_text_input', value } });
const pick = (value: unknown): State[string] => ({
  value: { type: 'external_select', selected_option: value as { value: unknown } | null },
});
const box = (...values: string[]) => ({ value: { selected_options: values.map((value) => ({ value })) } });

describe('the fields in view', () => {
  test('are read by name', () => {
    expect(readForm(renameTeam, renaming(), { 'newName~2': typed(' Acme Ltd ') })).toEqual({
      newName: 'Acme Ltd',
    });
  });

  test('of a new record are all of its fields', () => {
    const form = { ...newForm('f', 'video-room.create'), render: 1 };
    const state: State = {
      'location~1': pick({ value: '11' }),
      'name~1': typed('Blue room'),
      'participants~1': typed('8'),
      'description~1': typed(null),
      'imageUrl~1': typed(null),
      'active~1': box('yes'),
      'onlyForContacts~1': box(),
      'onlyForMembers~1': box(),
    };
    expect(readForm(createVideoRoom, form, state)).toEqual({
      location: 11,
      name: 'Blue room',
      participants: 8,
      description: undefined,
      imageUrl: undefined,
      active: true,
      onlyForContacts: false,
      onlyForMembers: false,
    });
    expect(readForm(createVideoRoom, form, { ...state, 'name~1': undefined })).toBeUndefined();
  });

  test('are only those of the open section', () => {
    const form: Form = { ...renaming(), operationId: 'team.update', section: 'People' };
    const several = { value: { selected_options: [{ value: '5' }] } };
    const state: State = {
      'addMembers~2': several,
      'removeMembers~2': box(),
      'addAdministrators~2': box(),
      'removeAdministrators~2': box(),
      'name~2': typed('not in view'),
    };
    expect(readForm(updateTeam, form, state)).toEqual({
      addMembers: [5],
      removeMembers: undefined,
      addAdministrators: undefined,
      removeAdministrators: undefined,
    });
  });

  test.each<[string, State]>([
    ['drawn before the last time', { 'newName~1': typed('For another team') }],
    ['of another form', { 'name~2': typed('x') }],
    ['that are not there', {}],
    ['without their action', { 'newName~2': {} }],
    ['of a forged prototype', JSON.parse('{"__proto__": {"newName~2": {"value": {"value": "x"}}}}')],
  ])('are refused when they are ones %s', (_what, state) => {
    expect(readForm(renameTeam, renaming(), state)).toBeUndefined();
  });

  test('without the text that was too long to be shown, which stays as it is', () => {
    const form = renaming({ rendered: { newName: 'x'.repeat(3001) } });
    expect(readForm(renameTeam, form, {})).toEqual({});
  });

  test('are none before the record is there', () => {
    expect(readForm(renameTeam, renaming({ before: undefined }), {})).toEqual({});
  });

  test('hand on what is of another kind', () => {
    expect(readForm(renameTeam, renaming(), { 'newName~2': typed({ $ne: 1 }) })).toEqual({
      newName: { $ne: 1 },
    });
  });
});

describe('the picked record', () => {
  test.each<[string, State, number | undefined]>([
    ['an id', { 'team~1': pick({ value: '1414300001' }) }, 1_414_300_001],
    ['nothing', { 'team~1': pick(null) }, undefined],
    ['a picker drawn before', { 'team~0': pick({ value: '7' }) }, undefined],
    ['an entry that is no record', { 'team~1': pick({ value: 'unavailable' }) }, undefined],
    ['a negative number', { 'team~1': pick({ value: '-7' }) }, undefined],
    ['a number', { 'team~1': pick({ value: [7] }) }, undefined],
    ['no state at all', {}, undefined],
  ])('of %s', (_what, state, id) => {
    expect(readRecordId(renameTeam, renaming(), state)).toBe(id);
  });

  test('is none where nothing is picked', () => {
    expect(readRecordId(createVideoRoom, newForm('f', 'video-room.create'), {})).toBeUndefined();
  });
});
