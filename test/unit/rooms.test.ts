import { readdirSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { describe, expect, test } from '@jest/globals';

const SRC = new URL('../../src/', import.meta.url);

/** The rooms that each room may import from, besides itself (docs/architecture.md). */
const BELOW: Readonly<Record<string, readonly string[]>> = {
  nexudus: [],
  operations: ['nexudus'],
  access: ['nexudus', 'operations'],
  submissions: ['nexudus', 'operations', 'access'],
  approvals: ['nexudus', 'operations', 'access', 'submissions'],
  forms: ['nexudus', 'operations'],
  // Implements what these ask for: types and pure functions.
  store: ['nexudus', 'operations', 'access', 'submissions', 'approvals', 'forms'],
  slack: ['nexudus', 'operations', 'access', 'submissions', 'approvals', 'forms'],
  cli: ['nexudus', 'operations', 'access', 'submissions', 'approvals', 'forms', 'slack', 'store'],
  sandbox: [],
};

/** Files right under src that any room may import: they import nothing of ours. */
const LEAVES: readonly string[] = ['clock.ts', 'tracing.ts'];
/** Files right under src. */
const TOP: readonly string[] = [
  'clock.ts',
  'log.ts',
  'main.ts',
  'metrics.ts',
  'proxy.ts',
  'settings.ts',
  'telemetry.ts',
  'tracing.ts',
  'version.ts',
  'work.ts',
];
/** A sub-room of slack that holds more is two. */
const MOST_IN_SUB_ROOM = 16;

/** Packages that only these places may import. A place is a room, or a file right under src. */
const KEPT_IN: Readonly<Record<string, readonly string[]>> = {
  '@slack/bolt': ['slack'],
  '@slack/web-api': ['slack', 'cli'],
  '@slack/types': ['forms', 'slack'],
  ky: ['nexudus'],
  kysely: ['store'],
  pg: ['store'],
  '@photostructure/sqlite': ['store'],
};

/** What a source imports: `import … from`, `export … from`, bare and dynamic imports. */
const importsOf = (text: string): { from: string; typeOnly: boolean }[] =>
  [
    ...text.matchAll(
      /^\s*(?:import|export)\s+(type\s)?[^'"`;]*?from\s+['"]([^'"]+)['"]|^\s*(import)\s+['"]([^'"]+)['"]|\bimport\(\s*['"`]([^'"`]+)['"`]/gm,
    ),
  ].map(([, type, from, , bare, dynamic]) => ({ from: from ?? bare ?? dynamic ?? '', typeOnly: !!type }));

const packageOf = (from: string): string =>
  from
    .split('/')
    .slice(0, from.startsWith('@') ? 2 : 1)
    .join('/');

/** Everything that one source does against the rules; `path` is relative to src. */
function violationsIn(path: string, text: string): string[] {
  const [place = ''] = path.split('/');
  const isRoom = place in BELOW;
  const found: string[] = [];
  const say = (what: string) => found.push(`${path} ${what}`);
  for (const { from, typeOnly } of importsOf(text)) {
    if (from.startsWith('.')) {
      const target = new URL(from, `file:///src/${path}`).pathname.replace('/src/', '');
      const [to = ''] = target.split('/');
      const toRoom = to in BELOW;
      if (!from.endsWith('.ts')) say(`imports ${from} without .ts`);
      if (to === place) continue;
      if (LEAVES.includes(path)) say(`imports ${target}`);
      if (LEAVES.includes(target) && place !== 'sandbox') continue;
      if (isRoom && toRoom && !BELOW[place]?.includes(to)) say(`imports from ${to}`);
      // The shape of the settings may be known; reading them is for the programs.
      const isProgram = place === 'cli' && ['settings.ts', 'proxy.ts'].includes(target);
      if (isRoom && !toRoom && !isProgram && !(target === 'settings.ts' && typeOnly && place !== 'sandbox'))
        say(`imports ${target}`);
      if (!isRoom && to === 'sandbox') say('imports from sandbox');
      if (path === 'settings.ts' && toRoom) say(`imports from ${to}`);
    } else if (place !== 'sandbox' && KEPT_IN[packageOf(from)]?.includes(place) === false) {
      say(`imports ${packageOf(from)}`);
    }
  }
  if (/\bprocess\s*\.\s*env\b|\bprocess\s*\[|\{[^}]*\benv\b[^}]*\}\s*=\s*process\b/.test(text)) {
    if (place !== 'sandbox' && path !== 'settings.ts') say('reads process.env');
  }
  if (/utils|helpers?\b|common|manager/i.test(basename(path))) say('says nothing by its name');
  const lines = text.split('\n').length - 1;
  if (lines > 300) say(`has ${lines} lines`);
  return found;
}

const files = (readdirSync(SRC, { recursive: true }) as string[])
  .filter((path) => path.endsWith('.ts'))
  .map((path) => path.replaceAll('\\', '/'))
  .sort();

