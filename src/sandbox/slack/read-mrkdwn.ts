import { type Directory, type Parsing, type Piece, parseMrkdwn } from './parse-mrkdwn.ts';

export interface Reading {
  plain: string;
  mentions: string[];
  formatted: string[];
}

const UNFORMATTED: readonly Piece['kind'][] = ['text', 'mention', 'date'];

const wordsOf = (piece: Piece): string =>
  'pieces' in piece ? piece.pieces.map(wordsOf).join('') : piece.text;

/** What a person reads in mrkdwn, whom it mentions, and the pieces of it that are formatted. */
export function readMrkdwn(text: string, directory: Directory, parsing: Parsing): Reading {
  const pieces = parseMrkdwn(text, directory, parsing);
  const all = pieces.flatMap(function withInner(piece): Piece[] {
    return 'pieces' in piece ? [piece, ...piece.pieces.flatMap(withInner)] : [piece];
  });
  return {
    plain: pieces.map(wordsOf).join(''),
    mentions: all.flatMap((piece) => (piece.kind === 'mention' ? [piece.id] : [])),
    formatted: all.filter(({ kind }) => !UNFORMATTED.includes(kind)).map(wordsOf),
  };
}
