import { describe, expect, test } from '@jest/globals';
import { checkMessage } from '../../../src/sandbox/slack/check-message.ts';
import { checkSuggestions } from '../../../src/sandbox/slack/check-suggestions.ts';
import { checkView } from '../../../src/sandbox/slack/check-view.ts';

const plain = (text: string) => ({ type: 'plain_text', text });
const mrkdwn = (text: string) => ({ type: 'mrkdwn', text });
const x = (length: number) => 'x'.repeat(length);
const many = (length: number, make: (index: number) => unknown) =>
  Array.from({ length }, (_, index) => make(index));
const option = (index = 0, more: object = {}) => ({ text: plain(`o${index}`), value: `${index}`, ...more });
const view = (blocks: unknown[], more: object = {}) => ({
  type: 'modal',
  title: plain('Form'),
  submit: plain('Save'),
  blocks,
  ...more,
});
const input = (element: object, more: object = {}) => ({
  type: 'input',
  label: plain('Label'),
  element,
  ...more,
});
const section = (more: object = {}) => ({ type: 'section', text: mrkdwn('text'), ...more });
const text = (more: object = {}) => ({ type: 'plain_text_input', ...more });
const select = (more: object = {}) => ({ type: 'static_select', options: [option()], ...more });
const rich = (elements: unknown[]) => ({ type: 'rich_text', elements });
const spoken = (...elements: unknown[]) => rich([{ type: 'rich_text_section', elements }]);

describe('views that Slack takes', () => {
  test.each<[string, object]>([
    [
      'the longest everything',
      view(
        [
          input(text({ max_length: 3000, initial_value: x(3000), placeholder: plain(x(150)) }), {
            label: plain(x(2000)),
            hint: plain(x(2000)),
          }),
        ],
        {
          title: plain(x(24)),
          submit: plain(x(24)),
          close: plain(x(24)),
          private_metadata: x(3000),
          callback_id: x(255),
        },
      ),
    ],
    ['a hundred blocks', view(many(100, () => section({ text: mrkdwn(x(1000)) })))],
    [
      'a hundred options with values of 150',
      view([
        input(
          select({
            options: many(100, (i) => option(i, { text: plain(x(75)), value: `${x(147)}${100 + i}` })),
          }),
        ),
      ]),
    ],
    [
      'ten checkboxes, some ticked',
      view([
        input({
          type: 'checkboxes',
          options: many(10, (i) => option(i as number)),
          initial_options: [option(3)],
        }),
      ]),
    ],
    [
      'a number with decimals',
      view([
        input({
          type: 'number_input',
          is_decimal_allowed: true,
          min_value: '-1.5',
          max_value: '2',
          initial_value: '0.5',
        }),
      ]),
    ],
    ['an alert', view([{ type: 'alert', level: 'error', text: mrkdwn(x(200)) }])],
    [
      'inputs in a container',
      view([
        { type: 'container', title: plain('Advanced'), is_collapsible: true, child_blocks: [input(text())] },
      ]),
    ],
    [
      'pickers of Slack',
      view([
        input({ type: 'multi_users_select', initial_users: ['U1'] }),
        input({ type: 'conversations_select', response_url_enabled: true, filter: { include: ['public'] } }),
      ]),
    ],
    [
      'the same action_id in two blocks',
      view([
        input(text({ action_id: 'a' }), { block_id: 'one' }),
        input(text({ action_id: 'a' }), { block_id: 'two' }),
      ]),
    ],
    [
      'a home',
      {
        type: 'home',
        blocks: [
          section({
            accessory: {
              type: 'button',
              text: plain('Undo'),
              style: 'danger',
              confirm: {
                title: plain('Sure?'),
                text: mrkdwn('Really'),
                confirm: plain('Yes'),
                deny: plain('No'),
              },
            },
          }),
        ],
      },
    ],
    [
      'initial option among groups',
      view([
        input(
          select({
            options: undefined,
            option_groups: [{ label: plain('G'), options: [option(1), option(2)] }],
            initial_option: option(2),
          }),
        ),
      ]),
    ],
  ])('%s', (_, given) => {
    expect(checkView(given)).toEqual([]);
  });
});

