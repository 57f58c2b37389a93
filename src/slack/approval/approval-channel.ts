import type { Logger } from 'pino';
import type { Channels } from '../lookup/channels.ts';
import type { People } from '../lookup/people.ts';

/** The channel of APPROVAL_CHANNEL can't be used: the message says why. */
export class ApprovalChannelUnusable extends Error {
  override name = 'ApprovalChannelUnusable';
}

/** Ids of all members of the approval channel. Rejects when it can't be used: then no change that grants access is accepted. */
export async function approvalMembers(
  channel: string,
  people: People,
  channels: Channels,
): Promise<string[]> {
  const members = await people.membersOfChannel(channel);
  const about = await channels.about(channel);
  if (!about) throw new Error('Slack doesn’t say who can read it');
  if (about.external) {
    // The card names roles, people and permissions.
    throw new ApprovalChannelUnusable('it may be shared with another organisation');
  }
  return members;
}

/** Reports early that the approval channel can't be used. Not fatal: the bot may be invited later. */
export async function tryApprovalChannel(
  channel: string,
  people: People,
  channels: Channels,
  log: Logger,
): Promise<void> {
  await approvalMembers(channel, people, channels).catch((error: Error) =>
    log.error(
      error instanceof ApprovalChannelUnusable
        ? `APPROVAL_CHANNEL ${channel} can’t be used: ${error.message}. Choose a channel of your own; until then changes that grant access are refused.`
        : `APPROVAL_CHANNEL ${channel} can’t be reached (${error.message}). Invite the bot there; until then changes that grant access are refused.`,
    ),
  );
}
