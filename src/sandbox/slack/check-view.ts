import { type BlockJson, flatBlocks } from './block-kit.ts';
import { blockList } from './check-blocks.ts';
import { plainText } from './check-composition.ts';
import { boolean, byType, isObject, object, type Rule, sentences, string } from './check-rule.ts';

// docs.slack.dev/reference/views

const kept = {
  'type!': string(),
  'blocks!': blockList(100),
  private_metadata: string({ max: 3000 }),
  callback_id: string({ max: 255 }),
  external_id: string({ max: 255 }),
};

const modal: Rule = object({
  ...kept,
  'title!': plainText(24),
  submit: plainText(24),
  close: plainText(24),
  clear_on_close: boolean,
  notify_on_close: boolean,
});

const home: Rule = object(kept);

/** "250 KB": docs.slack.dev/reference/methods/views.push, error view_too_large. */
export const largestView = 250_000;

export function viewTooLarge(view: unknown): boolean {
  return Buffer.byteLength(JSON.stringify(view) ?? '') > largestView;
}

/** Everything that Slack would refuse in this view, in Slack's words with its pointers. Empty when it is fine. */
export function checkView(view: unknown): string[] {
  const surface = isObject(view) && view.type === 'home' ? 'home' : 'modal';
  const found = sentences(
    byType(() => ({ modal, home })),
    view,
    '/view',
    surface,
  );
  if (viewTooLarge(view)) found.push(`view_too_large: more than ${largestView} bytes [json-pointer:/view]`);
  if (isObject(view) && Array.isArray(view.blocks) && view.type === 'modal' && view.submit === undefined) {
    const blocks = flatBlocks(view.blocks.filter(isObject) as unknown as BlockJson[]);
    if (blocks.some((block) => block.type === 'input'))
      found.push(
        'submit is required when an input block is within the blocks array [json-pointer:/view/submit]',
      );
  }
  return found;
}