describe('the rooms of src', () => {
  test('are the ten of the design and hold all sources but those at the top', () => {
    expect([...new Set(files.map((path) => path.split('/')[0]))].sort()).toEqual(
      [
        'access',
        'approvals',
        'cli',
        'forms',
        'nexudus',
        'operations',
        'sandbox',
        'slack',
        'store',
        'submissions',
        ...TOP,
      ].sort(),
    );
    expect(files.length).toBeGreaterThan(60);
  });

  test.each(files)('%s keeps the rules', (path) => {
    expect(violationsIn(path, readFileSync(new URL(path, SRC), 'utf8'))).toEqual([]);
  });

  test('of slack are parted into rooms of 16 files at most', () => {
    const held = new Map<string, number>();
    for (const [place, room, file] of files.map((path) => path.split('/')))
      if (place === 'slack')
        held.set(file ? String(room) : '', (held.get(file ? String(room) : '') ?? 0) + 1);
    expect([...held].filter(([, count]) => count > MOST_IN_SUB_ROOM)).toEqual([]);
    expect([...held.keys()].filter(Boolean).sort()).toEqual([
      'approval',
      'ask-admin',
      'commands',
      'home',
      'http',
      'lookup',
      'modal',
      'results',
      'temporary',
      'text',
    ]);
  });

  test('are distinguished by kebab-case files', () => {
    expect(files.filter((path) => !/^([a-z0-9-]+\/)*[a-z0-9]+(-[a-z0-9]+)*\.ts$/.test(path))).toEqual([]);
  });
});

