import { describe, expect, test } from '@jest/globals';
import { completions } from '../../../src/sandbox/page/client/completions.ts';
import { shownDate } from '../../../src/sandbox/page/client/shown-date.ts';
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

describe('a moment on the page', () => {
  const seconds = (year: number, month: number, day: number) =>
    new Date(year, month, day, 14, 39).getTime() / 1000;

  test.each([
    [25, 'yesterday at 14:39'],
    [26, 'today at 14:39'],
    [27, 'tomorrow at 14:39'],
    [28, 'Nov 28, 2026 at 14:39'],
  ])('in the reader’s zone, on the %i', (day, words) => {
    const now = new Date(2026, 10, 26, 23, 50);
    expect(shownDate(seconds(2026, 10, day), '{date_short_pretty} at {time}', now)).toBe(words);
  });

  test('what the page doesn’t know stays as it is written', () => {
    expect(shownDate(seconds(2026, 10, 26), '{ago} {date_short}')).toBe('{ago} Nov 26, 2026');
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
