/** Slack's limits, in one table (documented: docs.slack.dev/reference/block-kit). Lengths in characters. */
export const limits = {
  title: 24,
  button: 24,
  buttonValue: 2000,
  label: 2000,
  hint: 2000,
  placeholder: 150,
  optionText: 75,
  optionDescription: 75,
  optionGroupLabel: 75,
  options: 100,
  optionGroups: 100,
  inputValue: 3000,
  sectionText: 3000,
  contextText: 2000,
  alertText: 200,
  modalBlocks: 100,
  messageBlocks: 50,
  actionsElements: 25,
  /** No documented bound for one rich text; kept to a section's. */
  richText: 3000,
  /** The text of chat.postMessage that Slack advises not to pass. */
  messageText: 4000,
  /**
   * All texts of a message's blocks together. Undocumented: Slack rejects about 13,200, and was seen to reject 11,341
   * (slackapi/bolt-js issues 2509 and 2867).
   */
  messageCharacters: 10_000,
} as const;

/** Cuts at the limit, with an ellipsis, never inside a character that takes two code units (an emoji, say). */
export function shortened(text: string, most: number): string {
  if (text.length <= most) return text;
  const cut = text.slice(0, most - 1);
  return `${/[\uD800-\uDBFF]$/.test(cut) ? cut.slice(0, -1) : cut}…`;
}

/** All of a text in pieces of at most so many characters, never cut inside a character that takes two code units. */
export function pieces(text: string, most: number): string[] {
  if (text.length <= most) return [text];
  const end = /[\uD800-\uDBFF]/.test(text.charAt(most - 1)) ? most - 1 : most;
  return [text.slice(0, end), ...pieces(text.slice(end), most)];
}

/** How many characters Slack may count in blocks: every text in them, and every id and address. */
export function charactersIn(value: unknown): number {
  if (Array.isArray(value)) return value.reduce((sum: number, each) => sum + charactersIn(each), 0);
  if (typeof value !== 'object' || value === null) return 0;
  return Object.entries(value).reduce(
    (sum, [name, each]) =>
      sum +
      (typeof each === 'string' && ['text', 'user_id', 'channel_id', 'fallback', 'url'].includes(name)
        ? each.length
        : charactersIn(each)),
    0,
  );
}
