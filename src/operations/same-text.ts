const ENTITIES: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: ' ' };

const decoded = (text: string): string =>
  text.replace(/&(?:#x([0-9a-f]+)|#(\d+)|(\w+));/gi, (entity, hex?: string, number?: string, name = '') => {
    const code = hex ? Number.parseInt(hex, 16) : Number(number);
    if (hex || number) return code <= 0x10ffff ? String.fromCodePoint(code) : entity;
    return ENTITIES[name.toLowerCase()] ?? entity;
  });

/** A text without what a server may change in keeping it: ends of lines, blanks, paragraphs in HTML, entities. */
const bare = (text: string): string =>
  decoded(text.replace(/<br\s*\/?>|<\/(?:p|div)>/gi, '\n').replace(/<(?:p|div)(?:\s[^>]*)?>/gi, ''))
    .normalize('NFC')
    .replace(/\u00a0/g, ' ')
    .split(/[\r\n]+/)
    .map((line) => line.trim())
    .filter(Boolean)
    .join('\n');

/** Two texts that a person would take for the same. */
export const sameText = (one: string, other: string): boolean => bare(one) === bare(other);
