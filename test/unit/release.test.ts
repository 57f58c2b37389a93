import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { parse, parseAllDocuments } from 'yaml';

const root = new URL('../../', import.meta.url);
const read = (path: string) => readFileSync(new URL(path, root), 'utf8');
const listed = (folder: string) => readdirSync(new URL(folder, root)).map((file) => `${folder}/${file}`);

describe('what others made is named by its digest', () => {
  test.each(listed('.github/workflows'))('actions in %s', (path) => {
    const uses = [...read(path).matchAll(/\buses: (.*)/g)].map(([, what = '']) => what);
    expect(uses.length).toBeGreaterThan(0);
    for (const what of uses) expect(what).toMatch(/^[\w-]+\/[\w/-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
  });

  test('images', () => {
    const named = `${read('Dockerfile')}\n${read('compose.yaml')}`.matchAll(
      /(?:^FROM(?: --\S+)?|image:) (\S+)/gm,
    );
    const images = [...named].map(([, image]) => image);
    expect(images.filter((image) => !/@sha256:[0-9a-f]{64}$/.test(image ?? ''))).toEqual([
      'nexudus-for-slack',
    ]);
    expect(images).toHaveLength(4);
  });
});

test.each(listed('.github/workflows'))('%s may only read, but for what a job asks for', (path) => {
  expect(parse(read(path)).permissions).toEqual({ contents: 'read' });
});

test('an image is tried and attested before it has a name', () => {
  const { jobs } = parse(read('.github/workflows/release.yml'));
  expect(jobs.try.needs).toBe('build');
  expect(jobs.publish.needs).toEqual(['build', 'try']);
  const steps: { uses?: string; run?: string }[] = jobs.publish.steps;
  const at = (what: RegExp) => steps.findIndex(({ uses, run }) => what.test(uses ?? run ?? ''));
  expect(at(/attest/)).toBeGreaterThan(0);
  expect(at(/imagetools create/)).toBeGreaterThan(at(/attest/));
});

test('the bot has as long to stop as it takes, whoever runs it', () => {
  const compose = parse(read('compose.yaml'), { merge: true });
  expect([compose.services.bot, compose.services.replica].map((s) => s.stop_grace_period)).toEqual([
    '30s',
    '30s',
  ]);
  const pods = ['bot', 'replicas']
    .flatMap((name) => parseAllDocuments(read(`deploy/kubernetes/${name}.yaml`)).map((d) => d.toJS()))
    .filter(({ kind }) => kind === 'Deployment');
  expect(pods.map(({ spec }) => spec.template.spec.terminationGracePeriodSeconds)).toEqual([30, 30]);
  // Two processes must not open one SQLite file.
  expect(pods.map(({ spec }) => spec.strategy.type ?? 'RollingUpdate')).toEqual([
    'Recreate',
    'RollingUpdate',
  ]);
});

test('the systemd unit sets nothing that a copy of .env.example leaves empty: the empty line would win', () => {
  const set = [...read('deploy/systemd/nexudus-for-slack.service').matchAll(/^Environment=(\w+)=/gm)];
  const inExample = [...read('.env.example').matchAll(/^(\w+)=$/gm)].map(([, name]) => name);
  expect(inExample).toContain('DATABASE_URL');
  expect(set.map(([, name]) => name).filter((name) => inExample.includes(name))).toEqual([]);
});

test('an image holds what the Dockerfile copies and no more', () => {
  const [everything, ...kept] = read('.dockerignore')
    .split('\n')
    .filter((line) => line && !line.startsWith('#'));
  expect(everything).toBe('*');
  const copied = [...read('Dockerfile').matchAll(/^COPY (?!--from)(.*) \S+$/gm)].flatMap(([, from = '']) =>
    from.split(' '),
  );
  expect(
    kept
      .filter((line) => line.startsWith('!'))
      .map((line) => line.slice(1))
      .sort(),
  ).toEqual([...new Set(copied)].sort());
});
