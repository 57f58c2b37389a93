import { listed } from './listed.ts';

// What stands under a field when a rule over the input, the record or a person finds something. Labels, hints and what a
// single field requires stand with the field. Style: docs/style.md.

const verb = (names: readonly string[], one: string, several: string): string =>
  names.length > 1 ? several : one;

/** What the button under a field that two changed says. */
export const TAKE_THEIRS_LABEL = 'Use current value';

export const fieldSentences = {
  invalid: 'This can’t be used here.',
  imageAndRemoval: 'Either give a new picture or remove the current one, not both.',
  addedAndRemoved: (label: string) => `The same entry is under “${label}” too. Take it out of one of them.`,
  changedSince: (label: string) =>
    `${label} changed in Nexudus after the form was opened, so it was not overwritten. Fix and resubmit to choose which value stays.`,
  /** Of a field that two changed; undefined for a value that was made blank. */
  otherValue: (label: string, theirs: string | undefined) =>
    theirs === undefined
      ? `${label} was cleared in Nexudus after the form was opened.`
      : `${label} was changed in Nexudus to “${theirs}” after the form was opened.`,
  /** Where it is to be put back. */
  changedSinceThen: (label: string) =>
    `${label} changed again in Nexudus since then, so nothing was changed.`,
  otherSinceThen: (label: string, theirs: string | undefined) =>
    theirs === undefined
      ? `${label} was cleared in Nexudus since then, so nothing was changed.`
      : `${label} was changed in Nexudus to “${theirs}” since then, so nothing was changed.`,
  changeInstead: 'Change the record instead.',
  notReturned: (label: string) =>
    `Nexudus didn’t return ${label} this time, so the bot can’t tell whether someone changed it.`,
  otherPicture: (theirs: string | undefined) =>
    theirs === undefined
      ? 'The current picture was removed in Nexudus after the form was opened.'
      : `The current picture was replaced in Nexudus by “${theirs}” after the form was opened.`,
  lastSaved: (at: string | undefined, by: string | undefined) =>
    at || by ? `The record was last saved${at ? ` on ${at}` : ''}${by ? ` by ${by}` : ''}.` : '',
  keepOrTake: `Submit again to keep your entry, or press “${TAKE_THEIRS_LABEL}”.`,

  bothAudiences:
    '“Only for contacts” and “Only for members” are both ticked. Who can join isn’t defined in Nexudus. Continue, or go back and choose one.',
  unusual: (label: string, value: string) => `${label}: ${value} is far more than usual. Is that right?`,
  oneInvoiceNeedsPayer: 'One invoice for the team needs a paying customer. Choose one as well.',
  payerNeedsOneInvoice: 'One invoice for the team needs a paying customer. Untick it before you clear this.',

  unmatched: (people: readonly string[]) =>
    `Nexudus has no admin user with the e-mail address of ${listed(people)}. Take them out here, then pick them under “Users” or ask a network administrator to add them in Nexudus.`,
  unmatchable: (people: readonly string[]) =>
    `Guests and people without a confirmed e-mail address can’t be matched: ${listed(people)}. Take them out here, then pick them under “Users”.`,
  ambiguous: (people: readonly string[]) =>
    `Nexudus has several admin users with the e-mail address of ${listed(people)}. Take them out here, then pick the right one under “Users”.`,
  notActive: (names: readonly string[]) =>
    `${listed(names)} ${verb(names, 'is', 'are')} not active in Nexudus. Activate them there first, or leave them out.`,
  alreadyInRole: (names: readonly string[]) =>
    `${listed(names)} already ${verb(names, 'has', 'have')} this role. Choose other people.`,
  allInRole: 'Everyone you chose has this role already.',
  permissionsHeld: (names: readonly string[]) =>
    `The role already has ${listed(names)}. Choose other permissions.`,
  accessOver: 'This would restore temporary access that has ended. Use “Add users to role” instead.',
  endPassed: 'This is in the past. Choose a later date and time.',
  endNotLater:
    'Someone you chose already has this role until then, or longer. Choose a later end. To end access sooner, use End now.',
  endPassedMeanwhile: 'The end passed before this could be done, so no access was given. Choose a later end.',
  endedMeanwhile:
    'This access was ended before it was certain that it had been given. To give it anyway, add the users to the role again.',
  stillThere: 'Nexudus took the change, and still shows these users in the role.',
  endTooLate: (days: number) =>
    `Access can last at most ${days === 1 ? '1 day' : `${days} days`} here. Choose an earlier date and time.`,
  endRequired: (days: number) =>
    `Choose when this access ends: at most ${days === 1 ? '1 day' : `${days} days`} from now.`,
  onlyUntil:
    'Users can only be added for a limited time here. Use “Add users to role”, which asks until when.',
  noUserChosen: 'Choose at least one person, here or under Slack people.',
  ownRolesHidden:
    'Nexudus doesn’t show the bot which roles the bot’s own account holds, so the bot can’t change roles. Use the Nexudus dashboard, and ask the bot’s administrator to check what its account may read.',
  ownRole: 'The bot’s own account holds this role, so the bot never changes it. Use the Nexudus dashboard.',
  ownAccountAdded:
    'The bot’s own account is among them, and the bot never gives itself a role. Leave it out.',

  allKept: 'Another submission still gives them this role. Nothing was undone.',

  mayNotListPeople:
    'You don’t have permission to list admin users in Nexudus, so people can’t be matched by e-mail. Ask a network administrator for it.',
  notPickable:
    'Something you chose isn’t in Nexudus, or is at a location you don’t have access to. Choose from the list.',

  approverLost: 'The person who approved this can no longer approve it. Submit again for a new approval.',
  grantsMore: 'The role changed after approval and would now grant more. Submit again for a new approval.',
  approvalNowRequired: 'Changes that grant access now need approval. Submit again to request it.',
} as const;
