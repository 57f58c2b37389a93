import { describe, expect, test } from '@jest/globals';
import { completions } from '../../../src/sandbox/page/client/completions.ts';
import { type Piece, parseMrkdwn } from '../../../src/sandbox/page/client/parse-mrkdwn.ts';
import { type Directory, readMrkdwn } from '../../../src/sandbox/slack/read-mrkdwn.ts';

const names: Record<string, string> = { U0ANA0000: '@Ana Ruiz', C0OPS0000: '#ops' };
const directory: Directory = { nameOf: (id) => names[id], idOf: () => undefined };
const wordsOf = (pieces: Piece[]): string =>
  pieces.map((piece) => ('pieces' in piece ? wordsOf(piece.pieces) : piece.text)).join('');

describe('mrkdwn on the page', () => {
  test.each([
    'plain',
    '*bold* _it_ ~no~ `code *not bold*`',
    '*bold _and it_*',
    'a*b*c 2 * 3 * 4 snake_case_name',
    '```pre *as it is*\n<https://a.example|x>```',
    'see <https://a.example/?a=1&amp;b=2|the page>, https://b.example/x. and <mailto:a@b.example>',
    'to <@U0ANA0000> in <#C0OPS0000>, <!here>, <@UNKNOWN|nobody>',
    '&gt; quoted *bold*\nnot quoted',
    '&lt;script&gt;alert(1)&lt;/script&gt; &amp;amp;',
    '`/nexudus team rename Acme to "Acme Ltd"`',
    '<!date^1392734382^{date}|2014>',
  ])('reads as the stand-in reads it: %s', (text) => {
    expect(wordsOf(parseMrkdwn(text, names))).toBe(readMrkdwn(text, directory, 'none').plain);
  });

  test('keeps apart what is formatted', () => {
    expect(parseMrkdwn('*a _b_* <https://x.example|c> `d` <@U0ANA0000>', names)).toEqual([
      {
        kind: 'bold',
        pieces: [
          { kind: 'text', text: 'a ' },
          { kind: 'italic', pieces: [{ kind: 'text', text: 'b' }] },
        ],
      },
      { kind: 'text', text: ' ' },
      { kind: 'link', url: 'https://x.example', text: 'c' },
      { kind: 'text', text: ' ' },
      { kind: 'code', pieces: [{ kind: 'text', text: 'd' }] },
      { kind: 'text', text: ' ' },
      { kind: 'mention', text: '@Ana Ruiz' },
    ]);
  });
});

describe('completion in the composer', () => {
  const commands = [
    { command: '/nexudus', description: 'Work', hint: 'help | team rename Acme', by: 'Nexudus' },
    { command: '/invite', description: 'Invite', hint: '@someone', by: 'Slack' },
  ];
  const texts = (typed: string) => completions(typed, commands).list.map(({ text }) => text);

  test('offers commands, then the words of the usage hint, then nothing', () => {
    expect(texts('hello /')).toEqual([]);
    expect(texts('/')).toEqual(['/nexudus ', '/invite ']);
    expect(texts('/N')).toEqual([]);
    expect(texts('/nex')).toEqual(['/nexudus ']);
    expect(texts('/nexudus ')).toEqual(['/nexudus help', '/nexudus team rename Acme']);
    expect(texts('/nexudus TEAM')).toEqual(['/nexudus team rename Acme']);
    expect(texts('/nexudus help')).toEqual([]);
    expect(texts('/nexudus help\n')).toEqual([]);
    expect(completions('/nexudus x', commands).hint).toBe('/nexudus help | team rename Acme');
    expect(texts('/invite @')).toEqual([]);
  });
});
