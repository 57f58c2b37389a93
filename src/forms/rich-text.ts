import type { RichTextElement, RichTextSection } from '@slack/types';

// Rich text elements are never parsed for formatting or mentions, so texts of records need no escaping in them.
export const words = (text: string, bold = false): RichTextElement => ({
  type: 'text',
  text,
  ...(bold ? { style: { bold: true } } : {}),
});

/** On a line of its own. */
export const note = (text: string): RichTextElement => words(`\n${text}`);

export const person = (id: string): RichTextElement => ({ type: 'user', user_id: id });

/** `tomorrow at 14:26`, where the day has such a name. */
export const DAY_AND_TIME = '{date_short_pretty} at {time}';

/** For clients that don't know dates. */
export const inUtc = (at: number, format: string): string =>
  `${new Date(at)
    .toISOString()
    .slice(format === '{time}' ? 11 : 0, 16)
    .replace('T', ' ')} UTC`;

/** A moment in the reader's own time zone. `format` is Slack's: `{time}`, `{date_short_pretty}`. */
export const moment = (at: number, format: string): RichTextElement => ({
  type: 'date',
  timestamp: Math.floor(at / 1000),
  format,
  fallback: inUtc(at, format),
});

export const line = (...elements: RichTextElement[]): RichTextSection => ({
  type: 'rich_text_section',
  elements,
});
