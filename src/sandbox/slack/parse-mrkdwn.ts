// How Slack shows mrkdwn, as far as it matters for "what does a person read, who is notified, what is formatted":
// docs.slack.dev/messaging/formatting-message-text

export type Piece =
  | { kind: 'text'; text: string }
  | { kind: 'bold' | 'italic' | 'strike' | 'code' | 'pre' | 'quote'; pieces: Piece[] }
  | { kind: 'link'; url: string; text: string }
  | { kind: 'mention'; id: string; text: string }
  /** A moment in seconds; `text` is for clients that don't know dates. */
  | { kind: 'date'; at: number; format: string; text: string };

export interface Directory {
  /** '@Ana Ruiz' for a user id, '#ops' for a channel id, '@front-desk' for a user group id. */
  nameOf(id: string): string | undefined;
  /** The id behind a typed '#ops' or '@ana'. */
  idOf?(word: string): string | undefined;
}

/** What bare '@here', '#ops' and '@ana' do ('channels': '@here' and '#ops' only; 'full': as link_names). */
export type Parsing = 'none' | 'channels' | 'full';

// A mark counts at the edge of a word, around text that does not begin or end with a space, on one line.
const wrapping = [
  ['bold', '\\*'],
  ['italic', '_'],
  ['strike', '~'],
] as const;

const markOf = (m: string): RegExp =>
  new RegExp(
    `(?<![\\p{L}\\p{N}${m}])${m}(?![\\s${m}])([^${m}\\n]*[^${m}\\s])${m}(?![\\p{L}\\p{N}${m}])`,
    'gu',
  );
const marks = wrapping.map(([kind, mark]) => ({ kind, pattern: markOf(mark) }));

export const decodeEntities = (text: string): string =>
  text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');

export function parseMrkdwn(text: string, directory: Directory, parsing: Parsing): Piece[] {
  const kept: Piece[] = [];
  const keep = (piece: Piece): string => `\uE000${kept.push(piece) - 1}\uE001`;

  const restored = (run: string): Piece[] =>
    run.split(/(\uE000\d+\uE001)/).flatMap((part): Piece[] => {
      const index = /^\uE000(\d+)\uE001$/.exec(part)?.[1];
      const piece = index === undefined ? undefined : kept[Number(index)];
      return piece ? [piece] : part ? [{ kind: 'text', text: decodeEntities(part) }] : [];
    });

  const angle = (body: string): Piece => {
    const [target = '', label] = body.split('|', 2);
    if (/^([@#]|!subteam\^)/.test(target)) {
      const id = target.replace(/^(@|#|!subteam\^)/, '');
      const named = label ? `${target.startsWith('#') ? '#' : '@'}${label}` : `<${target}>`;
      return { kind: 'mention', id, text: directory.nameOf(id) ?? named };
    }
    if (target.startsWith('!date^')) {
      const [, at, format = ''] = target.split('^');
      return { kind: 'date', at: Number(at), format: decodeEntities(format), text: label ?? target };
    }
    if (target.startsWith('!')) return { kind: 'mention', id: target.slice(1), text: `@${target.slice(1)}` };
    return {
      kind: 'link',
      url: decodeEntities(target),
      text: decodeEntities(label ?? target.replace(/^mailto:/, '')),
    };
  };
  const withAngles = (run: string): string => run.replace(/<([^<>\n]+)>/g, (_, body) => keep(angle(body)));

  const inline = (run: string): Piece[] => {
    let rest = run;
    for (const { kind, pattern } of marks)
      rest = rest.replace(pattern, (_, inner) => keep({ kind, pieces: inline(inner) }));
    return restored(rest);
  };

  const bare = (word: string, sign: string, name: string): string => {
    if (parsing === 'none') return word;
    const toAll = sign === '@' && /^(here|channel|everyone)$/.test(name);
    const id = toAll ? name : sign === '#' || parsing === 'full' ? directory.idOf?.(word) : undefined;
    return id ? keep({ kind: 'mention', id, text: word }) : word;
  };

  const rest = withAngles(
    text
      .replace(/```([\s\S]+?)```/g, (_, inner) => keep({ kind: 'pre', pieces: restored(withAngles(inner)) }))
      .replace(/`([^`\n]+)`/g, (_, inner) => keep({ kind: 'code', pieces: restored(withAngles(inner)) })),
  )
    .replace(/\bhttps?:\/\/[^\s<>|\uE000]*[^\s<>|.,;:!?"')\]\uE000\uE001]/g, (url) =>
      keep({ kind: 'link', url: decodeEntities(url), text: decodeEntities(url) }),
    )
    .replace(/(?<![\p{L}\p{N}@#])([@#])([\p{L}\p{N}][\p{L}\p{N}._-]*)/gu, bare)
    .replace(/^(?:>|&gt;)[ ]?(.+)$/gm, (_, line) => keep({ kind: 'quote', pieces: inline(line) }));
  return inline(rest);
}
