import type { KnownBlock, PlainTextElement, PlainTextOption } from '@slack/types';
import { limits, shortened } from './limits.ts';

/** Text that is shown as it is: no formatting, no mentions, and `:words:` stay words. */
export const plain = (text: string, most: number = limits.sectionText): PlainTextElement => ({
  type: 'plain_text',
  text: shortened(text, most) || ' ',
  emoji: false,
});

export const option = (text: string, value: string, description?: string): PlainTextOption => ({
  text: plain(text, limits.optionText),
  value,
  ...(description ? { description: plain(description, limits.optionDescription) } : {}),
});

export type Level = 'info' | 'warning' | 'error' | 'success';

const SIGNS: Record<Level, string> = { info: 'ℹ️', warning: '⚠️', error: '⛔', success: '✅' };

/** A banner. Alerts hold 200 characters; a longer text is shown in a section instead of being cut. */
export const banner = (level: Level, text: string): KnownBlock =>
  text.length <= limits.alertText
    ? { type: 'alert', level, text: plain(text, limits.alertText) }
    : { type: 'section', text: plain(`${SIGNS[level]} ${text}`) };

/** Small grey text. */
export const aside = (text: string): KnownBlock => ({
  type: 'context',
  elements: [plain(text, limits.contextText)],
});
