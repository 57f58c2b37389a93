import { z } from 'zod';
import { optionGroups, options } from './check-elements.ts';
import { complaints } from './check-shape.ts';

// docs.slack.dev/reference/block-kit/block-elements/select-menu-element#external_select

const answer = z
  .strictObject({ options: options(0, 100).optional(), option_groups: optionGroups.optional() })
  .refine(
    (given) => (given.options === undefined) !== (given.option_groups === undefined),
    'must provide either options or option_groups',
  );

/** Everything that Slack would refuse in the answer to a block_suggestion. Empty when it is fine. */
export const checkSuggestions = (given: unknown): string[] => complaints(answer, given, '');
