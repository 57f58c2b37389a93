import { describe, expect, test } from '@jest/globals';
import {
  type OwnControl,
  rowOf,
  type StateValue,
  tickedIn,
  ticksElement,
} from '../../../src/forms/controls.ts';

const NAMES: Readonly<Record<number, string>> = { 11: 'Soho', 12: 'Camden' };
const nameOf = (_of: string, id: number) => NAMES[id] ?? `#${id}`;
const element = (control: OwnControl, value?: unknown) => rowOf(control).element(control, value, nameOf);
const read = (control: OwnControl, state: unknown) => rowOf(control).read(state as StateValue);
const plainText = (text: string) => ({ type: 'plain_text', text, emoji: false });
const opt = (text: string, value: string) => ({ text: plainText(text), value });

const text: OwnControl = { kind: 'text' };
const lines: OwnControl = { kind: 'text', multiline: true };
const whole: OwnControl = { kind: 'number', whole: true, min: 1 };
const decimal: OwnControl = { kind: 'number', whole: false, min: 0, max: 100 };
const url: OwnControl = { kind: 'url' };
const picker: OwnControl = { kind: 'record', of: 'businesses' };
const add: OwnControl = { kind: 'add', of: 'coworkers', list: 'Members', noun: 'members' };
const remove: OwnControl = { kind: 'remove', of: 'coworkers', list: 'Members' };
const people: OwnControl = { kind: 'people', matchedIn: 'users' };
const moment: OwnControl = { kind: 'moment' };

describe('what Slack is sent for', () => {
  const typed = (more: object) => ({ type: 'plain_text_input', action_id: 'value', ...more });
  const number = (more: object) => ({ type: 'number_input', action_id: 'value', ...more });
  const search = (type: string, placeholder: string, more: object) => ({
    type,
    action_id: 'value',
    min_query_length: 0,
    ...(type === 'multi_external_select' ? { max_selected_items: 100 } : {}),
    placeholder: plainText(placeholder),
    ...more,
  });
  const users = (more: object) => ({
    type: 'multi_users_select',
    action_id: 'value',
    placeholder: plainText('Choose people'),
    ...more,
  });

  test.each<[string, OwnControl, unknown, object]>([
    ['a blank text', text, undefined, typed({ multiline: false })],
    ['a text', text, 'Blue *room*', typed({ multiline: false, initial_value: 'Blue *room*' })],
    ['a text of several lines', lines, 'a', typed({ multiline: true, initial_value: 'a' })],
    ['one line that has several', text, 'a\nb', typed({ multiline: true, initial_value: 'a\nb' })],
    ['a cleared text', text, null, typed({ multiline: false })],
    ['a blank whole number', whole, undefined, number({ is_decimal_allowed: false })],
    ['a cleared number', whole, null, number({ is_decimal_allowed: false })],
    ['a whole number', whole, 8, number({ is_decimal_allowed: false, initial_value: '8' })],
    ['a zero', whole, 0, number({ is_decimal_allowed: false, initial_value: '0' })],
    ['a fraction where none belongs', whole, 2.5, number({ is_decimal_allowed: true, initial_value: '2.5' })],
    ['a number', decimal, 12.5, number({ is_decimal_allowed: true, initial_value: '12.5' })],
    ['a negative number', decimal, -3, number({ is_decimal_allowed: true, initial_value: '-3' })],
    ['a tiny number', decimal, 1e-7, number({ is_decimal_allowed: true, initial_value: '0.0000001' })],
    [
      'a huge number',
      whole,
      1e21,
      number({ is_decimal_allowed: false, initial_value: '1000000000000000000000' }),
    ],
    ['what is no number', whole, 'eight', number({ is_decimal_allowed: false })],
    ['a blank address', url, undefined, { type: 'url_text_input', action_id: 'value' }],
    [
      'an address',
      url,
      'https://a.example/b.png',
      { type: 'url_text_input', action_id: 'value', initial_value: 'https://a.example/b.png' },
    ],
    ['what is no address', url, 'picture.png', { type: 'url_text_input', action_id: 'value' }],
    ['a blank moment', moment, undefined, { type: 'datetimepicker', action_id: 'value' }],
    [
      'a moment',
      moment,
      1_796_407_200_000,
      { type: 'datetimepicker', action_id: 'value', initial_date_time: 1_796_407_200 },
    ],
    ['a moment that Slack can’t show', moment, 1000, { type: 'datetimepicker', action_id: 'value' }],
    ['a blank picker', picker, undefined, search('external_select', 'Type a name', {})],
    [
      'a picked record',
      picker,
      11,
      search('external_select', 'Type a name', { initial_option: opt('Soho', '11') }),
    ],
    [
      'a picked record without a name',
      picker,
      99,
      search('external_select', 'Type a name', { initial_option: opt('#99', '99') }),
    ],
    ['no one to add', add, undefined, search('multi_external_select', 'Type a name', {})],
    ['an emptied list', add, [], search('multi_external_select', 'Type a name', {})],
    [
      'people to add',
      add,
      [12, 11],
      search('multi_external_select', 'Type a name', {
        initial_options: [opt('Camden', '12'), opt('Soho', '11')],
      }),
    ],
    ['no one to remove', remove, [], search('multi_external_select', 'Select from current ones', {})],
    ['no one of the chat', people, undefined, users({})],
    ['people of the chat', people, [{ id: 'U1' }, { id: 'U2' }], users({ initial_users: ['U1', 'U2'] })],
  ])('%s', (_what, control, value, expected) => {
    expect(element(control, value)).toEqual(expected);
  });

  test('a name of 254 characters is cut to an option’s 75', () => {
    const long = rowOf(picker).element(picker, 11, () => 'n'.repeat(254)) as {
      initial_option: { text: { text: string } };
    };
    expect(long.initial_option.text.text).toBe(`${'n'.repeat(74)}…`);
  });
});

