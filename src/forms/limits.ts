/** Slack's limits, in one table (slack-platform.md §1.2; docs.slack.dev/reference/block-kit). Lengths in characters. */
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
} as const;

/** Cuts at the limit, with an ellipsis, never inside a character that takes two code units (an emoji, say). */
export function shortened(text: string, most: number): string {
  if (text.length <= most) return text;
  const cut = text.slice(0, most - 1);
  return `${/[\uD800-\uDBFF]$/.test(cut) ? cut.slice(0, -1) : cut}…`;
}
