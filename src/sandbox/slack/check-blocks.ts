import { type BlockJson, flatBlocks, interactiveElements } from './block-kit.ts';
import { anyText, mrkdwnText, plainText } from './check-composition.ts';
import {
  accessoryElement,
  actionElement,
  buttonElement,
  contextAction,
  contextElement,
  eitherPicture,
  imageElement,
  inputElement,
  pictureSource,
} from './check-elements.ts';
import { richText } from './check-rich-text.ts';
import {
  all,
  array,
  boolean,
  byType,
  integer,
  isObject,
  object,
  oneOf,
  type Report,
  type Rule,
  type Surface,
  string,
  where,
} from './check-rule.ts';

// docs.slack.dev/reference/block-kit/blocks; numbers as in slack-platform.md §1.2

const base = { 'type!': string(), block_id: string({ max: 255 }) };

function only(rule: Rule, ...surfaces: Surface[]): Rule {
  return (value, pointer, report) => {
    if (surfaces.includes(report.surface)) return rule(value, pointer, report);
    const type = isObject(value) ? value.type : undefined;
    report.say(
      `block type ${type} is not available in a ${report.surface}: only in ${surfaces.join(', ')}`,
      `${pointer}/type`,
    );
  };
}

const textOrFields = where(({ text, fields }) =>
  text === undefined && fields === undefined ? ['', 'missing required field: text or fields'] : undefined,
);

const cell = byType(() => ({
  rich_text: richText,
  raw_text: object({ 'type!': string(), 'text!': string({ min: 1 }) }),
  raw_number: object({
    'type!': string(),
    'text!': string({ min: 1 }),
    'value!': integer(Number.MIN_SAFE_INTEGER),
  }),
}));
const rows = array(array(cell, { min: 1, max: 20 }), { min: 1, max: 100 });

const cardContent = where((card) =>
  [card.hero_image, card.title, card.actions, card.body].every((part) => part === undefined)
    ? ['', 'must provide hero_image, title, actions or body']
    : undefined,
);

const containerTitle = where(({ title, rich_text_title }) =>
  title === undefined && rich_text_title === undefined ? ['', 'missing required field: title'] : undefined,
);

const card = all(
  object({
    ...base,
    hero_image: imageElement,
    icon: imageElement,
    title: mrkdwnText(150),
    subtitle: mrkdwnText(150),
    body: mrkdwnText(200),
    actions: array(buttonElement, { min: 1 }),
  }),
  cardContent,
);

const taskCard = object({
  ...base,
  'task_id!': string({ min: 1 }),
  'title!': string({ min: 1 }),
  details: richText,
  output: richText,
  sources: array(object({ 'type!': oneOf('url'), 'url!': string({ min: 1 }), 'text!': string({ min: 1 }) })),
  'status!': oneOf('pending', 'in_progress', 'complete', 'error'),
});

const blocks: Record<string, Rule> = {
  section: all(
    object({
      ...base,
      text: anyText(3000),
      fields: array(anyText(2000), { min: 1, max: 10 }),
      accessory: accessoryElement,
      expand: boolean,
    }),
    textOrFields,
  ),
  header: object({ ...base, 'text!': plainText(150), level: integer(1, 6) }),
  divider: object(base),
  context: object({ ...base, 'elements!': array(contextElement, { min: 1, max: 10 }) }),
  actions: object({ ...base, 'elements!': array(actionElement, { min: 1, max: 25 }) }),
  input: object({
    ...base,
    'label!': plainText(2000),
    hint: plainText(2000),
    optional: boolean,
    dispatch_action: boolean,
    'element!': inputElement,
  }),
  image: all(
    object({ ...base, 'alt_text!': string({ max: 2000 }), title: plainText(2000), ...pictureSource }),
    eitherPicture,
  ),
  rich_text: richText,
  // Modals only: slackapi/node-slack-sdk#2567
  alert: only(
    object({
      ...base,
      'text!': anyText(200),
      level: oneOf('default', 'info', 'warning', 'error', 'success'),
    }),
    'modal',
  ),
  container: all(
    object({
      ...base,
      title: plainText(150),
      rich_text_title: richText,
      subtitle: anyText(150),
      'child_blocks!': array(
        byType(
          () => blocks,
          [
            'actions',
            'context',
            'divider',
            'file',
            'header',
            'image',
            'input',
            'rich_text',
            'section',
            'table',
            'video',
          ],
        ),
        { min: 1, max: 10 },
      ),
      width: oneOf('narrow', 'standard', 'wide', 'full'),
      icon: imageElement,
      is_collapsible: boolean,
      default_collapsed: boolean,
      has_header_divider: boolean,
    }),
    containerTitle,
  ),
  table: only(
    object({
      ...base,
      'rows!': rows,
      column_settings: array(object({ align: oneOf('left', 'center', 'right'), is_wrapped: boolean }), {
        max: 20,
      }),
    }),
    'message',
  ),
  data_table: only(
    object({
      ...base,
      'rows!': rows,
      'caption!': string({ min: 1 }),
      page_size: integer(1, 100),
      row_header_column_index: integer(0, 19),
    }),
    'message',
  ),
  markdown: only(object({ ...base, 'text!': string({ min: 1, max: 12_000 }) }), 'message'),
  card: only(card, 'message'),
  carousel: only(
    object({
      ...base,
      'elements!': array(
        byType(() => ({ card })),
        { min: 1, max: 10 },
      ),
    }),
    'message',
  ),
  context_actions: only(
    object({ ...base, 'elements!': array(contextAction, { min: 1, max: 5 }) }),
    'message',
  ),
  task_card: only(taskCard, 'message'),
  plan: only(
    object({ ...base, 'title!': string({ min: 1 }), tasks: array(byType(() => ({ task_card: taskCard }))) }),
    'message',
  ),
};

function checkIds(value: unknown[], pointer: string, report: Report): void {
  const known = new Set<string>();
  let focused = 0;
  for (const block of flatBlocks(value.filter(isObject) as unknown as BlockJson[])) {
    if (block.block_id !== undefined && known.has(block.block_id))
      report.say(`\`block_id\` "${block.block_id}" already exists for another block`, pointer);
    known.add(block.block_id ?? '');
    const actions = new Set<string>();
    for (const element of interactiveElements(block)) {
      if (element.action_id !== undefined && actions.has(element.action_id))
        report.say(
          `\`action_id\` "${element.action_id}" already exists for another interactive element`,
          pointer,
        );
      actions.add(element.action_id ?? '');
      if ('focus_on_load' in element && element.focus_on_load === true) focused += 1;
    }
  }
  if (focused > 1) report.say('only one element may have focus_on_load', pointer);
}

/** The blocks of a view or message; block_id is unique among them all, action_id within its block. */
export function blockList(max: number): Rule {
  const list = array(
    byType(() => blocks),
    { max },
  );
  return (value, pointer, report) => {
    let refused = false;
    const say: Report['say'] = (sentence, at) => {
      refused = true;
      report.say(sentence, at);
    };
    list(value, pointer, { ...report, say });
    // A list of broken shapes has no ids that could be compared.
    if (!refused || (Array.isArray(value) && value.every((each) => isObject(each) && shapely(each))))
      checkIds(value as unknown[], pointer, report);
  };
}

function shapely(block: Record<string, unknown>): boolean {
  const lists = [block.elements, block.child_blocks, block.actions].filter((each) => each !== undefined);
  const single = [block.element, block.accessory].filter((each) => each !== undefined);
  return lists.every((each) => Array.isArray(each) && each.every(isObject)) && single.every(isObject);
}