test('a group of boxes is one input, with those ticked at first that are on', () => {
  const options = [
    opt('Active', 'active'),
    { ...opt('Archived', 'archived'), description: plainText('Hidden.') },
  ];
  const ticks = (active: boolean, archived: boolean) =>
    ticksElement([
      { name: 'active', label: 'Active', on: active },
      { name: 'archived', label: 'Archived', hint: 'Hidden.', on: archived },
    ]);
  expect(ticks(false, false)).toEqual({ type: 'checkboxes', action_id: 'value', options });
  expect(ticks(false, true)).toEqual({
    type: 'checkboxes',
    action_id: 'value',
    options,
    initial_options: [options[1]],
  });
});

test.each<[string, object, unknown]>([
  ['ticked boxes', { selected_options: [opt('Active', 'active')] }, ['active']],
  ['unticked boxes', { selected_options: [] }, []],
  ['boxes that Slack left out', { selected_options: null }, undefined],
  ['forged boxes', { selected_options: [null, 5, { value: { a: 1 } }] }, [undefined, undefined, { a: 1 }]],
])('what is read back from %s', (_what, state, expected) => {
  expect(tickedIn(state as StateValue)).toEqual(expected);
});

describe('what is read back from', () => {
  const several = (...values: unknown[]) => ({
    type: 'multi_external_select',
    selected_options: values.map((value) => ({ value })),
  });

  test.each<[string, OwnControl, unknown, unknown]>([
    ['a text', text, { type: 'plain_text_input', value: 'Blue room' }, 'Blue room'],
    ['a text with spaces around', text, { value: '  Blue room\n' }, 'Blue room'],
    ['a blank text', text, { value: null }, undefined],
    ['a text of spaces', text, { value: ' \n\t ' }, ''],
    ['no text at all', text, {}, undefined],
    ['a whole number', whole, { value: '8' }, 8],
    ['a decimal number', decimal, { value: '12.50' }, 12.5],
    ['a negative number', decimal, { value: '-3' }, -3],
    ['a zero', whole, { value: '0' }, 0],
    ['a number with spaces around', whole, { value: ' 8 ' }, 8],
    ['a blank number, which is no zero', whole, { value: '' }, undefined],
    ['a number never touched', whole, { value: null }, undefined],
    ['a number in hexadecimals', whole, { value: '0x10' }, '0x10'],
    ['a number with an exponent', whole, { value: '1e3' }, '1e3'],
    ['a number with a comma', decimal, { value: '1,5' }, '1,5'],
    ['a number in words', whole, { value: 'eight' }, 'eight'],
    ['infinity', whole, { value: 'Infinity' }, 'Infinity'],
    ['an address', url, { value: ' https://a.example ' }, 'https://a.example'],
    ['a blank address', url, { value: null }, undefined],
    ['a picked record', picker, { selected_option: opt('Soho', '11') }, 11],
    ['a picker with nothing picked', picker, { selected_option: null }, undefined],
    ['a picker that says it is down', picker, { selected_option: { value: 'unavailable' } }, 'unavailable'],
    ['people to add', add, several('12', '11'), [12, 11]],
    ['no one to add', add, { selected_options: [] }, undefined],
    ['no one to add, as null', remove, { selected_options: null }, undefined],
    ['people of the chat', people, { selected_users: ['U1', 'U2'] }, [{ id: 'U1' }, { id: 'U2' }]],
    ['no one of the chat', people, { selected_users: [] }, undefined],
  ])('%s', (_what, control, state, expected) => {
    expect(read(control, state)).toEqual(expected);
  });
});

describe('a forged state', () => {
  const forged: readonly unknown[] = [
    {},
    { value: 5 },
    { value: {} },
    { value: ['a'] },
    { value: true },
    { selected_option: 'x' },
    { selected_option: 5 },
    { selected_option: {} },
    { selected_option: { value: {} } },
    { selected_option: { value: 7 } },
    { selected_options: 'yes' },
    { selected_options: {} },
    { selected_options: [null] },
    { selected_options: [5] },
    { selected_options: [{ value: { a: 1 } }] },
    { selected_users: 'U1' },
    { selected_users: [5, null, {}] },
    JSON.parse('{"__proto__": {"value": "x", "selected_option": {"value": "7"}}}'),
    { constructor: 'x', toString: 'y' },
  ];

  test.each([text, lines, whole, decimal, url, picker, add, remove, people])(
    'never breaks the reading of %j',
    (control) => {
      for (const state of forged) expect(() => read(control, state)).not.toThrow();
    },
  );

  test('is handed on for the schema to refuse, never made into something else', () => {
    expect(read(text, { value: 5 })).toBe(5);
    expect(read(text, { value: { a: 1 } })).toEqual({ a: 1 });
    expect(read(picker, { selected_option: { value: '12 or 1=1' } })).toBe('12 or 1=1');
    expect(read(picker, { selected_option: { value: '1234567890123456' } })).toBe('1234567890123456');
    expect(read(add, { selected_options: [{ value: '__proto__' }, null] })).toEqual(['__proto__', undefined]);
    expect(read(people, { selected_users: [5] })).toEqual([{ id: 5 }]);
  });
});
