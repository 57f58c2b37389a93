import { blocksIn } from './check-blocks.ts';
import { complaints, isObject } from './check-shape.ts';

// docs.slack.dev/reference/methods/chat.postMessage

const longestText = 40_000;
// Undocumented. slackapi/bolt-js issue 2509: refused from about 13,200 characters in all blocks on; issue 2867: 11,341 in
// `text` properties were refused as well. So much was never seen to be refused.
const longestBlocks = 10_000;

/** The letters of every text in blocks, however deep. */
function allLetters(value: unknown): number {
  if (Array.isArray(value)) return value.reduce((sum: number, each) => sum + allLetters(each), 0);
  if (!isObject(value)) return 0;
  const own = typeof value.text === 'string' ? value.text.length : 0;
  return own + allLetters(Object.values(value));
}

/** Everything that Slack would refuse in this message (`{ text?, blocks? }`). Empty when it is fine. */
export function checkMessage(message: unknown): string[] {
  if (!isObject(message)) return ['must provide an object [json-pointer:/]'];
  const { text, blocks } = message;
  const found = blocks === undefined ? [] : complaints(blocksIn.message, blocks, '/blocks');
  if (typeof text === 'string' && text.length > longestText)
    found.push(`msg_too_long: more than ${longestText} characters [json-pointer:/text]`);
  if (allLetters(blocks) > longestBlocks)
    found.push(`msg_blocks_too_long: more than ${longestBlocks} characters [json-pointer:/blocks]`);
  for (const unknown of ['attachments', 'metadata', 'link_names', 'parse', 'mrkdwn'])
    if (message[unknown] !== undefined) found.push(`${unknown}: not known here [json-pointer:/${unknown}]`);
  return found;
}
