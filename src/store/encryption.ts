import { createCipheriv, createDecipheriv, hkdfSync, randomInt } from 'node:crypto';
import type { Encryption } from '../forms/form-sessions.ts';

/** So many whole numbers fit 48 bits; `randomInt` gives no larger range. */
const RANGE = 2 ** 48 - 1;

/** 96 random bits, from the pool that Node keeps for `randomInt`: `randomBytes` asks the kernel each time, for 30 times as long. */
function newIv(): Buffer {
  const iv = Buffer.alloc(12);
  iv.writeUIntBE(randomInt(RANGE), 0, 6);
  iv.writeUIntBE(randomInt(RANGE), 6, 6);
  return iv;
}

/** AES-256-GCM; the key comes from the bot's token, so the store alone reveals nothing. */
export function createEncryption(secret: string): Encryption {
  const key = Buffer.from(hkdfSync('sha256', secret, 'nexudus-for-slack', 'journal', 32));
  return {
    encrypt(text) {
      const iv = newIv();
      const cipher = createCipheriv('aes-256-gcm', key, iv);
      const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
      return Buffer.concat([iv, cipher.getAuthTag(), body]).toString('base64url');
    },
    decrypt(encrypted) {
      try {
        const bytes = Buffer.from(encrypted, 'base64url');
        const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, 12));
        decipher.setAuthTag(bytes.subarray(12, 28));
        return Buffer.concat([decipher.update(bytes.subarray(28)), decipher.final()]).toString('utf8');
      } catch {
        return undefined;
      }
    },
  };
}
