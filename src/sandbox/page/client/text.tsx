import type { ComponentChild } from 'preact';
import type { TextJson } from '../../slack/block-kit.ts';
import { decodeEntities, type Piece, parseMrkdwn } from '../../slack/parse-mrkdwn.ts';
import { usePage } from './page-context.ts';
import { shownDate } from './shown-date.ts';
import { anySign, signs } from './signs.ts';

/** Text as it is; nothing in it is markup. */
export function Words({ text }: { text: string }) {
  return text.split(anySign).map((part, n) => {
    const image = signs[part];
    if (!image) return part;
    return (
      <span key={`${n}${part}`} class="sign" style={{ backgroundImage: image }}>
        {part}
      </span>
    );
  });
}

export function Link({ url, children }: { url: string; children: ComponentChild }) {
  if (!/^(https?:|mailto:)/i.test(url)) return <>{children}</>;
  return (
    <a href={url} target="_blank" rel="noopener noreferrer">
      {children}
    </a>
  );
}

function Shown({ piece }: { piece: Piece }) {
  switch (piece.kind) {
    case 'text':
      return <Words text={piece.text} />;
    case 'mention':
      return <span class="mention">{piece.text}</span>;
    case 'date':
      return <>{shownDate(piece.at, piece.format)}</>;
    case 'link':
      return <Link url={piece.url}>{piece.text}</Link>;
  }
  const inner = <Pieces pieces={piece.pieces} />;
  switch (piece.kind) {
    case 'bold':
      return <strong>{inner}</strong>;
    case 'italic':
      return <em>{inner}</em>;
    case 'strike':
      return <s>{inner}</s>;
    case 'code':
      return <code>{inner}</code>;
    case 'pre':
      return <pre>{inner}</pre>;
    case 'quote':
      return <blockquote>{inner}</blockquote>;
  }
}

function Pieces({ pieces }: { pieces: Piece[] }) {
  return pieces.map((piece, n) => <Shown key={n} piece={piece} />);
}

export function Mrkdwn({ text }: { text: string }) {
  const { names } = usePage().shown;
  return <Pieces pieces={parseMrkdwn(text, { nameOf: (id) => names[id] }, 'none')} />;
}

/** A text object of Block Kit. */
export function Text({ text }: { text: TextJson | string | undefined }) {
  if (text === undefined) return null;
  if (typeof text === 'string') return <Words text={text} />;
  return text.type === 'mrkdwn' ? <Mrkdwn text={text.text} /> : <Words text={decodeEntities(text.text)} />;
}
