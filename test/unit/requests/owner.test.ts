import { spawnSync } from 'node:child_process';
import { hostname } from 'node:os';
import { expect, test } from '@jest/globals';
import { isDead, newOwner } from '../../../src/requests/owner.ts';

test('a process is named by its host, its id and something of its own', () => {
  const one = newOwner();
  expect(one.startsWith(`${hostname()}/${process.pid}/`)).toBe(true);
  expect(newOwner()).not.toBe(one);
});

test('this process is not dead, but one that had its id before is', () => {
  const mine = newOwner();
  expect(isDead(mine, mine)).toBe(false);
  expect(isDead(newOwner(), mine)).toBe(true);
});

test('a process of this host is dead when its id is free', () => {
  const { pid } = spawnSync(process.execPath, ['-e', '']);
  expect(isDead(`${hostname()}/${pid}/x`, newOwner())).toBe(true);
  expect(isDead(`${hostname()}/${process.ppid}/x`, newOwner())).toBe(false);
});

test('of another host nothing is known', () => {
  expect(isDead('elsewhere/1/x', newOwner())).toBe(false);
  expect(isDead('', newOwner())).toBe(false);
});
