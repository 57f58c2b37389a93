// What undoing says. Style: docs/style.md.

export const undoSentences = {
  undoChecking: 'Looking up what this changes… If nothing appears within a minute, close this and try again.',
  undoOf: (title: string, receipt: string) => `${title} (${receipt}). This changes:`,
  undoCut: 'There is more, which doesn’t fit here.',
  cantUndo: (labels: readonly string[]) =>
    `${labels.join(', ')}: the bot can’t restore ${labels.length > 1 ? 'these' : 'this'}, so ${labels.length > 1 ? 'they stay' : 'it stays'} as now.`,
  notUndoable:
    'The bot can’t undo this: it doesn’t know for certain what was there before. Change the record instead.',
  undoOver: 'This can be undone for 24 hours, and they are over. Change the record instead.',
  undoneAlready: (receipt: string) => `Someone did this already (${receipt}).`,
  undoUnderWay: (receipt: string) => `This is already under way (${receipt}). The bot will post the result.`,
  nothingToUndo: 'The record is already as this would leave it. Nothing was changed.',
  pressAgain: 'Press the button on the original message again: it checks the record anew.',
} as const;
