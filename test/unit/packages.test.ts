import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';

/** Licences under which others' code may be passed on with the bot, the image included, without more than naming them. */
const ALLOWED = ['0BSD', 'Apache-2.0', 'BSD-2-Clause', 'BSD-3-Clause', 'BlueOak-1.0.0', 'ISC', 'MIT'];

interface Locked {
  license?: string;
  hasInstallScript?: boolean;
  dev?: boolean;
  devOptional?: boolean;
}

const read = (path: string) => JSON.parse(readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8'));
const { packages } = read('package-lock.json') as { packages: Record<string, Locked> };

test('every package that runs with the bot has a licence that allows it', () => {
  const running = Object.entries(packages).filter(
    ([path, { dev, devOptional }]) => path !== '' && !dev && !devOptional,
  );
  expect(running.length).toBeGreaterThan(100);
  expect(running.filter(([, { license }]) => !ALLOWED.includes(license ?? '')).map(([path]) => path)).toEqual(
    [],
  );
});

test('no package may run a script when it is installed', () => {
  const withScript = Object.entries(packages).filter(([, { hasInstallScript }]) => hasInstallScript);
  const names = withScript.map(([path]) => path.replace(/^.*node_modules\//, ''));
  expect(read('package.json').allowScripts).toEqual(Object.fromEntries(names.map((name) => [name, false])));
});
