import type { BlockJson, ElementJson } from './block-kit.ts';
import type { ClientOnScreen } from './client-on-screen.ts';
import type { ModalOnScreen } from './modal-on-screen.ts';
import type { Surface } from './surface.ts';

// What the stand-in shows to tests and to the sandbox page.

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
  /** After views.update, prefilled inputs that no one touched arrive blank (slackapi/bolt-js#1073). */
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

export interface FieldOnScreen {
  blockId: string;
  actionId: string;
  label: string;
  hint?: string;
  optional: boolean;
  element: ElementJson;
  /** What is in it, in the form of view.state.values. */
  state: Record<string, unknown>;
  /** The same in the words that the person sees. */
  chosen: PickOption[];
  touched: boolean;
  error?: string;
}

export type SlackClient = ClientOnScreen;
/** What App Home and modals have in common. */
export type HomeOnScreen = Surface;
export type Modal = ModalOnScreen;
