import { menuOption, optionGroup } from './check-composition.ts';
import { array, isObject, object, sentences } from './check-rule.ts';

// docs.slack.dev/reference/block-kit/block-elements/select-menu-element#external_select

const answer = object({
  options: array(menuOption, { max: 100 }),
  option_groups: array(optionGroup(0), { max: 100 }),
});

/** Everything that Slack would refuse in the answer to a block_suggestion. Empty when it is fine. */
export function checkSuggestions(given: unknown): string[] {
  const found = sentences(answer, given, '', 'modal');
  if (isObject(given) && (given.options === undefined) === (given.option_groups === undefined))
    found.push('must provide either options or option_groups [json-pointer:/]');
  return found;
}
