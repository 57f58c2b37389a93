import { z } from 'zod';
import { blocksIn } from './check-blocks.ts';
import { plainText } from './check-elements.ts';
import { complaints, kinds, text } from './check-shape.ts';

// docs.slack.dev/reference/views

const kept = {
  private_metadata: text(0, 3000).optional(),
  callback_id: text(0, 255).optional(),
  external_id: text(0, 255).optional(),
};

const view = kinds(
  z
    .strictObject({
      type: z.literal('modal'),
      blocks: blocksIn.modal,
      ...kept,
      title: plainText(24),
      submit: plainText(24).optional(),
      close: plainText(24).optional(),
    })
    .refine(({ submit, blocks }) => submit ?? !blocks.some(({ type }) => type === 'input'), {
      path: ['submit'],
      message: 'submit is required when an input block is within the blocks array',
    }),
  z.strictObject({ type: z.literal('home'), blocks: blocksIn.home, ...kept }),
);

/** "250 KB": docs.slack.dev/reference/methods/views.push, error view_too_large. */
const largestView = 250_000;

export function viewTooLarge(given: unknown): boolean {
  return Buffer.byteLength(JSON.stringify(given) ?? '') > largestView;
}

/** Everything that Slack would refuse in this view. Empty when it is fine. */
export function checkView(given: unknown): string[] {
  const found = complaints(view, given, '/view');
  if (viewTooLarge(given)) found.push(`view_too_large: more than ${largestView} bytes [json-pointer:/view]`);
  return found;
}
