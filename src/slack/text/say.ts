import type { Decision, Denial } from '../../access/access.ts';
import { shortened } from '../../forms/limits.ts';
import type { Failure, LookAlike } from '../../nexudus/failure.ts';
import type { ResourceName } from '../../nexudus/resources.ts';
import { nameOf } from '../../operations/name-of.ts';
import type { Operation, Outcome } from '../../operations/operation.ts';
import { approvalSentences } from './say-approvals.ts';

// Every sentence the bot says of its own. Style: what happened, what to do next. Short, no jargon, no blame. Nothing
// here is formatted: what shows it decides that, and texts from records are never part of a format.

/** `permission to change teams (Team-Edit)`, as the dashboard's words and the API's name. */
const permissionTo = ({ allows, permission }: Operation): string => `permission to ${allows} (${permission})`;

export function refusalSentence(refused: Denial, operation?: Operation): string {
  switch (refused.reason) {
    case 'guest':
      return 'Guests of this Slack can’t use this bot. Ask a member of your team to do it.';
    case 'bot':
      return 'Bots can’t use this bot. A person has to do this.';
    case 'deactivated':
      return 'Your Slack account is deactivated, so this bot does nothing for it. Ask an administrator of this Slack to reactivate it.';
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
    case 'no-group':
      return 'Only members of the user group that whoever runs this bot has chosen may use it. Ask them to add you.';
    case 'no-roles-group':
      return 'Only members of a second user group may change roles with this bot. Ask whoever runs it to add you.';
    case 'could-not-ask':
      if (['chat', 'hidden'].includes(refused.failure.why)) return failureSentence(refused.failure);
      return `Nexudus couldn’t be asked what you may do${refused.failure.mayHaveActed ? '' : ', so nothing was done'}. ${failureSentence(refused.failure)}`;
  }
}

const namesOf = ({ properties = [] }: Failure, operation?: Operation): string =>
  properties.map((property) => (operation ? nameOf(property, operation.resource) : property)).join(', ');

/** `Den (#1414, created 2026-11-26 06:02 UTC), with a different Number of participants` */
function lookAlikeLine(
  { id, name, createdOn, differing, unseen = [] }: LookAlike,
  operation?: Operation,
): string {
  const when = createdOn ? `, created ${createdOn.slice(0, 16).replace('T', ' ')} UTC` : '';
  const labels = (properties: readonly string[]) =>
    properties.map((property) => (operation ? nameOf(property, operation.resource) : property)).join(', ');
  const another = differing.length > 0 ? `, with a different ${labels(differing)}` : '';
  const hidden = unseen.length > 0 ? `, of which Nexudus doesn’t show ${labels(unseen)}` : '';
  return `${name} (#${id}${when})${another}${hidden}`;
}

/** What went wrong and what to do. */
export function failureSentence(failure: Failure, operation?: Operation): string {
  const unchanged = failure.mayHaveActed ? say.earlierTry : 'Nothing was changed.';
  switch (failure.why) {
    case 'throttled':
      return `Nexudus is asking the bot to slow down. ${unchanged} Try again in a moment.`;
    case 'unreachable':
      return `Nexudus can’t be reached right now. ${unchanged} Try again in a minute.`;
    case 'chat':
      return `Slack can’t be asked right now who may do this. ${unchanged} Try again in a minute.`;
    case 'switched-off':
      return `Whoever runs this bot has switched this off, so it was not tried any more. ${failure.mayHaveActed ? `${say.earlierTry} ` : ''}Ask them.`;
    case 'bot-denied':
      return `Nexudus refused the bot’s own account: it lacks ${operation ? permissionTo(operation) : 'a permission'}, or it was signed out. ${unchanged} Ask whoever runs this bot.`;
    case 'bot-sign-in':
      return `The bot can’t sign in to Nexudus. ${unchanged} Ask whoever runs this bot to check its Nexudus user name and password.`;
    case 'gone':
      return `Nexudus doesn’t have this record any more, or hides it from the bot’s account. ${unchanged} Open the form again and choose from the list.`;
    case 'hidden':
      return `Nexudus doesn’t show the bot which roles and locations you have. ${unchanged} Ask the bot’s administrator to check what the bot’s account may read in Nexudus.`;
    case 'unsure':
      return operation && !operation.record
        ? 'Nexudus gave no usable answer, so it can’t be told whether this was created. Look in Nexudus before you create it again.'
        : 'Nexudus gave no usable answer, so it can’t be told whether this was saved. Look at the record; sending it again is safe.';
    case 'look-alike': {
      const alikes = (failure.lookAlikes ?? []).map((alike) => lookAlikeLine(alike, operation)).join('; ');
      if (!failure.mayHaveActed)
        return `Nexudus did not take this at first, and a record just like it has been there since: ${alikes}. The bot created nothing. If it is the one you wanted, you are done. If not, Try again creates another one.`;
      return `Nexudus gave no usable answer, but now holds a record of this name: ${alikes}. Look in Nexudus. If it is yours, nothing is left to do; otherwise press Try again to create another one.`;
    }
    case 'incomplete':
      return `Nexudus didn’t return ${namesOf(failure, operation)}, and saving could clear it. ${unchanged} Try again in a minute, or use the Nexudus dashboard.`;
    case 'inexact':
      return `Nexudus returned a number that the bot can’t send back exactly as it is (${namesOf(failure, operation)}). ${unchanged} Ask a network administrator to change it in the Nexudus dashboard.`;
    case 'unexpected':
      return 'Something went wrong in the bot. Look at the record in Nexudus, then try again or tell whoever runs this bot.';
  }
}

