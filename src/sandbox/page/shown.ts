import type { NexudusSwitches, RecordChange, RecordName, ResourceName } from '../nexudus/nexudus-stand-in.ts';
import type { BlockJson } from '../slack/block-kit.ts';
import type { FieldOnScreen, SlackMessage } from '../slack/slack-stand-in.ts';

export type { FieldOnScreen, SlackMessage };

// What the server tells the page. Types only: both sides import them.

/** Everything that one person sees. A part is sent again when it changed. */
export interface Shown {
  me: string;
  people: PersonShown[];
  /** Ids of people, channels and user groups with what stands for them in a text: '@Ana Ruiz', '#ops'. */
  names: Record<string, string>;
  app: AppShown;
  channels: ChannelShown[];
  messages: SlackMessage[];
  modals: ViewShown[];
  home: ViewShown | null;
  notice: string | null;
  panel: PanelShown | null;
}

export interface PersonShown {
  id: string;
  realName: string;
  /** 'network admin' */
  what: string;
}

export interface AppShown {
  name: string;
  userId: string;
  dm: string;
  state: 'running' | 'starting' | 'stopped';
  commands: { command: string; description: string; hint: string }[];
  shortcuts: { id: string; name: string; description: string; type: 'global' | 'message' }[];
  readOnlyMessages: boolean;
}

export interface ChannelShown {
  id: string;
  /** Without '#'; of direct messages the other's name. */
  name: string;
  kind: 'public' | 'private' | 'im';
  shared: boolean;
  withBot: boolean;
  /** Until where this person has read. */
  readTo: string;
}

export interface ViewShown {
  id: string;
  type: 'modal' | 'home';
  title: string;
  submit?: string;
  close?: string;
  blocks: BlockJson[];
  fields: FieldOnScreen[];
  submitting: boolean;
}

export interface PanelShown {
  resources: { name: ResourceName; total: number; changes: RecordChange[] }[];
  calls: CallShown[];
  acks: AckShown[];
  problems: string[];
  switches: SwitchesShown;
}

/** One HTTP call, without bodies. */
export interface CallShown {
  id: number;
  at: number;
  side: 'Slack → bot' | 'bot → Slack' | 'bot → Nexudus';
  method: string;
  path: string;
  status: number;
  ms?: number;
}

export interface CallBodies {
  request: unknown;
  response: unknown;
}

export interface AckShown {
  id: number;
  at: number;
  kind: string;
  name: string;
  by: string;
  ms?: number;
  /** Sent and still without an answer. */
  waiting: boolean;
  duplicate: boolean;
}

export type SwitchesShown = Pick<NexudusSwitches, 'slowMs' | 'down' | 'throttle' | 'refuse'> & {
  deliverTwice: boolean;
};

export interface RecordsShown {
  total: number;
  first: RecordName[];
}
