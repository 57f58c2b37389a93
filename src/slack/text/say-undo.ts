// What undoing says. Style: docs/style.md.

export const undoSentences = {
  undoChecking: 'Looking up what this changes… If nothing appears within a minute, close this and try again.',
  undoSlow:
    'This takes longer than usual and may not have begun. Keep this open, or press Check again in a minute.',
  checkAgain: 'Check again',
  undoOf: (title: string, receipt: string) => `${title} (${receipt}). This will change:`,
  undoCut: 'There is more, which doesn’t fit here.',
  cantUndo: (labels: readonly string[]) =>
    `${labels.join(', ')}: the bot can’t restore ${labels.length > 1 ? 'these' : 'this'}, so ${labels.length > 1 ? 'they stay as they are' : 'it stays as it is'} now.`,
  notUndoable:
    'The bot can’t undo this: it doesn’t know for certain what was there before. Change the record instead.',
  undoOver: 'The 24 hours in which this could be undone have passed. Change the record instead.',
  undoneAlready: (receipt: string) => `Already done (${receipt}).`,
  undoneAndBack: (first: string, again: string, button: string) =>
    `This was ${first} and then ${again}. If you still want to, press ${button} on the original message.`,
  undoUnderWay: (receipt: string) => `This is already under way (${receipt}). The bot will post the result.`,
  nothingToUndo: 'The record is already as this would leave it. Nothing was changed.',
  undoGone: (unchanged: string) =>
    `This record was deleted in Nexudus, or the bot’s account can’t see it any more, so there is nothing left to put back. ${unchanged}`,
  pressAgain: 'To try again, press the button on the original message. The bot reads the record again first.',
} as const;
