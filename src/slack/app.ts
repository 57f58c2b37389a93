import { setTimeout as sleep } from 'node:timers/promises';
import bolt, {
  type BlockAction,
  type App as BoltApp,
  type Receiver,
  type SlackAction,
  type ViewSubmitAction,
} from '@slack/bolt';
import { WebAPIRateLimitedError } from '@slack/web-api';
import { plain } from '../forms/blocks.ts';
import { fieldNameOf, SECTION } from '../forms/form-view.ts';
import type { State } from '../forms/read-form.ts';
import { failureOf } from '../nexudus/failure.ts';
import { newReceipt } from '../requests/receipt.ts';
import {
  DENIAL,
  isApprovalButton,
  onApprovalButton,
  onDenial,
  REASON_BLOCK,
} from './approval/on-approval.ts';
import { helpBlocks } from './commands/help.ts';
import { onCommand } from './commands/on-command.ts';
import { onShortcut, type ShortcutPayload } from './commands/on-shortcut.ts';
import { isOpenButton, onOpenButton } from './commands/open-buttons.ts';
import type { Parts } from './context.ts';
import { answerInTime } from './http/answer-in-time.ts';
import { createIsFirst } from './http/delivered-once.ts';
import { answerMalformed } from './http/reject-malformed.ts';
import { slackLogger } from './http/slack-logger.ts';
import { onlyEntry, suggest } from './lookup/suggest.ts';
import { ackUnderFirst } from './modal/answering.ts';
import { onRecordPicked, onSectionChosen } from './modal/on-change.ts';
import { onConfirm, onSubmit } from './modal/on-submit.ts';
import { CONFIRM, formIdIn } from './modal/question.ts';
import { isResultButton, onResultButton } from './results/on-result-button.ts';
import { onlyToYou } from './text/ephemeral.ts';
import { refusalSentence, say } from './text/say.ts';

export interface Bot {
  /** Who the token belongs to. */
  botId?: string;
  botUserId?: string;
  teamId: string;
  /** The Enterprise Grid that the workspace belongs to, if any. */
  enterpriseId?: string;
}

/**
 * The listeners. One per kind of payload, each with its own routing: Bolt runs every listener that matches, and a
 * second ack throws.
 */
