import { expect, test } from '@jest/globals';
import { newReceipt } from '../../../src/submissions/receipt.ts';

const many = Array.from({ length: 5000 }, newReceipt);

test('a receipt is NX- and seven signs that can be read out and never spell a word', () => {
  for (const receipt of many) expect(receipt).toMatch(/^NX-[23456789BCDFGHJKMNPQRSTVWXZ]{7}$/);
  // No vowels, and nothing that looks like something else.
  expect(many.join('').replaceAll('NX-', '')).not.toMatch(/[AEIOU01LY]/);
});

test('all signs come up, and no receipt twice', () => {
  expect(new Set(many.join('').replaceAll('NX-', '')).size).toBe(27);
  expect(new Set(many).size).toBe(5000);
});
