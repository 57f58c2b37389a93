import bolt, {
  type App as BoltApp,
  type Receiver,
  type RespondFn,
  type SlackAction,
  type ViewSubmitAction,
} from '@slack/bolt';
import type { WebClient } from '@slack/web-api';
import type { Logger } from 'pino';
import type { Access } from '../access/access.ts';
import type { Person } from '../access/person.ts';
import type { Approvals } from '../approvals/approvals.ts';
import type { ApprovalPolicy } from '../approvals/policy.ts';
import type { Clock } from '../clock.ts';
import type { Encryption, FormSessions } from '../forms/form-sessions.ts';
import type { State } from '../forms/read-form.ts';
import type { Nexudus } from '../nexudus/client.ts';
import type { Directory } from '../nexudus/directory.ts';
import type { Operation } from '../operations/operation.ts';
import type { Submission } from '../submissions/submission.ts';
import type { SubmissionStore } from '../submissions/submission-store.ts';
import type { Submissions } from '../submissions/submissions.ts';
import type { TemporaryStore } from '../submissions/temporary-access.ts';
import type { WishStore } from '../submissions/wishes.ts';
import { DENIAL, onDenial } from './approval/denial.ts';
import { isApprovalButton, onApprovalButton } from './approval/on-approval-button.ts';
import { onRemind } from './approval/on-remind.ts';
import { onSeePermissions } from './approval/on-see-permissions.ts';
import { ASK_ADMIN } from './ask-admin/ask-button.ts';
import { ASKING } from './ask-admin/ask-view.ts';
import { createAskAdmin } from './ask-admin/on-ask-admin.ts';
import type { Background } from './background.ts';
import { onCommand } from './commands/on-command.ts';
import { onShortcut, type ShortcutPayload } from './commands/on-shortcut.ts';
import { isOpenButton, onOpenButton } from './commands/open-buttons.ts';
import type { StatusParts } from './commands/status.ts';
import { answerAtHome } from './home/answer-at-home.ts';
import { createDrawHome } from './home/draw-home.ts';
import { createHomes, type HomesParts } from './home/homes.ts';
import { onHome } from './home/on-home.ts';
import { answerInTime } from './http/answer-in-time.ts';
import { type Click, isAtHome, readClick } from './http/click.ts';
import { deliveryKey } from './http/delivery-key.ts';
import { createIsFirst } from './http/is-first.ts';
import { rejectMalformed } from './http/reject-malformed.ts';
import { createSameAnswer } from './http/same-answer.ts';
import { slackLogger } from './http/slack-logger.ts';
import type { Channels } from './lookup/channels.ts';
import { onTyped, readTyping } from './lookup/on-typed.ts';
import { onChange } from './modal/on-change.ts';
import { onView } from './modal/on-view.ts';
import { createOpenForm } from './modal/open-form.ts';
import { SEE_PERMISSIONS } from './modal/question.ts';
import type { Screens } from './modal/screens.ts';
import { isResultButton, onResultButton } from './results/on-result-button.ts';
import { onLookAgain, onUndoButton, onUndoConfirmed } from './results/on-undo.ts';
import { REMIND } from './results/result-buttons.ts';
import { isUndoButton, LOOK_AGAIN, UNDO } from './results/undo-view.ts';
import { END_ACCESS } from './temporary/end-view.ts';
import { isAccessButton, onAccessButton } from './temporary/on-access-button.ts';
import { onEndConfirmed } from './temporary/on-end.ts';

export interface Bot {
  /** Who the token belongs to. */
  botId?: string;
  botUserId?: string;
  teamId: string;
  /** The Enterprise Grid that the workspace belongs to, if any. */
  enterpriseId?: string;
}

/** What the listeners need, all together: each is handed no more than it works with. */
export interface AppParts {
  /** Never retries and gives up after two seconds: a trigger lives for three. */
  client: WebClient;
  /** Those that are switched on. */
  operations: readonly Operation[];
  nexudus: Nexudus;
  directory: Directory;
  access: Access;
  /** Rejects when Slack can't be asked or doesn't know the id. */
  personOf(id: string): Promise<Person>;
  channels: Channels;
  /** E-mail addresses given for people by their Slack id (`NEXUDUS_LOGINS`). */
  logins: ReadonlyMap<string, string>;
  submissions: Submissions;
  /** The last submission of a form. */
  latest(formId: string): Promise<Submission | undefined>;
  store: Pick<SubmissionStore, 'latest' | 'byId' | 'history' | 'causedBy' | 'messageOf'>;
  temporary: TemporaryStore;
  changedSince: HomesParts['changedSince'];
  /** Both are set when changes that grant access have to be approved. */
  approvals?: Approvals & { channel: string };
  policy?: ApprovalPolicy;
  /** Where people may ask for what they can't do; absent when they can't. */
  requestsChannel?: string;
  wishes: WishStore;
  /** How the bot itself is. */
  status: StatusParts;
  forms: FormSessions;
  screens: Screens;
  /** Keeps response URLs unreadable at rest. */
  encryption: Encryption;
  clock: Clock;
  background: Background;
  /** Interactions that Slack waits for an answer to. */
  unanswered: Background;
  /** How long an interaction waited for its answer. */
  acked(kind: string, ms: number): void;
  log: Logger;
}

