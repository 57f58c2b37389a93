import { fieldsOf, valueIn } from './input-state.ts';
import type { SlackPerson } from './people.ts';
import type { ResponseUrls } from './response-urls.ts';
import type { SlackMessage } from './slack-stand-in.ts';
import type { SlackChannel } from './start-channels.ts';
import type { StoredView } from './view-store.ts';
import { keyOf } from './view-store.ts';
import type { Slack } from './web-api-answer.ts';

type Payload = Record<string, unknown>;

const token = 'verification-token-of-the-stand-in';

/** Private channels and direct messages don't tell their names. */
const nameSent = (channel: SlackChannel): string =>
  ({ public: channel.name, private: 'privategroup', im: 'directmessage' })[channel.kind];

/** What Slack sends to apps: docs.slack.dev/reference/interaction-payloads and the types of @slack/bolt. */
export class Payloads {
  private readonly slack: Slack;
  private readonly urls: ResponseUrls;

  constructor(slack: Slack, urls: ResponseUrls) {
    this.slack = slack;
    this.urls = urls;
  }

  command(person: SlackPerson, channel: SlackChannel, command: string, text: string): Payload {
    const { world, triggers } = this.slack;
    return {
      token,
      team_id: world.team.id,
      team_domain: world.team.domain,
      ...(world.enterpriseId && { enterprise_id: world.enterpriseId, enterprise_name: 'Harbour Grid' }),
      channel_id: channel.id,
      channel_name: nameSent(channel),
      user_id: person.id,
      user_name: person.name,
      command,
      text,
      api_app_id: world.bot.appId,
      is_enterprise_install: 'false',
      response_url: this.urls.issue('commands', person.id, channel.id),
      trigger_id: triggers.issue(person.id),
    };
  }

  shortcut(person: SlackPerson, callback_id: string): Payload {
    return {
      ...this.common('shortcut', person),
      action_ts: this.slack.world.nextTs(),
      callback_id,
      trigger_id: this.slack.triggers.issue(person.id),
    };
  }

  messageShortcut(
    person: SlackPerson,
    channel: SlackChannel,
    message: SlackMessage,
    callback_id: string,
  ): Payload {
    return {
      ...this.common('message_action', person),
      action_ts: this.slack.world.nextTs(),
      callback_id,
      trigger_id: this.slack.triggers.issue(person.id),
      response_url: this.urls.issue('actions', person.id, channel.id, message),
      message_ts: message.ts,
      channel: { id: channel.id, name: nameSent(channel) },
      message: this.slack.messages.output(message),
    };
  }

  actionOnMessage(
    person: SlackPerson,
    channel: SlackChannel,
    message: SlackMessage,
    action: Payload,
  ): Payload {
    const thread = message.thread_ts ? { thread_ts: message.thread_ts } : {};
    const is_ephemeral = message.ephemeralTo !== undefined;
    return {
      ...this.common('block_actions', person),
      container: { type: 'message', message_ts: message.ts, channel_id: channel.id, is_ephemeral, ...thread },
      trigger_id: this.slack.triggers.issue(person.id),
      channel: { id: channel.id, name: nameSent(channel) },
      // Of ephemeral messages Slack sends no content.
      ...(!is_ephemeral && { message: this.slack.messages.output(message) }),
      state: { values: {} },
      response_url: this.urls.issue('actions', person.id, channel.id, message),
      actions: [{ ...action, action_ts: this.slack.world.nextTs() }],
    };
  }

  actionInView(person: SlackPerson, view: StoredView, action: Payload): Payload {
    return {
      ...this.common('block_actions', person),
      container: { type: 'view', view_id: view.id },
      trigger_id: this.slack.triggers.issue(person.id),
      view: this.slack.views.output(view),
      actions: [{ ...action, action_ts: this.slack.world.nextTs() }],
    };
  }

  suggestion(
    person: SlackPerson,
    view: StoredView,
    block_id: string,
    action_id: string,
    value: string,
  ): Payload {
    return {
      ...this.common('block_suggestion', person),
      container: { type: 'view', view_id: view.id },
      action_id,
      block_id,
      value,
      view: this.slack.views.output(view),
    };
  }

  submission(person: SlackPerson, view: StoredView): Payload {
    const response_urls = fieldsOf(view.json).flatMap((field) => {
      const held = view.state.get(keyOf(field.blockId, field.actionId));
      const channel = held && valueIn(held.value);
      if (!field.element.response_url_enabled || typeof channel !== 'string') return [];
      const response_url = this.urls.issue('actions', person.id, channel);
      return [{ block_id: field.blockId, action_id: field.actionId, channel_id: channel, response_url }];
    });
    return {
      ...this.common('view_submission', person),
      trigger_id: this.slack.triggers.issue(person.id),
      view: this.slack.views.output(view),
      response_urls,
    };
  }

  homeOpened(person: SlackPerson): Payload {
    const { world, views } = this.slack;
    const ts = world.nextTs();
    const home = views.home(person.id);
    const event = {
      type: 'app_home_opened',
      user: person.id,
      channel: world.dm(person.id).id,
      tab: 'home',
      event_ts: ts,
      ...(home && { view: views.output(home) }),
    };
    return {
      token,
      team_id: world.team.id,
      api_app_id: world.bot.appId,
      event,
      type: 'event_callback',
      event_id: world.nextId('Ev'),
      event_time: Math.floor(world.now() / 1000),
      authorizations: [
        {
          enterprise_id: world.enterpriseId ?? null,
          team_id: world.team.id,
          user_id: world.bot.userId,
          is_bot: true,
          is_enterprise_install: false,
        },
      ],
      is_ext_shared_channel: false,
    };
  }

  private common(type: string, person: SlackPerson): Payload {
    const { team, bot, enterpriseId } = this.slack.world;
    const enterprise = enterpriseId ? { id: enterpriseId, name: 'Harbour Grid' } : null;
    return {
      type,
      token,
      api_app_id: bot.appId,
      team: { id: team.id, domain: team.domain },
      user: { id: person.id, username: person.name, name: person.name, team_id: person.teamId },
      enterprise,
      is_enterprise_install: false,
    };
  }
}