export function createApp(parts: Parts, receiver: Receiver, token: string, bot: Bot): BoltApp {
  const { forms, log } = parts;
  const isFirst = createIsFirst();
  const app = new bolt.App({
    receiver,
    // Somebody else's workspace has no business with this token. Where an app is deployed to a whole Enterprise Grid,
    // payloads name no team (documented) or the enterprise in its place (assumed); who may do what is then told by the
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

  // Whatever the manifest calls it.
  app.command(/.*/, async ({ ack, command, respond }) => {
    await ack();
    if (!isFirst(command.trigger_id, command.user_id, command.text)) return;
    await onCommand(
      parts,
      {
        text: command.text ?? '',
        trigger: command.trigger_id,
        user: command.user_id,
        channel: command.channel_id,
        responseUrl: command.response_url,
      },
      respond,
    );
  });

  app.shortcut(/.*/, async ({ ack, body }) => {
    await ack();
    if (!isFirst(body.trigger_id, body.user.id, body.callback_id)) return;
    await onShortcut(parts, body as ShortcutPayload);
  });

  app.options(/.*/, async ({ ack, body }) => {
    try {
      const open = await forms.of(String(body.view?.private_metadata ?? ''), body.user.id);
      if (!open) return await ack({ options: [] });
      await ack(await suggest(parts, open, String(body.block_id ?? ''), String(body.value ?? '')));
    } catch (error) {
      log.warn({ err: error }, 'a picker could not be answered');
      // Slack shows no error in a picker, so the one entry that is left says it; its value is no id.
      await ack(onlyEntry(say.pickerDown));
    }
  });

  app.action<SlackAction>(/.*/, async ({ ack, body, action, respond }) => {
    await ack();
    if (body.type !== 'block_actions') return;
    const { view, user, trigger_id, channel, message, response_url } = body as BlockAction;
    const [block, id] = [
      String((action as { block_id?: string }).block_id),
      String((action as { action_id?: string }).action_id),
    ];
    const value = String((action as { value?: unknown }).value ?? '');
    const { action_ts: at } = action as { action_ts?: string };
    if (at !== undefined && !isFirst(trigger_id, user.id, at, id, value)) return;
    if (isOpenButton(id)) {
      const modal = view?.type === 'modal' ? view.id : undefined;
      const where = { channel: channel?.id, responseUrl: response_url, modal };
      return onOpenButton(
        parts,
        { actionId: id, value, user: user.id, trigger: trigger_id, ...where },
        respond,
      );
    }
    const click = { actionId: id, value, user: user.id, trigger: trigger_id };
    if (isApprovalButton(id)) {
      const card = { channel: channel?.id, messageTs: message?.ts };
      return onApprovalButton(parts, { ...click, ...card }, respond).catch(async (err: unknown) => {
        log.warn({ err }, 'a click on an approval card failed');
        await onlyToYou(respond)(say.decisionUnsure);
      });
    }
    if (isResultButton(id)) return onResultButton(parts, click, respond);
    const open = await forms.of(String(view?.private_metadata ?? ''), user.id);
    if (!open || !view) return;
    const state = (view.state?.values ?? {}) as State;
    const name = fieldNameOf(block);
    if (name === SECTION) {
      const chosen = (action as { selected_option?: { value?: unknown } }).selected_option?.value;
      await onSectionChosen(parts, open, String(chosen), state);
    } else if (name === open.operation.record) {
      await onRecordPicked(parts, open, state);
    }
  });

  app.view<ViewSubmitAction>(/.*/, async ({ ack, body, view }) => {
    const startedAt = Date.now();
    const state = view.state.values as State;
    const submitted = { ...view, state: { values: state }, responseUrls: body.response_urls };
    try {
      if (view.callback_id === DENIAL) {
        const sentence = await onDenial(parts, view.private_metadata, body.user.id, state);
        return await (sentence
          ? ack({ response_action: 'errors', errors: { [REASON_BLOCK]: sentence } })
          : ack());
      }
      const answering = { ack, startedAt, view: submitted };
      const open = await forms.of(formIdIn(view.private_metadata), body.user.id).catch((err: unknown) => {
        log.warn({ err }, 'a form could not be looked for');
        return null;
      });
      if (!open) return await ackUnderFirst(answering, open === null ? say.storeDown : say.formGone);
      const answer = view.callback_id === CONFIRM ? onConfirm : onSubmit;
      await answer(parts, open, answering);
    } catch (error) {
      const reference = newReceipt();
      log.error({ err: error, reference }, 'a submission failed');
      await ackUnderFirst({ ack, startedAt, view: submitted }, say.unexpected(reference));
    }
  });

  app.event('app_home_opened', async ({ event }) => {
    if (event.tab !== 'home') return;
    const blocks = await parts.people.person(event.user).then(
      async (person) => [
        { type: 'section' as const, text: plain(say.intro) },
        ...(await helpBlocks(parts, person)),
      ],
      (error: unknown) => [
        {
          type: 'section' as const,
          text: plain(
            refusalSentence({ allowed: false, reason: 'could-not-ask', failure: failureOf(error) }),
          ),
        },
      ],
    );
    const publish = () => parts.client.views.publish({ user_id: event.user, view: { type: 'home', blocks } });
    await publish().catch(async (error: unknown) => {
      if (!(error instanceof WebAPIRateLimitedError)) throw error;
      await sleep((error.retryAfter ?? 1) * 1000);
      await publish();
    });
  });

  app.error(async (error) => {
    log.error({ err: error }, 'a listener failed');
    // Swallowing it would make the person wait three seconds for nothing when it came before the ack.
    throw error;
  });
  answerInTime(app, parts);
  answerMalformed(app, log);
  return app;
}
