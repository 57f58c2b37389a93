import { readFileSync } from 'node:fs';
import { botPermissions, operationsPage } from './operations-page.ts';
import { scopesPage } from './scopes-page.ts';

/** README.md with its list of permissions as the code has it now. */
function readme(): string {
  const text = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');
  const [start, end] = ['<!-- permissions: npm run docs -->\n', '<!-- /permissions -->'];
  const [before, , after] = text.split(new RegExp(`${start}([^]*?)${end}`));
  if (before === undefined || after === undefined)
    throw new Error('README.md has no place for the permissions');
  return `${before}${start}${botPermissions()}\n${end}${after}`;
}

/** The pages that are made from what the code declares: path → text. `npm run docs` writes them, a test compares. */
export const generatedPages = (): Readonly<Record<string, string>> => ({
  'docs/operations.md': operationsPage(),
  'docs/scopes.md': scopesPage(),
  'README.md': readme(),
});
