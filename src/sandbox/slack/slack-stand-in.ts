import type { View } from '@slack/types';
import type { BlockJson, ElementJson } from './block-kit.ts';
import type { SlackPerson } from './people.ts';
import type { SlackChannel } from './start-channels.ts';

// What the stand-in shows to tests and to the sandbox page.

export interface SlackStandIn {
  origin: string;
  apiUrl: string;
  botToken: string;
  appToken: string;
  signingSecret: string;
  team: { id: string; domain: string };
  bot: { userId: string; botId: string; appId: string };
  /** Set where the workspace belongs to an Enterprise Grid. */
  enterpriseId?: string;
  /** Where the bot listens. Unset: an open Socket Mode connection is used. */
  eventsUrl?: string;
  scopes: string[];
  people: SlackPerson[];
  channels: SlackChannel[];
  usergroups: SlackUsergroup[];
  person(name: string): SlackPerson;
  channel(name: string): SlackChannel;
  /** The direct messages between a person and the bot, or between two people. */
  dm(person: string, other?: string): SlackChannel;
  as(person: string): SlackClient;
  /** Lets a person write an ordinary message, e.g. for message shortcuts. */
  say(person: string, channel: string, text: string, options?: { thread_ts?: string }): SlackMessage;
  messages(channel: string): SlackMessage[];
  ephemerals(person: string, channel?: string): SlackMessage[];
  calls: SlackCall[];
  interactions: Interaction[];
  problems: string[];
  faults: SlackFaults;
  /** Posts a request as Slack would, or forged; nothing is shown to anyone. */
  send(
    kind: SendKind,
    payload: object,
    options?: { tamper?: Tamper },
  ): Promise<{ status: number; body: unknown; ms: number }>;
  /** Fails with the messages' plain text when no such message appears in time. */
  waitForMessage(
    channel: string,
    predicate: (message: SlackMessage) => boolean,
    options?: { timeoutMs?: number; what?: string },
  ): Promise<SlackMessage>;
  /** Resolves as soon as the condition holds; looked at after every change. */
  waitUntil(condition: () => boolean, options?: { timeoutMs?: number; what?: string }): Promise<void>;
  /** How many Socket Mode connections the bot holds. */
  connections(): number;
  /** Cuts them all. */
  cutConnections(): void;
  now(): number;
  advance(ms: number): void;
  onChange(listener: () => void): () => void;
  /** Back to the start: people, channels, messages, views, clock, faults. Keeps eventsUrl, scopes and connections. */
  reset(): void;
  close(): Promise<void>;
}

export type SendKind = 'command' | 'interactive' | 'event';
export type Tamper =
  | 'signature'
  | 'stale'
  | 'unsigned'
  | 'content-type'
  | { headers?: Record<string, string>; body?: string };

export interface SlackUsergroup {
  id: string;
  handle: string;
  users: string[];
}

export interface SlackMessage {
  channel: string;
  ts: string;
  thread_ts?: string;
  /** User id of the author. */
  user: string;
  /** Set for messages of the bot. */
  bot_id?: string;
  /** The author's name. */
  by: string;
  /** As the Web API holds it: the fallback for notifications when there are blocks. */
  text: string;
  blocks: BlockJson[];
  edited?: { user: string; ts: string };
  /** Who alone sees it. */
  ephemeralTo?: string;
  via: 'chat.postMessage' | 'response_url' | 'ack' | 'person';
  /** What a person reads: formatting marks taken out, mentions as @Name, buttons as [Text]. */
  plain: string;
  /** Ids of users, channels and user groups, and here, channel, everyone: what the text or blocks mention. */
  mentions: string[];
  /** Pieces of text that mrkdwn shows bold, italic, struck, as code, quote or link. */
  formatted: string[];
  buttons: string[];
}

export interface SlackCall {
  at: number;
  method: string;
  status: number;
  ms: number;
  body: Record<string, unknown>;
  answer: unknown;
}

export interface Interaction {
  at: number;
  /** command, block_actions, block_suggestion, view_submission, shortcut, message_action or the event's name. */
  kind: string;
  /** What it concerned: '/nexudus help', an action_id, a callback_id. */
  name: string;
  person?: string;
  /** Milliseconds until the ack; undefined when none came within 3 s. */
  ackMs?: number;
  status: number;
  answer: unknown;
  via: 'http' | 'socket' | 'none';
  duplicate?: boolean;
  payload: object;
}

