import { describe, expect, test } from '@jest/globals';
import { sameValue } from '../../../src/operations/same-value.ts';

describe('sameValue', () => {
  test.each([
    [null, undefined],
    [null, ''],
    [false, null],
    [false, undefined],
    [[], null],
    [
      [1, 2],
      [2, 1],
    ],
    ['a\r\nb', 'a\nb'],
    ['a ', 'a'],
    ['a\rb', 'a\nb'],
    ['\r\n ', null],
    [{ a: 1 }, { a: 1 }],
    [8, 8],
  ])('takes %j and %j for the same', (a, b) => {
    expect(sameValue(a, b)).toBe(true);
    expect(sameValue(b, a)).toBe(true);
  });

  test.each([
    [0, null],
    [0, false],
    [true, null],
    ['a', 'A'],
    ['a b', 'a  b'],
    [[1], [1, 1]],
    [[1], null],
    [[1, 2], [12]],
    [1, 2],
    [{ a: 1 }, { a: 2 }],
    [true, 'true'],
  ])('tells %j from %j', (a, b) => {
    expect(sameValue(a, b)).toBe(false);
    expect(sameValue(b, a)).toBe(false);
  });
});
