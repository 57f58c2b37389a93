import type { BlockJson, ElementJson } from '../../slack/block-kit.ts';
import { usePage } from './page-context.ts';
import { shownDate } from './shown-date.ts';
import { Link, Words } from './text.tsx';
import { Unknown } from './unknown.tsx';

function RichPiece({ piece }: { piece: ElementJson }) {
  const { names } = usePage().shown;
  const id = piece.user_id ?? piece.channel_id ?? '';
  const words = <Words text={String(piece.text ?? '')} />;
  switch (piece.type) {
    case 'text':
      return (piece.style as { bold?: boolean })?.bold ? <strong>{words}</strong> : words;
    case 'link':
      return (
        <Link url={String(piece.url)}>
          {(piece.style as { bold?: boolean })?.bold ? <strong>{words}</strong> : words}
        </Link>
      );
    case 'user':
    case 'channel':
      return <span class="mention">{names[id] ?? id}</span>;
    case 'date':
      return <>{shownDate(piece.timestamp ?? 0, piece.format ?? '')}</>;
    default:
      return <Unknown what={`the rich text element “${piece.type}”`} />;
  }
}

function RichPart({ part: { type, elements = [] } }: { part: ElementJson }) {
  switch (type) {
    case 'rich_text_list':
      return (
        <ul>
          {elements.map((item, n) => (
            <li key={n}>
              <RichPieces pieces={item.elements ?? []} />
            </li>
          ))}
        </ul>
      );
    case 'rich_text_section':
      return (
        <p>
          <RichPieces pieces={elements} />
        </p>
      );
    default:
      return <Unknown what={`the rich text part “${type}”`} />;
  }
}

function RichPieces({ pieces }: { pieces: ElementJson[] }) {
  return pieces.map((piece, n) => <RichPiece key={n} piece={piece} />);
}

export function RichText({ block }: { block: BlockJson }) {
  return (
    <div class="rich-text">
      {(block.elements ?? []).map((part, n) => (
        <RichPart key={n} part={part} />
      ))}
    </div>
  );
}
