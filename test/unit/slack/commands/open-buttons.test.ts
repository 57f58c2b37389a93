import { expect, test } from '@jest/globals';
import { operations } from '../../../../src/operations/index.ts';
import { entries } from '../../../../src/slack/commands/open-buttons.ts';

test('what a button carries is not cut inside a character', () => {
  const message = `${'a'.repeat(1999)}😀 and more`;
  const [block] = entries(operations.slice(0, 1), () => ({ message }));
  expect(block).toMatchObject({ accessory: { value: 'a'.repeat(1999) } });
});
