import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { checkView } from '../../../src/sandbox/slack/check-view.ts';

const root = new URL('../../../', import.meta.url);
const page = readFileSync(new URL('docs/sandbox.md', root), 'utf8');
const rows = page.split('\n').filter((line) => /^\|(?! What \||---)/.test(line));
const testsIn = (text: string) =>
  [...text.matchAll(/`(test\/\S+?\.test\.ts)`/g)].map(([, path]) => path ?? '');

describe('The table of what the sandbox checks', () => {
  test('names tests in every row, and all of them exist', () => {
    expect(rows.filter((row) => testsIn(row).length === 0)).toEqual([]);
    expect(testsIn(page).filter((path) => !existsSync(new URL(path, root)))).toEqual([]);
  });

  test('names every test of the sandbox', () => {
    const all = ['test/unit/sandbox/', 'test/browser/'].flatMap((folder) =>
      readdirSync(new URL(folder, root))
        .filter((name) => name.endsWith('.test.ts'))
        .map((name) => `${folder}${name}`),
    );
    expect(all.filter((path) => !testsIn(page).includes(path))).toEqual([]);
  });

  test.each([
    ['Blocks', (type: string) => ({ type })],
    ['Elements', (type: string) => ({ type: 'input', element: { type } })],
  ])('%s that it names are known, and no others', (head, blockOf) => {
    const names =
      new RegExp(`^- ${head}: (.*)$`, 'm')
        .exec(page)?.[1]
        ?.split(', ')
        .filter((name) => name !== 'button') ?? [];
    const unknown = (type: string) =>
      checkView({ type: 'modal', blocks: [blockOf(type)] }).some((sentence) =>
        sentence.includes('is not known here'),
      );
    expect(names.length).toBeGreaterThan(5);
    expect(names.filter(unknown)).toEqual([]);
    expect(['header', 'divider', 'overflow', 'datepicker'].filter(unknown)).toHaveLength(4);
  });
});
