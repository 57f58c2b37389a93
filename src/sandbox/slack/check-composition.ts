import { array, byType, isObject, object, type Rule, string, where } from './check-rule.ts';

// Composition objects: docs.slack.dev/reference/block-kit/composition-objects

const texts = (max: number): Record<string, Rule> => ({
  plain_text: object({ 'type!': string(), 'text!': string({ min: 1, max }), emoji: anyBoolean }),
  mrkdwn: object({ 'type!': string(), 'text!': string({ min: 1, max }), verbatim: anyBoolean }),
});

const anyBoolean: Rule = (value, pointer, report) => {
  if (typeof value !== 'boolean') report.say('must provide a boolean', pointer);
};

export function plainText(max: number): Rule {
  return byType(() => texts(max), ['plain_text']);
}

export function mrkdwnText(max: number): Rule {
  return byType(() => texts(max), ['mrkdwn']);
}

export function anyText(max: number): Rule {
  return byType(() => texts(max));
}

// @slack/types still says 75 for an option's value; docs.slack.dev says 150.
const option = (text: Rule, more: Record<string, Rule> = {}): Rule =>
  object({ 'text!': text, 'value!': string({ min: 1, max: 150 }), description: plainText(75), ...more });

export const menuOption = option(plainText(75));
export const boxOption = option(anyText(75), { description: anyText(75) });
export const overflowOption = option(plainText(75), { url: string({ max: 3000 }) });

export const optionGroup = (min: number): Rule =>
  object({ 'label!': plainText(75), 'options!': array(menuOption, { min, max: 100 }) });

export const confirm: Rule = object({
  title: plainText(100),
  'text!': anyText(300),
  confirm: plainText(30),
  deny: plainText(30),
  style: (value, pointer, report) => {
    if (value !== 'primary' && value !== 'danger')
      report.say('must be a valid enum value: primary, danger', pointer);
  },
});

function sameOption(one: unknown, other: unknown): boolean {
  if (!isObject(one) || !isObject(other)) return false;
  const words = (each: unknown) => (isObject(each) ? each.text : undefined);
  return one.value === other.value && words(one.text) === words(other.text);
}

/** initial_option and initial_options must equal what `options` or `option_groups` hold. */
export const initialAmongOptions: Rule = where((element) => {
  const groups = Array.isArray(element.option_groups) ? element.option_groups : [];
  const offered = [
    ...(Array.isArray(element.options) ? element.options : []),
    ...groups.flatMap((group) => (isObject(group) && Array.isArray(group.options) ? group.options : [])),
  ];
  const wanted = Array.isArray(element.initial_options) ? element.initial_options : [element.initial_option];
  const property = Array.isArray(element.initial_options) ? 'initial_options' : 'initial_option';
  const strange = wanted.find(
    (each) => each !== undefined && !offered.some((option) => sameOption(option, each)),
  );
  return strange === undefined ? undefined : [property, 'initial option must be one of the options'];
});
