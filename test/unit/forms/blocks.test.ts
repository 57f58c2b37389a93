import { describe, expect, test } from '@jest/globals';
import { aside, banner, option, plain } from '../../../src/forms/blocks.ts';

describe('text that is shown as it is', () => {
  test('is never formatted, and :words: stay words', () => {
    expect(plain('*bold* <!here> :tada:')).toEqual({
      type: 'plain_text',
      text: '*bold* <!here> :tada:',
      emoji: false,
    });
  });

  test('is never empty, because Slack refuses that', () => {
    expect(plain('').text).toBe(' ');
  });

  test('is cut at its limit', () => {
    expect(plain('abcdef', 4).text).toBe('abc…');
    expect(plain('x'.repeat(3001)).text).toBe(`${'x'.repeat(2999)}…`);
  });
});

test('an option has a text, its value, and a second line where there is one', () => {
  expect(option('Soho', '11', 'London')).toEqual({
    text: { type: 'plain_text', text: 'Soho', emoji: false },
    value: '11',
    description: { type: 'plain_text', text: 'London', emoji: false },
  });
  expect(option('Soho', '11')).toEqual({
    text: { type: 'plain_text', text: 'Soho', emoji: false },
    value: '11',
  });
  const long = option('n'.repeat(254), '11', 'd'.repeat(254));
  expect(long.text.text).toBe(`${'n'.repeat(74)}…`);
  expect(long.description?.text).toBe(`${'d'.repeat(74)}…`);
});

describe('a banner', () => {
  test('is an alert while it is short', () => {
    expect(banner('warning', 'x'.repeat(200))).toEqual({
      type: 'alert',
      level: 'warning',
      text: { type: 'plain_text', text: 'x'.repeat(200), emoji: false },
    });
  });

  test.each([
    ['info', 'ℹ️'],
    ['warning', '⚠️'],
    ['error', '⛔'],
    ['success', '✅'],
  ] as const)('of level %s that is too long for an alert is a section with %s', (level, sign) => {
    expect(banner(level, 'x'.repeat(201))).toEqual({
      type: 'section',
      text: { type: 'plain_text', text: `${sign} ${'x'.repeat(201)}`, emoji: false },
    });
  });

  test('of 5,000 characters fits into a section', () => {
    const block = banner('error', 'x'.repeat(5000)) as { text: { text: string } };
    expect(block.text.text).toHaveLength(3000);
  });
});

test('small text is in a context', () => {
  expect(aside('Loading…')).toEqual({
    type: 'context',
    elements: [{ type: 'plain_text', text: 'Loading…', emoji: false }],
  });
});
