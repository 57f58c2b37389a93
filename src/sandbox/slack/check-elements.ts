import { z } from 'zod';
import { kinds, text } from './check-shape.ts';

// The elements that the bot sends, docs.slack.dev/reference/block-kit/block-elements and …/composition-objects; numbers
// as in slack-platform.md §1.2.

export const plainText = (max: number) =>
  z.strictObject({ type: z.literal('plain_text'), text: text(1, max), emoji: z.boolean().optional() });
const mrkdwn = (max: number) =>
  z.strictObject({ type: z.literal('mrkdwn'), text: text(1, max), verbatim: z.boolean().optional() });
export const anyText = (max: number) => kinds(plainText(max), mrkdwn(max));

// @slack/types still says 75 for an option's value; docs.slack.dev says 150.
const option = z.strictObject({
  text: plainText(75),
  value: text(1, 150),
  description: plainText(75).optional(),
});
export const options = (min: number, max: number) => z.array(option).min(min).max(max);
export const optionGroups = z
  .array(z.strictObject({ label: plainText(75), options: options(0, 100) }))
  .max(100);

const element = <Type extends string, Shape extends z.ZodRawShape>(type: Type, shape: Shape) =>
  z.strictObject({
    type: z.literal(type),
    action_id: text(1, 255).optional(),
    ...(type === 'button' ? {} : { focus_on_load: z.boolean().optional() }),
    ...shape,
  });
const placeholder = plainText(150).optional();
const searched = { placeholder, min_query_length: z.int().min(0).optional() };
const most = z.int().min(1).optional();
const ids = z.array(text(1, 255));
const number = z.string().regex(/^-?\d+(\.\d+)?$/, 'must be a number in a string');

type Choice = { options?: unknown; initial_option?: unknown; initial_options?: unknown[] };

function sameOption(one: unknown, other: unknown): boolean {
  const key = (given: unknown) => {
    const { value, text: words } = given as z.infer<typeof option>;
    return `${value}\n${words.text}`;
  };
  return key(one) === key(other);
}

/** What is chosen at first must equal what is offered. */
const fromTheList = <Schema extends z.ZodType<Choice>>(schema: Schema): Schema =>
  schema.superRefine(({ options: offered, initial_option, initial_options }, context) => {
    const chosen = initial_options ?? (initial_option ? [initial_option] : []);
    const strange = chosen.some((each) => !(offered as unknown[]).some((known) => sameOption(known, each)));
    const path = [initial_options ? 'initial_options' : 'initial_option'];
    const message = 'initial option must be one of the options';
    if (strange) context.addIssue({ code: 'custom', path, message });
  });

const notTooMany = (given: { max_selected_items?: number; initial_options?: unknown[] }): boolean =>
  (given.initial_options?.length ?? 0) <= (given.max_selected_items ?? 100);

export const button = element('button', {
  text: plainText(75),
  value: text(0, 2000).optional(),
  accessibility_label: text(0, 75).optional(),
  style: z.enum(['primary', 'danger']).optional(),
});

const choices = [
  fromTheList(element('checkboxes', { options: options(1, 10), initial_options: options(1, 10).optional() })),
  fromTheList(element('radio_buttons', { options: options(1, 10), initial_option: option.optional() })),
  fromTheList(
    element('static_select', { placeholder, options: options(1, 100), initial_option: option.optional() }),
  ),
  element('external_select', { ...searched, initial_option: option.optional() }),
  element('multi_external_select', {
    ...searched,
    max_selected_items: most,
    initial_options: options(1, 100).optional(),
  }).refine(notTooMany, {
    path: ['initial_options'],
    message: 'more initial options than max_selected_items',
  }),
  element('multi_users_select', { placeholder, max_selected_items: most, initial_users: ids.optional() }),
  element('datetimepicker', {
    initial_date_time: z.int().min(1_000_000_000, 'must have 10 digits').max(9_999_999_999).optional(),
  }),
  element('conversations_select', {
    placeholder,
    default_to_current_conversation: z.boolean().optional(),
    response_url_enabled: z.boolean().optional(),
    filter: z
      .strictObject({
        include: z
          .array(z.enum(['im', 'mpim', 'private', 'public']))
          .min(1)
          .optional(),
        exclude_bot_users: z.boolean().optional(),
      })
      .optional(),
  }),
] as const;

/** What may stand in an input block. */
export const inputElement = kinds(
  element('plain_text_input', {
    placeholder,
    initial_value: text(0, 3000).optional(),
    multiline: z.boolean().optional(),
    max_length: z.int().min(1).max(3000).optional(),
  }).superRefine(({ initial_value = '', max_length = 3000 }, context) => {
    const message = `must be less than ${max_length + 1} characters`;
    if (initial_value.length > max_length)
      context.addIssue({ code: 'custom', path: ['initial_value'], message });
  }),
  element('number_input', {
    placeholder,
    is_decimal_allowed: z.boolean(),
    initial_value: number.optional(),
  }).refine(({ is_decimal_allowed, initial_value }) => is_decimal_allowed || !initial_value?.includes('.'), {
    path: ['initial_value'],
    message: 'initial_value must be a whole number: is_decimal_allowed is false',
  }),
  element('url_text_input', {
    placeholder,
    initial_value: z
      .string()
      .regex(/^https?:\/\/\S+$/, 'must be a URL')
      .optional(),
  }),
  ...choices,
);

/** What may stand in an actions block, or beside a text. */
export const actionElement = kinds(button, ...choices);
