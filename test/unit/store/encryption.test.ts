import { describe, expect, test } from '@jest/globals';
import { createEncryption } from '../../../src/store/encryption.ts';

const URL = 'https://hooks.slack.com/commands/T0/1/secret';
const encryption = createEncryption('xoxb-1');

describe('an encrypted secret', () => {
  test('can be read again, by whoever has the same token', () => {
    expect(encryption.decrypt(encryption.encrypt(URL))).toBe(URL);
    expect(createEncryption('xoxb-1').decrypt(encryption.encrypt(URL))).toBe(URL);
    expect(encryption.decrypt(encryption.encrypt('Zoë 🚀'))).toBe('Zoë 🚀');
  });

  test('shows nothing of itself, and is another one each time', () => {
    expect(Buffer.from(encryption.encrypt(URL), 'base64url').toString('latin1')).not.toContain(
      'hooks.slack.com',
    );
    expect(encryption.encrypt(URL)).not.toBe(encryption.encrypt(URL));
  });

  test('begins with twelve random bytes', () => {
    const ivs = Array.from({ length: 2000 }, () =>
      Buffer.from(encryption.encrypt(URL), 'base64url').subarray(0, 12),
    );
    // Of 2,000 random bytes at one place 255.9 of the 256 differ on average, and no half of 48 bits comes twice.
    for (let at = 0; at < 12; at++) expect(new Set(ivs.map((iv) => iv[at])).size).toBeGreaterThan(240);
    for (const half of [0, 6])
      expect(new Set(ivs.map((iv) => iv.toString('hex', half, half + 6))).size).toBe(2000);
  });

  test('can’t be read with another token', () => {
    expect(createEncryption('xoxb-2').decrypt(encryption.encrypt(URL))).toBeUndefined();
  });

  test('can’t be read when one bit of it was changed', () => {
    const encrypted = Buffer.from(encryption.encrypt(URL), 'base64url');
    for (const at of [0, 12, 28, encrypted.length - 1]) {
      const changed = Buffer.from(encrypted);
      changed[at] = (changed[at] ?? 0) ^ 1;
      expect(encryption.decrypt(changed.toString('base64url'))).toBeUndefined();
    }
  });

  test.each(['', 'x', 'not base64 at all', URL])('is not %j', (text) => {
    expect(encryption.decrypt(text)).toBeUndefined();
  });
});
