import bolt, {
  type App as BoltApp,
  type Receiver,
  type SlackAction,
  type ViewSubmitAction,
} from '@slack/bolt';
import type { State } from '../forms/read-form.ts';
import { DENIAL, isApprovalButton, onApprovalButton, onDenial } from './approval/on-approval-button.ts';
import { onCommand } from './commands/on-command.ts';
import { onHome } from './commands/on-home.ts';
import { onShortcut, type ShortcutPayload } from './commands/on-shortcut.ts';
import { isOpenButton, onOpenButton } from './commands/open-buttons.ts';
import type { Parts } from './context.ts';
import { answerInTime } from './http/answer-in-time.ts';
import { readClick } from './http/click.ts';
import { createIsFirst } from './http/is-first.ts';
import { rejectMalformed } from './http/reject-malformed.ts';
import { slackLogger } from './http/slack-logger.ts';
import { onTyped, readTyping } from './lookup/on-typed.ts';
import { onChange } from './modal/on-change.ts';
import { onView } from './modal/on-view.ts';
import { isResultButton, onResultButton } from './results/on-result-button.ts';

export interface Bot {
  /** Who the token belongs to. */
  botId?: string;
  botUserId?: string;
  teamId: string;
  /** The Enterprise Grid that the workspace belongs to, if any. */
  enterpriseId?: string;
}

/** Which part of the room answers which payload. */
export function createApp(parts: Parts, receiver: Receiver, token: string, bot: Bot): BoltApp {
  const { log } = parts;
  const isFirst = createIsFirst();
  const app = new bolt.App({
    receiver,
    // Another organisation's workspace has no business with this token. Where an app is deployed to a whole Enterprise Grid,
    // payloads name no team (documented) or the enterprise in its place (assumed); who may do what is then decided by the
    // workspaces that the person belongs to.
    authorize: async ({ teamId, enterpriseId, isEnterpriseInstall }) => {
      const named = (isEnterpriseInstall ? enterpriseId : teamId) ?? teamId ?? enterpriseId;
      if (named === undefined || ![bot.teamId, bot.enterpriseId].includes(named))
        throw new Error('another workspace');
      return { botToken: token, botId: bot.botId, botUserId: bot.botUserId, teamId: bot.teamId };
    },
    convoStore: false,
    // Nothing is done through Bolt's own client: its retries outlive every trigger.
    clientOptions: { retryConfig: { retries: 0 }, rejectRateLimitedCalls: true },
    logger: slackLogger(log),
  });

  // Bolt runs every listener that matches, and a second ack throws: one listener for each kind of payload.

  // Whatever the manifest calls it.
  app.command(/.*/, async ({ ack, command, respond }) => {
    await ack();
    const { text = '', trigger_id: trigger, user_id: user, channel_id: channel } = command;
    if (!isFirst(trigger, user, text)) return;
    await onCommand(parts, { text, trigger, user, channel, responseUrl: command.response_url }, respond);
  });

  app.shortcut(/.*/, async ({ ack, body }) => {
    await ack();
    if (!isFirst(body.trigger_id, body.user.id, body.callback_id)) return;
    await onShortcut(parts, body as ShortcutPayload);
  });

  app.options(/.*/, ({ ack, body }) => onTyped(parts, readTyping(body), ack));

  app.action<SlackAction>(/.*/, async ({ ack, body, action, respond }) => {
    await ack();
    const click = readClick(body, action);
    if (
      !click ||
      (click.at !== undefined && !isFirst(click.trigger, click.user, click.at, click.actionId, click.value))
    )
      return;
    if (isOpenButton(click.actionId)) return onOpenButton(parts, click, respond);
    if (isApprovalButton(click.actionId)) return onApprovalButton(parts, click, respond);
    if (isResultButton(click.actionId)) return onResultButton(parts, click, respond);
    await onChange(parts, click);
  });

  app.view<ViewSubmitAction>(/.*/, async ({ ack, body, view }) => {
    const state = view.state.values as State;
    const submitted = { ...view, state: { values: state }, responseUrls: body.response_urls };
    const answering = { ack, startedAt: Date.now(), view: submitted };
    if (view.callback_id === DENIAL) return onDenial(parts, answering, body.user.id);
    await onView(parts, answering, body.user.id);
  });

  app.event('app_home_opened', ({ event }) => onHome(parts, { tab: String(event.tab), user: event.user }));

  app.error(async (error) => {
    log.error({ err: error }, 'a listener failed');
    // Swallowing it would make the person wait three seconds for nothing when it came before the ack.
    throw error;
  });
  answerInTime(app, parts);
  rejectMalformed(app, log);
  return app;
}
