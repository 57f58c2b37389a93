import { expect } from '@jest/globals';
import type { Bot } from '../../src/sandbox/start-bot.ts';

/** The bot is the process that it was, and takes work. */
export async function expectStillWell(bot: Pick<Bot, 'pid' | 'url' | 'output'>): Promise<void> {
  // Throws when there is no such process.
  process.kill(bot.pid, 0);
  for (const path of ['/healthz', '/readyz']) {
    const answer = await fetch(bot.url + path, { signal: AbortSignal.timeout(3000) });
    expect([path, answer.status, await answer.text()]).toEqual([path, 200, 'ok']);
  }
  expect(bot.output()).not.toMatch(/unexpected error, stopping|"level":60/);
}
