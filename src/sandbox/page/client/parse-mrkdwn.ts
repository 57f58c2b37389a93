// docs.slack.dev/messaging/formatting-message-text, by the same rules as the stand-in's read-mrkdwn.ts; here the pieces
// are kept apart so that they can be shown formatted.

export type Piece =
  | { kind: 'text'; text: string }
  | { kind: 'bold' | 'italic' | 'strike' | 'code' | 'pre' | 'quote'; pieces: Piece[] }
  | { kind: 'link'; url: string; text: string }
  | { kind: 'mention'; text: string };

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

export const decode = (text: string): string =>
  text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');

/** `names`: what stands for an id, as '@Ana Ruiz'. */
export function parseMrkdwn(text: string, names: Readonly<Record<string, string>>): Piece[] {
  const kept: Piece[] = [];
  const keep = (piece: Piece): string => `\uE000${kept.push(piece) - 1}\uE001`;

  const restored = (run: string): Piece[] =>
    run.split(/(\uE000\d+\uE001)/).flatMap((part): Piece[] => {
      const index = /^\uE000(\d+)\uE001$/.exec(part)?.[1];
      const piece = index === undefined ? undefined : kept[Number(index)];
      return piece ? [piece] : part ? [{ kind: 'text', text: decode(part) }] : [];
    });

  const angle = (body: string): Piece => {
    const [target = '', label] = body.split('|', 2);
    if (/^([@#]|!subteam\^)/.test(target)) {
      const id = target.replace(/^(@|#|!subteam\^)/, '');
      return {
        kind: 'mention',
        text: names[id] ?? (label ? `${target.startsWith('#') ? '#' : '@'}${label}` : `<${target}>`),
      };
    }
    if (target.startsWith('!date^')) return { kind: 'text', text: label ?? target };
    if (target.startsWith('!')) return { kind: 'mention', text: `@${target.slice(1)}` };
    return { kind: 'link', url: decode(target), text: decode(label ?? target.replace(/^mailto:/, '')) };
  };
  const withAngles = (run: string): string => run.replace(/<([^<>\n]+)>/g, (_, body) => keep(angle(body)));

  const inline = (run: string): Piece[] => {
    let rest = run;
    for (const { kind, pattern } of marks)
      rest = rest.replace(pattern, (_, inner) => keep({ kind, pieces: inline(inner) }));
    return restored(rest);
  };

  const rest = withAngles(
    text
      .replace(/```([\s\S]+?)```/g, (_, inner) => keep({ kind: 'pre', pieces: restored(withAngles(inner)) }))
      .replace(/`([^`\n]+)`/g, (_, inner) => keep({ kind: 'code', pieces: restored(withAngles(inner)) })),
  )
    .replace(/\bhttps?:\/\/[^\s<>|\uE000]*[^\s<>|.,;:!?"')\]\uE000\uE001]/g, (url) =>
      keep({ kind: 'link', url: decode(url), text: decode(url) }),
    )
    .replace(/^(?:>|&gt;)[ ]?(.+)$/gm, (_, line) => keep({ kind: 'quote', pieces: inline(line) }));
  return inline(rest);
}