export interface SlackFaults {
  // With `channel`, only calls that name this id.
  /** `times` answers of 429 for the method ('*' for all). */
  rateLimit?: { method: string; channel?: string; times: number; retryAfterSec: number };
  /** `times` errors; with `status` as plain HTTP errors instead of `{ ok: false }`. */
  fail?: { method: string; channel?: string; error: string; times: number; status?: number };
  /** The method is carried out, but the connection breaks before the answer. */
  loseAnswer?: { method: string; channel?: string; times: number };
  slowApiMs: number;
  /** `times` calls of the method are carried out and answered that much later. */
  slow?: { method: string; channel?: string; ms: number; times: number };
  /** Every command and interaction is sent twice at once; people see the first answer. */
  deliverTwice: boolean;
  /** The bot's answers get lost on the way: people see what Slack shows after 3 s. */
  dropAcks: boolean;
  /** After views.update, prefilled inputs that nobody touched arrive blank (slackapi/bolt-js#1073). */
  blankPrefilled: boolean;
  /** How long messages can be edited; undefined: for ever. */
  editWindowMs?: number;
}

export interface Ack {
  status: number;
  ms: number;
  body: unknown;
  timedOut: boolean;
}

export interface PickOption {
  text: string;
  value: string;
  group?: string;
}

/** A field by its label text, block id or action id; or by both ids where a label may stand twice. */
export type FieldName = string | { blockId: string; actionId: string };

/** An entry of a menu by its text; or by its value, among what the last search in that menu showed. */
export type Wanted = string | { value: string };

/** A button by its text, or by its ids. */
export type ButtonName = string | { actionId: string; blockId?: string };

export interface WaitOptions {
  timeoutMs?: number;
  what?: string;
}

export interface SlackClient {
  person: SlackPerson;
  command(text: string, options?: { channel?: string }): Promise<Ack>;
  shortcut(callbackId: string): Promise<Ack>;
  messageShortcut(callbackId: string, message: SlackMessage, channel: string): Promise<Ack>;
  click(message: SlackMessage, button: ButtonName): Promise<Ack>;
  openHome(): Promise<void>;
  home(): HomeOnScreen | undefined;
  modal(): Modal | undefined;
  modals(): Modal[];
  waitForModal(predicate: (modal: Modal) => boolean, options?: WaitOptions): Promise<Modal>;
  waitForNoModal(options?: WaitOptions): Promise<void>;
  waitForHome(predicate: (home: HomeOnScreen) => boolean, options?: WaitOptions): Promise<HomeOnScreen>;
  notice(): string | undefined;
  /** Everything on this person's screen in words, for failure messages. */
  picture(): string;
}

export interface FieldOnScreen {
  blockId: string;
  actionId: string;
  label: string;
  hint?: string;
  optional: boolean;
  element: ElementJson;
  /** What is in it, in the form of view.state.values. */
  state: Record<string, unknown>;
  touched: boolean;
  error?: string;
}

/** What App Home and modals have in common. */
export interface HomeOnScreen {
  id: string;
  callbackId: string;
  json: View;
  text(): string;
  mentions(): string[];
  formatted(): string[];
  labels(): string[];
  fields(): FieldOnScreen[];
  buttons(): string[];
  value(label: FieldName): unknown;
  type(label: FieldName, text: string): Promise<void>;
  search(label: FieldName, query: string): Promise<PickOption[]>;
  pick(label: FieldName, ...options: Wanted[]): Promise<void>;
  unpick(label: FieldName, ...optionTexts: string[]): Promise<void>;
  clear(label: FieldName): Promise<void>;
  /** `option`: the value of the box, where a field has several. */
  tick(label: FieldName, on?: boolean, option?: string): Promise<void>;
  press(button: ButtonName): Promise<Ack>;
}

export interface Modal extends HomeOnScreen {
  title: string;
  submitText?: string;
  closeText?: string;
  /** False once it has been closed or replaced. */
  open: boolean;
  /** True while a submit waits for the bot's answer. */
  submitting: boolean;
  errors(): Record<string, string>;
  submit(): Promise<Ack>;
  close(): Promise<void>;
}
