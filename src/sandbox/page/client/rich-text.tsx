import type { ComponentChild } from 'preact';
import type { BlockJson, ElementJson } from '../../slack/block-kit.ts';
import { usePage } from './page-context.ts';
import { Link, Words } from './text.tsx';
import { Unknown } from './unknown.tsx';

type Style = Partial<Record<'bold' | 'italic' | 'strike' | 'code' | 'underline' | 'highlight', boolean>>;

function styled(given: unknown, text: ComponentChild): ComponentChild {
  const { bold, italic, strike, code, underline, highlight } = (given ?? {}) as Style;
  let shown = text;
  if (code) shown = <code>{shown}</code>;
  if (bold) shown = <strong>{shown}</strong>;
  if (italic) shown = <em>{shown}</em>;
  if (strike) shown = <s>{shown}</s>;
  if (underline) shown = <u>{shown}</u>;
  if (highlight) shown = <mark>{shown}</mark>;
  return shown;
}

/** docs.slack.dev/messaging/formatting-message-text#date-formatting, in the reader's own time zone. */
function shownDate(seconds: number, format: string): string {
  const date = new Date(seconds * 1000);
  const day = (options: Intl.DateTimeFormatOptions) => date.toLocaleDateString('en', options);
  const time = (options: Intl.DateTimeFormatOptions) => date.toLocaleTimeString('en-GB', options);
  const long = day({ year: 'numeric', month: 'long', day: 'numeric' });
  const known: Readonly<Record<string, string>> = {
    date_num: date.toISOString().slice(0, 10),
    date: long,
    date_pretty: long,
    date_short: day({ year: 'numeric', month: 'short', day: 'numeric' }),
    date_short_pretty: day({ year: 'numeric', month: 'short', day: 'numeric' }),
    date_long: day({ weekday: 'long', year: 'numeric', month: 'long', day: 'numeric' }),
    date_long_pretty: day({ weekday: 'long', year: 'numeric', month: 'long', day: 'numeric' }),
    time: time({ hour: '2-digit', minute: '2-digit' }),
    time_secs: time({ hour: '2-digit', minute: '2-digit', second: '2-digit' }),
  };
  return format.replace(/\{(\w+)\}/g, (all, name) => known[name] ?? all);
}

type RichElement = ElementJson & { timestamp?: number; format?: string; unicode?: string };

function RichPiece({ piece }: { piece: RichElement }) {
  const { names } = usePage().shown;
  const id = piece.user_id ?? piece.channel_id ?? piece.usergroup_id;
  switch (piece.type) {
    case 'text':
      return <>{styled(piece.style, <Words text={String(piece.text ?? '')} />)}</>;
    case 'link':
      return <Link url={piece.url ?? ''}>{styled(piece.style, String(piece.text ?? piece.url ?? ''))}</Link>;
    case 'user':
    case 'channel':
    case 'usergroup':
      return <span class="mention">{styled(piece.style, names[id ?? ''] ?? id)}</span>;
    case 'broadcast':
      return <span class="mention">@{piece.range}</span>;
    case 'emoji':
      return <Words text={`:${piece.name}:`} />;
    case 'date':
      return (
        <>
          {styled(
            piece.style,
            shownDate(piece.timestamp ?? 0, piece.format ?? piece.fallback ?? '{date} {time}'),
          )}
        </>
      );
    case 'color':
    case 'team':
      return <>{piece.value ?? ''}</>;
    default:
      return <Unknown what={`the rich text element “${piece.type}”`} />;
  }
}

function RichPart({ part }: { part: ElementJson }) {
  const parts = part.elements ?? [];
  if (part.type === 'rich_text_list') {
    const items = parts.map((item, n) => (
      <li key={n}>
        <RichPieces pieces={item.elements ?? []} />
      </li>
    ));
    return part.style === 'ordered' ? <ol>{items}</ol> : <ul>{items}</ul>;
  }
  const inner = <RichPieces pieces={parts} />;
  if (part.type === 'rich_text_section') return <p>{inner}</p>;
  if (part.type === 'rich_text_quote') return <blockquote>{inner}</blockquote>;
  if (part.type === 'rich_text_preformatted') return <pre>{inner}</pre>;
  return <Unknown what={`the rich text part “${part.type}”`} />;
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
