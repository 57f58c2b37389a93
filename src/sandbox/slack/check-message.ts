import { blockList } from './check-blocks.ts';
import { anything, isObject, object, type Rule, sentences, string } from './check-rule.ts';

// docs.slack.dev/reference/methods/chat.postMessage

const metadata: Rule = object({
  'event_type!': string({ min: 1, max: 255 }),
  'event_payload!': anything,
  entities: anything,
});

export const longestText = 40_000;
// Undocumented. slackapi/bolt-js issue 2509: refused from about 13,200 characters in all blocks on; issue 2867: 11,341 in
// `text` properties were refused as well. So much was never seen to be refused.
export const longestBlocks = 10_000;
const tableCharacters = 10_000;
const markdownCharacters = 12_000;

function lettersIn(value: unknown): number {
  if (Array.isArray(value)) return value.reduce((sum: number, each) => sum + lettersIn(each), 0);
  if (!isObject(value)) return 0;
  const own = typeof value.text === 'string' ? value.text.length : 0;
  return own + lettersIn(value.elements) + lettersIn(value.rows);
}

/** The letters of every text in blocks, however deep. */
function allLetters(value: unknown): number {
  if (Array.isArray(value)) return value.reduce((sum: number, each) => sum + allLetters(each), 0);
  if (!isObject(value)) return 0;
  const own = typeof value.text === 'string' ? value.text.length : 0;
  return own + Object.values(value).reduce((sum: number, each) => sum + allLetters(each), 0);
}

/** Everything that Slack would refuse in this message (`{ text?, blocks?, metadata? }`). Empty when it is fine. */
export function checkMessage(message: unknown): string[] {
  if (!isObject(message)) return ['must provide an object [json-pointer:/]'];
  const found: string[] = [];
  const blocks = message.blocks;
  if (blocks !== undefined) found.push(...sentences(blockList(50), blocks, '/blocks', 'message'));
  if (message.metadata !== undefined) {
    found.push(...sentences(metadata, message.metadata, '/metadata', 'message'));
    if (isObject(message.metadata) && !isObject(message.metadata.event_payload))
      found.push('must provide an object [json-pointer:/metadata/event_payload]');
  }
  if (typeof message.text === 'string' && message.text.length > longestText)
    found.push(`msg_too_long: more than ${longestText} characters [json-pointer:/text]`);
  if (allLetters(blocks) > longestBlocks)
    found.push(`msg_blocks_too_long: more than ${longestBlocks} characters [json-pointer:/blocks]`);
  const tables = Array.isArray(blocks)
    ? blocks.filter((block) => isObject(block) && block.type === 'table')
    : [];
  if (tables.length > 1) found.push('only one table is allowed in a message [json-pointer:/blocks]');
  if (lettersIn(tables) > tableCharacters)
    found.push(`no more than ${tableCharacters} characters allowed in tables [json-pointer:/blocks]`);
  const markdown = Array.isArray(blocks)
    ? blocks.filter((block) => isObject(block) && block.type === 'markdown')
    : [];
  if (lettersIn(markdown) > markdownCharacters)
    found.push(
      `no more than ${markdownCharacters} characters allowed in markdown blocks [json-pointer:/blocks]`,
    );
  return found;
}
