import { setTimeout as sleep } from 'node:timers/promises';
import type { Bot } from '../../src/sandbox/start-bot.ts';

/** Settings of a bot whose time the test lets pass. */
export const WITH_CLOCK = {
  NODE_OPTIONS: `--import ${new URL('./clock-jumper.mjs', import.meta.url).href}`,
};

const jumps = (bot: Bot): number => bot.output().match(/^jumped /gm)?.length ?? 0;

/** What the bot remembers gets so much older, in steps of 70 seconds. */
export async function letPass(bot: Bot, seconds: number): Promise<void> {
  for (let passed = 0; passed < seconds; passed += 70) {
    const before = jumps(bot);
    process.kill(bot.pid, 'SIGUSR2');
    while (jumps(bot) === before) await sleep(5);
  }
}