/** What is said of a success in few words. */
export const doneOf = ({ title, done }: Operation, { rehearsed }: Outcome): string =>
  rehearsed ? `${title}: rehearsed, nothing was changed` : done;

/** Why a request waits, without what to do: the bot does it. */
export function waitingReason({ why }: Failure, operation: Operation): string {
  if (why === 'throttled') return 'Nexudus is asking the bot to slow down.';
  if (why === 'chat') return 'Slack can’t be asked right now who may do this.';
  if (why === 'unsure' && !operation.record)
    return 'Nexudus gave no answer, so the bot looks whether it was created.';
  return why === 'unsure' ? 'Nexudus gave no usable answer.' : 'Nexudus can’t be reached right now.';
}

export function decisionLine(decision: Decision): string {
  if (!decision.allowed) return refusalSentence(decision);
  const { user } = decision;
  return user
    ? `You are ${user.name} (${user.email}) in Nexudus. Your roles: ${user.roles.join(', ') || 'none'}.`
    : 'You may use this bot as a member of its user group.';
}

/** What people call records of each kind: one, several. */
const CALLED: Record<ResourceName, readonly [string, string]> = {
  videorooms: ['video room', 'video rooms'],
  workspaces: ['collaboration workspace', 'collaboration workspaces'],
  teams: ['team', 'teams'],
  userroles: ['role', 'roles'],
  roles: ['permission', 'permissions'],
  users: ['admin user', 'admin users'],
  businesses: ['location', 'locations'],
  coworkers: ['customer', 'customers'],
  tariffs: ['plan', 'plans'],
  extraservices: ['rate', 'rates'],
};

const quoted = (texts: readonly string[]): string => texts.map((text) => `“${text}”`).join(', ');

const MOST_NAMED = 20;

