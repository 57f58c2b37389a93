import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { type Bot, startBot } from '../../src/sandbox/start-bot.ts';
import { bundlePrograms } from './bundle-programs.mjs';

/** The bot as it is now, in one file: tests that start it again and again don't wait for its sources to be read. */
export interface BundledBot {
  start(settings: Record<string, string>): Promise<Bot>;
  remove(): void;
}

export async function bundleBot(): Promise<BundledBot> {
  const made = process.env.BOT_PROGRAMS;
  const folder = made ?? (await bundlePrograms());
  return {
    start: (settings) => startBot(settings, { entry: 'build', program: join(folder, 'main.mjs') }),
    remove: () => {
      if (!made) rmSync(folder, { recursive: true, force: true });
    },
  };
}
