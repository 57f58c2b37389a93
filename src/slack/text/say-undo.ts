// What undoing says. Style: docs/style.md.

export const undoSentences = {
  undoChecking: 'Looking up what this changes… If nothing appears within a minute, close this and try again.',
  undoOf: (title: string, receipt: string) => `${title} (${receipt}). This changes:`,
  undoCut: 'There is more, which doesn’t fit here.',
  cantUndo: (labels: readonly string[]) =>
    `${labels.join(', ')}: the bot can’t restore ${labels.length > 1 ? 'these' : 'this'}, so ${labels.length > 1 ? 'they stay' : 'it stays'} as now.`,
  notUndoable:
    'The bot can’t undo this: it doesn’t know for certain what was there before. Change the record instead.',
  undoOver: 'This could be undone for 24 hours, which have passed. Change the record instead.',
  undoneAlready: (receipt: string) => `Already done (${receipt}).`,
  undoUnderWay: (receipt: string) => `This is already under way (${receipt}). The bot will post the result.`,
  nothingToUndo: 'The record is already as this would leave it. Nothing was changed.',
  pressAgain: 'To try again, press the button on the original message. The bot reads the record again first.',
} as const;
