import { describe, expect, test } from '@jest/globals';
import { type Form, newForm } from '../../../src/forms/form.ts';
import {
  keepReading,
  readForm,
  readOlder,
  readRecordId,
  type State,
  withDoubts,
} from '../../../src/forms/read-form.ts';
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

/** The boxes alone. */
const boxesOf = (state: State): State => ({ 'ticks.Sharing~2': state['ticks.Sharing~2'] });

describe('the fields in view', () => {
  test('are read by name', () => {
    expect(readForm(renameTeam, renaming(), { 'newName~2': typed(' Acme Ltd ') })?.values).toEqual({
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
      'ticks.Options~1': box('active'),
    };
    expect(readForm(createVideoRoom, form, state)?.values).toEqual({
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
      'section~2': pick({ value: 'People' }),
      'addMembers~2': several,
      'removeMembers~2': box(),
      'addAdministrators~2': box(),
      'removeAdministrators~2': box(),
      'name~2': typed('not in view'),
    };
    expect(readForm(updateTeam, form, state)?.values).toEqual({
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
    expect(readForm(renameTeam, form, {})).toEqual({ values: {}, doubted: {} });
  });

  test('are none before the record is there', () => {
    expect(readForm(renameTeam, renaming({ before: undefined }), {})?.values).toEqual({});
  });

  test('hand on what is of another kind', () => {
    expect(readForm(renameTeam, renaming(), { 'newName~2': typed({ $ne: 1 }) })?.values).toEqual({
      newName: { $ne: 1 },
    });
  });
});

describe('blanks', () => {
  const rendered = {
    oneInvoice: false,
    payingCustomer: 8,
    defaultPlan: 9,
    combineCredits: false,
    sharePasses: true,
    shareServices: true,
    shareCredit: false,
  };
  const billing: Form = { ...renaming(), operationId: 'team.update', section: 'Billing', rendered };
  const blank: State = {
    'team~1': pick({ value: '3' }),
    'section~2': pick({ value: 'Billing' }),
    'ticks.Invoices~2': box(),
    'payingCustomer~2': pick(null),
    'defaultPlan~2': pick(null),
    'ticks.Sharing~2': box(),
  };
  const drawn: State = {
    ...blank,
    'payingCustomer~2': pick({ value: '8' }),
    'defaultPlan~2': pick({ value: '9' }),
    'ticks.Sharing~2': box('sharePasses', 'shareServices'),
  };
  const read = (state: State) => readForm(updateTeam, billing, state);
  const allFour = { payingCustomer: 8, defaultPlan: 9, sharePasses: true, shareServices: true };

  test.each<[string, State]>([
    ['the picker of the record', { ...drawn, 'team~1': pick(null), ...boxesOf(blank) }],
    ['the Section select', { ...drawn, 'section~2': pick(null), ...boxesOf(blank) }],
  ])('are Slack’s where %s came back blank: nothing is taken over, all is asked about', (_what, state) => {
    expect(read(state)?.values).toMatchObject({ payingCustomer: 8, defaultPlan: 9 });
    expect(read(state)?.values).not.toHaveProperty('sharePasses');
    expect(read(state)?.doubted).toEqual({ sharePasses: true, shareServices: true });
  });

  test('are Slack’s where nothing came back as it was drawn', () => {
    const state = { ...blank, 'section~2': pick({ value: 'Social' }) };
    expect(read(state)).toEqual({
      values: { oneInvoice: false, combineCredits: false, shareCredit: false },
      doubted: allFour,
    });
  });

  test('are the person’s where the rest came back as it was drawn, and texts are asked about', () => {
    expect(read({ ...drawn, 'defaultPlan~2': pick(null) })).toMatchObject({
      values: { payingCustomer: 8, defaultPlan: undefined, sharePasses: true },
      doubted: { defaultPlan: 9 },
    });
  });

  test('that are unticked boxes alone are certain', () => {
    expect(read({ ...drawn, 'ticks.Sharing~2': box() })).toMatchObject({
      values: { sharePasses: false, shareServices: false },
      doubted: {},
    });
    expect(read({ ...drawn, 'ticks.Sharing~2': box('shareServices') })).toMatchObject({
      values: { sharePasses: false, shareServices: true },
      doubted: {},
    });
  });

  test('that are unticked boxes beside another blank are asked about', () => {
    const state = { ...drawn, 'payingCustomer~2': pick(null), 'ticks.Sharing~2': box('shareServices') };
    expect(read(state)).toMatchObject({
      values: { payingCustomer: undefined, sharePasses: false },
      doubted: { payingCustomer: 8, sharePasses: true },
    });
  });

  test('that are boxes without any list are asked about', () => {
    expect(read({ ...drawn, 'ticks.Sharing~2': { value: {} } })?.doubted).toEqual({
      sharePasses: true,
      shareServices: true,
    });
  });

  test('are Slack’s too where a box was ticked in a group that came back with what it held', () => {
    const state = {
      ...blank,
      'section~2': pick({ value: 'Social' }),
      'ticks.Sharing~2': box('sharePasses', 'shareServices', 'shareCredit'),
    };
    expect(read(state)).toEqual({
      values: {
        oneInvoice: false,
        combineCredits: false,
        sharePasses: true,
        shareServices: true,
        shareCredit: true,
      },
      doubted: { payingCustomer: 8, defaultPlan: 9 },
    });
  });

  test('are no boxes of another group, nor of none', () => {
    const forged = { value: { selected_options: [null, { value: 'active' }, { value: ['sharePasses'] }] } };
    expect(read({ ...drawn, 'ticks.Sharing~2': forged as never })?.values).toMatchObject({
      sharePasses: false,
      shareServices: false,
    });
    expect(read({ ...drawn, 'ticks.Sharing~2': forged as never })?.values).not.toHaveProperty('active');
  });

  test('stay asked about while they are drawn blank, and no longer once they are filled', () => {
    const form = { ...billing, doubted: { defaultPlan: 9, twitter: '@acme' } };
    keepReading(form, { values: { defaultPlan: undefined }, doubted: {} });
    expect(form.doubted).toEqual({ defaultPlan: 9, twitter: '@acme' });
    keepReading(form, { values: { defaultPlan: 10 }, doubted: { sharePasses: true } });
    expect(form.doubted).toEqual({ twitter: '@acme', sharePasses: true });
    expect(withDoubts(form, { sharePasses: true, skype: 'acme' })).toEqual({
      sharePasses: undefined,
      twitter: undefined,
      skype: 'acme',
    });
  });
});

describe('an older drawing', () => {
  const form: Form = { ...renaming(), operationId: 'team.update', section: 'Billing', since: 1 };

  test.each<[string, State]>([
    ['their group', { 'ticks.Sharing~1': box('sharePasses', 'onlyForMembers') }],
    [
      'an input each, as an earlier version drew them',
      { 'sharePasses~1': box('yes'), 'shareCredit~1': box() },
    ],
  ])('is read with the boxes that are ticked in %s', (_what, state) => {
    expect(readOlder(updateTeam, form, state)).toEqual({ typed: { sharePasses: true }, render: 1 });
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
