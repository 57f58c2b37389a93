// What the bot says in its Home tab, and to people who lack a permission. Style: docs/style.md.

export const homeSentences = {
  introHome:
    'Do Nexudus admin work without leaving Slack. Each button opens a form, which asks where to post the result.',
  homeMay: 'What you can do',
  homeToApprove: 'Waiting for your approval',
  homeNothingToApprove: 'Nothing waits for your approval.',
  homeMoreIn: (count: number) => `and ${count} more in `,
  homeAccess: 'Temporary access you gave or have',
  homeSubmitted: 'Your last submissions',
  homeNothingSubmitted:
    'You have not submitted anything yet. What you submit is listed here, with its receipt.',
  homeOlder: 'Older ones: /nexudus history',
  homeStatus: 'Bot status',
  homeStatusAsOf: 'As of when you opened this tab. Type /nexudus status to check again.',
  homeUnread: 'The bot can’t look this up right now. Open this tab again in a minute.',
  homeCut: 'Not everything fits here. Type /nexudus help and /nexudus history to see the rest.',
} as const;

/** What people without a permission read, and how they ask for it. */
export const askingSentences = {
  askAdmin: 'Ask an admin',
  askWhat: 'What do you need?',
  askNote: 'Note',
  askNoteHint: 'Posted in the admins’ channel, with your name and what is shown above.',
  askSend: 'Send',
  asksFor: ' asks an admin: ',
  askSent: 'Sent to the admins’ channel. An admin can do it from there.',
  askNothing: 'You can do all of this yourself. Type /nexudus help.',
  askedBefore: 'You asked for this a few minutes ago. An admin can still do it from that message.',
  askUnread:
    'The bot can’t look up right now whether you asked before, so nothing was sent. Try again in a minute.',
  askUnusable: 'The admins’ channel can’t be used, so nothing was sent. Ask the bot’s administrator.',
  askUnsure: 'Your question may not have been posted. Look in the admins’ channel before you ask again.',
  someNotAvailable: 'Other actions need permissions that you don’t have in Nexudus.',
  nothingAvailable: 'Nothing here is available to you yet.',
  askNetworkAdmin: 'Ask a network administrator for what you need.',
  /** Before the channel's name. */
  askIn: 'Say what you need with Ask an admin. It goes to the admins in ',
} as const;
