import { type BlockJson, type ElementJson, interactiveElements, type TextJson, textOf } from './block-kit.ts';
import { type Directory, decodeEntities, type Reading, readMrkdwn } from './read-mrkdwn.ts';

/** What a person reads in blocks, top to bottom, and what these blocks mention and format. */
export function readBlocks(blocks: BlockJson[], directory: Directory): Reading {
  const reader = new BlockReader(directory);
  for (const block of blocks) reader.block(block);
  return reader.reading();
}

class BlockReader {
  private readonly directory: Directory;
  private readonly lines: string[] = [];
  private readonly mentions: string[] = [];
  private readonly formatted: string[] = [];

  constructor(directory: Directory) {
    this.directory = directory;
  }

  reading(): Reading {
    return { plain: this.lines.join('\n'), mentions: [...new Set(this.mentions)], formatted: this.formatted };
  }

  block(block: BlockJson): void {
    this.say(this.text(block.text));
    if (block.type === 'image' || block.type === 'video')
      this.say(textOf(block.title) || (block.alt_text ?? ''));
    else this.say(this.text(block.title));
    if (block.rich_text_title) this.block(block.rich_text_title);
    for (const text of [block.subtitle, block.body]) this.say(this.text(text));
    for (const field of block.fields ?? []) this.say(this.text(field));
    if (block.type === 'input')
      this.say([textOf(block.label), textOf(block.hint)].filter(Boolean).join('\n'));
    if (block.type === 'context')
      this.say((block.elements ?? []).map((each) => this.contextPart(each)).join(' '));
    if (block.type === 'rich_text')
      this.say((block.elements ?? []).map((each) => this.richPart(each)).join('\n'));
    if (block.type === 'carousel') for (const card of block.elements ?? []) this.block(card);
    this.say(interactiveElements(block).map(shownElement).filter(Boolean).join(' '));
    this.say(block.caption ?? '');
    for (const row of block.rows ?? []) this.say(row.map((cell) => this.cell(cell)).join(' | '));
    for (const part of [block.details, block.output]) if (part) this.block(part);
    if (block.status) this.say(`(${block.status})`);
    for (const child of [...(block.child_blocks ?? []), ...(block.tasks ?? [])]) this.block(child);
  }

  private say(line: string): void {
    if (line) this.lines.push(line);
  }

  private text(text: TextJson | string | undefined): string {
    if (!text || typeof text === 'string') return text ?? '';
    if (text.type === 'plain_text') return decodeEntities(text.text);
    // "When false (as is default) … certain mentions will be automatically parsed": @slack/types, MrkdwnElement.verbatim
    return this.add(readMrkdwn(text.text, this.directory, text.verbatim ? 'none' : 'channels'));
  }

  private add(reading: Reading): string {
    this.mentions.push(...reading.mentions);
    this.formatted.push(...reading.formatted);
    return reading.plain;
  }

  private contextPart(part: ElementJson): string {
    return part.type === 'image' ? (part.alt_text ?? '') : this.text(part as TextJson);
  }

  private cell(cell: BlockJson): string {
    return cell.type === 'rich_text'
      ? (cell.elements ?? []).map((each) => this.richPart(each)).join(' ')
      : textOf(cell.text);
  }

  private richPart(part: ElementJson): string {
    const inner = (part.elements ?? []).map((each) => this.richPart(each));
    if (part.type === 'rich_text_list') return inner.map((each) => `• ${each}`).join('\n');
    if (part.elements) return inner.join('');
    const id = part.user_id ?? part.channel_id ?? part.usergroup_id ?? part.range;
    if (id) {
      this.mentions.push(id);
      return part.range ? `@${part.range}` : (this.directory.nameOf(id) ?? id);
    }
    if (part.type === 'emoji') return `:${part.name}:`;
    return textOf(part.text) || part.url || part.fallback || '';
  }
}

function shownElement(element: ElementJson): string {
  if (element.type === 'button' || element.type === 'workflow_button') return `[${textOf(element.text)}]`;
  if (element.type === 'overflow')
    return (element.options ?? []).map((option) => `[${option.text.text}]`).join(' ');
  return '';
}

/** The texts of everything that can be pressed. */
export function buttonTexts(blocks: BlockJson[]): string[] {
  return blocks.flatMap((block) => [
    ...interactiveElements(block).flatMap((element) => {
      if (element.type === 'overflow') return (element.options ?? []).map((option) => option.text.text);
      return element.type === 'button' ? [textOf(element.text)] : [];
    }),
    ...buttonTexts(block.child_blocks ?? []),
  ]);
}