describe('views that Slack refuses, with its words and pointers', () => {
  test.each<[string, unknown, string[]]>([
    [
      'title of 25',
      view([], { title: plain(x(25)) }),
      ['must be less than 25 characters [json-pointer:/view/title/text]'],
    ],
    ['no title', { type: 'modal', blocks: [] }, ['missing required field: title [json-pointer:/view]']],
    [
      'mrkdwn title',
      view([], { title: mrkdwn('Form') }),
      ['unsupported type: mrkdwn [json-pointer:/view/title/type]'],
    ],
    [
      'submit of 25',
      view([], { submit: plain(x(25)) }),
      ['must be less than 25 characters [json-pointer:/view/submit/text]'],
    ],
    ['no type', { blocks: [] }, ['missing required field: type [json-pointer:/view]']],
    [
      'metadata of 3001',
      view([], { private_metadata: x(3001) }),
      ['must be less than 3001 characters [json-pointer:/view/private_metadata]'],
    ],
    [
      'callback_id of 256',
      view([], { callback_id: x(256) }),
      ['must be less than 256 characters [json-pointer:/view/callback_id]'],
    ],
    [
      '101 blocks',
      view(many(101, () => ({ type: 'divider' }))),
      ['no more than 100 items allowed [json-pointer:/view/blocks]'],
    ],
    [
      'unknown property of the view',
      view([], { colour: 'red' }),
      ['invalid additional property: colour [json-pointer:/view]'],
    ],
    [
      'unknown block',
      view([{ type: 'inputt' }]),
      ['unsupported type: inputt [json-pointer:/view/blocks/0/type]'],
    ],
    [
      'unknown element',
      view([input({ type: 'slider' })]),
      ['unsupported type: slider [json-pointer:/view/blocks/0/element/type]'],
    ],
    [
      'unknown property',
      view([section({ bold: true })]),
      ['invalid additional property: bold [json-pointer:/view/blocks/0]'],
    ],
    [
      'null',
      view([section({ accessory: null })]),
      ['must not be null: accessory [json-pointer:/view/blocks/0]'],
    ],
    [
      'wrong kind of property',
      view([input(text(), { optional: 'yes' })]),
      ['must provide a boolean [json-pointer:/view/blocks/0/optional]'],
    ],
    [
      'input without submit',
      view([input(text())], { submit: undefined }),
      ['submit is required when an input block is within the blocks array [json-pointer:/view/submit]'],
    ],
    [
      'same block_id',
      view([section({ block_id: 'a' }), section({ block_id: 'a' })]),
      ['`block_id` "a" already exists for another block [json-pointer:/view/blocks]'],
    ],
    [
      'same block_id inside a container',
      view([
        section({ block_id: 'a' }),
        { type: 'container', title: plain('C'), child_blocks: [section({ block_id: 'a' })] },
      ]),
      ['`block_id` "a" already exists for another block [json-pointer:/view/blocks]'],
    ],
    [
      'same action_id in a block',
      view([
        { type: 'actions', elements: many(2, () => ({ type: 'button', action_id: 'a', text: plain('B') })) },
      ]),
      ['`action_id` "a" already exists for another interactive element [json-pointer:/view/blocks]'],
    ],
    [
      'two focused',
      view(many(2, () => input(text({ focus_on_load: true })))),
      ['only one element may have focus_on_load [json-pointer:/view/blocks]'],
    ],
    [
      'empty text',
      view([section({ text: mrkdwn('') })]),
      ['must be more than 0 characters [json-pointer:/view/blocks/0/text/text]'],
    ],
    [
      'section of 3001',
      view([section({ text: mrkdwn(x(3001)) })]),
      ['must be less than 3001 characters [json-pointer:/view/blocks/0/text/text]'],
    ],
    [
      '11 fields',
      view([section({ fields: many(11, () => mrkdwn('f')) })]),
      ['no more than 10 items allowed [json-pointer:/view/blocks/0/fields]'],
    ],
    [
      'field of 2001',
      view([section({ fields: [mrkdwn(x(2001))] })]),
      ['must be less than 2001 characters [json-pointer:/view/blocks/0/fields/0/text]'],
    ],
    [
      'section with nothing',
      view([{ type: 'section' }]),
      ['missing required field: text or fields [json-pointer:/view/blocks/0]'],
    ],
    [
      'header of 151',
      view([{ type: 'header', text: plain(x(151)) }]),
      ['must be less than 151 characters [json-pointer:/view/blocks/0/text/text]'],
    ],
    [
      'label of 2001',
      view([input(text(), { label: plain(x(2001)) })]),
      ['must be less than 2001 characters [json-pointer:/view/blocks/0/label/text]'],
    ],
    [
      'hint of 2001',
      view([input(text(), { hint: plain(x(2001)) })]),
      ['must be less than 2001 characters [json-pointer:/view/blocks/0/hint/text]'],
    ],
    [
      'placeholder of 151',
      view([input(text({ placeholder: plain(x(151)) }))]),
      ['must be less than 151 characters [json-pointer:/view/blocks/0/element/placeholder/text]'],
    ],
    [
      'max_length of 3001',
      view([input(text({ max_length: 3001 }))]),
      ['must be less than or equal to 3000 [json-pointer:/view/blocks/0/element/max_length]'],
    ],
    [
      'initial value over max_length',
      view([input(text({ max_length: 3, initial_value: 'four' }))]),
      ['must be less than 4 characters [json-pointer:/view/blocks/0/element/initial_value]'],
    ],
    [
      'no options',
      view([input(select({ options: [] }))]),
      ['no fewer than 1 items allowed [json-pointer:/view/blocks/0/element/options]'],
    ],
    [
      'neither options nor groups',
      view([input(select({ options: undefined }))]),
      ['must provide either options or option_groups [json-pointer:/view/blocks/0/element]'],
    ],
    [
      '101 options',
      view([input(select({ options: many(101, (i) => option(i as number)) }))]),
      ['no more than 100 items allowed [json-pointer:/view/blocks/0/element/options]'],
    ],
    [
      'option text of 76',
      view([input(select({ options: [option(0, { text: plain(x(76)) })] }))]),
      ['must be less than 76 characters [json-pointer:/view/blocks/0/element/options/0/text/text]'],
    ],
    [
      'option value of 151',
      view([input(select({ options: [option(0, { value: x(151) })] }))]),
      ['must be less than 151 characters [json-pointer:/view/blocks/0/element/options/0/value]'],
    ],
    [
      'number as option value',
      view([input(select({ options: [option(0, { value: 7 })] }))]),
      ['must provide a string [json-pointer:/view/blocks/0/element/options/0/value]'],
    ],
    [
      'mrkdwn option in a menu',
      view([input(select({ options: [option(0, { text: mrkdwn('o') })] }))]),
      ['unsupported type: mrkdwn [json-pointer:/view/blocks/0/element/options/0/text/type]'],
    ],
    [
      'initial option that is not offered',
      view([input(select({ initial_option: option(9) }))]),
      ['initial option must be one of the options [json-pointer:/view/blocks/0/element/initial_option]'],
    ],
    [
      'initial option with another text',
      view([input(select({ initial_option: option(0, { text: plain('other') }) }))]),
      ['initial option must be one of the options [json-pointer:/view/blocks/0/element/initial_option]'],
    ],
    [
      'empty initial options',
      view([input({ type: 'multi_external_select', initial_options: [] })]),
      ['no fewer than 1 items allowed [json-pointer:/view/blocks/0/element/initial_options]'],
    ],
    [
      'more initial options than allowed',
      view([
        input({
          type: 'multi_external_select',
          max_selected_items: 1,
          initial_options: [option(1), option(2)],
        }),
      ]),
      ['more initial options than max_selected_items [json-pointer:/view/blocks/0/element/initial_options]'],
    ],
    [
      '11 checkboxes',
      view([input({ type: 'checkboxes', options: many(11, (i) => option(i as number)) })]),
      ['no more than 10 items allowed [json-pointer:/view/blocks/0/element/options]'],
    ],
    [
      '11 radio buttons',
      view([input({ type: 'radio_buttons', options: many(11, (i) => option(i as number)) })]),
      ['no more than 10 items allowed [json-pointer:/view/blocks/0/element/options]'],
    ],
    [
      'number without is_decimal_allowed',
      view([input({ type: 'number_input' })]),
      ['missing required field: is_decimal_allowed [json-pointer:/view/blocks/0/element]'],
    ],
    [
      'number that is a number',
      view([input({ type: 'number_input', is_decimal_allowed: false, min_value: 1 })]),
      ['must provide a string [json-pointer:/view/blocks/0/element/min_value]'],
    ],
    [
      'number that is a word',
      view([input({ type: 'number_input', is_decimal_allowed: false, initial_value: 'ten' })]),
      ['must be a number in a string [json-pointer:/view/blocks/0/element/initial_value]'],
    ],
    [
      'minimum over maximum',
      view([input({ type: 'number_input', is_decimal_allowed: false, min_value: '3', max_value: '2' })]),
      ['min_value must not be greater than max_value [json-pointer:/view/blocks/0/element/min_value]'],
    ],
    [
      'initial number out of range',
      view([input({ type: 'number_input', is_decimal_allowed: false, min_value: '1', initial_value: '0' })]),
      [
        'initial_value must be between min_value and max_value [json-pointer:/view/blocks/0/element/initial_value]',
      ],
    ],
    [
      'initial URL that is none',
      view([input({ type: 'url_text_input', initial_value: 'harbour' })]),
      ['must be a URL [json-pointer:/view/blocks/0/element/initial_value]'],
    ],
    [
      'overflow of 6',
      view([section({ accessory: { type: 'overflow', options: many(6, (i) => option(i as number)) } })]),
      ['no more than 5 items allowed [json-pointer:/view/blocks/0/accessory/options]'],
    ],
    [
      'button text of 76',
      view([section({ accessory: { type: 'button', text: plain(x(76)) } })]),
      ['must be less than 76 characters [json-pointer:/view/blocks/0/accessory/text/text]'],
    ],
    [
      'button value of 2001',
      view([section({ accessory: { type: 'button', text: plain('B'), value: x(2001) } })]),
      ['must be less than 2001 characters [json-pointer:/view/blocks/0/accessory/value]'],
    ],
    [
      'confirm title of 101',
      view([
        section({
          accessory: {
            type: 'button',
            text: plain('B'),
            confirm: { title: plain(x(101)), text: plain('t') },
          },
        }),
      ]),
      ['must be less than 101 characters [json-pointer:/view/blocks/0/accessory/confirm/title/text]'],
    ],
    [
      '26 actions',
      view([{ type: 'actions', elements: many(26, () => ({ type: 'button', text: plain('B') })) }]),
      ['no more than 25 items allowed [json-pointer:/view/blocks/0/elements]'],
    ],
    [
      '11 context elements',
      view([{ type: 'context', elements: many(11, () => mrkdwn('c')) }]),
      ['no more than 10 items allowed [json-pointer:/view/blocks/0/elements]'],
    ],
    [
      'text input as accessory',
      view([section({ accessory: text() })]),
      ['unsupported type: plain_text_input [json-pointer:/view/blocks/0/accessory/type]'],
    ],
    [
      'button in an input',
      view([input({ type: 'button', text: plain('B') })]),
      ['unsupported type: button [json-pointer:/view/blocks/0/element/type]'],
    ],
    [
      'alert of 201',
      view([{ type: 'alert', text: plain(x(201)) }]),
      ['must be less than 201 characters [json-pointer:/view/blocks/0/text/text]'],
    ],
    [
      'unknown alert level',
      view([{ type: 'alert', text: plain('t'), level: 'fatal' }]),
      [
        'must be a valid enum value: default, info, warning, error, success [json-pointer:/view/blocks/0/level]',
      ],
    ],
    [
      'alert in a home',
      { type: 'home', blocks: [{ type: 'alert', text: plain('t') }] },
      ['block type alert is not available in a home: only in modal [json-pointer:/view/blocks/0/type]'],
    ],
    [
      'table in a modal',
      view([{ type: 'table', rows: [[{ type: 'raw_text', text: 'c' }]] }]),
      ['block type table is not available in a modal: only in message [json-pointer:/view/blocks/0/type]'],
    ],
    [
      '11 blocks in a container',
      view([{ type: 'container', title: plain('C'), child_blocks: many(11, () => ({ type: 'divider' })) }]),
      ['no more than 10 items allowed [json-pointer:/view/blocks/0/child_blocks]'],
    ],
    [
      'alert in a container',
      view([{ type: 'container', title: plain('C'), child_blocks: [{ type: 'alert', text: plain('t') }] }]),
      ['unsupported type: alert [json-pointer:/view/blocks/0/child_blocks/0/type]'],
    ],
    [
      'rich text without elements',
      view([{ type: 'rich_text' }]),
      ['missing required field: elements [json-pointer:/view/blocks/0]'],
    ],
    [
      'rich text with bare text',
      view([rich([{ type: 'text', text: 't' }])]),
      ['unsupported type: text [json-pointer:/view/blocks/0/elements/0/type]'],
    ],
    [
      'rich text with empty text',
      view([spoken({ type: 'text', text: '' })]),
      ['must be more than 0 characters [json-pointer:/view/blocks/0/elements/0/elements/0/text]'],
    ],
    [
      'rich text with unknown style',
      view([spoken({ type: 'text', text: 't', style: { blink: true } })]),
      ['invalid additional property: blink [json-pointer:/view/blocks/0/elements/0/elements/0/style]'],
    ],
    [
      'title in a home',
      { type: 'home', title: plain('T'), blocks: [] },
      ['invalid additional property: title [json-pointer:/view]'],
    ],
    ['not an object', 'view', ['must provide an object [json-pointer:/view]']],
    [
      'blocks that are no list',
      view('blocks' as never),
      ['must provide an array [json-pointer:/view/blocks]'],
    ],
    ['a block that is a word', view(['section']), ['must provide an object [json-pointer:/view/blocks/0]']],
  ])('%s', (_, given, expected) => {
    expect(checkView(given)).toEqual(expected);
  });

  test('more than 250 KB', () => {
    const blocks = many(90, () => section({ text: mrkdwn(x(3000)) }));
    expect(checkView(view(blocks))).toEqual(['view_too_large: more than 250000 bytes [json-pointer:/view]']);
  });
});

