// What the bot says in its Home tab. Style: docs/style.md.

export const homeSentences = {
  introHome:
    'Do Nexudus admin work without leaving Slack. Each button opens a form, which asks where to post the result.',
  homeMay: 'What you can do',
  homeToApprove: 'Waiting for your approval',
  homeNothingToApprove: 'Nothing waits for your approval.',
  homeMoreIn: (count: number) => `and ${count} more in `,
  homeSubmitted: 'Your last submissions',
  homeNothingSubmitted:
    'You have not submitted anything yet. What you submit is listed here, with its receipt.',
  homeOlder: 'Older ones: /nexudus history',
  homeStatus: 'How the bot is',
  homeStatusAsOf: 'As of when you opened this tab. /nexudus status asks again.',
  homeUnread: 'The bot can’t look this up right now. Open this tab again in a minute.',
  homeCut: 'Not everything fits here. Type /nexudus help and /nexudus history to see the rest.',
} as const;
