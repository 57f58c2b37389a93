import type { Decision, Denial } from '../../access/access.ts';
import type { Operation } from '../../operations/operation.ts';
import { failureSentence, permissionTo } from './failure-sentence.ts';

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
      return 'You belong to another Slack organisation, so you can’t use this bot. Ask a member of this one.';
    case 'no-email':
      return 'Slack doesn’t show your e-mail address to this bot, so it can’t find you in Nexudus. Ask the bot’s administrator to link your account.';
    case 'unconfirmed-email':
      return 'Your e-mail address in Slack is not confirmed. Confirm it in your Slack profile, then try again.';
    case 'no-user':
      return `Nexudus has no admin user with your e-mail address, ${denial.email}. Ask a network administrator to add you, or ask the bot’s administrator to link your account.`;
    case 'several-users':
      return `Nexudus has several admin users with your e-mail address, ${denial.email}. Ask a network administrator to leave only one.`;
    case 'inactive-user':
      return `Your admin user in Nexudus (${denial.email}) is not active. Ask a network administrator to activate it.`;
    case 'no-roles':
      return `Your admin user in Nexudus (${denial.email}) has no roles. Ask a network administrator for a role. If you are a full unrestricted administrator, ask the bot’s administrator to add you to UNRESTRICTED_ADMINS.`;
    case 'no-permission': {
      const wanted = operation ? permissionTo(operation) : `the permission ${denial.permission}`;
      return `You need ${wanted}. Your roles: ${denial.roles.join(', ')}. Ask a network administrator.`;
    }
    case 'location':
      return 'This belongs to a location you don’t have access to in Nexudus. Ask a network administrator.';
    case 'no-group':
      return 'Only members of a certain Slack user group can use this bot. Ask the bot’s administrator to add you.';
    case 'no-roles-group':
      return 'Only members of a second Slack user group can change roles with this bot. Ask the bot’s administrator to add you.';
    case 'could-not-ask':
      return failureSentence(denial.failure);
  }
}

/** Who a person is in Nexudus, or why they can do nothing here. */
export function decisionLine(decision: Decision): string {
  if (!decision.allowed) return denialSentence(decision);
  const { user } = decision;
  return user
    ? `You are ${user.name} (${user.email}) in Nexudus. Your roles: ${user.roles.join(', ') || 'none'}.`
    : 'You may use this bot as a member of its user group.';
}
