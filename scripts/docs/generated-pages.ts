import { scopesPage } from './scopes-page.ts';

/** The pages that are made from what the code declares: path → text. `npm run docs` writes them, a test compares. */
export const generatedPages = (): Readonly<Record<string, string>> => ({
  'docs/scopes.md': scopesPage(),
});
