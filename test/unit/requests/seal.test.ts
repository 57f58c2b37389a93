import { describe, expect, test } from '@jest/globals';
import { createSeal } from '../../../src/requests/seal.ts';

const URL = 'https://hooks.slack.com/commands/T0/1/secret';
const seal = createSeal('xoxb-1');

describe('a sealed secret', () => {
  test('can be opened again, by whoever has the same token', () => {
    expect(seal.open(seal.close(URL))).toBe(URL);
    expect(createSeal('xoxb-1').open(seal.close(URL))).toBe(URL);
    expect(seal.open(seal.close('Zoë 🚀'))).toBe('Zoë 🚀');
  });

  test('shows nothing of itself, and is another one each time', () => {
    expect(Buffer.from(seal.close(URL), 'base64url').toString('latin1')).not.toContain('hooks.slack.com');
    expect(seal.close(URL)).not.toBe(seal.close(URL));
  });

  test('can’t be opened with another token', () => {
    expect(createSeal('xoxb-2').open(seal.close(URL))).toBeUndefined();
  });

  test('can’t be opened when one bit of it was changed', () => {
    const sealed = Buffer.from(seal.close(URL), 'base64url');
    for (const at of [0, 12, 28, sealed.length - 1]) {
      const changed = Buffer.from(sealed);
      changed[at] = (changed[at] ?? 0) ^ 1;
      expect(seal.open(changed.toString('base64url'))).toBeUndefined();
    }
  });

  test.each(['', 'x', 'not base64 at all', URL])('is not %j', (text) => {
    expect(seal.open(text)).toBeUndefined();
  });
});
