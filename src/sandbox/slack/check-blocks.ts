import { z } from 'zod';
import { type BlockJson, interactiveElements } from './block-kit.ts';
import { actionElement, anyText, inputElement, plainText } from './check-elements.ts';
import { kinds, text } from './check-shape.ts';

// The blocks that the bot sends, docs.slack.dev/reference/block-kit/blocks; numbers as in slack-platform.md §1.2. Any
// other block is refused: add it here, and to the page, when the bot begins to send it.

const block = <Type extends string, Shape extends z.ZodRawShape>(type: Type, shape: Shape) =>
  z.strictObject({ type: z.literal(type), block_id: text(0, 255).optional(), ...shape });
const id = text(1, 255);

const style = z.strictObject({ bold: z.boolean().optional() }).optional();
const section = z.strictObject({
  type: z.literal('rich_text_section'),
  elements: z.array(
    kinds(
      z.strictObject({ type: z.literal('text'), text: z.string().min(1), style }),
      z.strictObject({ type: z.literal('user'), user_id: id }),
      z.strictObject({
        type: z.literal('link'),
        url: z.string().regex(/^https?:\/\/\S+$/),
        text: z.string().min(1).optional(),
        style,
      }),
      z.strictObject({ type: z.literal('channel'), channel_id: id }),
      z.strictObject({
        type: z.literal('date'),
        timestamp: z.int().min(0),
        format: id,
        fallback: id.optional(),
      }),
    ),
  ),
});
const list = z.strictObject({
  type: z.literal('rich_text_list'),
  style: z.literal('bullet'),
  elements: z.array(section).min(1),
});

const anywhere = [
  block('section', {
    text: anyText(3000).optional(),
    fields: z.array(anyText(2000)).min(1).max(10).optional(),
    accessory: actionElement.optional(),
  }).refine((given) => given.text ?? given.fields, 'missing required field: text or fields'),
  block('context', { elements: z.array(anyText(2000)).min(1).max(10) }),
  block('actions', { elements: z.array(actionElement).min(1).max(25) }),
  block('input', {
    label: plainText(2000),
    hint: plainText(2000).optional(),
    optional: z.boolean().optional(),
    dispatch_action: z.boolean().optional(),
    element: inputElement,
  }),
  block('rich_text', { elements: z.array(kinds(section, list)).min(1) }),
] as const;

// Modals only: slackapi/node-slack-sdk#2567
const alert = block('alert', {
  text: anyText(200),
  level: z.enum(['default', 'info', 'warning', 'error', 'success']).optional(),
});

/** block_id is unique among all blocks, action_id within its block. */
function checkIds(blocks: unknown, context: z.RefinementCtx): void {
  const again = (name: string, found: (string | undefined)[], among: string) => {
    const twice = found.find((each, n) => each !== undefined && found.indexOf(each) < n);
    const message = `\`${name}\` "${twice}" already exists for another ${among}`;
    if (twice !== undefined) context.addIssue({ code: 'custom', message });
  };
  const all = blocks as BlockJson[];
  again(
    'block_id',
    all.map((each) => each.block_id),
    'block',
  );
  // "Only one element can be set to true": docs.slack.dev/reference/block-kit/block-elements
  const focused = all.flatMap(interactiveElements).filter((element) => element.focus_on_load);
  if (focused.length > 1)
    context.addIssue({ code: 'custom', message: 'only one element can have focus_on_load' });
  for (const each of all)
    again(
      'action_id',
      interactiveElements(each).map((element) => element.action_id),
      'interactive element',
    );
}

export const blocksIn = {
  modal: z
    .array(kinds(...anywhere, alert))
    .max(100)
    .superRefine(checkIds),
  home: z
    .array(kinds(...anywhere))
    .max(100)
    .superRefine(checkIds),
  message: z
    .array(kinds(...anywhere))
    .max(50)
    .superRefine(checkIds),
};
