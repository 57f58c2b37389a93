import { type BlockJson, type ElementJson, interactiveElements, type TextJson, textOf } from './block-kit.ts';
import { type Directory, decodeEntities } from './parse-mrkdwn.ts';
import { type Reading, readMrkdwn } from './read-mrkdwn.ts';

/** What a person reads in blocks, top to bottom, and what these blocks mention and format. */
export function readBlocks(blocks: BlockJson[], directory: Directory): Reading {
  const mentions = new Set<string>();
  const formatted: string[] = [];

  const shown = (text: TextJson | undefined): string => {
    if (!text) return '';
    if (text.type === 'plain_text') return decodeEntities(text.text);
    // "When false (as is default) … certain mentions will be automatically parsed": @slack/types, MrkdwnElement.verbatim
    const read = readMrkdwn(text.text, directory, text.verbatim ? 'none' : 'channels');
    for (const each of read.mentions) mentions.add(each);
    formatted.push(...read.formatted);
    return read.plain;
  };
  const richPart = (part: ElementJson): string => {
    const inner = (part.elements ?? []).map(richPart);
    if (part.type === 'rich_text_list') return inner.map((each) => `• ${each}`).join('\n');
    if (part.elements) return inner.join('');
    const id = part.user_id ?? part.channel_id;
    if (!id) return textOf(part.text) || part.fallback || '';
    mentions.add(id);
    return directory.nameOf(id) ?? id;
  };
  const linesOf = (block: BlockJson): string[] => {
    const { text, fields = [], label, hint, elements = [] } = block;
    const lines = [text, ...fields, label, hint].map(shown);
    if (block.type === 'context') lines.push(elements.map((each) => shown(each as TextJson)).join(' '));
    if (block.type === 'rich_text') lines.push(...elements.map(richPart));
    return [
      ...lines,
      buttonTexts([block])
        .map((each) => `[${each}]`)
        .join(' '),
    ].filter(Boolean);
  };

  const plain = blocks.flatMap(linesOf).join('\n');
  return { plain, mentions: [...mentions], formatted };
}

/** The texts of everything that can be pressed. */
export function buttonTexts(blocks: BlockJson[]): string[] {
  const elements = blocks.flatMap(interactiveElements).filter(({ type }) => type === 'button');
  return elements.map(({ text }) => textOf(text));
}
