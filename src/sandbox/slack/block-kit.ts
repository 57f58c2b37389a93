// Block Kit as it lies in memory after check-view.ts or check-message.ts has accepted it: every property that some
// block or element may have, all optional, because the stand-in must be able to read whatever a bot sends.

export interface TextJson {
  type: 'plain_text' | 'mrkdwn';
  text: string;
  emoji?: boolean;
  verbatim?: boolean;
}

export interface OptionJson {
  text: TextJson;
  value: string;
  description?: TextJson;
  url?: string;
}

export interface OptionGroupJson {
  label: TextJson;
  options: OptionJson[];
}

export interface ConfirmJson {
  title?: TextJson;
  text: TextJson;
  confirm?: TextJson;
  deny?: TextJson;
  style?: string;
}

export interface ElementJson {
  type: string;
  action_id?: string;
  text?: TextJson | string;
  value?: string;
  url?: string;
  style?: unknown;
  confirm?: ConfirmJson;
  placeholder?: TextJson;
  alt_text?: string;
  image_url?: string;
  options?: OptionJson[];
  option_groups?: OptionGroupJson[];
  initial_option?: OptionJson;
  initial_options?: OptionJson[];
  initial_value?: unknown;
  initial_user?: string;
  initial_users?: string[];
  initial_conversation?: string;
  initial_conversations?: string[];
  default_to_current_conversation?: boolean;
  response_url_enabled?: boolean;
  filter?: { include?: string[]; exclude_external_shared_channels?: boolean; exclude_bot_users?: boolean };
  initial_channel?: string;
  initial_channels?: string[];
  initial_date?: string;
  initial_time?: string;
  initial_date_time?: number;
  min_query_length?: number;
  max_selected_items?: number;
  is_decimal_allowed?: boolean;
  min_value?: string;
  max_value?: string;
  min_length?: number;
  max_length?: number;
  multiline?: boolean;
  dispatch_action_config?: { trigger_actions_on?: string[] };
  elements?: ElementJson[];
  user_id?: string;
  channel_id?: string;
  usergroup_id?: string;
  range?: string;
  name?: string;
  fallback?: string;
}

export interface BlockJson {
  type: string;
  block_id?: string;
  text?: TextJson | string;
  fields?: TextJson[];
  accessory?: ElementJson;
  elements?: (ElementJson & BlockJson)[];
  element?: ElementJson;
  label?: TextJson;
  hint?: TextJson;
  optional?: boolean;
  dispatch_action?: boolean;
  child_blocks?: BlockJson[];
  title?: TextJson | string;
  subtitle?: TextJson;
  body?: TextJson;
  rich_text_title?: BlockJson;
  actions?: ElementJson[];
  rows?: (BlockJson & { value?: number })[][];
  caption?: string;
  tasks?: BlockJson[];
  details?: BlockJson;
  output?: BlockJson;
  status?: string;
  alt_text?: string;
  level?: string;
}

export interface ViewJson {
  type: 'modal' | 'home';
  title?: TextJson;
  submit?: TextJson;
  close?: TextJson;
  blocks: BlockJson[];
  private_metadata?: string;
  callback_id?: string;
  external_id?: string;
  clear_on_close?: boolean;
  notify_on_close?: boolean;
}

/** All blocks, those inside containers after the container that holds them. */
export function flatBlocks(blocks: BlockJson[]): BlockJson[] {
  return blocks.flatMap((block) => [block, ...flatBlocks(block.child_blocks ?? [])]);
}

/** The elements of one block that a person can use (not what lies in its child blocks). */
export function interactiveElements(block: BlockJson): ElementJson[] {
  if (block.type === 'input') return block.element ? [block.element] : [];
  if (block.type === 'section')
    return block.accessory?.type === 'image' ? [] : [block.accessory ?? []].flat();
  if (block.type === 'actions' || block.type === 'context_actions') return block.elements ?? [];
  if (block.type === 'card') return block.actions ?? [];
  if (block.type === 'carousel') return (block.elements ?? []).flatMap((card) => interactiveElements(card));
  return [];
}

export function optionsOf(element: ElementJson): (OptionJson & { group?: string })[] {
  const grouped = (element.option_groups ?? []).flatMap((group) =>
    group.options.map((option) => ({ ...option, group: group.label.text })),
  );
  return [...(element.options ?? []), ...grouped];
}

export function textOf(text: TextJson | string | undefined): string {
  return typeof text === 'string' ? text : (text?.text ?? '');
}
