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
const button = (more: object = {}) => ({ type: 'button', text: plain('B'), ...more });
const rich = (elements: unknown[]) => ({ type: 'rich_text', elements });
const spoken = (...elements: unknown[]) => rich([{ type: 'rich_text_section', elements }]);

const notKnown = (type: string, pointer: string) =>
  `unsupported type: ${type} is not known here (docs/sandbox.md) [json-pointer:${pointer}/type]`;

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
          initial_value: '-0.5',
        }),
      ]),
    ],
    ['an alert', view([{ type: 'alert', level: 'error', text: mrkdwn(x(200)) }])],
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
            accessory: button({ style: 'danger', accessibility_label: 'Undo it' }),
          }),
        ],
      },
    ],
    [
      'rich text with all that may stand in it',
      view([
        spoken(
          { type: 'text', text: 't', style: { bold: true } },
          { type: 'user', user_id: 'U1' },
          { type: 'channel', channel_id: 'C1' },
          { type: 'date', timestamp: 1_700_000_000, format: '{time}', fallback: 'then' },
        ),
        rich([
          {
            type: 'rich_text_list',
            style: 'bullet',
            elements: [{ type: 'rich_text_section', elements: [{ type: 'text', text: 't' }] }],
          },
        ]),
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
    ['mrkdwn title', view([], { title: mrkdwn('Form') }), [notKnown('mrkdwn', '/view/title')]],
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
      view(many(101, () => section())),
      ['no more than 100 items allowed [json-pointer:/view/blocks]'],
    ],
    [
      'unknown property of the view',
      view([], { colour: 'red' }),
      ['invalid additional property: colour [json-pointer:/view]'],
    ],
    ['unknown block', view([{ type: 'inputt' }]), [notKnown('inputt', '/view/blocks/0')]],
    [
      'a block of Slack’s that the bot does not send',
      view([{ type: 'divider' }]),
      [notKnown('divider', '/view/blocks/0')],
    ],
    [
      'an element of Slack’s that the bot does not send',
      view([input({ type: 'datepicker' })]),
      [notKnown('datepicker', '/view/blocks/0/element')],
    ],
    [
      'a property of Slack’s that the bot does not send',
      view([section({ accessory: button({ confirm: { text: plain('Sure?') } }) })]),
      ['invalid additional property: confirm [json-pointer:/view/blocks/0/accessory]'],
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
      'same action_id in a block',
      view([{ type: 'actions', elements: many(2, () => button({ action_id: 'a' })) }]),
      ['`action_id` "a" already exists for another interactive element [json-pointer:/view/blocks]'],
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
      'no list of options',
      view([input(select({ options: undefined }))]),
      ['missing required field: options [json-pointer:/view/blocks/0/element]'],
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
      [notKnown('mrkdwn', '/view/blocks/0/element/options/0/text')],
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
      view([input({ type: 'number_input', is_decimal_allowed: false, initial_value: 1 })]),
      ['must provide a string [json-pointer:/view/blocks/0/element/initial_value]'],
    ],
    [
      'number that is a word',
      view([input({ type: 'number_input', is_decimal_allowed: false, initial_value: 'ten' })]),
      ['must be a number in a string [json-pointer:/view/blocks/0/element/initial_value]'],
    ],
    [
      'decimals where none are allowed',
      view([input({ type: 'number_input', is_decimal_allowed: false, initial_value: '1.5' })]),
      [
        'initial_value must be a whole number: is_decimal_allowed is false [json-pointer:/view/blocks/0/element/initial_value]',
      ],
    ],
    [
      'initial URL that is none',
      view([input({ type: 'url_text_input', initial_value: 'harbour' })]),
      ['must be a URL [json-pointer:/view/blocks/0/element/initial_value]'],
    ],
    [
      'button text of 76',
      view([section({ accessory: button({ text: plain(x(76)) }) })]),
      ['must be less than 76 characters [json-pointer:/view/blocks/0/accessory/text/text]'],
    ],
    [
      'button value of 2001',
      view([section({ accessory: button({ value: x(2001) }) })]),
      ['must be less than 2001 characters [json-pointer:/view/blocks/0/accessory/value]'],
    ],
    [
      '26 actions',
      view([{ type: 'actions', elements: many(26, () => button()) }]),
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
      [notKnown('plain_text_input', '/view/blocks/0/accessory')],
    ],
    ['button in an input', view([input(button())]), [notKnown('button', '/view/blocks/0/element')]],
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
      [notKnown('alert', '/view/blocks/0')],
    ],
    [
      'rich text without elements',
      view([{ type: 'rich_text' }]),
      ['missing required field: elements [json-pointer:/view/blocks/0]'],
    ],
    [
      'rich text with bare text',
      view([rich([{ type: 'text', text: 't' }])]),
      [notKnown('text', '/view/blocks/0/elements/0')],
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
  test('fifty blocks with text are fine', () => {
    const blocks = many(50, () => section());
    expect(checkMessage({ text: x(40_000), blocks })).toEqual([]);
  });

  test.each<[string, object, string[]]>([
    [
      '51 blocks',
      { blocks: many(51, () => section()) },
      ['no more than 50 items allowed [json-pointer:/blocks]'],
    ],
    ['an alert', { blocks: [{ type: 'alert', text: plain('t') }] }, [notKnown('alert', '/blocks/0')]],
    [
      'text of 40,001',
      { text: x(40_001) },
      ['msg_too_long: more than 40000 characters [json-pointer:/text]'],
    ],
    [
      'metadata and attachments',
      { text: 't', metadata: { event_type: 'e' }, attachments: [] },
      [
        'attachments: not known here [json-pointer:/attachments]',
        'metadata: not known here [json-pointer:/metadata]',
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
