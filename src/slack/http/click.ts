import type { BlockAction, SlackAction } from '@slack/bolt';
import type { State } from '../../forms/read-form.ts';

/** A press of a button, or something chosen in a form. All of it comes from Slack, so none of it is believed. */
export interface Click {
  actionId: string;
  /** Id of the block it stands in. */
  block: string;
  /** Of a button: a key into the store, so what it names is looked up. */
  value: string;
  /** The value of what was chosen. */
  chosen: string;
  user: string;
  trigger: string;
  /** Distinguishes one press from another. */
  at?: string;
  channel?: string;
  messageTs?: string;
  responseUrl?: string;
  view?: { id: string; isModal: boolean; metadata: string; state: State };
}

/** It was pressed in the Home tab. */
export const isAtHome = ({ view }: Pick<Click, 'view'>): boolean => view !== undefined && !view.isModal;

/** Undefined for clicks that are none of blocks. */
export function readClick(body: SlackAction, clicked: unknown): Click | undefined {
  if (body.type !== 'block_actions') return undefined;
  const { view, user, trigger_id, channel, message, response_url } = body as BlockAction;
  const action = clicked as {
    action_id?: unknown;
    block_id?: unknown;
    value?: unknown;
    action_ts?: string;
    selected_option?: { value?: unknown };
  };
  return {
    actionId: String(action.action_id),
    block: String(action.block_id),
    value: String(action.value ?? ''),
    chosen: String(action.selected_option?.value),
    user: user.id,
    trigger: trigger_id,
    at: action.action_ts,
    channel: channel?.id,
    messageTs: message?.ts,
    responseUrl: response_url,
    view: view && {
      id: view.id,
      isModal: view.type === 'modal',
      metadata: String(view.private_metadata ?? ''),
      state: (view.state?.values ?? {}) as State,
    },
  };
}
