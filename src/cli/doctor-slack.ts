import { WebAPIPlatformError, WebClient } from '@slack/web-api';
import { pino } from 'pino';
import type { Settings } from '../settings.ts';
import { ApprovalChannelUnusable, approvalMembers } from '../slack/approval/approval-channel.ts';
import { slackLogger } from '../slack/http/slack-logger.ts';
import { createChannels } from '../slack/lookup/channels.ts';
import { createPeople } from '../slack/lookup/people.ts';
import { OPTIONAL_SCOPES, SCOPES } from '../slack/scopes.ts';
import { bad, type Finding, good } from './finding.ts';

// What goes wrong is said here in words, so the client's own log is silent.
export const toSlack = ({ slack }: Settings, token: string, retries = 0) =>
  new WebClient(token, {
    slackApiUrl: slack.apiUrl,
    retryConfig: { retries },
    timeout: 10_000,
    logger: slackLogger(pino({ level: 'silent' })),
  });

export async function lookAtSlack(settings: Settings): Promise<Finding[]> {
  const { slack, access, approvalChannel } = settings;
  const found: Finding[] = [];
  /** @param refused what to say when Slack refuses */
  const look = async (fine: () => Promise<string>, refused: (said: string) => string): Promise<boolean> => {
    try {
      found.push(good(`Slack: ${await fine()}`));
      return true;
    } catch (error) {
      const trouble =
        error instanceof WebAPIPlatformError
          ? refused(error.data.error)
          : error instanceof ApprovalChannelUnusable
            ? refused(error.message)
            : `can’t be reached at ${new URL(slack.apiUrl).host}, or gives no usable answer. Check the connection, and SLACK_API_URL if it is set; then run this again.`;
      found.push(bad(`Slack: ${trouble}`));
      return false;
    }
  };
  const client = toSlack(settings, slack.botToken);
  const people = createPeople(client, '');
  const needsAll = access.usergroup !== undefined;
  const missing = new Set(SCOPES.filter((scope) => needsAll || !OPTIONAL_SCOPES.includes(scope)));
  let ofOrganisation = false;
  let scopes: string[] | undefined;
  const known = await look(
    async () => {
      const { team, user, response_metadata, is_enterprise_install } = await client.auth.test();
      ofOrganisation = is_enterprise_install === true;
      scopes = response_metadata?.scopes;
      for (const scope of scopes ?? []) missing.delete(scope);
      return `the bot is ${user} in the workspace ${team}.`;
    },
    (said) =>
      `SLACK_BOT_TOKEN is not accepted (${said}). Copy the Bot User OAuth Token from OAuth & Permissions again.`,
  );
  const { transport } = slack;
  if ('appToken' in transport) {
    await look(
      async () => {
        await toSlack(settings, transport.appToken).apps.connections.open({});
        return 'SLACK_APP_TOKEN opens Socket Mode connections.';
      },
      (said) =>
        `SLACK_APP_TOKEN is not accepted (${said}). Switch Socket Mode on, and make an App-Level Token with the scope connections:write.`,
    );
  }
  if (!known) return found;
  if (ofOrganisation)
    found.push(
      bad(
        'Slack: SLACK_BOT_TOKEN is of an installation in the whole organisation. Install the app in one workspace, and take the token from there.',
      ),
    );
  found.push(
    missing.size === 0
      ? good('Slack: all scopes that are needed are granted.')
      : !scopes
        ? bad(
            'Slack: it didn’t say which scopes the token has. Compare OAuth & Permissions with manifest.yml.',
          )
        : bad(
            `Slack: these scopes are missing, reinstall the app from manifest.yml: ${[...missing].join(', ')}.`,
          ),
  );
  const { group, rolesGroup } = access.usergroup ?? {};
  for (const [name, id] of Object.entries({ ACCESS_USERGROUP: group, ACCESS_ROLES_USERGROUP: rolesGroup })) {
    if (!id) continue;
    await look(
      async () =>
        `the user group ${id} (${name}) can be read. Members: ${(await people.membersOf(id)).size}.`,
      (said) => `the user group ${id} (${name}) can’t be read (${said}). Check its id.`,
    );
  }
  if (approvalChannel) {
    await look(
      async () => {
        await approvalMembers(approvalChannel, people, createChannels(client));
        return `the approval channel ${approvalChannel} can be reached.`;
      },
      (said) =>
        `the approval channel ${approvalChannel} can’t be used (${said}). Check APPROVAL_CHANNEL, invite the bot there, and don’t share it with other organisations; until then changes that grant access are refused.`,
    );
  }
  const { requestsChannel } = settings;
  if (requestsChannel && requestsChannel !== approvalChannel) {
    await look(
      async () => {
        const about = await createChannels(client).about(requestsChannel);
        if (!about?.reachable) throw new ApprovalChannelUnusable('the bot is not in it');
        if (about.external) throw new ApprovalChannelUnusable('it may be shared with another organisation');
        return `the requests channel ${requestsChannel} can be reached.`;
      },
      (said) =>
        `the requests channel ${requestsChannel} can’t be used (${said}). Check REQUESTS_CHANNEL, invite the bot there, and don’t share it with other organisations; until then no one can ask an admin.`,
    );
  }
  return found;
}