/** The first of them, and how many more there are. */
const firstOf = (texts: readonly string[]): string => {
  const more = texts.length - MOST_NAMED;
  return `${texts.slice(0, MOST_NAMED).join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
};

export const say = {
  intro:
    'Do Nexudus admin work without leaving Slack. Each command opens a form; the result comes to this channel.',
  history: (about: string) => {
    const wanted = about.trim();
    if (wanted === '' || wanted.toLowerCase() === 'mine') return 'Your recent activity, newest first.';
    return wanted.toLowerCase() === 'all'
      ? 'Recent activity, newest first.'
      : `Recent activity for “${shortened(wanted, 100)}”, newest first.`;
  },
  opening: 'Opening… If nothing follows within a minute, close this and try again.',
  checking: 'Checking this change… If nothing appears within a minute, go back and submit again.',
  working: 'Working… You may close this: the result comes to the channel.',
  saving:
    'Saving your request takes longer than usual. Keep this open, or see /nexudus history whether it was taken.',
  loading: 'Still loading. Wait until the fields appear, then send the form again.',
  redrawn: 'The form was just redrawn. Look at it once more, then send it again.',
  inviteMe:
    'The bot is not in this channel. The result comes here once; invite the bot and it stays up to date.',
  slow: 'This takes longer than usual. Send it again in a moment.',
  notKept:
    'The bot can’t save this form right now. Until it can, nothing can be sent and a restart loses what you type.',
  notShown: (reference: string) =>
    `Slack couldn’t show what comes next here. See /nexudus history for what was sent, or open a new form. Reference: ${reference}.`,
  unchanged: 'Nothing was changed yet. Change a field first, or cancel.',
  formGone:
    'The bot no longer knows this form: it was reopened elsewhere, or has been open for over a day. Copy what you typed, then open the form again with /nexudus.',
  storeDown:
    'The bot can’t look up this form right now, so nothing was sent. Your entries are still here: submit again in a minute.',
  discarded: 'Your unsaved changes to the previous record were discarded.',
  again: 'Nexudus refused. What you typed is still here: correct it and send it again.',
  invalid: 'What you typed is still here: correct it and send it again.',
  elsewhere: (labels: readonly string[], section: string) =>
    `Correct ${quoted(labels)} under ${section}, then send the form again.`,
  notOne: (of: ResourceName, text: string, count: number) => {
    const [one, several] = CALLED[of];
    if (count === 0) return `No ${one} that you can choose matches “${text}”. Choose one below.`;
    return `${count} ${count === 1 ? `${one} matches` : `${several} match`} “${text}”. Choose one below.`;
  },
  leftovers: (texts: readonly string[]) => `Not understood, so not filled in: ${quoted(texts)}.`,
  clears: (labels: readonly string[]) =>
    `Blank in this form: ${labels.join(', ')}. Clear in Nexudus, or keep the current values?`,
  mayClear: (labels: readonly string[]) =>
    `Nexudus didn’t return ${labels.join(', ')}. Saving may clear ${labels.length > 1 ? 'them' : 'it'}. Continue?`,
  alreadyDone: (receipt: string) =>
    `This form was sent and done already (${receipt}). Open a new one to do more.`,
  outdated:
    'The form was changed after this was shown, so nothing was sent from here. Go back and submit it again.',
  standingUnknown:
    'The bot can’t look up right now whether this was sent. See /nexudus history before you submit it again.',
  endedBefore: (receipt: string) =>
    `The form was changed after this was shown. An earlier submission (${receipt}) was not done; nothing more was sent from here. Go back and submit it again.`,
  givesNothing: 'This changes nobody’s access. Continue to save it.',
  chooseOne: 'Choose one of the two.',
  forgotten:
    'The bot lost its record of this request and doesn’t know how it ended. Look in Nexudus before you submit it again.',
  buttonUnread:
    'The bot can’t look up this request right now, so the button did nothing. Press it again in a minute.',
  cancelUnsure:
    'The bot can’t save that you cancelled this, so it may still run. Press Cancel again in a minute.',
  endedUnsure: (receipt: string) =>
    `The form was changed after this was shown. An earlier submission (${receipt}) may have been done: look in Nexudus before you submit it again. Nothing more was sent from here.`,
  otherwise: (receipt: string) =>
    `This form was sent before with something else in it (${receipt}), so what you changed since was not sent. See in the channel how that ends; for the rest, copy what you typed and open a new form with /nexudus.`,
  unknownCommand: (typed: string) => `Unknown command “${typed}”.`,
  tooSlow: 'Slack took too long to open the form. Press the button to open it now.',
  chooserTooSlow: 'Slack took too long to open the list of actions. Choose one here.',
  operationOff: 'This action is switched off. Ask the bot’s administrator.',
  cut: (most: number) =>
    `The button keeps the first ${most.toLocaleString('en-GB')} characters of it. Add the rest in the form.`,
  typeMore: (shown: number, total: number) => `The first ${shown} of ${total}. Type more to narrow down.`,
  unexpected: (reference: string) =>
    `Something went wrong in the bot. Try again; if it happens again, tell whoever runs this bot the reference ${reference}.`,
  differing: (labels: readonly string[]) =>
    `Nexudus holds something else than was sent for: ${firstOf(labels)}. Look at the record there.`,
  unverified: 'The record couldn’t be read again to make sure. Look at it in Nexudus.',
  unrecorded: (sure: boolean) =>
    sure
      ? 'The bot can’t write down requests right now, so nothing was sent to Nexudus. Tell whoever runs this bot; what you typed is still here.'
      : 'The bot could not write down your request in time and is unsure whether it was taken. See /nexudus history before you send it again.',
  queued: 'The bot keeps trying, and tells you in the channel. You may close this.',
  found: 'Nexudus gave no answer at first, but the record is there.',
  twins: (ids: readonly number[]) =>
    `Another record just like it is there too (${firstOf(ids.map((id) => `#${id}`))}): an earlier try seems to have been done late. Delete one of them in Nexudus.`,
  repeated: 'Told again after an interruption: it may stand here twice.',
  cancelled: 'Cancelled: nothing more is tried.',
  earlierTry: 'An earlier try got no usable answer from Nexudus, so check there whether it was done.',
  noChanges: 'What was changed is no longer known.',
  nothingInHistory: 'No activity to show.',
  moreInHistory: (shown: number) =>
    `The newest ${shown}. Name a record to narrow down: /nexudus history Acme.`,
  lookedThrough: (most: number) =>
    `Only the newest ${most} requests were looked through; npm run audit has all.`,
  requestGone: 'The bot no longer knows this request. Open a new form with /nexudus.',
  underWay: 'This is under way already. The result comes to the channel.',
  unknownPerson: 'Slack could not tell who you are, so nothing was done. Try again in a minute.',
  tooSlowAgain: 'Slack took too long to open the form. Press the button once more.',
  cancelledTooLate: 'This is under way or over already, so it can’t be cancelled.',
  isQueued: 'queued',
  tooLongForSlack: 'Slack did not take the full message. See /nexudus history for more.',
  ...approvalSentences,
  deniedLater: 'When it was to run, Nexudus no longer allowed it. Ask a network administrator.',
  rehearsal: 'Rehearsal: writes are switched off (WRITES=off), so nothing was changed. Would change:',
  outcomeOnly: 'Details are not shown in this channel; the requester gets them by direct message.',
  reasonsInPrivate: 'The requester gets its reasons by direct message.',
  postWhere: 'Post the result in',
  // At most 75 characters: these stand in the list of a picker.
  pickerDown: 'Nexudus can’t be asked right now. Type again in a moment.',
  pickerSlow: 'This takes longer than usual. Type again in a moment.',
  mayNotList: 'Your role in Nexudus may not list these.',
} as const;
