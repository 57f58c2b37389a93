// How Slack shows mrkdwn, as far as it matters for "what does a person read, who is notified, what is formatted":
// docs.slack.dev/messaging/formatting-message-text

export interface Reading {
  plain: string;
  mentions: string[];
  formatted: string[];
}

export interface Directory {
  /** '@Ana Ruiz' for a user id, '#ops' for a channel id, '@front-desk' for a user group id. */
  nameOf(id: string): string | undefined;
  /** The id behind a typed '#ops' or '@ana'. */
  idOf(word: string): string | undefined;
}

export type Parsing = 'none' | 'channels' | 'full';

// A mark counts at the edge of a word, around text that does not begin or end with a space, on one line.
const marks: RegExp[] = ['\\*', '_', '~'].map(
  (m) =>
    new RegExp(
      `(?<![\\p{L}\\p{N}${m}])${m}(?![\\s${m}])([^${m}\\n]*[^${m}\\s])${m}(?![\\p{L}\\p{N}${m}])`,
      'gu',
    ),
);

export function decodeEntities(text: string): string {
  return text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
}

const slot = (index: number): string => `\uE000${index}\uE001`;

/** `parsing`: what bare '@here', '#ops' and '@ana' do ('channels': '@here' and '#ops' only; 'full': as link_names). */
export function readMrkdwn(text: string, directory: Directory, parsing: Parsing): Reading {
  const mentions: string[] = [];
  const formatted: string[] = [];
  const tokens: string[] = [];
  const keep = (shown: string): string => slot(tokens.push(shown) - 1);
  const restore = (piece: string): string =>
    decodeEntities(piece.replace(/\uE000(\d+)\uE001/g, (_, index) => restore(tokens[Number(index)] ?? '')));

  const angle = (body: string): string => {
    const [target = '', label] = body.split('|', 2);
    if (target.startsWith('@') || target.startsWith('#') || target.startsWith('!subteam^')) {
      const id = target.replace(/^(@|#|!subteam\^)/, '');
      mentions.push(id);
      return (
        directory.nameOf(id) ?? (label ? `${target.startsWith('#') ? '#' : '@'}${label}` : `<${target}>`)
      );
    }
    if (target.startsWith('!date^')) return label ?? target;
    if (target.startsWith('!')) {
      mentions.push(target.slice(1));
      return `@${target.slice(1)}`;
    }
    const shown = label ?? target.replace(/^mailto:/, '');
    formatted.push(decodeEntities(shown));
    return shown;
  };

  const code = (inner: string): string => {
    const shown = inner.replace(/<([^<>\n]+)>/g, (_, body) => angle(body));
    formatted.push(decodeEntities(shown));
    return keep(shown);
  };

  let rest = text
    .replace(/```([\s\S]+?)```/g, (_, inner) => code(inner))
    .replace(/`([^`\n]+)`/g, (_, inner) => code(inner))
    .replace(/<([^<>\n]+)>/g, (_, body) => keep(angle(body)))
    .replace(/\bhttps?:\/\/[^\s<>|]*[^\s<>|.,;:!?"')\]]/g, (url) => {
      formatted.push(decodeEntities(url));
      return keep(url);
    });
  if (parsing !== 'none') {
    rest = rest.replace(/(?<![\p{L}\p{N}@#])([@#])([\p{L}\p{N}][\p{L}\p{N}._-]*)/gu, (all, sign, word) => {
      const everybody = sign === '@' && /^(here|channel|everyone)$/.test(word);
      const id = everybody ? word : sign === '#' || parsing === 'full' ? directory.idOf(all) : undefined;
      if (!id) return all;
      mentions.push(id);
      return keep(all);
    });
  }
  rest = rest.replace(/^(?:>|&gt;)[ ]?(.+)$/gm, (_, line) => {
    formatted.push(restore(line));
    return line;
  });
  for (const pattern of marks) {
    rest = rest.replace(pattern, (_, inner) => {
      formatted.push(restore(inner));
      return inner;
    });
  }
  return { plain: restore(rest), mentions, formatted };
}
