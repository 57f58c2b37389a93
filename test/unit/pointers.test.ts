import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from '@jest/globals';

// What people, workflows and programs are told to run or to read exists.

const root = fileURLToPath(new URL('../../', import.meta.url));
const read = (path: string) => readFileSync(join(root, path), 'utf8');
const filesIn = (folder: string, end: string): string[] =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith(end))
    .map((file) => join(folder, file));

const pages = [...readdirSync(root).filter((file) => file.endsWith('.md')), ...filesIn('docs', '.md')];
const workflows = filesIn('.github/workflows', '.yml');
const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };

/** The scripts of package.json that a text runs. */
const scriptsIn = (text: string): string[] =>
  [...text.matchAll(/\bnpm (?:run (?:-s )?([\w:-]+)|(test|start)\b)/g)].map(
    ([, run, short]) => run ?? short ?? '',
  );

test.each([...pages, ...workflows, '.ci/run', '.slack/hooks.json'])('scripts that %s runs', (path) => {
  expect(scriptsIn(read(path)).filter((name) => !(name in scripts))).toEqual([]);
});

test('programs that are started are built', () => {
  const told = [...pages, 'package.json', 'Dockerfile', ...filesIn('deploy', '.service')].map(read);
  const programs = [...new Set(told.join('\n').match(/\bdist\/[\w/-]+\.js\b/g))];
  expect(programs).toContain('dist/main.js');
  const source = (program: string) => program.replace('dist/', 'src/').replace(/\.js$/, '.ts');
  expect(programs.filter((program) => !existsSync(join(root, source(program))))).toEqual([]);
});

/** As GitHub names a heading. */
const anchorOf = (heading: string): string =>
  heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N} _-]/gu, '')
    .replaceAll(' ', '-');

const anchorsIn = (path: string): string[] =>
  [...read(path).matchAll(/^#+ (.*)$/gm)].map(([, heading = '']) => anchorOf(heading));

test.each(pages)('links of %s', (path) => {
  const links = [...read(path).matchAll(/\]\((?!https?:|mailto:)([^)#\s]*)(?:#([^)\s]+))?\)/g)];
  const broken = links.filter(([, to = '', anchor]) => {
    const file = to ? join(dirname(path), to) : path;
    if (!existsSync(join(root, file))) return true;
    return anchor !== undefined && !anchorsIn(file).includes(anchor);
  });
  expect(broken.map(([link]) => link)).toEqual([]);
});

test.each(pages)('files that %s names by their path', (path) => {
  const named = [...read(path).matchAll(/`((?:src|test|docs|scripts|deploy)\/[\w./-]+)`/g)].map(
    ([, name = '']) => name,
  );
  // Capitals stand for a name of one's own.
  const lacking = named.filter((name) => !/[A-Z]{4}/.test(name) && !existsSync(join(root, name)));
  expect(lacking).toEqual([]);
});
