import type { Decision, Refused } from '../access/access.ts';
import {
  NexudusDenied,
  NexudusNotFound,
  NexudusSignInFailed,
  NexudusThrottled,
  NexudusUnavailable,
} from '../nexudus/errors.ts';
import type { Operation } from '../operations/operation.ts';
import type { Ending } from '../requests/ending.ts';

// Every sentence the bot says of its own. Style: what happened, what to do next. Short, no jargon, no blame. Nothing
// here is formatted: what shows it decides that, and texts from records are never part of a format.

/** `permission to change teams (Team-Edit)`, as the dashboard's words and the API's name. */
const permissionTo = ({ allows, permission }: Operation): string => `permission to ${allows} (${permission})`;

export function refusalSentence(refused: Refused, operation?: Operation): string {
  switch (refused.reason) {
    case 'guest':
      return 'Guests of this Slack can’t use this bot. Ask a member of your team to do it.';
    case 'bot':
      return 'Bots can’t use this bot. A person has to do this.';
    case 'deactivated':
      return 'Your Slack account is deactivated, so this bot does nothing for it.';
    case 'stranger':
      return 'You belong to another Slack organisation, so this bot does nothing for you here. Ask somebody of this one.';
    case 'no-email':
      return 'Slack doesn’t show your e-mail address to this bot, so it can’t find you in Nexudus. Whoever runs this bot can add you to NEXUDUS_LOGINS.';
    case 'unconfirmed-email':
      return 'Your e-mail address in Slack is not confirmed. Confirm it in your Slack profile, then try again.';
    case 'no-user':
      return `Nexudus has no admin user with your e-mail address, ${refused.email}. Ask a network administrator to add you, or whoever runs this bot to add your Nexudus e-mail to NEXUDUS_LOGINS.`;
    case 'several-users':
      return `Nexudus has several admin users with your e-mail address, ${refused.email}, so it can’t be told which one you are. Ask a network administrator to leave only one.`;
    case 'inactive-user':
      return `Your admin user in Nexudus (${refused.email}) is not active. Ask a network administrator to activate it.`;
    case 'no-roles':
      return `Your admin user in Nexudus (${refused.email}) has no roles. If you are a full unrestricted administrator, whoever runs this bot adds you to UNRESTRICTED_ADMINS; otherwise ask a network administrator for a role.`;
    case 'no-permission': {
      const wanted = operation ? permissionTo(operation) : `the permission ${refused.permission}`;
      return `You need ${wanted}. Your roles: ${refused.roles.join(', ')}. Ask a network administrator.`;
    }
    case 'location':
      return 'This belongs to a location that you don’t look after in Nexudus. Ask a network administrator.';
    case 'could-not-ask':
      return `Nexudus couldn’t be asked what you may do, so nothing was done. ${failureSentence({ error: refused.error, acted: 'no' })}`;
  }
}

/** What went wrong and what to do, for errors of any class. */
export function failureSentence(
  { error, acted }: { error: unknown; acted: 'no' | 'unknown' },
  operation?: Operation,
): string {
  if (error instanceof NexudusThrottled) {
    const seconds = Math.max(1, Math.ceil(error.retryAfterMs / 1000));
    return `Nexudus is asking the bot to slow down. Nothing was changed. Try again in ${seconds === 1 ? 'a second' : `${seconds} seconds`}.`;
  }
  if (error instanceof NexudusDenied) {
    return `Nexudus refused the bot’s own account: it lacks ${operation ? permissionTo(operation) : 'a permission'}, or it was signed out. Nothing was changed. Ask whoever runs this bot.`;
  }
  if (error instanceof NexudusSignInFailed) {
    return 'The bot can’t sign in to Nexudus. Nothing was changed. Ask whoever runs this bot to check its Nexudus user name and password.';
  }
  if (error instanceof NexudusNotFound) {
    return 'Nexudus doesn’t have this record any more, or hides it from the bot’s account. Nothing was changed.';
  }
  if (acted === 'no' && error instanceof NexudusUnavailable) {
    return 'Nexudus can’t be reached right now. Nothing was changed. Try again in a minute.';
  }
  if (acted === 'no')
    return 'Something went wrong in the bot. Nothing was changed. Try again, or tell whoever runs this bot.';
  return operation?.record
    ? 'Nexudus gave no usable answer, so it can’t be told whether this was saved. Look at the record; sending it again is safe.'
    : 'Nexudus gave no usable answer, so it can’t be told whether this was created. Look in Nexudus before you create it again; this form won’t be sent twice.';
}

/** The reason in one line, for the channel. Private fields are named without what Nexudus said of them. */
export function endingLine(
  ending: Exclude<Ending, { kind: 'succeeded' | 'denied' | 'invalid' }>,
  operation: Operation,
): string {
  if (ending.kind === 'failed') return failureSentence(ending, operation);
  const parts = Object.entries(ending.problems).map(([name, said]) => {
    const field = operation.fields[name];
    return field?.private ? `${field.label} was not accepted.` : said;
  });
  return `Nexudus refused: ${[...parts, ...ending.others].join(' ')}`;
}

export const decisionLine = (decision: Decision): string =>
  decision.allowed
    ? `You are ${decision.user.name} (${decision.user.email}) in Nexudus. Your roles: ${decision.user.roles.join(', ') || 'none'}.`
    : refusalSentence(decision);

const quoted = (texts: readonly string[]): string => texts.map((text) => `“${text}”`).join(', ');

export const say = {
  opening: 'Opening…',
  working: 'Working… You may close this: the result comes to the channel.',
  loading: 'Still loading. Wait until the fields appear, then send the form again.',
  redrawn: 'The form was just redrawn. Look at it once more, then send it again.',
  unchanged: 'Nothing was changed yet. Change a field first, or cancel.',
  formGone:
    'The bot was restarted since this form was opened and no longer knows it. Copy what you typed, then open the form again with /nexudus.',
  notYours: 'This form was opened by somebody else. Open your own with /nexudus.',
  discarded: 'What you had typed for the record before was discarded.',
  again: 'Nexudus refused. What you typed is still here: correct it and send it again.',
  invalid: 'What you typed is still here: correct it and send it again.',
  elsewhere: (labels: readonly string[], section: string) =>
    `Correct ${quoted(labels)} under ${section}, then send the form again.`,
  leftovers: (texts: readonly string[]) => `Not understood, so not filled in: ${quoted(texts)}.`,
  clears: (labels: readonly string[]) => `This clears: ${labels.join(', ')}. Continue?`,
  alreadyDone: (receipt: string) =>
    `This form was sent and done already (${receipt}). Open a new one to do more.`,
  unknownCommand: (typed: string) => `“${typed}” is not something this bot knows.`,
  tooSlow: 'Slack took too long to open the form. Press the button to open it now.',
  typeMore: (shown: number, total: number) => `The first ${shown} of ${total}. Type more to narrow down.`,
  unexpected: (reference: string) =>
    `Something went wrong in the bot. Try again; if it happens again, tell whoever runs this bot the reference ${reference}.`,
  differing: (labels: readonly string[]) =>
    `Nexudus holds something else than was sent for: ${labels.join(', ')}. Look at the record there.`,
  unverified: 'The record couldn’t be read again to make sure. Look at it in Nexudus.',
  rehearsal: 'Rehearsal: writes are switched off (WRITES=off), so nothing was changed. Would change:',
  outcomeOnly: 'Details are not shown in this channel.',
  postWhere: 'Post the result in',
  pickerDown: 'The list can’t be read from Nexudus right now. Close this and try again.',
} as const;
