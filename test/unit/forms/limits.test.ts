import { describe, expect, test } from '@jest/globals';
import { limits, shortened } from '../../../src/forms/limits.ts';

test('the limits are Slack’s', () => {
  expect(limits).toMatchObject({
    title: 24,
    button: 24,
    label: 2000,
    hint: 2000,
    placeholder: 150,
    optionText: 75,
    optionDescription: 75,
    optionGroupLabel: 75,
    options: 100,
    inputValue: 3000,
    sectionText: 3000,
    alertText: 200,
    modalBlocks: 100,
    messageBlocks: 50,
    actionsElements: 25,
  });
});

describe('shortened', () => {
  test.each([
    ['', 5, ''],
    ['abcde', 5, 'abcde'],
    ['abcdef', 5, 'abcd…'],
    ['abcdef', 1, '…'],
    ['ab🚀', 4, 'ab🚀'],
    // An emoji takes two places: it stays whole or goes.
    ['abc🚀f', 5, 'abc…'],
    ['ab🚀ef', 5, 'ab🚀…'],
    ['🚀🚀🚀', 4, '🚀…'],
    ['🚀🚀🚀', 5, '🚀🚀…'],
  ])('%j to %i is %j', (text, most, expected) => {
    expect(shortened(text, most)).toBe(expected);
  });

  test('never leaves half of an emoji, wherever it is cut', () => {
    const text = '👩‍🚀 é 日本 🏳️‍🌈 and more 🚀🚀';
    for (let most = 1; most <= text.length; most++) {
      const short = shortened(text, most);
      expect(short.length).toBeLessThanOrEqual(most);
      expect(short).not.toMatch(/\p{Surrogate}/u);
    }
  });
});
