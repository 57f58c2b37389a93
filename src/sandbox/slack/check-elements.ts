import {
  anyText,
  boxOption,
  confirm,
  initialAmongOptions,
  menuOption,
  optionGroup,
  overflowOption,
  plainText,
} from './check-composition.ts';
import { richText } from './check-rich-text.ts';
import {
  all,
  array,
  boolean,
  byType,
  integer,
  object,
  oneOf,
  type Rule,
  string,
  where,
} from './check-rule.ts';

// docs.slack.dev/reference/block-kit/block-elements; numbers as in slack-platform.md §1.2

const action = { 'type!': string(), action_id: string({ min: 1, max: 255 }) };
const focus = { focus_on_load: boolean };
const asking = { ...action, ...focus, confirm };
const menu = { ...asking, placeholder: plainText(150) };
const typed = {
  ...action,
  ...focus,
  placeholder: plainText(150),
  dispatch_action_config: object({
    trigger_actions_on: array(oneOf('on_enter_pressed', 'on_character_entered'), { min: 1, max: 2 }),
  }),
};
const id = string({ min: 1 });
const ids = array(id);
const several = { max_selected_items: integer(1) };
const listed = {
  options: array(menuOption, { min: 1, max: 100 }),
  option_groups: array(optionGroup(1), { min: 1, max: 100 }),
};
const searched = { min_query_length: integer(0) };
const picked = array(menuOption, { min: 1, max: 100 });
const responding = { response_url_enabled: boolean };
const conversations = {
  default_to_current_conversation: boolean,
  filter: object({
    include: array(oneOf('im', 'mpim', 'private', 'public'), { min: 1 }),
    exclude_external_shared_channels: boolean,
    exclude_bot_users: boolean,
  }),
};

const eitherList = where(({ options, option_groups }) =>
  (options === undefined) === (option_groups === undefined)
    ? ['', 'must provide either options or option_groups']
    : undefined,
);

const notTooManyAtFirst = where((element) => {
  const most = element.max_selected_items;
  const first = element.initial_options ?? element.initial_users;
  return typeof most === 'number' && Array.isArray(first) && first.length > most
    ? ['initial_options', 'more initial options than max_selected_items']
    : undefined;
});

const number = string({ pattern: /^-?\d+(\.\d+)?$/, what: 'a number in a string' });

const numbersInOrder = where(({ min_value, max_value, initial_value, is_decimal_allowed }) => {
  const [least, most, first] = [min_value, max_value, initial_value].map((each) =>
    each === undefined ? Number.NaN : Number(each),
  );
  if (Number(least) > Number(most)) return ['min_value', 'min_value must not be greater than max_value'];
  if (Number(first) < Number(least) || Number(first) > Number(most))
    return ['initial_value', 'initial_value must be between min_value and max_value'];
  if (is_decimal_allowed === false && String(initial_value ?? '').includes('.'))
    return ['initial_value', 'initial_value must be a whole number: is_decimal_allowed is false'];
  return undefined;
});

const lengthsInOrder = where(({ min_length, max_length, initial_value }) => {
  if (Number(min_length) > Number(max_length))
    return ['min_length', 'min_length must not be greater than max_length'];
  if (typeof initial_value === 'string' && initial_value.length > Number(max_length))
    return ['initial_value', `must be less than ${Number(max_length) + 1} characters`];
  return undefined;
});

const modalsOnly =
  (rule: Rule): Rule =>
  (value, pointer, report) => {
    if (report.surface !== 'modal') report.say('not available on this surface: only in modals', pointer);
    rule(value, pointer, report);
  };

const pressed = {
  ...action,
  'text!': plainText(75),
  value: string({ max: 2000 }),
  accessibility_label: string({ max: 75 }),
  style: oneOf('primary', 'danger'),
  confirm,
};
const feedback = object({
  'text!': plainText(75),
  accessibility_label: string({ max: 75 }),
  'value!': string({ max: 2000 }),
});
const picture = where(({ image_url, slack_file }) =>
  (image_url === undefined) === (slack_file === undefined)
    ? ['', 'must provide either image_url or slack_file']
    : undefined,
);
export const pictureSource = {
  image_url: string({ min: 1, max: 3000 }),
  slack_file: object({ id, url: id }),
};
export const eitherPicture = picture;

