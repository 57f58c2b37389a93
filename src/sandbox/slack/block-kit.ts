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
}

export interface OptionGroupJson {
  label: TextJson;
  options: OptionJson[];
}

export interface ElementJson {
  type: string;
  action_id?: string;
  text?: TextJson | string;
  value?: string;
  style?: unknown;
  accessibility_label?: string;
  placeholder?: TextJson;
  options?: OptionJson[];
  initial_option?: OptionJson;
  initial_options?: OptionJson[];
  initial_value?: unknown;
  initial_users?: string[];
  initial_date_time?: number;
  default_to_current_conversation?: boolean;
  response_url_enabled?: boolean;
  filter?: { include?: string[] };
  min_query_length?: number;
  max_selected_items?: number;
  focus_on_load?: boolean;
  is_decimal_allowed?: boolean;
  max_length?: number;
  multiline?: boolean;
  elements?: ElementJson[];
  user_id?: string;
  url?: string;
  channel_id?: string;
  timestamp?: number;
  format?: string;
  fallback?: string;
}

export interface BlockJson {
  type: string;
  block_id?: string;
  text?: TextJson;
  fields?: TextJson[];
  accessory?: ElementJson;
  elements?: ElementJson[];
  element?: ElementJson;
  label?: TextJson;
  hint?: TextJson;
  optional?: boolean;
  dispatch_action?: boolean;
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
}

/** The elements of a block that a person can use. */
export function interactiveElements(block: BlockJson): ElementJson[] {
  if (block.type === 'actions') return block.elements ?? [];
  return [block.element ?? block.accessory ?? []].flat();
}

export function textOf(text: TextJson | string | undefined): string {
  return typeof text === 'string' ? text : (text?.text ?? '');
}
