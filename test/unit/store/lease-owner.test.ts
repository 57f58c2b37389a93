import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { hostname } from 'node:os';
import { fileURLToPath } from 'node:url';
import { expect, test } from '@jest/globals';
import { isDead, newOwner } from '../../../src/store/lease-owner.ts';

// Where Linux doesn't tell processes apart, every lease is waited for.
const onLinux = process.platform === 'linux' ? test : test.skip;
const file = fileURLToPath(new URL('../../../src/store/lease-owner.ts', import.meta.url));

const parts = (owner: string) => {
  const [place = '', pid = '', start = '', own = ''] = owner.split('/');
  return { place, pid, start, own };
};
/** This process's name, but for what is given. */
const named = (more: Partial<ReturnType<typeof parts>>): string => {
  const { place, pid, start, own } = { ...parts(newOwner()), ...more };
  return [place, pid, start, own].join('/');
};

test('a process is named by its machine, its id and something of its own', () => {
  const one = newOwner();
  expect(one.startsWith(hostname())).toBe(true);
  expect(parts(one).pid).toBe(String(process.pid));
  expect(newOwner()).not.toBe(one);
});

test('this process is not dead', () => {
  expect(isDead(newOwner())).toBe(false);
});

onLinux('one that had its id before is', () => {
  expect(isDead(named({ start: '1' }))).toBe(true);
});

onLinux('a process is dead when its id is free', () => {
  const { pid } = spawnSync(process.execPath, ['-e', '']);
  expect(isDead(named({ pid: String(pid) }))).toBe(true);
});

onLinux('a living process is not dead, and a killed one is', async () => {
  const script = `import(${JSON.stringify(file)}).then(({ newOwner }) => { console.log(newOwner()); setInterval(() => {}, 1000); })`;
  const child = spawn(process.execPath, ['--import', import.meta.resolve('tsx'), '-e', script]);
  const owner = String((await once(child.stdout, 'data'))[0]).trim();
  expect(parts(owner).pid).toBe(String(child.pid));
  expect(isDead(owner)).toBe(false);
  child.kill('SIGKILL');
  await once(child, 'close');
  expect(isDead(owner)).toBe(true);
});

test('of another machine, boot or container nothing is known, though host name and id are the same', () => {
  const { place } = parts(newOwner());
  for (const other of ['', 'elsewhere', hostname(), place.replace(/\w/g, '0'), `${place}0`]) {
    expect(isDead(named({ place: other, pid: '1', start: '1' }))).toBe(false);
  }
  expect(isDead('')).toBe(false);
  // As they were named before.
  expect(isDead(`${hostname()}/${process.pid}/x`)).toBe(false);
});
