import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';

/** Licences under which others' code may be passed on with the bot, the image included, without more than naming them. */
const ALLOWED = ['0BSD', 'Apache-2.0', 'BSD-2-Clause', 'BSD-3-Clause', 'BlueOak-1.0.0', 'ISC', 'MIT'];

interface Locked {
  license?: string;
  dev?: boolean;
  devOptional?: boolean;
}

test('every package that runs with the bot has a licence that allows it', () => {
  const lock = JSON.parse(readFileSync(new URL('../../package-lock.json', import.meta.url), 'utf8'));
  const running = Object.entries(lock.packages as Record<string, Locked>).filter(
    ([path, { dev, devOptional }]) => path !== '' && !dev && !devOptional,
  );
  expect(running.length).toBeGreaterThan(100);
  expect(running.filter(([, { license }]) => !ALLOWED.includes(license ?? '')).map(([path]) => path)).toEqual(
    [],
  );
});