export const elements: Record<string, Rule> = {
  button: object({ ...pressed, url: string({ max: 3000 }) }),
  workflow_button: object({
    ...pressed,
    'workflow!': object({
      'trigger!': object({
        'url!': id,
        customizable_input_parameters: array(object({ 'name!': id, 'value!': string() })),
      }),
    }),
  }),
  feedback_buttons: object({ ...action, 'positive_button!': feedback, 'negative_button!': feedback }),
  icon_button: object({ ...pressed, 'icon!': id, visible_to_user_ids: ids }),
  overflow: object({ ...action, confirm, 'options!': array(overflowOption, { min: 1, max: 5 }) }),
  image: all(object({ 'type!': string(), 'alt_text!': string({ max: 2000 }), ...pictureSource }), picture),
  checkboxes: all(
    object({
      ...asking,
      'options!': array(boxOption, { min: 1, max: 10 }),
      initial_options: array(boxOption, { min: 1, max: 10 }),
    }),
    initialAmongOptions,
  ),
  radio_buttons: all(
    object({ ...asking, 'options!': array(boxOption, { min: 1, max: 10 }), initial_option: boxOption }),
    initialAmongOptions,
  ),
  static_select: all(
    object({ ...menu, ...listed, initial_option: menuOption }),
    eitherList,
    initialAmongOptions,
  ),
  multi_static_select: all(
    object({ ...menu, ...listed, ...several, initial_options: picked }),
    eitherList,
    initialAmongOptions,
    notTooManyAtFirst,
  ),
  external_select: object({ ...menu, ...searched, initial_option: menuOption }),
  multi_external_select: all(
    object({ ...menu, ...searched, ...several, initial_options: picked }),
    notTooManyAtFirst,
  ),
  users_select: object({ ...menu, initial_user: id }),
  multi_users_select: all(object({ ...menu, ...several, initial_users: ids }), notTooManyAtFirst),
  conversations_select: object({ ...menu, ...conversations, ...responding, initial_conversation: id }),
  multi_conversations_select: object({ ...menu, ...conversations, ...several, initial_conversations: ids }),
  channels_select: object({ ...menu, ...responding, initial_channel: id }),
  multi_channels_select: object({ ...menu, ...several, initial_channels: ids }),
  datepicker: object({
    ...menu,
    initial_date: string({ pattern: /^\d{4}-\d\d-\d\d$/, what: 'a date YYYY-MM-DD' }),
  }),
  timepicker: object({
    ...menu,
    initial_time: string({ pattern: /^([01]\d|2[0-3]):[0-5]\d$/, what: 'a time HH:mm' }),
    timezone: id,
  }),
  datetimepicker: object({ ...asking, initial_date_time: integer(1_000_000_000, 9_999_999_999) }),
  plain_text_input: all(
    object({
      ...typed,
      initial_value: string({ max: 3000 }),
      multiline: boolean,
      min_length: integer(0, 3000),
      max_length: integer(1, 3000),
    }),
    lengthsInOrder,
  ),
  number_input: all(
    object({
      ...typed,
      'is_decimal_allowed!': boolean,
      initial_value: number,
      min_value: number,
      max_value: number,
    }),
    numbersInOrder,
  ),
  url_text_input: object({ ...typed, initial_value: string({ pattern: /^https?:\/\/\S+$/, what: 'a URL' }) }),
  email_text_input: object({
    ...typed,
    initial_value: string({ pattern: /^\S+@\S+\.\S+$/, what: 'an e-mail address' }),
  }),
  rich_text_input: object({
    ...typed,
    initial_value: richText,
    min_lines: integer(1, 100),
    max_lines: integer(1, 100),
  }),
  file_input: modalsOnly(object({ ...action, filetypes: array(id, { min: 1 }), max_files: integer(1, 10) })),
};

const menus = Object.keys(elements).filter((type) => type.endsWith('_select'));
const pickers = ['datepicker', 'timepicker', 'datetimepicker'];
const chosen = ['checkboxes', 'radio_buttons', ...menus, ...pickers];

export const actionElement = byType(
  () => elements,
  ['button', 'workflow_button', 'overflow', 'rich_text_input', ...chosen],
);
export const accessoryElement = byType(
  () => elements,
  ['button', 'workflow_button', 'overflow', 'image', ...chosen],
);
export const inputElement = byType(
  () => elements,
  [
    'plain_text_input',
    'number_input',
    'url_text_input',
    'email_text_input',
    'rich_text_input',
    'file_input',
    ...chosen,
  ],
);
export const imageElement = byType(() => elements, ['image']);
export const buttonElement = byType(() => elements, ['button']);
export const contextAction = byType(() => elements, ['feedback_buttons', 'icon_button']);
export const contextElement: Rule = (value, pointer, report) => {
  const image = typeof value === 'object' && value !== null && 'type' in value && value.type === 'image';
  (image ? imageElement : anyText(2000))(value, pointer, report);
};
