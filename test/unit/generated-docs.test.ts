import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { generatedPages } from '../../scripts/docs/generated-pages.ts';

test.each(Object.entries(generatedPages()))('%s is as npm run docs writes it', (path, text) => {
  expect(readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8')).toBe(text);
});
