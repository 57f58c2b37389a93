import { shortened } from '../../forms/limits.ts';
import type { ResourceName } from '../../nexudus/resources.ts';
import { counted, listed } from '../../operations/listed.ts';
import { CALLED } from './called.ts';
import { accessSentences } from './say-access.ts';
import { approvalSentences } from './say-approvals.ts';
import { askingSentences, homeSentences } from './say-home.ts';
import { resultSentences } from './say-results.ts';
import { undoSentences } from './say-undo.ts';

// What the bot says of its own; the files beside this one hold denials, failures, rejections, results and approvals.
// Style: docs/style.md. Nothing here is formatted, so that texts from records are never part of a format.

const quoted = (texts: readonly string[]): string => texts.map((text) => `“${text}”`).join(', ');

const MOST_NAMED = 20;

/** The first of them, and how many more there are. */
const firstOf = (texts: readonly string[]): string => {
  const more = texts.length - MOST_NAMED;
  return `${texts.slice(0, MOST_NAMED).join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
};

export const say = {
  intro:
    'Do Nexudus admin work without leaving Slack. Each command opens a form; the bot posts the result here.',
  /** To who may do nothing here; what they can do about it follows. */
  introNone: 'Do Nexudus admin work without leaving Slack.',
  seeHistory: ({ isAdmin, createsRooms }: { isAdmin: boolean; createsRooms: boolean }) =>
    `Also: /nexudus history (your recent activity; add “all” or a record’s name) · /nexudus access (temporary access) · /nexudus whoami (your roles and what you can do)${isAdmin ? ' · /nexudus status (how the bot is)' : ''}. Results can be undone for 24 hours.${createsRooms ? ' Slack has no commands in threads: use the message shortcut “Video room from message” there.' : ''}`,
  seeHelp: 'Type /nexudus help to open a form.',
  statusForAdmins:
    'The bot’s status is for people who may change roles in Nexudus (UserRole-Edit). Ask one of them.',
  history: (about: string) => {
    const wanted = about.trim();
    if (wanted === '' || wanted.toLowerCase() === 'mine') return 'Your recent activity';
    return wanted.toLowerCase() === 'all'
      ? 'Recent activity'
      : `Recent activity for “${shortened(wanted, 100)}”`;
  },
  back: 'Back',
  close: 'Close',
  allActions: 'All Nexudus actions',
  opening: 'Opening… If nothing appears within a minute, close this and try again.',
  checking: 'Checking this change… If nothing appears within a minute, go back and submit again.',
  working: 'Working… You can close this. The bot will post the result.',
  saving: 'Saving takes longer than usual. Keep this open, or check /nexudus history for your submission.',
  loading: 'Still loading. Wait until the fields appear, then submit again.',
  redrawn: 'The form was just refreshed. Check it, then submit again.',
  botNotThere: {
    conversation:
      'The bot is not in this conversation: only the outcome is posted here, if it comes within 30 minutes. The details come to you by direct message.',
    channel:
      'The bot is not in this conversation. In a channel, invite it; otherwise only the outcome is posted here, if it comes within 30 minutes, and the details come to you by direct message.',
  },
  slow: 'This takes longer than usual. Submit again in a moment.',
  notKept:
    'The bot can’t save this form right now. You can’t submit it until it can, and a restart would lose your entries.',
  notShown: (reference: string) =>
    `Slack couldn’t show the next step. Check /nexudus history for your submission, or open a new form. Reference: ${reference}.`,
  unchanged: 'Nothing was changed yet. Change a field first, or cancel.',
  formGone:
    'The bot no longer knows this form: it was reopened elsewhere, or has been open for over a day. Copy your entries, then open a new form with /nexudus.',
  storeDown:
    'The bot can’t look up this form right now, so nothing was sent. Your entries are still here: submit again in a minute.',
  discarded: (name?: string) =>
    `Your unsaved changes to ${name ? shortened(name, 100) : 'the previous record'} were discarded.`,
  again: 'Nexudus refused this. Your entries are still here: correct them and submit again.',
  invalid: 'Your entries are still here: correct them and submit again.',
  clash: (labels: readonly string[]) =>
    `Someone else changed ${listed(labels.map((label) => `“${label}”`))} too, and that was not overwritten. Choose below, then submit again.`,
  elsewhere: (labels: readonly string[], section: string) =>
    `Correct ${quoted(labels)} under ${section}, then submit again.`,
  notOne: (of: ResourceName, text: string, count?: number) => {
    const [one, several] = CALLED[of];
    if (count === undefined) return `Several ${several} may match “${text}”. Choose one below.`;
    if (count === 0) return `No ${one} you have access to matches “${text}”. Choose one below.`;
    return count === 1
      ? `One ${one} matches “${text}”, but not exactly. Choose it below if you mean it.`
      : `${count.toLocaleString('en-GB')} ${several} match “${text}”. Choose one below.`;
  },
  leftovers: (texts: readonly string[]) => `Not recognised, so not filled in: ${quoted(texts)}.`,
  clears: (labels: readonly string[]) => `Clear ${listed(labels)}?`,
  clearedFields: 'Blank fields',
  clear: 'Clear',
  keep: (count: number) => (count > 1 ? 'Keep current values' : 'Keep current value'),
  turnsOff: (labels: readonly string[]) => `Turn off ${listed(labels.map((label) => `“${label}”`))}?`,
  untickedBoxes: 'Unticked boxes',
  turnOff: 'Turn off',
  leaveOn: (count: number) => (count > 1 ? 'Leave them on' : 'Leave it on'),
  blankAndUnticked: 'Blank fields and unticked boxes',
  clearAndTurnOff: 'Clear and turn off',
  continue: 'Continue',
  mayClear: (labels: readonly string[]) =>
    `Nexudus didn’t return ${labels.join(', ')}. Saving may clear ${labels.length > 1 ? 'them' : 'it'}. Continue?`,
  alreadyDone: (receipt: string, rehearsed = false) =>
    rehearsed
      ? `Already submitted as a rehearsal, so nothing was changed (${receipt}). Open a new form to do more.`
      : `Already submitted and done (${receipt}). Open a new form to do more.`,
  outdated: 'The form changed after this was shown. Go back and submit it again.',
  standingUnknown:
    'The bot can’t look up right now whether this was submitted. Check /nexudus history before you submit it again.',
  endedBefore: (receipt: string) =>
    `The form changed after this was shown, so nothing more was sent. An earlier submission (${receipt}) was not done. Go back and submit it again.`,
  givesNothing: 'This changes no one’s access. Continue to save it.',
  chooseOne: 'Choose one of the two.',
  lost: 'The bot lost its record of this submission and doesn’t know its outcome. Look in Nexudus before you submit it again.',
  buttonUnread: 'The bot can’t look this up right now. Press the button again in a minute.',
  cancelUnsure:
    'The cancellation may not have been saved, so this may still run. Press Cancel again in a minute.',
  endedUnsure: (receipt: string) =>
    `The form changed after this was shown, so nothing more was sent. An earlier submission (${receipt}) may have gone through: look in Nexudus before you submit it again.`,
  conflictingResubmission: (receipt: string) =>
    `Already submitted with different values (${receipt}). Copy your changes and open a new form.`,
  unknownCommand: (typed: string, meant?: string) =>
    `Unknown command “${shortened(typed, 100)}”. ${meant ? `Did you mean “${meant}”?` : 'Type /nexudus help to see all commands.'}`,
  whichOne: 'Which one do you mean?',
  tooSlow: 'Slack took too long to open the form. Press the button to open it now.',
  chooserTooSlow: 'Slack took too long to open the list of actions. Choose one here.',
  operationOff: 'This action is switched off. Ask the bot’s administrator.',
  cut: (most: number) =>
    `The button keeps the first ${most.toLocaleString('en-GB')} characters. Add the rest in the form.`,
  typeMore: (shown: number, total: number) =>
    `The first ${shown} of ${total.toLocaleString('en-GB')}. Type more to narrow down.`,
  unexpected: (reference: string) =>
    `Something went wrong in the bot. Try again. If it happens again, give the bot’s administrator the reference ${reference}.`,
  differing: (labels: readonly string[]) =>
    `Nexudus saved a different value for ${firstOf(labels)}. Check the record there.`,
  /** For readers who may not know what it is about. */
  checkInNexudus: 'Check the record in Nexudus.',
  unverified: 'The bot couldn’t read the record again to check it. Look at it in Nexudus.',
  unrecorded: (sure: boolean) =>
    sure
      ? 'The bot can’t save submissions right now, so nothing was sent to Nexudus. Your entries are still here: submit again in a minute. If it happens again, tell the bot’s administrator.'
      : 'Your submission may not have been saved. Check /nexudus history before you submit it again.',
  /** Of a button, where there is no form. */
  unrecordedClick: (sure: boolean) =>
    sure
      ? 'The bot can’t save submissions right now, so nothing was sent to Nexudus. Press the button again in a minute.'
      : 'Your submission may not have been saved. Check /nexudus history before you press the button again.',
  queued: 'The bot keeps trying and will post the outcome. You can close this.',
  twins: (ids: readonly number[]) =>
    ids.length > 1
      ? `Nexudus also holds ${ids.length} identical records (${firstOf(ids.map((id) => `#${id}`))}), probably from earlier attempts. Keep one and delete the others in Nexudus.`
      : `Nexudus also holds an identical record (#${ids[0]}), probably from an earlier attempt. Delete one of the two in Nexudus.`,
  mayAlsoExist: (names: readonly string[]) =>
    `An earlier attempt with other values may have created ${firstOf(names.map((name) => `“${shortened(name, 100)}”`))} too. Look in Nexudus, and delete there what you don’t need.`,
  /** Of a new record, where nothing came of the submission that says so. */
  mayExist: (names: readonly string[]) =>
    `An earlier attempt may have created ${firstOf(names.map((name) => `“${shortened(name, 100)}”`))}. Look in Nexudus, and delete there what you don’t need.`,
  earlierAttempt: 'An earlier attempt may have gone through. Check the record in Nexudus.',
  noChanges: 'The details of this change are no longer kept.',
  nothingInHistory: (about: string) => {
    const wanted = about.trim();
    return ['', 'mine', 'all'].includes(wanted.toLowerCase())
      ? 'No activity to show. What you submit with /nexudus is listed here.'
      : `No activity for “${shortened(wanted, 100)}”. Check the spelling, or type /nexudus history all.`;
  },
  moreInHistory: (shown: number) =>
    `Showing the newest ${shown}. Name a record to see what was changed: /nexudus history Acme.`,
  lookedThrough: (most: number) =>
    `Searched the newest ${counted(most)} submissions. The bot’s administrator can export all of them.`,
  /** After how it stands, in the history. */
  submittedAgain: ', then submitted again',
  submissionGone: 'The bot no longer knows this submission. Open a new form with /nexudus.',
  submissionErased:
    'Personal data was erased from this submission, so it can’t be submitted again. Open a new form with /nexudus.',
  underWay: 'This is already under way. The bot will post the result.',
  unknownPerson: 'Slack couldn’t say who you are. Nothing was changed; try again in a minute.',
  tooSlowAgain: 'Slack took too long to open the form. Press the button again.',
  cancelledTooLate: 'This is already under way or finished, so it can’t be cancelled.',
  ...accessSentences,
  ...approvalSentences,
  ...homeSentences,
  ...askingSentences,
  ...resultSentences,
  ...undoSentences,
  postWhere: 'Post the result in',
  /** What is on a list of a record, with the names of the first. */
  current: (noun: string, count: number, names: readonly string[]) => {
    if (count === 0) return `No ${noun} yet.`;
    const total = `Current ${noun} (${count.toLocaleString('en-GB')})`;
    if (names.length === 0) return `${total}.`;
    const more = count - names.length;
    const shown = names.map((name) => shortened(name, 60)).join(', ');
    const list = `${shown}${more > 0 ? ` and ${more.toLocaleString('en-GB')} more` : ''}`;
    return `${total}: ${list}${list.endsWith('…') ? '' : '.'}`;
  },
  // At most 75 characters: these stand in the list of a picker.
  pickerAlready: 'Everything that matches is there already.',
  pickerMore: 'More may match. Keep typing, or type the id.',
  pickerUnfiltered: 'Nexudus can’t search these by name. Type the id.',
  pickerByName: 'Found by name. To search e-mail addresses, type an @.',
  pickerNothing: (ofPeople: boolean) =>
    `Nothing found. Check accents and spelling, or type the ${ofPeople ? 'e-mail or id' : 'id'}.`,
  pickerLate: 'Still searching. Keep typing to see more.',
  pickerDown: 'The list can’t be loaded right now. Type again in a moment.',
  pickerSlow: 'This takes longer than usual. Type again in a moment.',
  mayNotList: 'You don’t have permission to list these in Nexudus.',
} as const;
