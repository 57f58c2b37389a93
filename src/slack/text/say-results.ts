import { counted } from '../../operations/listed.ts';

// What stands on a result: its buttons and the words between people. Style: docs/style.md.

export const resultSentences = {
  tryAgain: 'Try again',
  fix: 'Fix and resubmit',
  cancel: 'Cancel',
  showChanges: 'Show changes',
  showAll: 'Show all',
  by: 'By ',
  byHere: ' by ',
  requestedBy: 'Requested by ',
  approvedBy: ', approved by ',
  deniedByHere: ', denied by ',
  isWaiting: 'is waiting for Nexudus',
  isWaitingHere: 'is waiting',
  tryingUntil: 'Trying until ',
  cancelled: 'Cancelled.',
  cancelledBy: 'Cancelled by ',
  found: 'Nexudus gave no answer at first, but the record is there.',
  repeated: 'Posted again after a restart; may be a duplicate.',
  outcomeOnly: 'Details are not shown here. The requester gets them by direct message.',
  reasonsInPrivate: 'The requester gets the reasons by direct message.',
  /** Before what was done, in a title. */
  rehearsed: 'Rehearsed, not saved: ',
  rehearsal: 'Rehearsal: saving to Nexudus is switched off, so nothing was changed.',
  wouldChange: 'Would change:',
  wouldCreate: 'Would create:',
  tooLongForSlack: 'Slack didn’t accept the full message. See /nexudus history for more.',
  deniedLater:
    'The requester was not permitted to do this when it was due to run, and gets the reason by direct message.',
  uncheckedLater:
    'The bot couldn’t check the requester’s permissions when this was due to run. The requester gets the reason by direct message.',
  changed: 'changed',
  added: 'added',
  removed: 'removed',
  more: (count: number) => `… and ${counted(count)} more`,
  nothingChanged: 'nothing changed',
  seeMessage: (receipt: string) => `The details are in the bot’s message (${receipt}).`,
  fromNexudus: (message: string) => `Nexudus: ${message}`,
} as const;