describe('messages', () => {
  test('fifty blocks with text and metadata are fine', () => {
    const blocks = many(50, () => section());
    expect(
      checkMessage({
        text: x(40_000),
        blocks,
        metadata: { event_type: 'receipt', event_payload: { id: '1' } },
      }),
    ).toEqual([]);
  });

  test.each<[string, object, string[]]>([
    [
      '51 blocks',
      { blocks: many(51, () => section()) },
      ['no more than 50 items allowed [json-pointer:/blocks]'],
    ],
    [
      'an alert',
      { blocks: [{ type: 'alert', text: plain('t') }] },
      ['block type alert is not available in a message: only in modal [json-pointer:/blocks/0/type]'],
    ],
    [
      'text of 40,001',
      { text: x(40_001) },
      ['msg_too_long: more than 40000 characters [json-pointer:/text]'],
    ],
    [
      'metadata without payload',
      { text: 't', metadata: { event_type: 'e' } },
      [
        'missing required field: event_payload [json-pointer:/metadata]',
        'must provide an object [json-pointer:/metadata/event_payload]',
      ],
    ],
    [
      'two tables',
      { blocks: many(2, () => ({ type: 'table', rows: [[{ type: 'raw_text', text: 'c' }]] })) },
      ['only one table is allowed in a message [json-pointer:/blocks]'],
    ],
    [
      'a table of 21 columns',
      { blocks: [{ type: 'table', rows: [many(21, () => ({ type: 'raw_text', text: 'c' }))] }] },
      ['no more than 20 items allowed [json-pointer:/blocks/0/rows/0]'],
    ],
    [
      'a table with too much in it',
      { blocks: [{ type: 'table', rows: many(11, () => [spoken({ type: 'text', text: x(1000) })]) }] },
      [
        'msg_blocks_too_long: more than 10000 characters [json-pointer:/blocks]',
        'no more than 10000 characters allowed in tables [json-pointer:/blocks]',
      ],
    ],
    [
      'more than 10,000 characters in all blocks together',
      {
        blocks: [
          ...many(4, () => ({ type: 'section', text: { type: 'plain_text', text: x(2400) } })),
          {
            type: 'rich_text',
            elements: [{ type: 'rich_text_section', elements: [{ type: 'text', text: x(401) }] }],
          },
        ],
      },
      ['msg_blocks_too_long: more than 10000 characters [json-pointer:/blocks]'],
    ],
  ])('%s is refused', (_, given, expected) => {
    expect(checkMessage(given)).toEqual(expected);
  });
});

describe('suggestions', () => {
  test.each<[string, unknown, string[]]>([
    ['none', { options: [] }, []],
    ['a hundred', { options: many(100, (i) => option(i as number)) }, []],
    ['groups', { option_groups: [{ label: plain('G'), options: [option()] }] }, []],
    [
      '101',
      { options: many(101, (i) => option(i as number)) },
      ['no more than 100 items allowed [json-pointer:/options]'],
    ],
    [
      'text of 76',
      { options: [option(0, { text: plain(x(76)) })] },
      ['must be less than 76 characters [json-pointer:/options/0/text/text]'],
    ],
    ['nothing', '', ['must provide an object [json-pointer:/]']],
    [
      'both',
      { options: [], option_groups: [] },
      ['must provide either options or option_groups [json-pointer:/]'],
    ],
  ])('%s', (_, given, expected) => {
    expect(checkSuggestions(given)).toEqual(expected);
  });
});
