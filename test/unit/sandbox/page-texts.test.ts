import { describe, expect, test } from '@jest/globals';
import { completions } from '../../../src/sandbox/page/client/completions.ts';
import { type Directory, parseMrkdwn } from '../../../src/sandbox/slack/parse-mrkdwn.ts';

const names: Record<string, string> = { U0ANA0000: '@Ana Ruiz', C0OPS0000: '#ops' };
const directory: Directory = { nameOf: (id) => names[id], idOf: () => undefined };

describe('mrkdwn on the page', () => {
  test('keeps apart what is formatted', () => {
    expect(parseMrkdwn('*a _b_* <https://x.example|c> `d` <@U0ANA0000>', directory, 'none')).toEqual([
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
      { kind: 'mention', id: 'U0ANA0000', text: '@Ana Ruiz' },
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