describe('docs/architecture.md', () => {
  const page = readFileSync(new URL('../docs/architecture.md', SRC), 'utf8');
  const [, drawing = ''] = /```mermaid\nflowchart LR\n(.*?)```/s.exec(page) ?? [];

  test('draws the arrows that hold', () => {
    const arrows = new Map<string, string[]>();
    for (const line of drawing.split('\n').filter((one) => one.trim())) {
      const rooms = line.split(/-->|-\..*?\.->/).map((room) => room.trim());
      for (const [at, room] of rooms.entries())
        arrows.set(room, [...(arrows.get(room) ?? []), ...rooms.slice(at + 1, at + 2)]);
    }
    const behind = (room: string): string[] =>
      (arrows.get(room) ?? []).flatMap((next) => [next, ...behind(next)]);
    const drawn = [...arrows.keys()].map((room) => [room, [...new Set(behind(room))].sort()]);
    expect(Object.fromEntries(drawn)).toEqual(
      Object.fromEntries(Object.entries(BELOW).map(([room, below]) => [room, [...below].sort()])),
    );
  });

  test('has a line for each room', () => {
    const [, table = ''] = /\| room \|.*?\n(.*?)\n\n/s.exec(page) ?? [];
    const rooms = [...table.matchAll(/^\| `(\w+)` \|/gm)].map(([, room]) => room);
    expect(rooms.sort()).toEqual(Object.keys(BELOW).sort());
  });

  test('names no file that is not there, and each sub-room of slack', () => {
    const named = [...page.matchAll(/`([a-z][\w/-]*\.ts)`/g)].map(([, name = '']) => name);
    expect(named.length).toBeGreaterThan(60);
    expect(named.filter((name) => !files.some((path) => `/${path}`.endsWith(`/${name}`)))).toEqual([]);
    const [, listed = ''] = /sub-rooms: ((?:`[a-z-]+` )+)/.exec(page) ?? [];
    const rooms = files.filter((path) => /^slack\/.+\//.test(path)).map((path) => path.split('/')[1]);
    expect(listed.match(/[a-z-]+/g)?.sort()).toEqual([...new Set(rooms)].sort());
  });

  test('has a line for each table', () => {
    const [, table = ''] = /\| table \|.*?\n(.*?)\n\n/s.exec(page) ?? [];
    const [, schema = ''] =
      /interface Tables \{\n(.*?)\n\}/s.exec(readFileSync(new URL('store/schema.ts', SRC), 'utf8')) ?? [];
    const firsts = table.split('\n').map((line) => line.split('|')[1] ?? '');
    const lines = firsts.flatMap((first) => [...first.matchAll(/`(\w+)`/g)].map(([, name]) => name));
    const tables = [...schema.matchAll(/^ {2}(\w+):/gm)].map(([, name]) => name);
    expect(tables.length).toBeGreaterThan(5);
    expect(lines.sort()).toEqual(tables.sort());
  });
});

describe('the check itself finds', () => {
  test.each([
    ['an upward import', 'nexudus/a.ts', `import { say } from '../slack/say.ts';`, 'imports from slack'],
    [
      'an upward import of types',
      'forms/a.ts',
      `import type { Submission } from '../submissions/submission.ts';`,
      'imports from submissions',
    ],
    [
      'submissions importing forms',
      'submissions/a.ts',
      `import { newForm } from '../forms/form.ts';`,
      'imports from forms',
    ],
    [
      'an import over several lines',
      'operations/a.ts',
      `import {\n  a,\n  b,\n} from '../access/a.ts';`,
      'imports from access',
    ],
    ['a re-export', 'operations/a.ts', `export * from '../forms/form.ts';`, 'imports from forms'],
    ['a dynamic import', 'access/a.ts', `const a = await import('../slack/say.ts');`, 'imports from slack'],
    ['a bare import', 'access/a.ts', `import '../slack/say.ts';`, 'imports from slack'],
    ['Bolt outside of slack', 'forms/a.ts', `import type { App } from '@slack/bolt';`, 'imports @slack/bolt'],
    [
      'a deep import of a package',
      'forms/a.ts',
      `import a from '@slack/bolt/dist/a.js';`,
      'imports @slack/bolt',
    ],
    [
      'Block Kit in operations',
      'operations/a.ts',
      `import type { A } from '@slack/types';`,
      'imports @slack/types',
    ],
    [
      'submissions importing approvals',
      'submissions/a.ts',
      `import type { A } from '../approvals/policy.ts';`,
      'imports from approvals',
    ],
    [
      'a room that imports the store',
      'slack/a.ts',
      `import type { Store } from '../store/store.ts';`,
      'imports from store',
    ],
    ['Kysely outside of the store', 'cli/a.ts', `import { sql } from 'kysely';`, 'imports kysely'],
    ['a driver outside of the store', 'main.ts', `import pg from 'pg';`, 'imports pg'],
    [
      'the other driver outside of the store',
      'cli/a.ts',
      `import { DatabaseSync } from '@photostructure/sqlite';`,
      'imports @photostructure/sqlite',
    ],
    ['a leaf that imports a room', 'clock.ts', `import './nexudus/ids.ts';`, 'imports nexudus/ids.ts'],
    ['the sandbox importing the clock', 'sandbox/a.ts', `import '../clock.ts';`, 'imports clock.ts'],
    ['ky in main.ts', 'main.ts', `import ky from 'ky';`, 'imports ky'],
    ['a room that imports the sandbox', 'slack/a.ts', `import '../sandbox/a.ts';`, 'imports from sandbox'],
    ['main importing the sandbox', 'main.ts', `import { a } from './sandbox/a.ts';`, 'imports from sandbox'],
    [
      'the sandbox importing a room',
      'sandbox/a.ts',
      `import '../nexudus/bodies.ts';`,
      'imports from nexudus',
    ],
    [
      'the sandbox importing a room from further down',
      'sandbox/slack/a.ts',
      `import '../../forms/limits.ts';`,
      'imports from forms',
    ],
    [
      'a room that reads the settings',
      'slack/a.ts',
      `import { readSettings } from '../settings.ts';`,
      'imports settings.ts',
    ],
    ['the environment in a room', 'slack/a.ts', 'const a = process.env.A;', 'reads process.env'],
    ['the environment taken apart', 'slack/a.ts', 'const { env, argv } = process;', 'reads process.env'],
    ['a name that says nothing', 'slack/text-utils.ts', '', 'says nothing by its name'],
    ['a long file', 'slack/a.ts', 'a\n'.repeat(301), 'has 301 lines'],
    ['an import without its ending', 'slack/a.ts', `import { a } from './b';`, 'imports ./b without .ts'],
  ])('%s', (_what, path, text, violation) => {
    expect(violationsIn(path, text)).toEqual([`${path} ${violation}`]);
  });

  test('nothing in what is allowed', () => {
    expect(violationsIn('slack/a.ts', `import bolt, { type A } from '@slack/bolt';`)).toEqual([]);
    expect(violationsIn('slack/a.ts', `import type { Settings } from '../settings.ts';`)).toEqual([]);
    expect(violationsIn('submissions/a.ts', `import { a } from '../access/a.ts';`)).toEqual([]);
    expect(violationsIn('approvals/a.ts', `import { a } from '../submissions/a.ts';`)).toEqual([]);
    expect(violationsIn('store/a.ts', `import type { A } from '../approvals/a.ts';`)).toEqual([]);
    expect(violationsIn('store/a.ts', `import { sql } from 'kysely';`)).toEqual([]);
    expect(violationsIn('cli/a.ts', `import { a } from '../store/a.ts';`)).toEqual([]);
    expect(violationsIn('nexudus/a.ts', `import type { Clock } from '../clock.ts';`)).toEqual([]);
    expect(violationsIn('forms/a.ts', `import { a } from '../nexudus/a.ts';`)).toEqual([]);
    expect(violationsIn('main.ts', `import { a } from './slack/a.ts';`)).toEqual([]);
    expect(violationsIn('settings.ts', 'const given = process.env;')).toEqual([]);
    expect(violationsIn('slack/a.ts', 'a\n'.repeat(300))).toEqual([]);
  });
});
