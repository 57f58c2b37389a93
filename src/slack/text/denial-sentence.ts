import type { Decision, Denial } from '../../access/access.ts';
import type { Operation } from '../../operations/operation.ts';
import { failureSentence, permissionTo } from './failure-sentence.ts';
import { say } from './say.ts';

/** Why a person may not do something, and what to do about it. */
export function denialSentence(denial: Denial, operation?: Operation): string {
  switch (denial.reason) {
    case 'guest':
      return 'Guests of this Slack can’t use this bot. Ask a member of your team to do it.';
    case 'bot':
      return 'Bots can’t use this bot. A person has to do this.';
    case 'deactivated':
      return 'Your Slack account is deactivated. Ask an administrator of this Slack to reactivate it.';
    case 'stranger':
      return 'You belong to another Slack organisation, so you can’t use this bot. Ask a member of this organisation to do it.';
    case 'no-email':
      return 'Slack doesn’t show your e-mail address to this bot, so it can’t find you in Nexudus. Ask the bot’s administrator to link your account.';
    case 'unconfirmed-email':
      return 'Your e-mail address in Slack is not confirmed. Confirm it in your Slack profile, then try again.';
    case 'no-user':
      return `Nexudus has no admin user with your e-mail address, ${denial.email}. Ask a network administrator to add you, or ask the bot’s administrator to link your account.`;
    case 'several-users':
      return `Nexudus has several admin users with your e-mail address, ${denial.email}. Ask a network administrator to keep only one.`;
    case 'inactive-user':
      return `Your admin user in Nexudus (${denial.email}) is not active. Ask a network administrator to activate it.`;
    case 'no-roles':
      return `Your admin user in Nexudus (${denial.email}) has no roles. Ask a network administrator for a role. If you are a full unrestricted administrator, ask the bot’s administrator to add you to UNRESTRICTED_ADMINS.`;
    case 'no-permission': {
      const wanted = operation ? permissionTo(operation) : `the permission ${denial.permission}`;
      return `You need ${wanted}. Your roles: ${denial.roles.join(', ')}. Ask a network administrator for a role that has it.`;
    }
    case 'location':
      return denial.locations.includes(null)
        ? 'This belongs to no single location, and your access in Nexudus is limited to some. Ask a network administrator to do it.'
        : 'This belongs to a location you don’t have access to in Nexudus. Ask a network administrator for access.';
    case 'no-group':
      return 'You are not in the Slack user group that can use this bot. Ask the bot’s administrator to add you.';
    case 'no-roles-group':
      return 'You are not in the Slack user group that can change roles with this bot. Ask the bot’s administrator to add you.';
    case 'could-not-ask':
      return failureSentence(denial.failure);
  }
}

/** Why a submission ended, for readers who may not know what its requester lacks. */
export const deniedLater = ({ reason }: Denial): string =>
  reason === 'could-not-ask' ? say.uncheckedLater : say.deniedLater;

/** Who a person is in Nexudus, or why they can do nothing here. */
export function decisionLine(decision: Decision): string {
  if (!decision.allowed) return denialSentence(decision);
  const { user } = decision;
  if (!user) return 'You can use this bot as a member of its Slack user group.';
  // Without roles only those get this far who are let in as full unrestricted administrators.
  const roles =
    user.roles.length > 0 ? `Your roles: ${user.roles.join(', ')}` : 'Full unrestricted administrator';
  return `You are ${user.name} (${user.email}) in Nexudus. ${roles}.`;
}
