import type { ContextBlock, KnownBlock, RichTextBlock, RichTextElement, RichTextSection } from '@slack/types';
import { plain } from '../forms/blocks.ts';
import { limits, shortened } from '../forms/limits.ts';
import type { Change } from '../operations/describe-changes.ts';
import type { Operation } from '../operations/operation.ts';
import type { Aftermath, Ending } from '../requests/ending.ts';
import { endingLine, say } from './say.ts';

/** A message for a channel. */
export interface Message {
  /** For notifications and screen readers. */
  text: string;
  blocks: KnownBlock[];
}

const LONGEST_VALUE = 300;

// Rich text elements are never parsed for formatting or mentions, so texts of records need no escaping in them.
const words = (text: string, bold = false): RichTextElement => ({
  type: 'text',
  text,
  ...(bold ? { style: { bold: true } } : {}),
});
const line = (...elements: RichTextElement[]): RichTextSection => ({ type: 'rich_text_section', elements });

/** The plain `text` of a message is parsed, so what Slack would read as a mention, link or format is taken out of it. */
export const unformatted = (text: string): string =>
  shortened(
    text
      .replace(/&/g, '&amp;')
      .replace(/</g, '&lt;')
      .replace(/>/g, '&gt;')
      // A zero-width space keeps the marks visible and breaks what they would do.
      .replace(/[*_~`@#:]/g, '\u200B$&\u200B'),
    limits.messageText,
  );

const changeWords = (change: Change): RichTextElement[] => {
  if (change.private) return [words(`${change.label}: changed`)];
  const after = shortened(change.after, LONGEST_VALUE);
  return change.before === undefined
    ? [words(`${change.label}: ${after}`)]
    : [words(`${change.label}: ${shortened(change.before, LONGEST_VALUE)} → ${after}`)];
};

/** Bullet lists of at most what one rich text holds. */
function changeLists(changes: readonly Change[]): RichTextBlock[] {
  const blocks: RichTextBlock[] = [];
  let items: RichTextSection[] = [];
  let length = 0;
  const close = () => {
    if (items.length === 0) return;
    blocks.push({
      type: 'rich_text',
      elements: [{ type: 'rich_text_list', style: 'bullet', elements: items }],
    });
    items = [];
    length = 0;
  };
  for (const change of changes) {
    const elements = changeWords(change);
    const size = elements.reduce(
      (sum, element) => sum + ('text' in element ? String(element.text).length : 0),
      0,
    );
    if (length + size > limits.richText) close();
    items.push(line(...elements));
    length += size;
  }
  close();
  return blocks;
}

const receiptBlock = (receipt: string): ContextBlock => ({ type: 'context', elements: [plain(receipt)] });

interface About {
  operation: Operation;
  receipt: string;
  /** Slack id of who asked for it. */
  by: string;
}

const recordName = (ending: Extract<Ending, { kind: 'succeeded' }>): string =>
  shortened(String(ending.outcome.sent.Name ?? ''), LONGEST_VALUE);

/** What was done: Nexudus's own words, the changes, who, the receipt. Outcome only where strangers read along. */
export function successMessage(
  { operation, receipt, by }: About,
  ending: Extract<Ending, { kind: 'succeeded' }>,
  { changes, differing, unverified }: Aftermath,
  outcomeOnly: boolean,
): Message {
  const { rehearsed, message } = ending.outcome;
  const sign = rehearsed ? '📝' : '✅';
  const title = rehearsed ? operation.title : operation.done;
  const name = outcomeOnly ? '' : recordName(ending);
  const lines: RichTextElement[] = [
    words(`${sign} `),
    words(title, true),
    words(name ? `: ${name} — by ` : ' by '),
    { type: 'user', user_id: by },
  ];
  if (rehearsed) lines.push(words(`\n${say.rehearsal}`));
  else if (message && !outcomeOnly) lines.push(words(`\nNexudus: ${shortened(message, LONGEST_VALUE)}`));
  if (differing.length > 0) lines.push(words(`\n⚠️ ${say.differing(differing)}`));
  if (unverified) lines.push(words(`\n⚠️ ${say.unverified}`));
  if (outcomeOnly) lines.push(words(`\n${say.outcomeOnly}`));
  return {
    text: unformatted(`${sign} ${title}${name ? `: ${name}` : ''} (${receipt})`),
    blocks: [
      { type: 'rich_text', elements: [line(...lines)] },
      ...(outcomeOnly ? [] : changeLists(changes)),
      receiptBlock(receipt),
    ],
  };
}

/** One compact line for what Nexudus refused or could not answer. */
export function failureMessage(
  { operation, receipt, by }: About,
  ending: Extract<Ending, { kind: 'refused' | 'failed' }>,
  outcomeOnly: boolean,
): Message {
  const why = shortened(outcomeOnly ? say.outcomeOnly : endingLine(ending, operation), 1000);
  return {
    text: unformatted(`⛔ ${operation.title}: ${why} (${receipt})`),
    blocks: [
      {
        type: 'rich_text',
        elements: [
          line(
            words('⛔ '),
            words(operation.title, true),
            words(' was not done — by '),
            { type: 'user', user_id: by },
            words(`\n${why}`),
          ),
        ],
      },
      receiptBlock(receipt),
    ],
  };
}