function createBoltApp(receiver: Receiver, token: string, bot: Bot, log: Logger): BoltApp {
  return new bolt.App({
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
}

/** Which part of the room answers which payload. */
export function createApp(parts: AppParts, receiver: Receiver, token: string, bot: Bot): BoltApp {
  const { client, operations, nexudus, directory, access, personOf, channels, logins } = parts;
  const {
    submissions,
    latest,
    store,
    changedSince,
    temporary,
    approvals,
    policy,
    status,
    forms,
    screens,
    encryption,
  } = parts;
  const { requestsChannel, background, unanswered, acked, clock, log } = parts;
  const { views } = client;
  const lookups = { personOf, access, directory };
  const screen = { forms, screens, background, log };
  const decision = { approvals, latest, log };
  const undoing = {
    lent: temporary.lent,
    temporary,
    ...lookups,
    operations,
    nexudus,
    store,
    logins,
    policy,
    submissions,
    screens,
    views,
    requestsChannel,
    log,
  };
  const ended = { operations, latest, temporary, submissions };
  const ending = { ...lookups, ...ended, requestsChannel, screens, views, log };
  const drawHome = createDrawHome({
    ...lookups,
    requestsChannel,
    operations,
    store,
    temporary,
    approvals,
    client,
    nexudus,
    status,
  });
  const homes = createHomes({ views, draw: drawHome, changedSince, clock, log });
  const openForm = createOpenForm({ ...screen, ...lookups, requestsChannel, nexudus, channels, views });
  const { wishes } = parts;
  const posting = { operations, store, latest, channels, client, screens, requestsChannel, wishes, log };
  const asking = createAskAdmin({ ...lookups, ...posting });
  const isFirst = createIsFirst();
  const sameAnswer = createSameAnswer();
  const app = createBoltApp(receiver, token, bot, log);

  // Bolt runs every listener that matches, and a second ack throws: one listener for each kind of payload.

  // Whatever the manifest calls it.
  app.command(/.*/, async ({ ack, command, respond }) => {
    await ack();
    const { text = '', trigger_id: trigger, user_id: user, channel_id: channel } = command;
    if (!isFirst(trigger, user, text)) return;
    const typed = { text, trigger, user, channel, responseUrl: command.response_url };
    const ask = { store, temporary, nexudus, status };
    await onCommand({ ...lookups, ...ask, requestsChannel, operations, openForm, client }, typed, respond);
  });

  app.shortcut(/.*/, async ({ ack, body }) => {
    await ack();
    if (!isFirst(body.trigger_id, body.user.id, body.callback_id)) return;
    await onShortcut(
      { ...lookups, requestsChannel, operations, openForm, client, screens, log },
      body as ShortcutPayload,
    );
  });

  app.options(/.*/, ({ ack, body }) => onTyped({ ...lookups, forms, log }, readTyping(body), ack));

  app.action<SlackAction>(/.*/, async ({ ack, body, action, respond }) => {
    await ack();
    const click = readClick(body, action);
    if (
      !click ||
      (click.at !== undefined && !isFirst(click.trigger, click.user, click.at, click.actionId, click.value))
    )
      return;
    await (isAtHome(click)
      ? answerAtHome(homes, click.user, (answer) => onClick(click, answer))
      : onClick(click, respond));
  });

  const onClick = async (click: Click, respond: RespondFn): Promise<void> => {
    if (isOpenButton(click.actionId)) return onOpenButton({ operations, openForm }, click, respond);
    if (isApprovalButton(click.actionId))
      return onApprovalButton(
        { ...decision, operations, store, personOf, access, views, screens },
        click,
        respond,
      );
    if (isUndoButton(click.actionId)) return onUndoButton(undoing, click, respond);
    if (click.actionId === LOOK_AGAIN) return onLookAgain(undoing, click);
    if (isAccessButton(click.actionId)) {
      return onAccessButton({ ...ending, openForm }, click, respond);
    }
    if (isResultButton(click.actionId)) {
      const acts = { submissions, latest, openForm, encryption, requestsChannel, log };
      return onResultButton({ ...acts, operations, personOf, access }, click, respond);
    }
    if (click.actionId === ASK_ADMIN) return asking.onPress(click, respond);
    if (click.actionId === REMIND) return onRemind(decision, click, respond);
    if (click.actionId === SEE_PERMISSIONS) return onSeePermissions({ ...lookups, forms, views }, click);
    await onChange({ ...screen, ...lookups, nexudus }, click);
  };

  app.view<ViewSubmitAction>(/.*/, async ({ ack, body, view }) => {
    const state = view.state.values as State;
    const submitted = { ...view, state: { values: state }, responseUrls: body.response_urls };
    const { user, trigger_id } = body;
    const delivery = deliveryKey(trigger_id, user.id, view.id, view.hash);
    await sameAnswer(delivery, ack, async (ackOnce) => {
      const answering = { ack: ackOnce, startedAt: Date.now(), delivery, view: submitted };
      if (view.callback_id === ASKING) return asking.onSent(answering, user.id);
      if (view.callback_id === DENIAL) return onDenial(decision, answering, user.id);
      if (view.callback_id === END_ACCESS) return onEndConfirmed(ending, answering, user.id);
      if (view.callback_id === UNDO) return onUndoConfirmed(undoing, answering, user.id);
      const submit = {
        lent: temporary.lent,
        temporary,
        submissions,
        encryption,
        clock,
        latest,
        logins,
        policy,
      };
      await onView({ ...screen, ...lookups, ...submit, nexudus }, answering, user.id);
    });
  });

  app.event('app_home_opened', async ({ event }) => onHome(homes, event));

  app.error(async (error) => {
    log.error({ err: error }, 'a listener failed');
    // Swallowing it would make the person wait three seconds for nothing when it came before the ack.
    throw error;
  });
  answerInTime(app, { unanswered, acked, log });
  rejectMalformed(app, log);
  return app;
}
